"""What follows by itself, by a policy or an age: shown as of now, recorded at the next write."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.arising import Conclusion
from wardtui.domain.arrangement import Arrangement
from wardtui.domain.case import Case
from wardtui.domain.events import Entry
from wardtui.domain.following import follows, has_followed
from wardtui.domain.ids import DeviceId, ResidentId
from wardtui.domain.moments import later
from wardtui.domain.policy import InForce
from wardtui.services.arrangement import present_arrangement
from wardtui.services.deriving import derive, refold
from wardtui.services.person import person_of
from wardtui.services.policies import can_answer_by_itself
from wardtui.services.ports import Tools, Unit
from wardtui.services.writing import EventWriter, rule_made

AT_ONCE = 20
"""Cases that one write moves beside its own, at most; the others wait for the next."""

_EVERYBODY = 2**31

_BEHIND_ALL = 2**52
"""``device_seq`` of what is not recorded yet."""


class AsOf(msgspec.Struct, frozen=True):
    """A case with all that has followed by now."""

    case: Case
    decisions: tuple[Conclusion, ...] = ()
    """Those that are not recorded, in their order."""
    probably: bool = False
    """Time alone decided one of them, and this device may not know that somebody has answered."""


def as_of(
    unit: Unit, resident: ResidentId, now: datetime, arrangement: Arrangement | None = None
) -> AsOf | None:
    """A case as of now; none when there is no such case."""
    case = unit.cases.get(resident)
    if case is None:
        return None
    if not _is_due(case, now):
        return AsOf(case)
    return _moved(unit, case, now, arrangement or present_arrangement(unit))


def _is_due(case: Case, now: datetime) -> bool:
    return case.moves_at is not None and case.moves_at <= now


def moved_by_now(unit: Unit, now: datetime, but_not: Collection[ResidentId] = ()) -> Iterator[AsOf]:
    """For whom something has followed by now without a record of it.

    :param but_not: who need not be looked at
    """
    arrangement = present_arrangement(unit)
    for resident in unit.cases.moving(now, _EVERYBODY):
        found = None if resident in but_not else as_of(unit, resident, now, arrangement)
        if found is not None and found.decisions:
            yield found


def _moved(unit: Unit, case: Case, now: datetime, arrangement: Arrangement) -> AsOf:
    """What the decisions make of a case: the fold of its events and of theirs."""
    person = person_of(unit, case.id)
    case, decisions = all_that_followed(
        case,
        arrangement.force(case.ward),
        now,
        lambda further: derive(unit, person, arrangement=arrangement, further=further),
    )
    may_record = records_by_time(unit, arrangement, case, now)
    probably = not may_record and any(one.by_time for one in decisions)
    return AsOf(case, decisions, probably)


def all_that_followed(
    case: Case, force: InForce, now: datetime, fold: Callable[[Sequence[Entry]], Case | None]
) -> tuple[Case, tuple[Conclusion, ...]]:
    """A case with all that has followed by now, and what that was.

    :param force: the policy of the case's ward
    :param fold: what the case is with some entries behind all others
    """
    decisions: list[Conclusion] = []
    further: list[Entry] = []
    while (decision := follows(case, force, now)) is not None:
        event = rule_made(decision, case.ward, DeviceId(""), _BEHIND_ALL + len(further), now)
        further.append(Entry(event, None, case.ward))
        then = fold(further)
        if then is None or not has_followed(decision, case, then):
            break  # without effect it would be decided for ever
        case = then
        decisions.append(decision)
    return case, tuple(decisions)


def records_by_time(unit: Unit, arrangement: Arrangement, case: Case, now: datetime) -> bool:
    """Whether this device may record what time alone decides about a case."""
    if unit.state.pairing is None:
        return True
    last_pull = unit.state.sync.last_success
    return can_answer_by_itself(arrangement.force(case.ward), last_pull, now)


def record_moves(
    unit: Unit, residents: Iterable[ResidentId], tools: Tools, limit: int | None = None
) -> list[Case]:
    """Record what the policy has decided by now about some residents, in the caller's transaction.

    :param limit: of cases that are moved
    :return: the cases that it moved
    """
    now = server_time(unit, tools)
    # Read with the first case that moves: most writes move none.
    arrangement: Arrangement | None = None
    writer: EventWriter | None = None
    moved: dict[ResidentId, None] = {}
    for resident in residents:
        if len(moved) == limit:
            break
        case = None if resident in moved else unit.cases.get(resident)
        if case is None or not _is_due(case, now):
            continue
        arrangement = arrangement or present_arrangement(unit)
        writer = writer or EventWriter(unit, tools)
        found = _moved(unit, case, now, arrangement)
        for decision in found.decisions:
            if found.probably and decision.by_time:
                break
            writer.by_rule(decision, found.case.ward)
            moved[resident] = None
    if not moved or writer is None:
        return []
    writer.keep()
    return refold(unit, moved)


def record_due_moves(unit: Unit, tools: Tools, limit: int = AT_ONCE) -> list[Case]:
    """Record what time has decided since the last write, the longest overdue first.

    :param limit: of cases that are moved at once
    :return: the cases that it moved
    """
    now = server_time(unit, tools)
    due = unit.cases.moving(now, _EVERYBODY)
    if not due or not _may_record_anything(unit, now):
        return []
    return record_moves(unit, due, tools, limit)


def server_time(unit: Unit, tools: Tools) -> datetime:
    """The present moment by the server's clock: a clock that is fast must not raise too early."""
    now, offset = tools.clock.now(), unit.state.sync.clock_offset
    if tools.clock.fixed or not offset:
        return now
    return later(now, seconds=offset)


def _may_record_anything(unit: Unit, now: datetime) -> bool:
    """Whether time may move any case here: else every write would look at the same cases."""
    pairing = unit.state.pairing
    if pairing is None:
        return True
    arrangement, last_pull = present_arrangement(unit), unit.state.sync.last_success
    forces = (arrangement.force(ward) for ward in pairing.wards)
    return any(can_answer_by_itself(force, last_pull, now) for force in forces)
