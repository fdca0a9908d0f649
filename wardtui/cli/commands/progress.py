"""``report progress``: how far the campaign has come, and whether it will make it."""

from pathlib import Path
from typing import Annotated

import typer

from wardtui.cli.options import command
from wardtui.cli.report_files import FileFormat, Report, give, read_area_wanted, read_day
from wardtui.cli.run import current
from wardtui.i18n import tr


def add_progress_to(report: typer.Typer) -> None:
    """Add ``progress`` to the group ``report``."""

    @command(report, tr("The campaign: pace, forecast, alarm, and what helps most."))
    def progress(
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
            Path | None,
            typer.Option(
                "-o", "--output", help=tr("File to write to; .svg is the curve as a picture.")
            ),
        ] = None,
    ) -> None:
        from wardtui.reports.burn_picture import picture
        from wardtui.reports.progress import progress_document, progress_table, progress_text
        from wardtui.services.report_progress import report_progress

        run = current()
        day, now = read_day(date_) or run.today, run.tools.clock.now()
        wanted = read_area_wanted(area)
        with run.desk() as desk:
            found = desk.vault.read(lambda unit: report_progress(unit, day, now, wanted))
        made = Report(
            progress_document(found),
            progress_text(found),
            lambda: progress_table(found),
            picture=lambda: picture(found),
        )
        give(made, format_, output)
