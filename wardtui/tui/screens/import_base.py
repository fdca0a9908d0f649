"""What the import screens have in common: a title, one list, a line for messages, keys, waiting."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.i18n import tr
from wardtui.services.long_work import LongWork
from wardtui.tui.action import Action
from wardtui.tui.importing import ListImport
from wardtui.tui.screens.ask import AskScreen
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.screens.import_running import RunningScreen
from wardtui.tui.widgets.bars import KeyBar, TitleBar
from wardtui.tui.widgets.table_list import TableList


class ImportScreen(WorkScreen):
    """One step of an import. Its list takes the keys that move."""

    CSS_PATH: ClassVar[str] = "../styles/import.tcss"

    busy = False
    """Something long goes on, which has a panel of its own: keys that come between are dropped."""
    list_import: ListImport | None = None

    def compose(self) -> ComposeResult:
        """The page: its own parts between the title and the keys."""
        yield TitleBar(id="title")
        yield from self.parts()
        yield Static(id="message", markup=False)
        yield KeyBar(self.PLACE, self.ward_app.keymap)

    def parts(self) -> ComposeResult:
        """What this step shows."""
        raise NotImplementedError

    def draw(self) -> None:
        """Fill the parts."""
        raise NotImplementedError

    @property
    def title_text(self) -> str:
        """What the title says."""
        name = f" · {self.list_import.path.name}" if self.list_import is not None else ""
        return tr("Import a ward list") + name

    @property
    def table(self) -> TableList:
        """The list that has the cursor."""
        return self.query_one("#import-list", TableList)

    def on_mount(self) -> None:
        """Draw it."""
        self.is_ready = True
        self.query_one(TitleBar).state = (self.title_text, self.ward_app.exchanging.text())
        self.draw()

    def target(self) -> None:
        """Nobody: these screens are about a file."""
        return

    def after_change(self, done_with: ResidentId | None = None) -> None:
        """What a sync brings is found when the list is imported."""

    async def take_key(self, event: events.Key) -> bool:
        """Do what a key asks for."""
        if self.busy:
            return True
        action = self.ward_app.keymap.action_for(event, self.PLACE)
        if action is None:
            return False
        await self.act(action)
        return True

    async def act(self, action: Action) -> None:
        """Do an action, unless something long goes on."""
        if not self.busy:
            await super().act(action)

    async def in_long(
        self, what: str, work: Callable[[LongWork], Awaitable[None]], *, to_write: int = 0
    ) -> WardtuiError | None:
        """Wait for long work under a panel that shows how far it is; what ended it, if anything.

        Call it in a worker.

        :param to_write: how many records it writes, when it changes the vault
        """
        self.tell("")
        panel = RunningScreen(what, work, to_write)
        await self.app.push_screen_wait(panel)
        return panel.error

    async def do_move(self, step: str) -> None:
        """Move the cursor by lines."""
        self.table.move(int(step))

    async def do_page(self, step: str) -> None:
        """Move the cursor by pages."""
        self.table.page(int(step))

    async def do_edge(self, end: str) -> None:
        """Move the cursor to the first or the last line."""
        self.table.go_to_edge(last=bool(int(end)))

    async def do_back(self) -> None:
        """One step back."""
        self.dismiss()

    async def do_language(self) -> None:
        """Not amid an import, which would have to begin again."""
        self.tell(tr("Finish the import or go back first; F2 works in the list of residents."))

    async def do_leave(self) -> None:
        """End the program; asked first when something would be lost."""
        await self.ask_before_losing(self._leave_for_sure)

    async def _leave_for_sure(self) -> None:
        self.ward_app.leave()

    async def ask_before_losing(self, go: Callable[[], Awaitable[None]]) -> None:
        """Do what ends this import, after a question when work on it would be lost."""
        if self.list_import is None or not self.list_import.has_unsaved_work:
            await go()
            return
        question = tr(
            "Nothing is imported yet. The rewritten notes and what you said about the columns "
            "would be lost. Leave this list?"
        )
        self.app.push_screen(AskScreen(question, go))
