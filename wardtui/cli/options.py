"""The options that every command has, before or after its name."""

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from wardtui.cli.run import start
from wardtui.i18n import tr

Body = Callable[..., None]


def common_options() -> list[inspect.Parameter]:
    """The parameters that every command and the program itself take."""
    text, path = str | None, Path | None
    kinds: dict[str, tuple[Any, Any]] = {
        "home": (
            Annotated[path, typer.Option("--home", metavar="DIR", help=tr("Folder of the vault."))],
            None,
        ),
        "passphrase_file": (
            Annotated[
                path,
                typer.Option(
                    "--passphrase-file", metavar="FILE", help=tr("File that holds the passphrase.")
                ),
            ],
            None,
        ),
        "now": (
            Annotated[
                text,
                typer.Option("--now", metavar="ISO8601", help=tr("Fix the clock at this moment.")),
            ],
            None,
        ),
        "as_json": (
            Annotated[
                bool,
                typer.Option("--json", help=tr("Print one JSON document on stdout, nothing else.")),
            ],
            False,
        ),
    }
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for name, (kind, default) in kinds.items()
    ]


def with_common_options(body: Body) -> Body:
    """A command's function with the common options behind its own."""
    common = common_options()
    signature = inspect.signature(body)

    @functools.wraps(body)
    def wrapped(*args: Any, **options: Any) -> None:
        start(**{one.name: options.pop(one.name) for one in common})
        body(*args, **options)

    keyword_only = [
        one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in signature.parameters.values()
    ]
    wrapped.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*keyword_only, *common]
    )
    wrapped.__annotations__ = {
        **body.__annotations__,
        **{one.name: one.annotation for one in common},
    }
    return wrapped


def command(app: typer.Typer, help_text: str, name: str | None = None) -> Callable[[Body], Body]:
    """Add a function to an application as a command."""

    def add(body: Body) -> Body:
        app.command(name, help=help_text)(with_common_options(body))
        return body

    return add


def group(app: typer.Typer, name: str, help_text: str) -> typer.Typer:
    """Add a group of commands to an application."""
    made = typer.Typer(help=help_text, rich_markup_mode=None)
    made.callback()(with_common_options(_nothing_more))
    app.add_typer(made, name=name)
    return made


def _nothing_more() -> None:
    """A group itself does nothing but take in the common options."""
