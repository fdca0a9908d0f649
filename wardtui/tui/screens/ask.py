"""A question that is answered with yes or no."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.i18n import tr


class AskScreen(ModalScreen[bool]):
    """Asks before something large is done."""

    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("y,c", "dismiss(True)", show=False),
        Binding("n,k,escape", "dismiss(False)", show=False),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="ask-panel"):
            yield Static(self._question, markup=False)
            yield Static(tr("y: yes, do it    n: no, leave it"), id="ask-foot", markup=False)
