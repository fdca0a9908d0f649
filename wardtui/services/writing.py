"""Writing events: each gets the next number of this device, and none is skipped."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from wardtui.domain.arising import Conclusion
from wardtui.domain.body import Body
from wardtui.domain.events import BODY_VERSION, Event, Unread
from wardtui.domain.ids import ActionId, DeviceId, EventId, ResidentId, WardCode
from wardtui.domain.moments import local
from wardtui.domain.steering import harmless_json
from wardtui.domain.vocabulary import Origin
from wardtui.services.ports import Tools, Unit
from wardtui.services.records import StoredEvent
from wardtui.wire import read_event, write_event


class EventWriter:
    """Makes events of this device and keeps them when it is told to."""

    def __init__(self, unit: Unit, tools: Tools) -> None:
        self._unit = unit
        self._tools = tools
        self._device = unit.state.device
        self._actor = unit.state.pairing.officer if unit.state.pairing else None
        self._offset = None if tools.clock.fixed else unit.state.sync.clock_offset
        now = local(tools.clock.now())
        self.now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        self.stored: list[StoredEvent] = []

    def by_person(
        self,
        action: ActionId,
        resident: ResidentId | None,
        ward: WardCode | None,
        body: Body,
        occurred_at: datetime | None,
        *,
        to_ward: WardCode | None = None,
    ) -> None:
        """Somebody did something."""
        self._write(
            Event(
                id=EventId(self._tools.ids.new()),
                type=body.TYPE,
                action=action,
                origin=Origin.PERSON,
                ward=ward,
                resident=resident,
                actor=self._actor,
                device=self._device.id,
                device_seq=self._next_seq,
                occurred_at=local(occurred_at) if occurred_at else self.now,
                recorded_at=self.now,
                clock_offset=self._offset,
                v=BODY_VERSION,
                body=body,
                to_ward=to_ward,
            )
        )

    def by_rule(self, decision: Conclusion, ward: WardCode | None) -> None:
        """Something followed by itself. Its time is the server's already."""
        self._write(rule_made(decision, ward, self._device.id, self._next_seq, self.now))

    @property
    def _next_seq(self) -> int:
        return self._device.next_seq + len(self.stored)

    def _write(self, event: Event) -> None:
        written = write_event(event)
        raw = harmless_json(written)
        kept = read_event(raw)
        if isinstance(kept.body, Unread) or (raw is written and kept.body != event.body):
            # What cannot be read again must never be called saved.
            raise ValueError(f"a body of {event.type} that cannot be read again")
        self.stored.append(StoredEvent(raw=raw.decode(), event=event if raw is written else kept))

    def keep(self) -> Sequence[StoredEvent]:
        """Keep what was written, in the caller's transaction."""
        self._unit.events.add(self.stored, own=True)
        self._unit.state.device = msgspec.structs.replace(
            self._device,
            next_seq=self._next_seq,
            last_recorded_at=(
                self._device.last_recorded_at if self._tools.clock.fixed else self.now
            ),
        )
        return self.stored


def rule_made(
    decision: Conclusion, ward: WardCode | None, device: DeviceId, device_seq: int, now: datetime
) -> Event:
    """The event of a decision. It is nobody's action, so no undo takes it back."""
    return Event(
        id=decision.event_id,
        type=decision.body.TYPE,
        action=ActionId(decision.event_id),
        origin=Origin.RULE,
        ward=ward,
        resident=decision.resident,
        actor=None,
        device=device,
        device_seq=device_seq,
        occurred_at=decision.at,
        recorded_at=now,
        clock_offset=None,
        v=BODY_VERSION,
        body=decision.body,
    )
