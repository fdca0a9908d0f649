"""Figures that a screen shows, saved as workbooks."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from wardtui.domain.answers import Workload
from wardtui.domain.heat import HeatMap
from wardtui.domain.ids import OfficerId
from wardtui.i18n import tr
from wardtui.reports.document_files import BOOK_SUFFIX, ReportFile, report_stem
from wardtui.services.letters import LetterHead
from wardtui.services.report_daily import Reported
from wardtui.services.report_league import Compared
from wardtui.services.report_progress import Progressed
from wardtui.tui.screens.print_out import Printout, ask_where

if TYPE_CHECKING:
    from wardtui.reports.tables import Table
    from wardtui.tui.screens.base import WorkScreen

# What fills a workbook is loaded by who makes one.


async def save_report(screen: "WorkScreen", found: Reported) -> None:
    """The daily report."""

    def tables() -> "Sequence[Table]":
        from wardtui.reports.daily_table import daily_tables

        return daily_tables(found)

    day = found.report.day
    title = tr("Daily report {day}", day=f"{day:%d/%m/%Y}")
    await _save(screen, title, ReportFile.DAILY, day, tables)


async def save_progress(screen: "WorkScreen", found: Progressed) -> None:
    """How far the campaign has come."""

    def tables() -> "Sequence[Table]":
        from wardtui.reports.progress_table import progress_tables

        return progress_tables(found)

    await _save(screen, tr("Campaign"), ReportFile.PROGRESS, found.burn_up.day, tables)


async def save_league(screen: "WorkScreen", found: Compared) -> None:
    """The areas compared."""

    def tables() -> "Sequence[Table]":
        from wardtui.reports.league import league_tables
        from wardtui.wording.league import state_text

        return league_tables(found, state_text(found.league, found.state))

    await _save(screen, tr("Areas compared"), ReportFile.LEAGUE, found.league.day, tables)


async def save_hours(screen: "WorkScreen", found: HeatMap, day: date) -> None:
    """The hours of the week."""

    def tables() -> "Sequence[Table]":
        from wardtui.reports.hours import hours_table
        from wardtui.wording.hours import basis_notes, title_text

        return (hours_table(found, title_text(None), " ".join(basis_notes(found))),)

    await _save(screen, tr("When people are reached"), ReportFile.HOURS, day, tables)


async def save_workload(
    screen: "WorkScreen", found: Sequence[Workload], names: Mapping[OfficerId, str], day: date
) -> None:
    """What everybody above the first level holds."""

    def tables() -> "Sequence[Table]":
        from wardtui.reports.workload import workload_table
        from wardtui.wording.escalating import holder_text, times_text

        title = tr("Workload and answers") + f" {day:%d/%m/%Y}"
        return (
            workload_table(found, lambda owner: holder_text(owner, names), title, times_text()),
        )

    await _save(screen, tr("Workload and answers"), ReportFile.WORKLOAD, day, tables)


async def _save(
    screen: "WorkScreen",
    what: str,
    name: ReportFile,
    day: date,
    tables: "Callable[[], Sequence[Table]]",
) -> None:
    def make(_head: LetterHead) -> bytes:
        from wardtui.reports.table_workbook import workbook

        return workbook(*tables())

    printout = Printout(
        what=what,
        stem=report_stem(name, day),
        suffix=BOOK_SUFFIX,
        people=None,
        command="report",
        make=make,
    )
    await ask_where(screen, printout)
