"""The daily report: the figures by area, and below them those of the ward in words."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.domain.figures import Figures
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import local_day
from wardtui.i18n import tr
from wardtui.i18n.dates import weekday
from wardtui.i18n.numbers import percent
from wardtui.reports.daily import daily_text, signature, ward_lines
from wardtui.services.ports import Unit, VaultClosed
from wardtui.services.report_daily import Reported, report_daily
from wardtui.tui.action import Place
from wardtui.tui.saving_reports import save_report
from wardtui.tui.screens.list_screen import ListScreen
from wardtui.tui.widgets.bars import KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.table_list import Line, Look, TableList
from wardtui.wording.columns import cells

_FIGURES = 7
_FIGURE = 7
"""Cells of a figure."""


def _widths(width: int) -> Sequence[int]:
    rest = width - _FIGURES * (_FIGURE + 1) - 2
    return (max(8, min(40, rest)), *[_FIGURE] * _FIGURES)


class ReportScreen(ListScreen):
    """A table by area with its sum; every rate of the ward stands below with what it is of."""

    PLACE = Place.REPORT
    CSS_PATH: ClassVar[str] = "../styles/report.tcss"

    def __init__(self) -> None:
        """Prepare the report of today."""
        super().__init__()
        self._back = 0
        """How many days before today."""
        self._reported: Reported | None = None

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield SummaryBar(id="summary")
        yield Static(id="heading", markup=False)
        yield TableList(id="report", widths=_widths)
        yield Static(id="message", markup=False)
        yield KeyBar(Place.REPORT, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Count."""
        self.is_ready = True
        self._count()

    def after_change(self, done_with: ResidentId | None = None) -> None:  # noqa: ARG002
        """Count again."""
        self._count()

    @property
    def _list(self) -> TableList:
        return self.query_one(TableList)

    @property
    def _day(self) -> date:
        return local_day(self.session.now()) - timedelta(days=self._back)

    def _count(self) -> None:
        self._reported = None
        self._show_head(tr("Counting…"))
        self._read()

    @work(exclusive=True, group="report")
    async def _read(self) -> None:
        day, now = self._day, self.session.now()

        def read(unit: Unit) -> Reported:
            return report_daily(unit, day, None, now)

        try:
            self._reported = await self.session.read(read)
        except VaultClosed:
            return
        except WardtuiError as error:
            self.tell_error(error)
            return
        self._show_report(self._reported)

    def _show_head(self, summary: str) -> None:
        day = self._day
        title = tr("Daily report, {weekday} {day}", weekday=weekday(day), day=f"{day:%d/%m/%Y}")
        self.query_one(TitleBar).state = (title, self.ward_app.exchanging.text())
        self.query_one(SummaryBar).text = f" {summary}"

    def _show_report(self, reported: Reported) -> None:
        report = reported.report
        self._show_head(signature(reported)[0])
        lines = [
            Line(_cells(one.area or tr("no area"), one.figures), can_be_chosen=True)
            for one in report.areas
        ]
        lines.append(Line(_cells(tr("Total"), report.total), Look.STRONG))
        lines += [Line((text,)) for text in ("", *ward_lines(reported))]
        self._list.show(lines, self._list.cursor)

    def on_resize(self) -> None:
        """The columns have other widths."""
        names = (tr("Area"), *(name.rjust(_FIGURE) for name in _heads()))
        shown = zip(names, _widths(self.size.width), strict=True)
        text = " " + " ".join(cells(name, room) for name, room in shown)
        self.query_one("#heading", Static).update(text)

    async def do_day(self, step: str) -> None:
        """Another day; none after today."""
        back = max(0, self._back - int(step))
        if back != self._back:
            self._back = back
            self._count()

    async def do_copy(self) -> None:
        """Hand the text to the terminal."""
        await self.has_read("report")
        if self._reported is not None:
            self.app.copy_to_clipboard(daily_text(self._reported))
            self.tell(tr("Copied. If nothing arrives, your terminal does not allow it."))

    async def do_print(self) -> None:
        """Save it as a workbook."""
        await self.has_read("report")
        if self._reported is not None:
            await save_report(self, self._reported)


def _heads() -> tuple[str, ...]:
    return (
        tr("Elig."),
        tr("All met"),
        tr("Rate"),
        tr("+today"),
        tr("To do"),
        tr("Contact"),
        tr("Reached"),
    )


def _cells(name: str, figures: Figures) -> tuple[str, ...]:
    done, eligible = figures.done_total, figures.eligible
    texts = (
        str(eligible),
        str(done),
        percent(done / eligible) if eligible else "–",
        f"+{figures.done_today}" if figures.done_today else "0",
        str(figures.remaining),
        str(figures.contacted_today),
        str(figures.reached_today),
    )
    return (name, *(text.rjust(_FIGURE) for text in texts))
