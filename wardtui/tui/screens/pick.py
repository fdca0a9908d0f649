"""One of many things to choose, found by a few letters of what it is called."""

from collections.abc import Awaitable, Callable, Sequence

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.domain.text import search_fold
from wardtui.i18n import tr
from wardtui.wording.columns import cells

_MOST = 12
"""Lines that are shown at once."""
_HEAD_LINES = 2


class Pick(msgspec.Struct, frozen=True):
    """One thing that can be chosen."""

    text: str
    key: str = ""
    """The key that chooses it elsewhere."""
    found_by: str = ""
    """By what it is found besides its text and its key."""


class PickScreen(ModalScreen[None]):
    """Type a few letters of what is wanted; Enter chooses it."""

    def __init__(
        self, title: str, picks: Sequence[Pick], when_chosen: Callable[[int], Awaitable[None]]
    ) -> None:
        """Prepare the panel.

        :param when_chosen: takes the place of what was chosen
        """
        super().__init__()
        self._title = title
        self._picks = picks
        self._texts = [search_fold(f"{one.text} {one.key} {one.found_by}") for one in picks]
        self._when_chosen = when_chosen
        self._typed = ""
        self._cursor = 0

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="choice-panel"):
            yield Static(id="pick-text")

    def on_mount(self) -> None:
        """Show everything."""
        self._draw()

    def _found(self) -> list[int]:
        words = search_fold(self._typed).split()
        return [i for i, text in enumerate(self._texts) if all(word in text for word in words)]

    def _first(self) -> int:
        return max(0, self._cursor - _MOST + 1)

    def _draw(self) -> None:
        found = self._found()
        self._cursor = max(0, min(self._cursor, len(found) - 1))
        lines = [Content.styled(self._title, "bold"), Content(f"/ {self._typed}▏")]
        first = self._first()
        room = min(100, self.app.size.width) - 4
        for number in range(first, min(first + _MOST, len(found))):
            one = self._picks[found[number]]
            look = "reverse" if number == self._cursor else ""
            key = (f" {one.key:^6} ", "bold") if one.key else " "
            text = cells(one.text, room - (8 if one.key else 1)).rstrip()
            lines.append(Content.assemble(key, (text, look)))
        if not found:
            lines.append(Content(tr("Nothing is called so.")))
        lines += [Content("")] * (min(_MOST, len(self._picks)) + _HEAD_LINES - len(lines))
        hint = tr("Letters find it · ↑ ↓ choose · Enter takes it · Esc goes back")
        lines.append(Content.styled(hint, "dim"))
        self.query_one("#pick-text", Static).update(Content("\n").join(lines))

    async def take_key(self, event: events.Key) -> bool:
        """Type, choose, take, or go back."""
        match event.key:
            case "escape":
                self.app.pop_screen()
                return True
            case "enter":
                await self._take(self._cursor)
                return True
            case "up" | "down":
                self._cursor += 1 if event.key == "down" else -1
            case "pageup" | "pagedown":
                self._cursor += _MOST if event.key == "pagedown" else -_MOST
            case "backspace":
                self._typed = self._typed[:-1]
            case _ if event.is_printable and event.character:
                self._typed += event.character
                self._cursor = 0
            case _:
                return False
        self._draw()
        return True

    async def _take(self, number: int) -> None:
        found = self._found()
        if 0 <= number < len(found):
            self.app.pop_screen()
            await self._when_chosen(found[number])

    async def on_click(self, event: events.Click) -> None:
        """Take what was clicked."""
        if isinstance(event.widget, Static):
            line = event.screen_y - event.widget.region.y - _HEAD_LINES
            if 0 <= line < _MOST:
                await self._take(self._first() + line)
