"""A question that is answered with yes or no."""

from collections.abc import Awaitable, Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.i18n import tr

_YES = ("y", "c")
_NO = ("n", "k", "escape")


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
            yield Static(tr("y: yes, do it    n: no, leave it"), id="ask-foot", markup=False)

    async def take_key(self, event: events.Key) -> bool:
        """Answer the question."""
        if event.key in _YES:
            self.app.pop_screen()
            await self._when_yes()
        elif event.key in _NO:
            self.app.pop_screen()
        return True
