"""Who holds how much of what was handed up, and how soon they answer; areas and hours compared."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import Enum, auto
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from wardtui.domain.answers import Workload
from wardtui.domain.errors import WardtuiError
from wardtui.domain.heat import HeatMap
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.domain.league import briefing_before
from wardtui.domain.moments import local_day
from wardtui.i18n import tr
from wardtui.services.directory import officers
from wardtui.services.escalations import workload
from wardtui.services.ports import Unit, VaultClosed
from wardtui.services.report_league import Compared as League
from wardtui.tui.action import Place
from wardtui.tui.saving_reports import save_hours, save_league, save_workload
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.widgets.bars import KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.table_list import Line, TableList
from wardtui.wording.case import owner_text
from wardtui.wording.columns import cells
from wardtui.wording.escalating import duration_text, times_text

_FIGURES = 7
_FIGURE = 8
"""Cells of a figure."""


def _widths(width: int) -> Sequence[int]:
    rest = width - _FIGURES * (_FIGURE + 1) - 2
    return (max(8, min(40, rest)), *[_FIGURE] * _FIGURES)


class Compared(Enum):
    """What the page compares, in the order in which it is leafed through."""

    OFFICERS = auto()
    AREAS = auto()
    HOURS = auto()


_VIEWS = tuple(Compared)
_FEW = r"\(\d+/\d+\)|·"
"""Cells of which no rate is given."""


class WorkloadScreen(WorkScreen):
    """A table by officer; what nobody in particular holds stands under its level. Behind it the
    league table of the areas, and the hours of the week."""

    PLACE = Place.WORKLOAD
    CSS_PATH: ClassVar[str] = "../styles/board.tcss"

    _view = Compared.OFFICERS
    _save: Callable[[], Awaitable[None]] | None = None
    """Saves what is shown, once it is read."""

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield SummaryBar(id="summary")
        yield Static(id="heading", markup=False)
        yield TableList(id="workload", widths=_widths)
        yield Static(id="empty", markup=False)
        with VerticalScroll(id="compared", can_focus=False):
            yield Static(id="figures", markup=False)
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
        if self._view is not Compared.OFFICERS:
            await self._read_compared(self._view)
            return
        now = self.session.now()
        day = local_day(now)

        def read(unit: Unit) -> tuple[list[Workload], dict[OfficerId, str]]:
            return workload(unit, now), {one.id: one.name for one in officers(unit)}

        try:
            found, names = await self.session.read(read)
        except VaultClosed:
            return
        except WardtuiError as error:
            self.tell_error(error)
            return
        self._save = partial(save_workload, self, found, names, day)
        self._show_table([_line(one, names) for one in found])

    async def _read_compared(self, view: Compared) -> None:
        """Read the areas or the hours, and show them unless another page was asked for since."""
        from wardtui.services.report_hours import report_hours
        from wardtui.services.report_league import report_league
        from wardtui.wording.hours import hours_page
        from wardtui.wording.league import league_text

        now = self.session.now()
        day = local_day(now)

        def read(unit: Unit) -> HeatMap | League:
            if view is Compared.HOURS:
                return report_hours(unit)
            return report_league(unit, day, briefing_before(day), now=now)

        try:
            found = await self.session.read(read)
        except VaultClosed:
            return
        except WardtuiError as error:
            self.tell_error(error)
            return
        if isinstance(found, HeatMap):
            text = Text(hours_page(found))
            text.highlight_regex(_FEW, "dim")
            self._save = partial(save_hours, self, found, day)
        else:
            text = Text(league_text(found))
            self._save = partial(save_league, self, found)
        self.query_one("#figures", Static).update(text)

    def _show_head(self) -> None:
        titles = {
            Compared.OFFICERS: tr("Workload and answers"),
            Compared.AREAS: tr("Areas compared"),
            Compared.HOURS: tr("When people are reached"),
        }
        summaries = {
            Compared.OFFICERS: times_text(),
            Compared.AREAS: tr("the highest rate collected first; nobody is named"),
            Compared.HOURS: tr("calls and visits by hour and weekday; the darker the more"),
        }
        title = self.query_one(TitleBar)
        title.state = (titles[self._view], self.ward_app.exchanging.text())
        self.query_one(SummaryBar).text = " " + summaries[self._view]

    def _show_table(self, lines: Sequence[Line] | None) -> None:
        """Draw the table.

        :param lines: none while they are being read
        """
        table, empty = self.query_one(TableList), self.query_one("#empty", Static)
        self.query_one("#compared").display = False
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

    async def do_compare(self, step: str) -> None:
        """Leaf to what is compared next, or before."""
        self._view = _VIEWS[(_VIEWS.index(self._view) + int(step)) % len(_VIEWS)]
        self._save = None
        self._show_head()
        if self._view is Compared.OFFICERS:
            self._show_table(None)
        else:
            for part in ("#workload", "#heading", "#empty"):
                self.query_one(part).display = False
            self.query_one("#compared").display = True
            self.query_one("#figures", Static).update(tr("Counting…"))
        self._read()

    async def do_print(self) -> None:
        """Save what is shown as a workbook."""
        await self.has_read("workload")
        if self._save is not None:
            await self._save()

    async def do_move(self, step: str) -> None:
        """Move the cursor, or the text, by lines."""
        if self._view is Compared.OFFICERS:
            self.query_one(TableList).move(int(step))
        else:
            self._page.scroll_relative(y=int(step), animate=False)

    async def do_page(self, step: str) -> None:
        """Move the cursor, or the text, by pages."""
        if self._view is Compared.OFFICERS:
            self.query_one(TableList).page(int(step))
        else:
            self._page.scroll_relative(y=int(step) * self._page.size.height, animate=False)

    async def do_edge(self, end: str) -> None:
        """Move the cursor to the first or the last line, the text to its start or end."""
        if self._view is Compared.OFFICERS:
            self.query_one(TableList).go_to_edge(last=bool(int(end)))
        else:
            self._page.scroll_to(y=self._page.max_scroll_y * int(end), animate=False)

    @property
    def _page(self) -> VerticalScroll:
        return self.query_one("#compared", VerticalScroll)


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
