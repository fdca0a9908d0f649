"""The application over a vault, for tests that drive its screens."""

import asyncio
from contextlib import suppress
from typing import Any

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.worker import WorkerCancelled

from tests.conftest import PASSPHRASE
from wardtui.services.ports import Tools
from wardtui.settings import Places
from wardtui.tui.app import WardApp
from wardtui.tui.background import start
from wardtui.tui.opening import open_for


def ward_app(
    places: Places, tools: Tools, passphrase: str = PASSPHRASE, *, locked: bool = False
) -> WardApp:
    """The application whose vault opens with the passphrase; locked, it asks for it first."""
    opening = None if locked else start(lambda: open_for(places, tools, passphrase), "open")
    return WardApp(places, lambda secret: open_for(places, tools, secret), opening)


async def press_at_once(app: App[Any], key: str) -> None:
    """Press a key and go on when it was taken; the pilot of Textual would wait for idleness."""
    sign = {"space": " "}.get(key, key)
    is_sign = len(sign) == 1
    name = _character_to_key(sign) if is_sign else key
    app.post_message(events.Key(name, sign if is_sign else None))
    await taken(app)


async def taken(app: App[Any]) -> None:
    """Wait until the application has taken all that was typed."""
    came = asyncio.Event()
    app.call_later(came.set)
    while not came.is_set() and app.is_running:
        await asyncio.sleep(0.002)  # gives way to the application


async def work_done(app: App[Any], but: str | None = None) -> None:
    """Wait for everything that the application does aside.

    :param but: a group that is put off on purpose
    """
    for worker in list(app.workers):
        if worker.group != but:
            with suppress(WorkerCancelled):  # what was asked anew meanwhile
                await worker.wait()
