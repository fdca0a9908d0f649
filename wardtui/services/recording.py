"""Recording: the one way in which events come to be. One user action, one commit."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.directory import Holders, Place, with_owner
from wardtui.domain.events import BODY_VERSION, Body, Entry, Event
from wardtui.domain.ids import ActionId, EventId, ResidentId, WardCode
from wardtui.domain.moments import local
from wardtui.domain.vocabulary import Origin
from wardtui.domain.worklist_index import Filter
from wardtui.services.directory import present_holders
from wardtui.services.person import Person, people_with
from wardtui.services.ports import Clock, Tools, Unit
from wardtui.services.records import Device, Pairing, StoredEvent
from wardtui.wire import read_event, write_event

CLOCK_SLACK = timedelta(minutes=5)
"""A clock may be corrected by so much without anybody being told."""


_REPORT_EVERY = 1000


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be recorded."""

    resident: ResidentId | None
    """Null for what is about nobody, such as who holds an area."""
    body: Body
    ward: WardCode | None = None
    """The resident's ward, when it is known; else the officer's first."""
    occurred_at: datetime | None = None
    """When it happened; now unless said."""


class Saved(msgspec.Struct, frozen=True):
    """What one user action wrote."""

    action: ActionId
    events: tuple[Event, ...]
    cases: tuple[Case, ...]
    """The cases that it touched, as they are now."""
    clock_was: datetime | None = None
    """The last entry's time, when this machine's clock stands well before it."""

    @property
    def event(self) -> EventId:
        """The first event."""
        return self.events[0].id

    @property
    def case(self) -> Case:
        """The case of the first event."""
        wanted = self.events[0].resident
        return next(case for case in self.cases if wanted == case.id or wanted in case.same_as)


def record(
    unit: Unit,
    drafts: Sequence[Draft],
    tools: Tools,
    *,
    fresh: Collection[ResidentId] = (),
    tell: Callable[[int], None] = lambda _: None,
) -> Saved:
    """Write the drafts as events of one action and bring the cases up to date.

    :param fresh: residents of whom nothing was known: their cases need no look at what is there
    :param tell: told now and then how many drafts are worked in; what it raises takes all back
    """
    action = ActionId(tools.ids.new())
    now = local(tools.clock.now())
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    device = unit.state.device
    pairing = unit.state.pairing
    offset = None if tools.clock.fixed else unit.state.sync.clock_offset
    stored: list[StoredEvent] = []
    for number, draft in enumerate(drafts, start=device.next_seq):
        if not number % _REPORT_EVERY:
            tell((number - device.next_seq) // 2)
        event = Event(
            id=EventId(tools.ids.new()),
            type=draft.body.TYPE,
            action=action,
            origin=Origin.PERSON,
            ward=_ward(draft, pairing),
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
        raw = write_event(event)
        if read_event(raw).body != event.body:
            # What cannot be read again must never be called saved.
            raise ValueError(f"a body of {event.type} that cannot be read again")
        stored.append(StoredEvent(raw=raw.decode(), event=event))
    unit.events.add(stored, own=True)
    unit.state.device = msgspec.structs.replace(
        device,
        next_seq=device.next_seq + len(stored),
        last_recorded_at=device.last_recorded_at if tools.clock.fixed else now,
    )
    half = len(stored) // 2
    cases = _fold_fresh(unit, stored, fresh, lambda done: tell(half + done // 2))
    told_of = (one.resident for one in drafts if one.resident not in fresh)
    cases += refold(unit, (resident for resident in told_of if resident is not None))
    events = tuple(one.event for one in stored)
    return Saved(action, events, tuple(cases), clock_gone_back(device, tools.clock))


def _fold_fresh(
    unit: Unit,
    stored: Sequence[StoredEvent],
    fresh: Collection[ResidentId],
    tell: Callable[[int], None],
) -> list[Case]:
    from wardtui.domain.fold import fold_case

    logs: dict[ResidentId, list[Entry]] = {}
    for one in stored:
        if one.event.resident is not None and one.event.resident in fresh:
            logs.setdefault(one.event.resident, []).append(one.entry)
    cases = []
    holders = present_holders(unit) if logs else {}
    for number, (resident, log) in enumerate(logs.items(), start=1):
        case = fold_case(resident, log)
        if case is not None:
            cases.append(with_owner(case, holders))
        if not number % _REPORT_EVERY:
            tell(number)
    unit.cases.add(cases)
    return cases


def clock_gone_back(device: Device, clock: Clock) -> datetime | None:
    """When the last entry was made, if the clock now stands before it by more than its slack."""
    last = device.last_recorded_at
    if clock.fixed or last is None or clock.now() >= last - CLOCK_SLACK:
        return None
    return last


def _ward(draft: Draft, pairing: Pairing | None) -> WardCode | None:
    """Before pairing an event names no ward: the server stamps it with the officer's."""
    if pairing is None:
        return None
    return draft.ward or next(iter(pairing.wards), None)


def home_ward(unit: Unit) -> WardCode | None:
    """The ward that counts when none is named: of the pairing, else of the settings."""
    pairing = unit.state.pairing
    if pairing is not None and pairing.wards:
        return pairing.wards[0]
    return unit.state.settings.ward


def derive(
    unit: Unit, person: Person, until: date | None = None, holders: Holders | None = None
) -> Case | None:
    """What a person's events give, as of now or of the end of a day.

    :param holders: who holds which area, when that was asked before
    """
    from wardtui.domain.fold import fold_case

    before = unit.forgotten.get(person.id)
    log = [event.entry for event in person.events]
    case = fold_case(person.id, log, until, before.needs if before else (), person.members)
    if case is None:
        return None
    return with_owner(case, present_holders(unit) if holders is None else holders)


def refold(
    unit: Unit, residents: Iterable[ResidentId], tell: Callable[[int], None] = lambda _: None
) -> list[Case]:
    """Derive cases anew from their events, with those of everybody whom a merge links with them.

    The cases of an area whose holder has changed since the last time come under the present one.

    :param tell: told after each how many residents are done
    """
    cases: dict[ResidentId, Case] = {}
    done: set[ResidentId] = set()
    holders, changed = _take_note(unit)
    for number, resident in enumerate(dict.fromkeys(residents), start=1):
        tell(number)
        if resident in done:
            continue
        for person in people_with(unit, resident):
            done.update(person.members)
            case = derive(unit, person, holders=holders)
            for member in person.members:
                if case is None or member != case.id:
                    unit.cases.remove(member)
            if case is not None:
                unit.cases.put(case)
                cases[case.id] = case
    for case in _under_new_holders(unit, changed, holders):
        cases[case.id] = case
    return list(cases.values())


def _take_note(unit: Unit) -> tuple[Holders, set[Place]]:
    """Who holds what, and for which places that is not what the cases were made under."""
    before = unit.holders.known()
    if before is not None and not unit.holders.doubtful:
        return before, set()
    now = present_holders(unit)
    unit.holders.keep(now)
    if before is None:
        return now, set()
    return now, {place for place in {*before, *now} if before.get(place) != now.get(place)}


def _under_new_holders(unit: Unit, changed: set[Place], holders: Holders) -> Iterator[Case]:
    """Put the present holder into the cases of areas in which that has changed."""
    if not changed:
        return
    worklist = unit.worklist()
    for area in sorted({area for _, area, _ in changed}):
        for position in worklist.select(Filter(area=area, open_only=True)):
            case = unit.cases.get(worklist.row(position).id)
            now = None if case is None else with_owner(case, holders)
            if now is not None and now is not case:
                unit.cases.put(now)
                yield now
