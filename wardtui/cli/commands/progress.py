"""``report progress``: how far the campaign has come, and whether it will make it."""

from typing import TYPE_CHECKING

import typer

from wardtui.cli.report_files import Report
from wardtui.cli.report_options import Asked, report_command
from wardtui.cli.run import current
from wardtui.i18n import tr

if TYPE_CHECKING:
    from wardtui.services.report_progress import Progressed


def add_progress_to(report: typer.Typer) -> None:
    """Add ``progress`` to the group ``report``."""

    @report_command(
        report,
        tr("The campaign: pace, forecast, alarm, and what helps most."),
        day=tr("Which day; today unless given."),
        output=tr("File to write to; .svg is the curve as a picture."),
    )
    def progress(asked: Asked) -> Report:
        from wardtui.services.report_progress import report_progress

        run = current()
        day, now = asked.day or run.today, run.tools.clock.now()
        with run.desk() as desk:
            found = desk.vault.read(lambda unit: report_progress(unit, day, now, asked.area))
        return progress_report(found)


def progress_report(found: "Progressed") -> Report:
    """The campaign in every form."""
    from wardtui.reports.burn_picture import picture
    from wardtui.reports.progress import progress_document, progress_text
    from wardtui.reports.progress_table import progress_table, progress_tables

    return Report(
        progress_document(found),
        progress_text(found),
        lambda: progress_table(found),
        lambda: progress_tables(found),
        picture=lambda: picture(found),
    )
