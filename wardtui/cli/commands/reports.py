"""``report``: the figures of the ward."""

from typing import TYPE_CHECKING

import typer

from wardtui.cli.commands.comparing import add_hours_to, add_league_to, add_workload_to
from wardtui.cli.commands.progress import add_progress_to
from wardtui.cli.options import group
from wardtui.cli.report_files import Report
from wardtui.cli.report_options import Asked, report_command
from wardtui.cli.run import current
from wardtui.i18n import tr

if TYPE_CHECKING:
    from wardtui.services.report_daily import Reported


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    report = group(app, "report", tr("Figures and reports."))

    @report_command(report, tr("The daily report."), day=tr("Which day; today unless given."))
    def daily(asked: Asked) -> Report:
        from wardtui.services.report_daily import report_daily

        run = current()
        day, now = asked.day or run.today, run.tools.clock.now()
        with run.desk() as desk:
            found = desk.vault.read(lambda unit: report_daily(unit, day, asked.area, now))
        return daily_report(found)

    add_league_to(report)
    add_workload_to(report)
    add_hours_to(report)
    add_progress_to(report)


def daily_report(found: "Reported") -> Report:
    """The daily report in every form."""
    from wardtui.reports.daily import daily_document, daily_text
    from wardtui.reports.daily_table import daily_table, daily_tables

    return Report(
        daily_document(found),
        daily_text(found),
        lambda: daily_table(found),
        lambda: daily_tables(found),
    )
