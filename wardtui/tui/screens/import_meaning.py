"""A short list of what a column can hold; typing narrows it."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.domain.roster.column_views import ColumnView
from wardtui.domain.roster.columns import Meaning
from wardtui.domain.text import search_fold
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.tui.widgets.table_list import Line, TableList

_MOVES = {"up": -1, "down": 1}


class MeaningScreen(ModalScreen[None]):
    """Asks what a column holds."""

    CSS_PATH: ClassVar[str] = "../styles/import.tcss"

    def __init__(
        self, column: ColumnView, say: Callable[[ColumnView, Meaning | None], None]
    ) -> None:
        super().__init__()
        self._column = column
        self._say = say
        self._typed = ""
        self._offered: list[tuple[Meaning | None, str]] = []

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="meaning-panel"):
            yield Static(id="meaning-title", markup=False)
            yield TableList(id="meaning-list")
            yield Static(
                tr("Type to find · Enter chooses · Esc goes back"), id="meaning-foot", markup=False
            )

    def on_mount(self) -> None:
        """Offer everything, with the cursor on what the column is taken for."""
        self._narrow()
        meanings = [meaning for meaning, _ in self._offered]
        if self._column.meaning in meanings:
            self.query_one(TableList).go(meanings.index(self._column.meaning))

    def _narrow(self) -> None:
        every: list[tuple[Meaning | None, str]] = [
            (Meaning.IGNORE, label(Meaning.IGNORE)),
            (None, tr("as wardtui takes it by itself")),
            *(
                (one, label(one))
                for one in Meaning
                if one not in (Meaning.IGNORE, Meaning.FORBIDDEN)
            ),
        ]
        words = search_fold(self._typed).split()
        self._offered = [
            (meaning, text)
            for meaning, text in every
            if all(word in search_fold(text) for word in words)
        ]
        self.query_one(TableList).show([Line((text,)) for _, text in self._offered])
        column = self._column
        name = f"{column.letter} · {column.heading}" if column.heading else column.letter
        title = tr("What does column {name} hold?", name=name)
        self.query_one("#meaning-title", Static).update(f"{title}\n/ {self._typed}▏")

    async def take_key(self, event: events.Key) -> bool:
        """Type, move, choose or go back."""
        table = self.query_one(TableList)
        match event.key:
            case "escape":
                self.dismiss()
            case "enter":
                self._choose()
            case "up" | "down":
                table.move(_MOVES[event.key])
            case "pageup" | "pagedown":
                table.page(1 if event.key == "pagedown" else -1)
            case "home" | "end":
                table.go_to_edge(last=event.key == "end")
            case "backspace":
                self._typed = self._typed[:-1]
                self._narrow()
            case _ if event.is_printable and event.character:
                self._typed += event.character
                self._narrow()
        return True

    def on_table_list_opened(self) -> None:
        """A meaning was clicked twice."""
        self._choose()

    def _choose(self) -> None:
        if self._offered:
            meaning, _ = self._offered[self.query_one(TableList).cursor]
            self.dismiss()
            self._say(self._column, meaning)
