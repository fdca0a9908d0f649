"""Recording: the one way in which events come to be. One user action, one commit."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.events import BODY_VERSION, Body, Event
from wardtui.domain.fold import fold_case
from wardtui.domain.ids import ActionId, EventId, ResidentId, WardCode
from wardtui.domain.moments import local
from wardtui.domain.vocabulary import Origin
from wardtui.services.ports import StoredEvent, Tools, Unit, entries
from wardtui.wire import write_event


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be recorded."""

    resident: ResidentId
    body: Body
    ward: WardCode | None = None
    """The resident's ward, when it is known better than by the pairing."""
    occurred_at: datetime | None = None
    """When it happened; now unless said."""


class Saved(msgspec.Struct, frozen=True):
    """What one user action wrote."""

    action: ActionId
    events: tuple[Event, ...]
    cases: tuple[Case, ...]
    """The cases that it touched, as they are now."""

    @property
    def event(self) -> EventId:
        """The first event."""
        return self.events[0].id

    @property
    def case(self) -> Case:
        """The case of the first event."""
        wanted = self.events[0].resident
        return next(case for case in self.cases if case.id == wanted)


def record(unit: Unit, drafts: Sequence[Draft], tools: Tools) -> Saved:
    """Write the drafts as events of one action and bring the cases up to date."""
    action = ActionId(tools.ids.new())
    now = local(tools.clock.now())
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    device = unit.state.device
    pairing = unit.state.pairing
    offset = None if tools.clock.fixed else unit.state.sync.clock_offset
    ward = pairing.wards[0] if pairing and pairing.wards else unit.state.settings.ward
    events: list[Event] = []
    for number, draft in enumerate(drafts, start=device.next_seq):
        event = Event(
            id=EventId(tools.ids.new()),
            type=draft.body.TYPE,
            action=action,
            origin=Origin.PERSON,
            ward=draft.ward or ward,
            resident=draft.resident,
            actor=pairing.officer if pairing else None,
            device=device.id,
            device_seq=number,
            occurred_at=local(draft.occurred_at) if draft.occurred_at else now,
            recorded_at=now,
            clock_offset=offset,
            v=BODY_VERSION,
            body=draft.body,
        )
        unit.events.add(StoredEvent(raw=write_event(event).decode(), event=event), own=True)
        events.append(event)
    unit.state.device = msgspec.structs.replace(device, next_seq=device.next_seq + len(events))
    return Saved(action, tuple(events), tuple(refold(unit, (draft.resident for draft in drafts))))


def refold(unit: Unit, residents: Iterable[ResidentId]) -> list[Case]:
    """Derive cases anew from their events."""
    cases = []
    for resident in dict.fromkeys(residents):
        case = fold_case(resident, entries(unit.events.of_resident(resident)))
        if case is None:
            unit.cases.remove(resident)
        else:
            unit.cases.put(case)
            cases.append(case)
    return cases
