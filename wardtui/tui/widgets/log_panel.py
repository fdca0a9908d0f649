"""The log panel: every outcome under its key; one key saves."""

import msgspec
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.tui.outcomes import offered

_FRAME_AND_TITLE = 2
"""Lines above the first outcome: the frame's and the title's."""


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
        self.target: Target | None = None
        self.display = False

    def open(self, channel: Channel, target: Target) -> None:
        """Ask about a contact."""
        self.channel = channel
        self.target = target
        self.styles.height = _FRAME_AND_TITLE + (len(offered(channel)) + 1) // 2 + 2
        self.display = True
        self.refresh(layout=True)

    def close(self) -> None:
        """Ask no longer."""
        self.channel = self.target = None
        self.display = False

    def outcome_for(self, character: str | None) -> Outcome | None:
        """The outcome under a key."""
        if self.channel is None or character is None:
            return None
        return dict(offered(self.channel)).get(character)

    def render(self) -> Content:
        """Title, outcomes in two columns, and how to get out."""
        if self.channel is None or self.target is None:
            return Content("")
        target = self.target
        place = target.phone if self.channel is Channel.CALL else target.address
        title = f"{label(self.channel)}: {target.name}" + (f" · {place}" if place else "")
        entries = offered(self.channel)
        half = self.content_size.width // 2
        lines = [Content.styled(title, "bold")]
        for left in range(0, len(entries), 2):
            parts = [_entry(*entry, half) for entry in entries[left : left + 2]]
            lines.append(Content.assemble(*parts))
        lines.append(Content.styled(tr("One key saves. Esc closes without saving."), "dim"))
        return Content("\n").join(lines)

    def on_click(self, event: events.Click) -> None:
        """Choose the outcome that was clicked."""
        if self.channel is None:
            return
        entries = offered(self.channel)
        column = int(event.x >= self.size.width // 2)
        index = (event.y - _FRAME_AND_TITLE) * 2 + column
        if 0 <= index < len(entries) and event.y >= _FRAME_AND_TITLE:
            self.post_message(self.Chosen(entries[index][1]))


def _entry(key: str, outcome: Outcome, width: int) -> Content:
    text = f" {label(outcome)}"
    gap = max(0, width - 3 - cell_len(text))
    return Content.assemble((f" {key} ", "reverse"), text, " " * gap)
