"""Recording: the one way in which events come to be. One user action, one commit."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.events import Body, Entry, Event, EventRetracted
from wardtui.domain.ids import ActionId, EventId, ResidentId, WardCode
from wardtui.domain.session_events import MAY_FREE_A_SEAT
from wardtui.services.ports import Clock, Tools, Unit
from wardtui.services.records import Device, Pairing, StoredEvent

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
    to_ward: WardCode | None = None
    """Another ward that sees it too, of what is about a handoff."""
    occurred_at: datetime | None = None
    """When it happened; now unless said."""


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """What one user action wrote."""

    action: ActionId
    events: tuple[Event, ...]
    cases: tuple[Case, ...]
    """The cases that it touched, as they are now."""
    moved: tuple[ResidentId, ...] = ()
    """Those of them whom the policy moved because of it."""
    beside: tuple[Case, ...] = ()
    """Other cases whose time had come."""
    clock_was: datetime | None = None
    """The last entry's time, when this machine's clock stands well before it."""

    @property
    def event(self) -> EventId:
        """The first event."""
        return self.events[0].id

    @property
    def case(self) -> Case:
        """The case of the first event that is about one: an offer of another ward is about none."""
        return next(
            case
            for event in self.events
            for case in self.cases
            if event.resident == case.id or event.resident in case.same_as
        )


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
    # Loaded with the policy by the first write: the first screen needs none of it.
    from wardtui.services.deriving import refold
    from wardtui.services.moving import record_due_moves, record_moves
    from wardtui.services.writing import EventWriter

    action = ActionId(tools.ids.new())
    device, pairing = unit.state.device, unit.state.pairing
    told_of = dict.fromkeys(
        one.resident for one in drafts if one.resident is not None and one.resident not in fresh
    )
    # First what time has decided before: it counts from then, not from after this action.
    record_moves(unit, told_of, tools)
    writer = EventWriter(unit, tools)
    for number, draft in enumerate(drafts, start=1):
        if not number % _REPORT_EVERY:
            tell(number // 2)
        ward = _ward(draft, pairing)
        writer.by_person(
            action, draft.resident, ward, draft.body, draft.occurred_at, to_ward=draft.to_ward
        )
    stored = writer.keep()
    half = len(stored) // 2
    cases = _fold_fresh(unit, stored, fresh, lambda done: tell(half + done // 2))
    cases += refold(unit, told_of)
    if any(isinstance(one.event.body, (*MAY_FREE_A_SEAT, EventRetracted)) for one in stored):
        # Loaded for these only: who is on a waiting list may have a seat now.
        from wardtui.services.moving_up import move_up

        cases = _newest((*cases, *move_up(unit, tools)))
    if unit.rejected.count() or unit.rejected.count_discarded():
        # Loaded for these only: what was not taken may be settled, or need attention again.
        from wardtui.services.in_its_place import settle_what_was_recorded

        settle_what_was_recorded(unit, stored, tools.clock.now())
    # Cases that only come under another holder or policy wait for their turn.
    about = [case.id for case in cases if not told_of.keys().isdisjoint((case.id, *case.same_as))]
    moved = {case.id: case for case in record_moves(unit, about, tools)}
    beside = {case.id: case for case in record_due_moves(unit, tools)}
    touched = [case.id for case in cases]
    return Saved(
        action=action,
        events=tuple(one.event for one in stored),
        cases=tuple(beside.get(case.id, moved.get(case.id, case)) for case in cases),
        moved=tuple(one for one in touched if one in moved or one in beside),
        beside=tuple(case for case in beside.values() if case.id not in touched),
        clock_was=clock_gone_back(device, tools.clock),
    )


def _newest(cases: Sequence[Case]) -> list[Case]:
    return list({case.id: case for case in cases}.values())


def _fold_fresh(
    unit: Unit,
    stored: Sequence[StoredEvent],
    fresh: Collection[ResidentId],
    tell: Callable[[int], None],
) -> list[Case]:
    from wardtui.domain.arrangement import arranged
    from wardtui.domain.case_fold import fold_case
    from wardtui.services.arrangement import present_arrangement

    logs: dict[ResidentId, list[Entry]] = {}
    for one in stored:
        if one.event.resident is not None and one.event.resident in fresh:
            logs.setdefault(one.event.resident, []).append(one.entry)
    cases = []
    arrangement = present_arrangement(unit) if logs else None
    for number, (resident, log) in enumerate(logs.items(), start=1):
        case = fold_case(resident, log)
        if case is not None and arrangement is not None:
            cases.append(arranged(case, arrangement))
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
