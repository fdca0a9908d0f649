"""How a report is given: on stdout or in a file, as text, JSON, CSV or a workbook."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from wardtui.cli.run import current, spoken_time
from wardtui.domain.errors import BadInput
from wardtui.domain.moments import local_day
from wardtui.i18n import tr

if TYPE_CHECKING:
    from wardtui.reports.tables import Table


class FileFormat(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


_BY_SUFFIX = {f".{one.value}": one for one in FileFormat if one is not FileFormat.TEXT}


class Report(msgspec.Struct, frozen=True):
    """A report in every form; a table is only made when it is wanted."""

    document: dict[str, Any]
    text: str
    table: "Callable[[], Table]"
    sheets: "Callable[[], Sequence[Table]] | None" = None
    """The tables of its workbook, where that has several."""
    picture: Callable[[], str] | None = None
    """It as SVG, where it has a picture: for a file that is named so."""


def give(report: Report, format_: FileFormat | None, output: Path | None) -> None:
    """Write a report as it was asked for.

    :raises BadInput: for a workbook without a file
    :raises wardtui.domain.errors.CannotWrite: when the file cannot be written
    :raises wardtui.domain.errors.DiskFull: when there is no room
    """
    run = current()
    chosen = format_ or _by_name(output)
    if output is None:
        if chosen is FileFormat.XLSX:
            reason = tr("A workbook needs a file: add -o FILE.xlsx.")
            raise BadInput("bad_usage", reason=reason, help="wardtui report")
        run.json = run.json or chosen is FileFormat.JSON
        is_csv = chosen is FileFormat.CSV and not run.json
        text = _content(report, chosen).decode("utf-8-sig") if is_csv else report.text
        run.answer(report.document, text.rstrip("\r\n"))
        return
    from wardtui.bootstrap import write_whole

    if report.picture is not None and format_ is None and output.suffix.lower() == ".svg":
        write_whole(output, report.picture().encode())
    else:
        write_whole(output, _content(report, chosen))
    file = str(output)
    run.answer({"file": file}, tr("The report is in {file}.", file=file))


def read_day(text: str | None) -> date | None:
    """A day that was given as ``YYYY-MM-DD``, or in words; what is left open looks back.

    :raises wardtui.domain.when.BadTime: when it is none
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        said = spoken_time(text, past=True)
        return None if said is None else local_day(said)


def read_area_wanted(text: str | None) -> str | None:
    """An area as lists write it, from what somebody typed."""
    if not text:
        return None
    from wardtui.domain.roster.areas import read_area

    return read_area(text) or text


def _by_name(output: Path | None) -> FileFormat:
    suffix = output.suffix.lower() if output else ""
    return _BY_SUFFIX.get(suffix, FileFormat.TEXT)


def _content(report: Report, format_: FileFormat) -> bytes:
    match format_:
        case FileFormat.JSON:
            return msgspec.json.encode(report.document) + b"\n"
        case FileFormat.CSV:
            from wardtui.reports.tables import comma_text

            return comma_text(report.table())
        case FileFormat.XLSX:
            from wardtui.reports.table_workbook import workbook

            tables = [report.table()] if report.sheets is None else report.sheets()
            return workbook(*tables)
        case FileFormat.TEXT:
            return report.text.encode() + b"\n"
