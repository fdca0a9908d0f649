"""The screen: ``wardtui`` without a command."""

import sys

from wardtui.cli.run import current
from wardtui.domain.errors import Refused


def open_screen() -> None:
    """Open the TUI.

    :raises Refused: without a terminal
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("no_terminal")
    from wardtui.tui.app import run_app

    run = current()
    run_app(run.places, run.tools, run.given_passphrase())
