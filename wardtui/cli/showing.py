"""The screen: ``wardtui`` without a command."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from wardtui.cli.run import SHORTEST_PASSPHRASE, Run, current
from wardtui.cli.terminal import check_terminal, write_what_it_can
from wardtui.i18n import tr
from wardtui.settings import Places

if TYPE_CHECKING:
    from wardtui.tui.first_app import FirstStart
    from wardtui.tui.opening import Opened


FRAMES_A_SECOND = "200"
"""Textual draws what has changed at the next of so many moments, and at none while nothing changes:
with its 60 a key waits up to 17 ms to be seen, with these 5."""


def open_screen() -> int:
    """Open the TUI; where there is no vault yet, guide the officer to one first. The exit code.

    :raises Refused: without a terminal that a screen can be drawn on
    """
    need_terminal()
    from wardtui.store.names import vault_exists

    run = current()
    places = run.places
    if vault_exists(places.home):
        return show_screen(run, places, run.given_passphrase(), hint=_hint(places))
    guided = _guide(run, places)
    if guided is None:
        return 0
    return show_screen(run, places, guided.passphrase, guided=guided)


def need_terminal() -> None:
    """Refuse to draw where nobody can see it, and say how often to draw."""
    check_terminal(os.environ, (sys.stdin, sys.stdout, sys.stderr))
    write_what_it_can((sys.stdout, sys.stderr))
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_A_SECOND)


def _hint(places: Places) -> str:
    """What is said beside the passphrase: that nobody has the recovery code."""
    from wardtui.store.names import CODE_UNREAD

    if not (places.home / CODE_UNREAD).exists():
        return ""
    from wardtui.tui.first_recovery import is_unread

    return _unread_text() if is_unread(places.home) else ""


def _unread_text() -> str:
    return tr(
        "The recovery code of this vault was never confirmed. Make a new one: "
        "wardtui vault passphrase --recovery-code"
    )


def _guide(run: Run, places: Places) -> "FirstStart | None":
    from wardtui.tui.first_app import run_first_start

    return run_first_start(
        places,
        run.tools,
        SHORTEST_PASSPHRASE,
        run.given_passphrase(),
        lambda: run.say(_unread_text()),
    )


def show_screen(
    run: Run,
    places: Places,
    passphrase: str | None,
    when_forced: Callable[[], None] | None = None,
    hint: str = "",
    guided: "FirstStart | None" = None,
) -> int:
    """Run the TUI; its exit code. A vault whose passphrase is known opens beside the imports.

    :param guided: what the guided start has left to be done
    """
    from wardtui.tui.background import start

    def open_vault(secret: str) -> "Opened":
        from wardtui.store.unlocking import unlock

        # Most of the time goes into the key, on another core; the rest is loaded meanwhile.
        key = start(lambda: unlock(places.home, secret), "key")
        from wardtui.tui.opening import open_with_key

        return open_with_key(places, run.tools, key.result)

    opening = None
    if passphrase is not None:
        opening = start(lambda: open_vault(passphrase), "open")
    from wardtui.tui.app import run_app

    return run_app(places, open_vault, opening, when_forced, hint, guided)
