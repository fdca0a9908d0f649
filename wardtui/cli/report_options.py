"""The options that reports share: of which day and area, in which form and file."""

import functools
import inspect
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from wardtui.cli.options import Body, command
from wardtui.cli.report_files import FileFormat, Report, give, read_area_wanted, read_day
from wardtui.i18n import tr


class Asked(msgspec.Struct, frozen=True):
    """What was asked for."""

    day: date | None
    """Null unless given."""
    area: str | None
    """As lists write it; null for all."""


def report_command(
    report: typer.Typer, help_text: str, *, day: str | None = None, output: str | None = None
) -> Callable[[Callable[..., Report]], None]:
    """Add a function that makes a report to the group as a command, which gives it.

    :param day: what is said of the option for the day; no such option unless given
    :param output: what is said of the option for the file
    """
    shared = _options(day, output or tr("File to write to."))

    def add(body: Callable[..., Report]) -> None:
        @functools.wraps(body)
        def whole(
            *,
            format_: FileFormat | None,
            output: Path | None,
            area: str | None,
            date_: str | None = None,
            **own: Any,
        ) -> None:
            give(body(Asked(read_day(date_), read_area_wanted(area)), **own), format_, output)

        _, *own = inspect.signature(body).parameters.values()
        first = [one for one in shared if one.name == "date_"]
        others = [one for one in shared if one.name != "date_"]
        parameters = [*first, *(one.replace(kind=_ONLY) for one in own), *others]
        made: Body = whole
        made.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        made.__annotations__ = {one.name: one.annotation for one in parameters}
        command(report, help_text)(made)

    return add


_ONLY = inspect.Parameter.KEYWORD_ONLY


def _options(day: str | None, output: str) -> list[inspect.Parameter]:
    format_help = tr("How it is written; by the file's ending unless given, else text.")
    kinds: dict[str, Any] = {
        "area": Annotated[str | None, typer.Option(help=tr("Only this area."))],
        "format_": Annotated[FileFormat | None, typer.Option("--format", help=format_help)],
        "output": Annotated[Path | None, typer.Option("-o", "--output", help=output)],
    }
    if day is not None:
        option = typer.Option("--date", metavar="DAY", help=day)
        kinds = {"date_": Annotated[str | None, option], **kinds}
    return [
        inspect.Parameter(name, _ONLY, default=None, annotation=kind)
        for name, kind in kinds.items()
    ]
