"""Every key on one page, made from the registry of actions."""

import textwrap

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.i18n import tr
from wardtui.tui.action import Action, Place
from wardtui.tui.keymap import Keymap

_SCROLL = ("up", "down", "pageup", "pagedown", "home", "end")


_KEY_WIDTH = 9


def _key(action: Action) -> str:
    return f"{action.shown:^{_KEY_WIDTH - 1}} "


class HelpScreen(ModalScreen[None]):
    """The keys of a place and what they do."""

    def __init__(self, place: Place, keymap: Keymap) -> None:
        super().__init__()
        self._place = place
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="help-panel"):
            yield Static(id="help-text")

    def on_mount(self) -> None:
        """Draw it."""
        self._draw()

    def on_resize(self) -> None:
        """Lines break elsewhere."""
        self._draw()

    def _draw(self) -> None:
        hint = tr("Any key closes this page; the mouse works everywhere.")
        lines = [Content.assemble((tr("Keys"), "bold"), "  ", (hint, "dim"))]
        width = max(20, self.query_one("#help-panel").content_size.width)
        for action in self._keymap.of_place(self._place):
            text = textwrap.wrap(tr(action.text), width - _KEY_WIDTH - 1)
            gap = "\n" + " " * _KEY_WIDTH
            lines.append(Content.assemble((_key(action), "bold"), gap.join(text)))
        if self._place is Place.WORKLIST:
            lines += [
                Content(""),
                Content(tr("! before the time: overdue · ↑ not sent yet · C·V: calls and visits")),
            ]
        self.query_one("#help-text", Static).update(Content("\n").join(lines))

    async def take_key(self, event: events.Key) -> bool:
        """Scroll, or close the page."""
        if event.key in _SCROLL:
            return False
        self.app.pop_screen()
        return True
