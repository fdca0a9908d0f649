"""Every key on one page, made from the registry of actions."""

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.i18n import tr
from wardtui.tui.action import Place
from wardtui.tui.keymap import Keymap

_SCROLL = ("up", "down", "pageup", "pagedown", "home", "end")


class HelpScreen(ModalScreen[None]):
    """The keys of a place and what they do."""

    def __init__(self, place: Place, keymap: Keymap) -> None:
        super().__init__()
        self._place = place
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """The page."""
        hint = tr("Any key closes this page; the mouse works everywhere.")
        lines = [Content.assemble((tr("Keys"), "bold"), "  ", (hint, "dim"))]
        lines += [
            Content.assemble((f" {action.shown:^6}", "bold"), "  ", tr(action.text))
            for action in self._keymap.of_place(self._place)
        ]
        if self._place is Place.WORKLIST:
            lines += [
                Content(""),
                Content(tr("! before the time: overdue · ↑ not sent yet · C·V: calls and visits")),
            ]
        with VerticalScroll(id="help-panel"):
            yield Static(Content("\n").join(lines))

    async def take_key(self, event: events.Key) -> bool:
        """Scroll, or close the page."""
        if event.key in _SCROLL:
            return False
        self.app.pop_screen()
        return True
