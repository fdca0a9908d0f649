"""``report``: the figures of the ward."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from wardtui.cli.commands.comparing import add_hours_to, add_league_to, add_workload_to
from wardtui.cli.commands.progress import add_progress_to
from wardtui.cli.options import command, group
from wardtui.cli.run import current
from wardtui.domain.errors import CannotWrite
from wardtui.domain.when import BadTime
from wardtui.i18n import tr


class Format(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"


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
            Format, typer.Option("--format", help=tr("How it is written."))
        ] = Format.TEXT,
        output: Annotated[
            Path | None, typer.Option("-o", "--output", help=tr("File to write to."))
        ] = None,
    ) -> None:
        from wardtui.reports.daily import daily_document, daily_text
        from wardtui.services.report_daily import report_daily

        run = current()
        day, now = _day(date_) if date_ else run.today, run.tools.clock.now()
        with run.desk() as desk:
            reported = desk.vault.read(lambda unit: report_daily(unit, day, area, now))
        _answer(daily_document(reported), daily_text(reported), format_, output)

    add_league_to(report)
    add_workload_to(report)
    add_hours_to(report)
    add_progress_to(report)


def _answer(document: dict[str, Any], text: str, format_: Format, output: Path | None) -> None:
    """The report on stdout or in a file, in the format that was asked for.

    :raises CannotWrite: when the file cannot be written
    """
    import msgspec

    run = current()
    if output is None:
        run.json = run.json or format_ is Format.JSON
        run.answer(document, text)
        return
    content = msgspec.json.encode(document) if format_ is Format.JSON else text.encode()
    try:
        output.write_bytes(content + b"\n")
    except OSError as error:
        raise CannotWrite(file=str(output)) from error
    run.answer({"file": str(output)}, tr("The report is in {file}.", file=str(output)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadTime(text=text) from error
