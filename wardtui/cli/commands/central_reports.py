"""``central report``: the figures of wards, as the server knows them."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from wardtui.cli.central_options import Database, database_address, need_central
from wardtui.cli.report_files import Report, read_day
from wardtui.cli.report_options import Asked, report_command
from wardtui.cli.run import current
from wardtui.domain.ids import WardCode
from wardtui.i18n import tr

if TYPE_CHECKING:
    from wardtui.central.reporting import DailyReports, ProgressReports


class Kind(StrEnum):
    """Which report."""

    DAILY = "daily"
    LEAGUE = "league"
    PROGRESS = "progress"
    WORKLOAD = "workload"
    HOURS = "hours"


def add_to(central: typer.Typer) -> None:
    """Add the command of this module."""

    @report_command(
        central,
        tr("The figures of wards, as the server knows them."),
        day=tr("Which day; today unless given."),
    )
    def report(
        asked: Asked,
        kind: Annotated[
            Kind,
            typer.Argument(
                metavar="REPORT",
                help=tr("daily, league, progress, workload or hours; daily unless given."),
            ),
        ] = Kind.DAILY,
        ward: Annotated[
            list[str] | None,
            typer.Option(help=tr("Code of a ward; may be repeated. All wards unless given.")),
        ] = None,
        since: Annotated[
            str | None,
            typer.Option(
                metavar="DAY",
                help=tr("The day of the last briefing, for the league; else seven days before."),
            ),
        ] = None,
        database: Database = None,
    ) -> Report:
        need_central()
        from wardtui.central import reporting

        run = current()
        day, address = asked.day or run.today, database_address(database)
        wanted = reporting.Asked(
            day=day, now=run.tools.clock.now(), wards=tuple(ward or ()), area=asked.area
        )
        if kind is Kind.LEAGUE:
            from wardtui.cli.commands.comparing import league_report
            from wardtui.domain.league import briefing_before

            last = read_day(since) or briefing_before(day)
            return league_report(reporting.report_league(address, wanted, last))
        if kind is Kind.PROGRESS:
            return _progress(reporting.report_progress(address, wanted), day)
        if kind is Kind.WORKLOAD:
            from wardtui.cli.commands.comparing import workload_report

            loads = reporting.report_workload(address, wanted)
            named = WardCode(wanted.wards[0]) if len(wanted.wards) == 1 else None
            return workload_report(loads.found, loads.names, asked.day, named)
        if kind is Kind.HOURS:
            from wardtui.cli.commands.comparing import hours_report

            return hours_report(reporting.report_hours(address, wanted), asked.area)
        return _daily(reporting.report_daily(address, wanted))


def _daily(found: "DailyReports") -> Report:
    from wardtui.cli.commands.reports import daily_report
    from wardtui.reports.daily import daily_text, wards_document
    from wardtui.reports.daily_table import daily_table, daily_tables

    whole, wards = found.whole, found.wards
    document = wards_document(whole, wards)
    if len(wards) == 1:
        return msgspec.structs.replace(daily_report(wards[0]), document=document)
    texts = (daily_text(whole, wards), *(daily_text(one) for one in wards))
    return Report(
        document,
        "\n\n".join(texts),
        lambda: daily_table(whole, wards),
        lambda: daily_tables(whole, wards),
    )


def _progress(found: "ProgressReports", day: date) -> Report:
    from wardtui.cli.commands.progress import progress_report
    from wardtui.reports.progress import progress_text, wards_progress_document
    from wardtui.reports.progress_table import wards_progress_tables

    wards, state = found.wards, found.state
    document = wards_progress_document(day, wards, state)
    if len(wards) == 1:
        return msgspec.structs.replace(progress_report(wards[0]), document=document)
    return Report(
        document,
        "\n\n".join(progress_text(one) for one in wards),
        lambda: wards_progress_tables(day, wards, state)[0],
        lambda: wards_progress_tables(day, wards, state),
    )
