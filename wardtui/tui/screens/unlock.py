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
        """Leave, speak the other language, or type.

        Letters and what takes them back are carried out here, in their order: the field itself does
        a backspace behind letters that were typed after it.
        """
        field = self.query_one(Input)
        match event.key:
            case "escape" | "ctrl+q" | "ctrl+c":
                self.ward_app.leave()
            case _ if field.disabled:
                return False
            case "f2":
                await self.ward_app.change_language()
            case "enter":
                if field.value:
                    field.disabled = True
                    self._try(field.value)
            case "backspace":
                field.action_delete_left()
            case _ if event.is_printable and event.character:
                field.insert_text_at_cursor(event.character)
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

    @work(exclusive=True)
    async def _try(self, passphrase: str) -> None:
        field = self.query_one(Input)
        message = self.query_one("#unlock-message", Static)
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
