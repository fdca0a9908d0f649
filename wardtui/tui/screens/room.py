"""Asking for a larger window, over whatever is open.

No screen of the stack: what is open may close itself or open something while the window is small
(an import ends, the vault locks), and it does so only while it is the topmost screen. So a notice
is laid over the screens themselves, which stay as they are.
"""

from pathlib import Path
from typing import Any

from textual import events
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from wardtui.i18n import tr

LEAST = Size(60, 16)
"""Columns and lines from which the worklist can be worked with: ten cases and both keys of a call,
and a log panel that shows every outcome."""

LEAVE_KEYS = ("q", "ctrl+q", "ctrl+c")

_STYLES = Path(__file__).parents[1] / "styles" / "room.tcss"


class RoomNotice(Static):
    """Covers a screen and says how large the window has to be."""

    DEFAULT_CSS = _STYLES.read_text("utf-8")

    def __init__(self, size: Size) -> None:
        super().__init__(markup=False)
        self.ask_from(size)

    def ask_from(self, size: Size) -> None:
        """Name the size that the window has now."""
        text = tr(
            "Please make the window larger:\n"
            "at least {columns} × {lines}, it has {width} × {height}.\n\n"
            "What is open stays as it is. q leaves.",
            columns=LEAST.width,
            lines=LEAST.height,
            width=size.width,
            height=size.height,
        )
        self.update(text)


class Room:
    """Keeps the notice over every screen of an application while its window is too small."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._size = LEAST

    @property
    def is_short(self) -> bool:
        """Whether the window is too small to draw in."""
        return self._size.width < LEAST.width or self._size.height < LEAST.height

    def watch(self) -> None:
        """Cover screens that are opened from now on. Call it when the application is mounted."""
        self._app.screen_change_signal.subscribe(self._app, self._soon)

    def resize(self, size: Size) -> None:
        """Cover or uncover what is open, for a window of this size."""
        self._size = size
        for screen in self._app.screen_stack:
            self._soon(screen)

    def keeps(self, event: events.Event) -> bool:
        """Whether keys, clicks and pasted text are for nobody: what they meet cannot be seen."""
        return self.is_short and isinstance(event, events.InputEvent | events.Paste)

    def _soon(self, screen: Screen[Any]) -> None:
        # By the screen's own loop: one that is opened just now has no parts yet.
        screen.call_later(self._cover, screen)

    def _cover(self, screen: Screen[Any]) -> None:
        if not screen.is_attached:
            return
        notices = screen.query_children(RoomNotice)
        if not self.is_short:
            notices.remove()
        elif notices:
            notices.first().ask_from(self._size)
        else:
            screen.mount(RoomNotice(self._size))


def asks_to_leave(event: events.Event) -> bool:
    """Whether a key that came while there is no room leaves."""
    return isinstance(event, events.Key) and event.key in LEAVE_KEYS
