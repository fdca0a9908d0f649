"""One line to type: a value to put right, a note to rewrite, a file to open."""

from collections.abc import Awaitable, Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.i18n import tr
from wardtui.tui.widgets.typing_line import TypingLine

Done = Callable[[str], Awaitable[str | None]]
"""Takes what was typed; a text that says what is wrong with it, or none when it was taken."""


class EditScreen(ModalScreen[None]):
    """Asks for one line until what was typed is taken, or until somebody goes back."""

    def __init__(self, title: str, value: str, when_done: Done, hint: str = "") -> None:
        """Prepare the panel.

        :param value: what stands in the line at first
        :param hint: how it is to be written
        """
        super().__init__()
        self._title = title
        self._value = value
        self._when_done = when_done
        self._hint = hint

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="edit-panel"):
            yield Static(self._title, id="edit-title", markup=False)
            yield TypingLine(self._value, id="edit-line")
            yield Static(self._hint, id="edit-message", markup=False)
            yield Static(tr("Enter saves · Esc goes back"), id="edit-foot", markup=False)

    def on_mount(self) -> None:
        """Ready to type."""
        self.query_one(TypingLine).focus()

    async def take_key(self, event: events.Key) -> bool:
        """Type in the order of the keys, take what was typed, or go back."""
        field = self.query_one(TypingLine)
        match event.key:
            case "escape":
                self.app.pop_screen()
            case "enter":
                await self._take(field.value)
            case _:
                return await field.take_key(event)
        return True

    def take_paste(self, text: str) -> None:
        """Take a pasted text as if it were typed."""
        self.query_one(TypingLine).put(" ".join(text.split()))

    async def _take(self, text: str) -> None:
        wrong = await self._when_done(text)
        if wrong is None:
            if self.is_attached and self.app.screen is self:
                self.app.pop_screen()
            return
        message = self.query_one("#edit-message", Static)
        message.set_class(True, "wrong")
        message.update(wrong)
