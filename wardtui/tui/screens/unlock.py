"""The passphrase, before anything else is seen."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from wardtui.domain.errors import WardtuiError
from wardtui.i18n import tr
from wardtui.wording.errors import explain


class UnlockScreen(Screen[None]):
    """Asks for the passphrase until it opens the vault."""

    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("escape,ctrl+q", "app.leave", show=False)
    ]

    def compose(self) -> ComposeResult:
        """The prompt."""
        with Vertical(id="unlock-panel"):
            yield Static("wardtui", id="unlock-name")
            yield Static(tr("Passphrase"), id="unlock-label")
            yield Input(password=True, id="passphrase")
            yield Static(id="unlock-message", markup=False)
            yield Static(tr("Enter opens · Esc leaves · F2 English"), id="unlock-foot")

    def on_mount(self) -> None:
        """Ready to type."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try it."""
        if event.value:
            self._try(event.value)

    @work(exclusive=True)
    async def _try(self, passphrase: str) -> None:
        from wardtui.tui.app import WardApp

        field = self.query_one(Input)
        message = self.query_one("#unlock-message", Static)
        field.disabled = True
        message.set_class(False, "wrong")
        message.update(tr("Opening…"))
        assert isinstance(self.app, WardApp)  # noqa: S101  narrows the type
        try:
            await self.app.open_with(passphrase)
        except WardtuiError as error:
            told = explain(error)
            message.set_class(True, "wrong")
            message.update(f"{told.message}\n{told.remedy}")
            field.disabled = False
            field.value = ""
            field.focus()
