"""``report``: the figures of the ward."""

from pathlib import Path
from typing import Annotated

import typer

from wardtui.cli.commands.comparing import add_hours_to, add_league_to, add_workload_to
from wardtui.cli.commands.progress import add_progress_to
from wardtui.cli.options import command, group
from wardtui.cli.report_files import FileFormat, Report, give, read_area_wanted, read_day
from wardtui.cli.run import current
from wardtui.i18n import tr


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    report = group(app, "report", tr("Figures and reports."))

    @command(report, tr("The daily report."))
    def daily(
        date_: Annotated[
            str | None,
            typer.Option("--date", metavar="DAY", help=tr("Which day; today unless given.")),
        ] = None,
        area: Annotated[str | None, typer.Option(help=tr("Only this area."))] = None,
        format_: Annotated[
            FileFormat | None,
            typer.Option(
                "--format",
                help=tr("How it is written; by the file's ending unless given, else text."),
            ),
        ] = None,
        output: Annotated[
            Path | None, typer.Option("-o", "--output", help=tr("File to write to."))
        ] = None,
    ) -> None:
        from wardtui.reports.daily import daily_document, daily_text
        from wardtui.reports.daily_table import daily_table, overview_table, reasons_table
        from wardtui.services.report_daily import report_daily

        run = current()
        day, now = read_day(date_) or run.today, run.tools.clock.now()
        wanted = read_area_wanted(area)
        with run.desk() as desk:
            found = desk.vault.read(lambda unit: report_daily(unit, day, wanted, now))
        made = Report(
            daily_document(found),
            daily_text(found),
            lambda: daily_table(found),
            lambda: (overview_table(found), daily_table(found), reasons_table(found)),
        )
        give(made, format_, output)

    add_league_to(report)
    add_workload_to(report)
    add_hours_to(report)
    add_progress_to(report)
