"""The log panel: every outcome with its key; one key saves."""

from typing import ClassVar

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.tui.outcomes import offered


class Target(msgspec.Struct, frozen=True):
    """Whom a contact is about."""

    resident: ResidentId
    name: str
    phone: str
    address: str


class _Line(Static):
    """One outcome; a click chooses it."""

    def __init__(self, key: str, outcome: Outcome) -> None:
        super().__init__(f"[reverse] {key} [/] {label(outcome)}")
        self.outcome = outcome

    def on_click(self) -> None:
        """Choose it."""
        self.screen.dismiss(self.outcome)


class LogScreen(ModalScreen[Outcome | None]):
    """Asks what came of a contact."""

    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding("escape", "dismiss(None)", show=False)
    ]

    def __init__(self, channel: Channel, target: Target) -> None:
        super().__init__()
        self._channel = channel
        self._target = target
        self._offered = dict(offered(channel))

    def compose(self) -> ComposeResult:
        """The panel."""
        target = self._target
        place = target.phone if self._channel is Channel.CALL else target.address
        title = f"{label(self._channel)}: {target.name}" + (f" · {place}" if place else "")
        with Vertical(id="log-panel"):
            yield Static(title, id="log-title", markup=False)
            with Grid(id="log-outcomes"):
                for key, outcome in self._offered.items():
                    yield _Line(key, outcome)
            yield Static(tr("One key saves. Esc closes without saving."), id="log-foot")

    def on_key(self, event: events.Key) -> None:
        """Choose by key."""
        outcome = self._offered.get(event.character or "")
        if outcome is not None:
            event.stop()
            self.dismiss(outcome)
