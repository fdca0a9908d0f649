"""The screen: ``wardtui`` without a command."""

import sys
from collections.abc import Callable

import typer

from wardtui.cli.run import Run, current
from wardtui.domain.errors import Refused
from wardtui.settings import Places


def open_screen() -> None:
    """Open the TUI.

    :raises Refused: without a terminal
    """
    need_terminal()
    run = current()
    run.need_vault()
    code = show_screen(run, run.places, run.given_passphrase())
    if code:
        raise typer.Exit(code)


def need_terminal() -> None:
    """Refuse to draw where nobody can see it."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("no_terminal")


def show_screen(
    run: Run,
    places: Places,
    passphrase: str | None,
    when_forced: Callable[[], None] | None = None,
    hint: str = "",
) -> int:
    """Run the TUI; its exit code. A vault whose passphrase is known opens beside the imports."""
    from wardtui.tui.background import start

    tools = run.tools
    opening = None
    if passphrase is not None:
        from wardtui.tui.session import open_for

        opening = start(lambda: open_for(places, tools, passphrase), "open")
    from wardtui.tui.app import run_app

    return run_app(places, tools, opening, when_forced, hint)
