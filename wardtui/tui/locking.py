"""When the screen locks: on a key, and when nobody has touched one for long."""

import sys
from typing import TYPE_CHECKING

from textual import events

from wardtui.i18n import ntr
from wardtui.tui.idle import Idle

if TYPE_CHECKING:
    from wardtui.tui.app import WardApp

CHECK_SECONDS = 5.0


def forget_words() -> None:
    """Empty what is remembered of words that were read, searched or typed."""
    # Copies: what is still being read in a thread may load a module meanwhile.
    for name, module in sys.modules.copy().items():
        if name.startswith("wardtui.domain"):
            for value in vars(module).copy().values():
                forget = getattr(value, "cache_clear", None)
                if forget is not None:
                    forget()


class Locking:
    """Looks at every touch of the keys and the mouse while a vault is open."""

    def __init__(self, app: "WardApp", minutes: int) -> None:
        """Begin now.

        :param minutes: without a touch until the screen locks; 0: never
        """
        self._app = app
        self._minutes = minutes
        self._idle = Idle(minutes * 60.0)

    def watch(self) -> None:
        """Look at the clock from now on."""
        self._app.set_interval(CHECK_SECONDS, self.when_idle)

    def touch(self) -> None:
        """Somebody is there."""
        self._idle.touch()

    async def takes(self, event: events.Event) -> bool:
        """Whether a touch locks the screen, and does nothing else.

        Whoever wakes a laptop that slept is asked for the passphrase first, whatever the key.
        """
        if not isinstance(event, events.Key | events.MouseEvent | events.Paste):
            return False
        if self._app.is_open and self._idle.over:
            await self.when_idle()
            return True
        if self._app.is_open and self._is_lock_key(event):
            await self._app.lock()
            return True
        self._idle.touch()
        return False

    def _is_lock_key(self, event: events.Event) -> bool:
        lock = self._app.keymap.find("lock")
        return isinstance(event, events.Key) and lock is not None and event.key in lock.keys

    async def when_idle(self) -> None:
        """Lock when nobody has been there for too long."""
        if self._app.is_open and self._idle.over:
            await self._app.lock(
                ntr(
                    "Locked after {count} minute without a key.",
                    "Locked after {count} minutes without a key.",
                    self._minutes,
                )
            )
