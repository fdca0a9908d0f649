"""A question that is answered with yes or no."""

from collections.abc import Awaitable, Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.i18n import tr

_YES = "f8"
"""No letter: nothing large may be done by somebody who goes on typing."""


class AskScreen(ModalScreen[None]):
    """Asks before something large is done."""

    def __init__(self, question: str, when_yes: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self._question = question
        self._when_yes = when_yes

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="ask-panel"):
            yield Static(self._question, markup=False)
            yield Static(tr("F8: yes, do it · any other key: no"), id="ask-foot", markup=False)

    async def take_key(self, event: events.Key) -> bool:
        """Answer the question."""
        self.app.pop_screen()
        if event.key == _YES:
            await self._when_yes()
        return True
