"""The application over a vault, for tests that drive its screens."""

from tests.conftest import PASSPHRASE
from wardtui.services.ports import Tools
from wardtui.settings import Places
from wardtui.tui.app import WardApp
from wardtui.tui.background import start
from wardtui.tui.session import open_for


def ward_app(
    places: Places, tools: Tools, passphrase: str = PASSPHRASE, *, locked: bool = False
) -> WardApp:
    """The application whose vault opens with the passphrase; locked, it asks for it first."""
    opening = None if locked else start(lambda: open_for(places, tools, passphrase), "open")
    return WardApp(places, lambda secret: open_for(places, tools, secret), opening)
