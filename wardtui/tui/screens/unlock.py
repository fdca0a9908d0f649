"""The passphrase, before anything else is seen."""

from typing import TYPE_CHECKING, cast

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from wardtui.domain.errors import WardtuiError
from wardtui.i18n import other, tr
from wardtui.wording.errors import explain

if TYPE_CHECKING:
    from wardtui.tui.app import WardApp


class UnlockScreen(Screen[None]):
    """Asks for the passphrase until it opens the vault."""

    def __init__(self, reason: str = "") -> None:
        """Prepare the prompt.

        :param reason: why the passphrase is asked for again
        """
        super().__init__()
        self._reason = reason

    def compose(self) -> ComposeResult:
        """The prompt."""
        with Vertical(id="unlock-panel"):
            yield Static("wardtui", id="unlock-name")
            yield Static(tr("Passphrase"), id="unlock-label")
            yield Input(password=True, id="passphrase")
            yield Static(self._reason, id="unlock-message", markup=False)
            hint = tr("Enter opens · Esc leaves · F2 {language}", language=other().own_name)
            yield Static(hint, id="unlock-foot")

    async def take_key(self, event: events.Key) -> bool:
        """Leave, or speak the other language; letters go to the field."""
        match event.key:
            case "escape" | "ctrl+q" | "ctrl+c":
                self.ward_app.leave()
            case "f2" if not self.query_one(Input).disabled:
                await self.ward_app.change_language()
            case _:
                return False
        return True

    @property
    def ward_app(self) -> "WardApp":
        """The application, with its own type."""
        return cast("WardApp", self.app)

    def on_mount(self) -> None:
        """Ready to type."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try it."""
        if event.value:
            self._try(event.value)

    @work(exclusive=True)
    async def _try(self, passphrase: str) -> None:
        field = self.query_one(Input)
        message = self.query_one("#unlock-message", Static)
        field.disabled = True
        message.set_class(False, "wrong")
        message.update(tr("Opening…"))
        try:
            await self.ward_app.open_with(passphrase)
        except WardtuiError as error:
            told = explain(error)
            message.set_class(True, "wrong")
            message.update(f"{told.message}\n{told.remedy}")
            field.disabled = False
            field.value = ""
            field.focus()
