"""Every key on one page, made from the registry of actions."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.i18n import tr
from wardtui.tui.actions import ACTIONS


class HelpScreen(ModalScreen[None]):
    """The keys and what they do."""

    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("escape,q,question_mark,f1,enter", "dismiss", show=False)
    ]

    def compose(self) -> ComposeResult:
        """The page."""
        lines = [Content.styled(tr("Keys"), "bold"), Content("")]
        lines += [
            Content.assemble((f" {action.shown:^5}", "bold"), f"  {tr(action.text)}")
            for action in ACTIONS
        ]
        lines += [
            Content(""),
            Content(tr("Moving: ↑ ↓ PgUp PgDn Home End, or the mouse. Esc closes this page.")),
        ]
        with VerticalScroll(id="help-panel"):
            yield Static(Content("\n").join(lines))
