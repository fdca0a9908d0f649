"""Every key on one page, made from the registry of actions."""

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.i18n import tr
from wardtui.tui.actions import ACTIONS

_SCROLL = ("up", "down", "pageup", "pagedown", "home", "end")


class HelpScreen(ModalScreen[None]):
    """The keys and what they do."""

    def compose(self) -> ComposeResult:
        """The page."""
        lines = [Content.styled(tr("Keys"), "bold"), Content("")]
        lines += [
            Content.assemble((f" {action.shown:^5}", "bold"), "  ", tr(action.text))
            for action in ACTIONS
        ]
        lines += [Content(""), Content(tr("The mouse works too. Any other key closes this page."))]
        with VerticalScroll(id="help-panel"):
            yield Static(Content("\n").join(lines))

    async def take_key(self, event: events.Key) -> bool:
        """Scroll, or close the page."""
        if event.key in _SCROLL:
            return False
        self.app.pop_screen()
        return True
