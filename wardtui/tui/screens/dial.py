"""A number as a picture: the officer scans the screen with their own phone, and calls or writes."""

from collections.abc import Awaitable, Callable, Iterator, Mapping

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.domain.dial_links import sms_link, tel_link
from wardtui.domain.phone_forms import national
from wardtui.domain.resident import Resident
from wardtui.domain.vocabulary import Channel, Need
from wardtui.i18n import tr
from wardtui.tui.composed import pressed_key
from wardtui.tui.widgets.qr import QrCode
from wardtui.wording.invitation import Invitation, full_text, short_text
from wardtui.wording.phones import phone_text

SIDE_COLUMNS = 17
"""The least width of what stands beside the code."""
PANEL_COLUMNS, PANEL_ROWS = 110, 30
"""Room for a large code and the longest message beside it."""
FRAME_FROM = (100, 32)
"""Columns and rows of a window from which everything has a frame."""
_NUMBER_KEYS = "123456789"
_SCROLL = {"up": -1, "down": 1, "pageup": -5, "pagedown": 5}


class DialNumber(msgspec.Struct, frozen=True):
    """A number to call."""

    number: str
    """E.164."""
    answers: str | None = None
    """Who answers when it is not the resident."""


class DialTarget(msgspec.Struct, frozen=True):
    """Whom to call or to write to."""

    name: str
    numbers: tuple[DialNumber, ...]
    """Nine at most: as many as there are keys for them."""
    invitation: Invitation | None = None
    """What to write; without it there is only calling."""


def dial_target(resident: Resident, invitation: Invitation | None) -> DialTarget:
    """A resident's numbers and the guardian's, which comes first where a child's card is due.

    :param invitation: what to write to them; without it they can only be called
    """
    numbers = [DialNumber(phone.number, phone.answers) for phone in resident.phones]
    guardian = resident.guardian
    if guardian is not None and guardian.phone is not None:
        answers = tr("guardian {name}", name=guardian.name)
        numbers = [one for one in numbers if one.number != guardian.phone]
        for_child = invitation is not None and invitation.need is Need.CHILD_CARD
        numbers.insert(0 if for_child else len(numbers), DialNumber(guardian.phone, answers))
    return DialTarget(resident.name, tuple(numbers[: len(_NUMBER_KEYS)]), invitation)


class KeyLine(Static):
    """A key before its word; a click does the same."""

    def __init__(self, key: str, shown: str) -> None:
        """Prepare the line.

        :param key: as ``DialScreen`` takes it
        """
        super().__init__()
        self.key = key
        self._shown = shown

    def say(self, text: str) -> None:
        """Show what the key does now."""
        self.update(Content.assemble((f" {self._shown} ", "reverse"), f" {text}"))


class DialScreen(ModalScreen[None]):
    """Shows a number, or the invitation to it, as a code for the camera of a phone."""

    CSS_PATH = "../styles/dial.tcss"

    def __init__(
        self,
        target: DialTarget,
        when_log: Callable[[Channel], Awaitable[None]],
        *,
        ascii_only: bool = False,
    ) -> None:
        """Prepare the screen.

        :param when_log: takes the channel that was used, to log it; this screen is closed by then
        :param ascii_only: draw the code without half blocks
        """
        super().__init__()
        self._target = target
        self._when_log = when_log
        self._ascii_only = ascii_only
        self._place = 0
        self._channel = Channel.CALL
        self._warnings: Mapping[Channel, str] = {}

    def warn(self, texts: Mapping[Channel, str]) -> None:
        """Say what speaks against a call or a message; no key means anything else by it."""
        self._warnings = texts
        if self.is_mounted:
            self._show_warning()

    @property
    def _number(self) -> str | None:
        numbers = self._target.numbers
        return numbers[self._place].number if numbers else None

    @property
    def _invitation(self) -> Invitation | None:
        """What is written to the number; nothing while it is called."""
        return self._target.invitation if self._channel is Channel.MESSAGE else None

    def compose(self) -> ComposeResult:
        """The code, and beside it whose number it is and the keys."""
        target = self._target
        with Horizontal(id="dial-panel"):
            yield QrCode(ascii_only=self._ascii_only, id="dial-code")
            with Vertical(id="dial-side"):
                with VerticalScroll(id="dial-who", can_focus=False):
                    yield Static(target.name, id="dial-name", markup=False)
                    with Vertical(id="dial-numbers"):
                        yield from self._number_lines()
                    yield Static(id="dial-warning", markup=False)
                    yield Static(id="dial-text", markup=False)
                yield Static(id="dial-message", markup=False)
                if target.numbers:
                    if target.invitation is not None:
                        yield KeyLine("tab", "Tab")
                    yield KeyLine("c", " c ")
                    yield KeyLine("y", " y ")
                yield KeyLine("escape", "Esc")

    def _number_lines(self) -> Iterator[Static]:
        numbers = self._target.numbers
        if not numbers:
            yield Static(tr("No telephone number is known."), markup=False)
        elif len(numbers) == 1:
            yield Static(_number_text(numbers[0]), markup=False)
        else:
            yield from (KeyLine(key, key) for key in _NUMBER_KEYS[: len(numbers)])

    def on_mount(self) -> None:
        """Draw the code of the first number."""
        self._show()

    def on_resize(self) -> None:
        """Draw the code as large as it fits now."""
        self._draw_code()

    def _show(self) -> None:
        """Draw everything anew after a choice."""
        words = self._words()
        for line in self.query(KeyLine):
            line.say(words[line.key])
        self.query_one("#dial-text", Static).update(self._text())
        self.query_one("#dial-message", Static).update("")
        self._show_warning()
        self._draw_code()

    def _show_warning(self) -> None:
        text = self._warnings.get(self._channel, "")
        line = self.query_one("#dial-warning", Static)
        line.update(text)
        line.display = bool(text)

    def _words(self) -> dict[str, str]:
        """Key to what it does."""
        calling = self._invitation is None
        words = {
            key: f"{'›' if place == self._place else ' '} {_number_text(number)}"
            for place, (key, number) in enumerate(
                zip(_NUMBER_KEYS, self._target.numbers, strict=False)
            )
        }
        words["tab"] = tr("Message") if calling else tr("Call")
        words["c"] = tr("Log the call") if calling else tr("Log the message")
        words["y"] = tr("Copy the number") if calling else tr("Copy the text")
        words["escape"] = tr("Back")
        return words

    def _text(self) -> str:
        """What the code does, and what a message says."""
        number, invitation = self._number, self._invitation
        if number is None:
            return ""
        if invitation is None:
            return tr("Scan with your phone: it calls this number.")
        written = tr("Scan with your phone: it writes this message:")
        copied = tr("y copies the longer text, for a chat:")
        short, full = short_text(invitation, number), full_text(invitation)
        return f"{written}\n{short}\n\n{copied}\n{full}"

    def _draw_code(self) -> None:
        """Draw the code with as much light around it as there is room for."""
        number, invitation = self._number, self._invitation
        code, panel = self.query_one(QrCode), self.query_one("#dial-panel")
        code.display = number is not None
        if number is None:
            return
        link = sms_link(number, short_text(invitation, number)) if invitation else tel_link(number)
        columns, rows = self.app.size
        framed = columns >= FRAME_FROM[0] and rows >= FRAME_FROM[1]
        needed = code.show(link, columns - SIDE_COLUMNS - 2, rows - 2) if framed else (0, 0)
        if needed is not None:
            framed = False
            needed = code.show(link, columns - SIDE_COLUMNS, rows)
        self.set_class(framed, "-framed")
        if needed is not None:
            text = tr(
                "This code needs a window of {columns} × {rows}.",
                columns=needed[0] + SIDE_COLUMNS,
                rows=needed[1],
            )
            code.show_words(text, columns // 2, rows // 2)
        wide, high = code.extent
        frame = 2 * framed
        panel.styles.width = min(columns, max(PANEL_COLUMNS, wide + SIDE_COLUMNS + frame))
        panel.styles.height = min(rows, max(PANEL_ROWS, high + frame))

    async def take_key(self, event: events.Key) -> bool:
        """Choose a number, switch, copy, log or go back."""
        typed = event.character if event.is_printable else None
        await self._do(pressed_key(typed).lower() if typed else event.key)
        return True

    async def on_click(self, event: events.Click) -> None:
        """Do what the key of the clicked line does."""
        if isinstance(event.widget, KeyLine):
            await self._do(event.widget.key)

    async def _do(self, key: str) -> None:
        match key:
            case "escape" | "q":
                self.app.pop_screen()
            case "up" | "down" | "pageup" | "pagedown":
                self.query_one("#dial-who").scroll_relative(y=_SCROLL[key], animate=False)
            case _ if self._number is None:
                pass
            case "tab" | "m" if self._target.invitation is not None:
                calling = self._channel is Channel.CALL
                self._channel = Channel.MESSAGE if calling else Channel.CALL
                self._show()
            case "c":
                self.app.pop_screen()
                await self._when_log(self._channel)
            case "y":
                self._copy(self._number)
            case _ if key in _NUMBER_KEYS[: len(self._target.numbers)]:
                self._place = _NUMBER_KEYS.index(key)
                self._show()

    def _copy(self, number: str) -> None:
        """Hand the number or the longer text to the terminal, which may keep it for pasting."""
        invitation = self._invitation
        self.app.copy_to_clipboard(full_text(invitation) if invitation else national(number))
        self.query_one("#dial-message", Static).update(
            tr("Copied. If nothing arrives, your terminal does not allow it.")
        )


def _number_text(number: DialNumber) -> str:
    return " · ".join(filter(None, (phone_text(number.number), number.answers)))
