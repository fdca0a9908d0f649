"""The command line as a whole: its commands, and how every ending becomes an exit code."""

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from wardtui import __version__
from wardtui.cli.endings import INTERRUPTED, end_well, interrupted
from wardtui.cli.options import with_common_options
from wardtui.cli.terminal import write_what_it_can
from wardtui.domain.errors import BadInput
from wardtui.i18n import Language, tr, use_language
from wardtui.settings import find_places, read_settings

COMMANDS = {
    "vault": ("init", "vault"),
    "importing": ("import",),
    "roster": ("list", "show"),
    "work": ("log", "enrol", "undo"),
    "needs": ("need",),
    "sessions": ("sessions", "book", "unbook", "attended", "missed"),
    "home": ("home",),
    "household": ("household",),
    "duty": ("duty",),
    "assigning": ("assign", "officers"),
    "escalating": (
        "escalate",
        "escalations",
        "accept",
        "return",
        "resolve",
        "pause",
        "resume",
    ),
    "policy": ("policy",),
    "handing_over": ("handoff",),
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
    "pairing": ("pair", "server"),
    "exchange": ("sync",),
    "devices": ("devices",),
    "bundles": ("bundle",),
    "outbox": ("outbox",),
    "campaign": ("campaign",),
    "reports": ("report",),
    "printing": ("letters",),
    "subject": ("subject",),
    "sample": ("sample-data", "demo"),
    "look": ("theme", "config"),
    "doctor": ("doctor",),
    "central": ("central",),
}
"""Module to its commands, in the order of the help. Only the module that is asked for is loaded."""


_SAYS_WHAT_IS_WRONG = "doctor"
"""The command that settings which cannot be read do not keep from its work."""


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
            from wardtui.cli.showing import open_screen
            from wardtui.cli.typing_ahead import unseen

            with unseen():
                code = open_screen()
            if code:
                raise typer.Exit(code)

    named = [name for name, commands in COMMANDS.items() if set(commands) & set(arguments)]
    for name in named or COMMANDS:
        importlib.import_module(f"wardtui.cli.commands.{name}").add_to(app)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command line; its exit code."""
    write_what_it_can((sys.stdout, sys.stderr))
    as_json = "--json" in arguments
    return end_well(lambda: _run(arguments), _home_in(arguments), as_json=as_json)


def _run(arguments: Sequence[str]) -> int:
    try:
        _speak(arguments)
        application = build(arguments or _typed_so_far())
        gc.enable()
        ended = application(list(arguments), standalone_mode=False)
    except typer.TyperException as error:
        reason = " ".join(error.format_message().split())
        help_ = " ".join(["wardtui", *_command(arguments)])
        raise BadInput("bad_usage", reason=reason, help=help_) from error
    except typer.Abort:
        return interrupted()
    if ended == INTERRUPTED:
        return interrupted()
    return ended if isinstance(ended, int) else 0


def _typed_so_far() -> list[str]:
    """The whole words of a line that a shell wants to have completed, so that little is loaded."""
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    words = line.split()
    return words if line[-1:].isspace() else words[:-1]


def _command(arguments: Sequence[str]) -> list[str]:
    known = {command for commands in COMMANDS.values() for command in commands}
    return [word for word in arguments if word in known][:1]


def _speak(arguments: Sequence[str]) -> None:
    """Choose the language before help texts are made."""
    try:
        use_language(read_settings(find_places(_home_in(arguments))).language)
    except BadInput:
        use_language(Language.VIETNAMESE)
        if _command(arguments) != [_SAYS_WHAT_IS_WRONG]:
            raise


def _home_in(arguments: Sequence[str]) -> Path | None:
    for word, following in pairwise([*arguments, ""]):
        if word == "--home" and following:
            return Path(following)
        if word.startswith("--home="):
            return Path(word.removeprefix("--home="))
    return None
