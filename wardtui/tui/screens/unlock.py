"""The passphrase, before anything else is seen."""

from typing import TYPE_CHECKING, cast

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.i18n import other, tr

if TYPE_CHECKING:
    from wardtui.tui.app import WardApp

_PATIENCE_SECONDS = 2.0
"""After so long it is said why it may take longer."""


class SecretLine(Static):
    """What is typed, as dots. Its screen gives it the keys."""

    value: reactive[str] = reactive("")

    def __init__(self) -> None:
        super().__init__(id="passphrase")

    def render(self) -> str:
        """A dot for every letter; of a long one the last that fit."""
        room = max(1, self.size.width - 1)
        return "•" * min(len(self.value), room) + "▏"


class UnlockScreen(Screen[None]):
    """Asks for the passphrase until it opens the vault."""

    def __init__(self, reason: str = "") -> None:
        """Prepare the prompt.

        :param reason: why the passphrase is asked for again
        """
        super().__init__()
        self._reason = reason
        self._kept: list[events.Key] = []

    def compose(self) -> ComposeResult:
        """The prompt."""
        with Vertical(id="unlock-panel"):
            yield Static("wardtui", id="unlock-name")
            yield Static(tr("Passphrase"), id="unlock-label")
            yield SecretLine()
            yield Static(self._reason, id="unlock-message", markup=False)
            hint = tr("Enter opens · Esc leaves · F2 {language}", language=other().own_name)
            yield Static(hint, id="unlock-foot")

    async def take_key(self, event: events.Key) -> bool:
        """Leave, speak the other language, or type.

        Letters and what takes them back are carried out in their order.
        """
        field = self.query_one(SecretLine)
        match event.key:
            case "escape" | "ctrl+q" | "ctrl+c":
                self.ward_app.leave()
            case _ if field.disabled:
                self._kept.append(event)
            case "f2":
                await self.ward_app.change_language()
            case "enter":
                if field.value:
                    field.disabled = True
                    self._try(field.value)
            case "ctrl+u":
                field.value = ""
            case "backspace":
                field.value = field.value[:-1]
            case _ if event.is_printable and event.character:
                field.value += event.character
            case _:
                return False
        return True

    @property
    def ward_app(self) -> "WardApp":
        """The application, with its own type."""
        return cast("WardApp", self.app)

    def take_paste(self, text: str) -> None:
        """Take a pasted passphrase: its first line."""
        field = self.query_one(SecretLine)
        if not field.disabled:
            field.value += next(iter(text.splitlines()), "")

    @work(exclusive=True)
    async def _try(self, passphrase: str) -> None:
        field = self.query_one(SecretLine)
        message = self.query_one("#unlock-message", Static)
        message.set_class(False, "wrong")
        message.update(tr("Opening…"))
        patience = self.set_timer(_PATIENCE_SECONDS, lambda: message.update(_still_opening()))
        try:
            await self.ward_app.open_with(passphrase)
            for event in self._kept:
                # Typed on while it was being opened: it is meant for the list.
                self.ward_app.post_message(event)
        except WardtuiError as error:
            self._kept.clear()
            from wardtui.wording.errors import explain

            patience.stop()
            told = explain(error)
            message.set_class(True, "wrong")
            message.update(f"{told.message}\n{told.remedy}")
            field.disabled = False
            field.value = ""


def _still_opening() -> str:
    return tr("Still opening. After wrong tries it takes longer: wait before you type again.")
