"""Who holds how much of what was handed up, and how soon they answer."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from wardtui.domain.answers import Workload
from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.i18n import tr
from wardtui.services.directory import officers
from wardtui.services.escalations import workload
from wardtui.services.ports import Unit, VaultClosed
from wardtui.tui.action import Place
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.widgets.bars import KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.table_list import Line, TableList
from wardtui.wording.case import owner_text
from wardtui.wording.columns import cells
from wardtui.wording.escalating import duration_text

_FIGURES = 7
_FIGURE = 8
"""Cells of a figure."""


def _widths(width: int) -> Sequence[int]:
    rest = width - _FIGURES * (_FIGURE + 1) - 2
    return (max(8, min(40, rest)), *[_FIGURE] * _FIGURES)


class WorkloadScreen(WorkScreen):
    """A table by officer; what nobody in particular holds stands under its level."""

    PLACE = Place.WORKLOAD
    CSS_PATH: ClassVar[str] = "../styles/board.tcss"

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield SummaryBar(id="summary")
        yield Static(id="heading", markup=False)
        yield TableList(id="workload", widths=_widths)
        yield Static(id="empty", markup=False)
        yield Static(id="message", markup=False)
        yield KeyBar(Place.WORKLOAD, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Read it."""
        self.is_ready = True
        self._show_head()
        self._show_table(None)
        self._read()

    def after_change(self, done_with: ResidentId | None = None) -> None:  # noqa: ARG002
        """Read it again."""
        self._show_head()
        self._read()

    @work(exclusive=True, group="workload")
    async def _read(self) -> None:
        now = self.session.now()

        def read(unit: Unit) -> tuple[list[Workload], dict[OfficerId, str]]:
            return workload(unit, now), {one.id: one.name for one in officers(unit)}

        try:
            found, names = await self.session.read(read)
        except VaultClosed:
            return
        except WardtuiError as error:
            self.tell_error(error)
            return
        self._show_table([_line(one, names) for one in found])

    def _show_head(self) -> None:
        title = self.query_one(TitleBar)
        title.state = (tr("Workload and answers"), self.ward_app.exchanging.text())
        self.query_one(SummaryBar).text = " " + tr(
            "taken in, reply in: half of them sooner, counted since they came to the level"
        )

    def _show_table(self, lines: Sequence[Line] | None) -> None:
        """Draw the table.

        :param lines: none while they are being read
        """
        table, empty = self.query_one(TableList), self.query_one("#empty", Static)
        table.display = self.query_one("#heading").display = bool(lines)
        empty.display = not lines
        if lines is None:
            empty.update(tr("Reading what the levels have answered…"))
        elif not lines:
            empty.update(
                tr(
                    "Nothing was ever handed up, so nobody had to answer.\n\n"
                    "Esc: back to the board."
                )
            )
        else:
            table.show(lines, table.cursor)

    def on_resize(self) -> None:
        """The columns have other widths."""
        widths = _widths(self.size.width)
        shown = zip(_heading(), widths, strict=True)
        text = " " + " ".join(cells(name, room) for name, room in shown)
        self.query_one("#heading", Static).update(text)

    async def do_move(self, step: str) -> None:
        """Move the cursor by lines."""
        self.query_one(TableList).move(int(step))

    async def do_page(self, step: str) -> None:
        """Move the cursor by pages."""
        self.query_one(TableList).page(int(step))

    async def do_edge(self, end: str) -> None:
        """Move the cursor to the first or the last line."""
        self.query_one(TableList).go_to_edge(last=bool(int(end)))


def _heading() -> tuple[str, ...]:
    names = (
        tr("holds"),
        tr("overdue"),
        tr("untaken"),
        tr("answered"),
        tr("went on"),
        tr("taken in"),
        tr("reply in"),
    )
    return (tr("Whose"), *(name.rjust(_FIGURE) for name in names))


def _line(one: Workload, names: Mapping[OfficerId, str]) -> Line:
    figures = (
        str(one.holds),
        f"! {one.overdue}" if one.overdue else "0",
        str(one.untaken),
        str(one.answered),
        str(one.missed),
        duration_text(one.to_accept),
        duration_text(one.to_answer),
    )
    return Line((_owner(one.owner, names), *(text.rjust(_FIGURE) for text in figures)))


def _owner(owner: str, names: Mapping[OfficerId, str]) -> str:
    level = owner.removeprefix("level:")
    if level == owner:
        return owner_text(owner, names)
    return tr("level {level}: nobody", level=level)
