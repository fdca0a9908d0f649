"""The command line as a whole: its commands, and how every ending becomes an exit code."""

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from wardtui import __version__
from wardtui.cli.options import with_common_options
from wardtui.cli.terminal import write_what_it_can
from wardtui.domain.errors import BadInput, CannotWrite, Refused, WardtuiError
from wardtui.faults import note_fault
from wardtui.i18n import Language, tr, use_language
from wardtui.settings import find_places, read_settings

INTERNAL_ERROR = 70
"""Exit code of a fault of wardtui itself (EX_SOFTWARE); the contract's codes are 0 to 5."""

INTERRUPTED = 130

COMMANDS = {
    "vault": ("init", "vault"),
    "importing": ("import",),
    "roster": ("list", "show"),
    "work": ("log", "enrol", "undo"),
    "assigning": ("assign", "officers"),
    "cleaning": (
        "correct",
        "close",
        "reopen",
        "merge",
        "split",
        "tell-apart",
        "flags",
        "settle",
    ),
    "exchange": ("pair", "sync", "outbox"),
    "reports": ("report",),
    "sample": ("sample-data", "demo"),
    "look": ("theme", "config"),
    "central": ("central",),
}
"""Module to its commands, in the order of the help. Only the module that is asked for is loaded."""


def build(arguments: Sequence[str] = ()) -> typer.Typer:
    """The application, with the commands that the arguments may mean: one module's, or all."""
    app = typer.Typer(
        name="wardtui",
        invoke_without_command=True,
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help=tr("Reach every resident who still has no ID card or no activated VNeID account."),
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    @with_common_options
    def _start(
        context: typer.Context,
        version: Annotated[bool, typer.Option("--version", help=tr("Print the version."))] = False,
    ) -> None:
        if version:
            typer.echo(f"wardtui {__version__}")
            raise typer.Exit
        if context.invoked_subcommand is None:
            from wardtui.cli.commands.screen import open_screen

            open_screen()

    named = [name for name, commands in COMMANDS.items() if set(commands) & set(arguments)]
    for name in named or COMMANDS:
        importlib.import_module(f"wardtui.cli.commands.{name}").add_to(app)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command line; its exit code."""
    as_json = "--json" in arguments
    write_what_it_can((sys.stdout, sys.stderr))
    try:
        _speak(arguments)
        ended = build(arguments)(list(arguments), standalone_mode=False)
        if ended == INTERRUPTED:
            return _interrupted()
        return ended if isinstance(ended, int) else 0
    except typer.TyperException as error:
        reason = " ".join(error.format_message().split())
        wrong = BadInput(
            "bad_usage", reason=reason, help=" ".join(["wardtui", *_command(arguments)])
        )
        return fail(wrong, as_json=as_json)
    except WardtuiError as error:
        return fail(error, as_json=as_json)
    except BrokenPipeError:
        # Whoever read the output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (typer.Abort, KeyboardInterrupt):
        return _interrupted()
    except Exception as error:  # noqa: BLE001  the last net: no traceback reaches a user
        known = _disk_error(error)
        if known is not None:
            return fail(known, as_json=as_json)
        file = note_fault(find_places(_home_in(arguments)).config)
        fail(Refused("internal", file=file), as_json=as_json)
        return INTERNAL_ERROR


def _interrupted() -> int:
    typer.echo(tr("Stopped. What was not saved whole was not saved at all."), err=True)
    return INTERRUPTED


def _command(arguments: Sequence[str]) -> list[str]:
    known = {command for commands in COMMANDS.values() for command in commands}
    return [word for word in arguments if word in known][:1]


def fail(error: WardtuiError, *, as_json: bool) -> int:
    """Tell what went wrong and what to do; the exit code."""
    from wardtui.wording.errors import explain

    told = explain(error)
    if as_json:
        document = {"error": msgspec.structs.asdict(told)}
        sys.stdout.buffer.write(msgspec.json.encode(document) + b"\n")
        sys.stdout.buffer.flush()
    else:
        typer.echo(f"{told.message} {told.remedy}", err=True)
    return error.EXIT


def _disk_error(error: Exception) -> WardtuiError | None:
    match error:
        case OSError(errno=errno.ENOSPC):
            return Refused("disk_full")
        case OSError(errno=errno.EACCES | errno.EPERM | errno.EROFS | errno.ENOTDIR):
            return CannotWrite(file=str(error.filename or "-"))
        case _:
            return None


def _speak(arguments: Sequence[str]) -> None:
    """Choose the language before help texts are made."""
    try:
        use_language(read_settings(find_places(_home_in(arguments))).language)
    except BadInput:
        use_language(Language.VIETNAMESE)
        raise


def _home_in(arguments: Sequence[str]) -> Path | None:
    for word, following in pairwise([*arguments, ""]):
        if word == "--home" and following:
            return Path(following)
        if word.startswith("--home="):
            return Path(word.removeprefix("--home="))
    return None
