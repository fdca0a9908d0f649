"""The log panel: every outcome under its key; one key saves."""

from collections.abc import Sequence

import msgspec
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.i18n import ntr, tr
from wardtui.i18n.labels import label, outcome_label
from wardtui.tui.composed import pressed_key
from wardtui.tui.outcomes import HOUSEHOLD_KEY, offered
from wardtui.wording.columns import cells

_FRAME_AND_TITLE = 2
"""Lines above the outcomes: the frame's and the title's."""


class Target(msgspec.Struct, frozen=True):
    """Whom a contact is about."""

    resident: ResidentId
    name: str
    phone: str
    address: str


class LogPanel(Widget):
    """Asks what came of a contact. Its screen gives it the keys."""

    class Chosen(Message):
        """An outcome was clicked."""

        def __init__(self, outcome: Outcome) -> None:
            self.outcome = outcome
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="log-panel")
        self.channel: Channel | None = None
        """The channel that is being logged; none while the panel is closed."""
        self.targets: Sequence[Target] = ()
        self.household = False
        """For everybody behind the same door."""
        self._others = 0
        self._warning = ""
        self.display = False

    def open(self, channel: Channel, targets: Sequence[Target], others: int = 0) -> None:
        """Ask about a contact.

        :param others: how many more live behind the same door and may be logged with one target
        """
        self.channel = channel
        self.targets = targets
        self.household = False
        self._others = others
        self._warning = ""
        self._fit()
        self.display = True

    def warn(self, text: str) -> None:
        """Say what speaks against the contact. No key means anything else by it.

        The panel stands at the foot of the screen and grows upwards: no outcome moves away under
        a mouse.
        """
        self._warning = text
        self._fit()

    def _fit(self) -> None:
        if self.channel is not None:
            rows = (len(offered(self.channel)) + 1) // 2 + bool(self._others)
            self.styles.height = self._lines_above + rows + 2
            self.refresh(layout=True)

    @property
    def _lines_above(self) -> int:
        """Lines above the first outcome."""
        return _FRAME_AND_TITLE + bool(self._warning)

    def close(self) -> None:
        """Ask no longer."""
        self.channel = None
        self.targets = ()
        self.display = False

    def outcome_for(self, character: str | None) -> Outcome | None:
        """The outcome under a key, however an input method or Caps Lock changed its letter."""
        if self.channel is None or not character:
            return None
        keys = dict(offered(self.channel))
        return keys.get(character) or keys.get(pressed_key(character).lower())

    def take_character(self, character: str | None) -> None:
        """For the whole household, or for one person only."""
        if character and self._others and pressed_key(character).lower() == HOUSEHOLD_KEY:
            self.household = not self.household
            self.refresh()

    def render(self) -> Content:
        """Title, a warning, outcomes in two columns, and how to get out."""
        if self.channel is None or not self.targets:
            return Content("")
        entries = offered(self.channel)
        half = self.content_size.width // 2
        lines = [Content.styled(self._title(self.channel), "bold")]
        if self._warning:
            warning = cells(self._warning, self.content_size.width).rstrip()
            lines.append(Content.styled(warning, "bold"))
        for left in range(0, len(entries), 2):
            pair = entries[left : left + 2]
            parts = [_entry(key, outcome_label(self.channel, one), half) for key, one in pair]
            lines.append(Content.assemble(*parts))
        if self._others:
            lines.append(self._household_line())
        lines.append(Content.styled(tr("One key saves. Esc closes without saving."), "dim"))
        return Content("\n").join(lines)

    def _title(self, channel: Channel) -> str:
        if len(self.targets) > 1:
            count = len(self.targets)
            who = ntr("{count} person selected", "{count} people selected", count)
            return f"{label(channel)}: {who}"
        target = self.targets[0]
        by_phone = channel in (Channel.CALL, Channel.MESSAGE)
        place = target.phone if by_phone else target.address
        return f"{label(channel)}: {target.name}" + (f" · {place}" if place else "")

    def _household_line(self) -> Content:
        mark = "[x]" if self.household else "[ ]"
        text = ntr(
            "also for {count} more person at this door",
            "also for {count} more people at this door",
            self._others,
        )
        return Content.assemble((f" {HOUSEHOLD_KEY} ", "reverse"), f" {mark} {text}")

    def on_click(self, event: events.Click) -> None:
        """Choose the outcome that was clicked, or the whole household."""
        if self.channel is None or event.y < self._lines_above:
            return
        entries = offered(self.channel)
        line = event.y - self._lines_above
        index = line * 2 + int(event.x >= self.size.width // 2)
        if index < len(entries):
            self.post_message(self.Chosen(entries[index][1]))
        elif line == (len(entries) + 1) // 2:
            self.take_character(HOUSEHOLD_KEY)


def _entry(key: str, text: str, width: int) -> Content:
    text = " " + cells(text, max(1, width - 4)).rstrip()
    gap = max(0, width - 3 - cell_len(text))
    return Content.assemble((f" {key} ", "reverse"), text, " " * gap)
