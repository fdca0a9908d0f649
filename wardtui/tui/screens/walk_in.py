"""Looking somebody up in the whole list, who came to a session without a booking."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from wardtui.domain.ids import ResidentId
from wardtui.i18n import ntr, tr
from wardtui.tui.action import Place
from wardtui.tui.screens.finding import FindingScreen
from wardtui.tui.view import View
from wardtui.tui.widgets.bars import HeadingBar, SummaryBar, TitleBar
from wardtui.tui.widgets.case_list import CaseList
from wardtui.tui.widgets.log_panel import Target

_MOVES = {"up": -1, "down": 1}
_PAGES = {"pageup": -1, "pagedown": 1}


class WalkInScreen(FindingScreen):
    """Letters find somebody; Enter takes them. Finished cases are among them."""

    PLACE = Place.ROLL
    CSS_PATH: ClassVar[str] = "../styles/sessions.tcss"

    def __init__(self, when_chosen: Callable[[ResidentId], Awaitable[None]]) -> None:
        """Prepare the page.

        :param when_chosen: takes whom was found
        """
        super().__init__()
        self._view = View(with_done=True)
        self._typing = True
        self._when_chosen = when_chosen

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield SummaryBar(id="summary")
        with Vertical(id="body"):
            yield HeadingBar(id="heading")
            yield CaseList(self.session.worklist, id="cases")
            yield Static(id="empty", markup=False)
        yield Static(id="message", markup=False)
        hint = tr("Letters find it · ↑ ↓ choose · Enter takes it · Esc goes back")
        yield Static(hint, id="walk-in-foot", markup=False)

    def on_mount(self) -> None:
        """Show everybody."""
        self.is_ready = True
        self._show_list()

    def target(self) -> Target | None:
        """Nobody is worked here: who is found is only chosen."""
        return None

    def after_change(self, done_with: ResidentId | None = None) -> None:  # noqa: ARG002
        """Draw the list anew."""
        self._show_list()

    def _show_list(self, keep: ResidentId | None = None) -> None:
        session = self.session
        self._list_changed()
        title = self.query_one(TitleBar)
        title.state = (tr("Who came without a booking?"), self.ward_app.exchanging.text())
        found = session.worklist.select(self._view.filter_on(session.today()), self._view.sort)
        self._list.show(session.worklist, found, session.now(), keep)
        self._show_empty(len(found))
        self._summarise(len(found))

    def _show_empty(self, shown: int) -> None:
        empty = self.query_one("#empty", Static)
        empty.display = not shown
        self._list.display = bool(shown)
        if not shown:
            empty.update(
                tr("Nobody in the list is found so.\n\nFewer letters, or a part of the phone.")
            )

    def _summarise(self, shown: int | None) -> None:
        count = "" if shown is None else ntr("{count} case", "{count} cases", shown)
        self.query_one(SummaryBar).text = f" / {self._view.query}▏  {count}"

    async def take_key(self, event: events.Key) -> bool:
        """Search, choose, or go back."""
        if event.key == "escape":
            self.dismiss()
        elif event.key == "enter":
            await self._choose()
        elif event.key in _MOVES:
            self._list.move(_MOVES[event.key])
        elif event.key in _PAGES:
            self._list.page(_PAGES[event.key])
        elif event.key not in ("home", "end"):
            return self._search_key(event)
        else:
            self._list.go_to_edge(last=event.key == "end")
        return True

    async def on_case_list_opened(self) -> None:
        """Somebody was clicked twice."""
        await self._choose()

    async def _choose(self) -> None:
        row = self._list.row
        if row is not None:
            self.dismiss()
            await self._when_chosen(row.id)
