"""The application over a vault, for tests that drive its screens."""

from contextlib import suppress
from typing import Any

from textual.app import App
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


async def work_done(app: App[Any], but: str | None = None) -> None:
    """Wait for everything that the application does aside.

    :param but: a group that is put off on purpose
    """
    for worker in list(app.workers):
        if worker.group != but:
            with suppress(WorkerCancelled):  # what was asked anew meanwhile
                await worker.wait()
