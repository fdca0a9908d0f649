"""All that the vault knows about one case."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.ids import EventId, OfficerId, ResidentId
from wardtui.domain.policy import InForce
from wardtui.services.arrangement import present_arrangement
from wardtui.services.directory import officers
from wardtui.services.moving import AsOf, as_of, records_by_time
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.records import Rejected, StoredEvent

if TYPE_CHECKING:
    from wardtui.domain.best_time import Suggestion


class CaseDetail(msgspec.Struct, frozen=True):
    """A case with what led to it."""

    case: Case
    history: list[StoredEvent]
    rejected: list[Rejected]
    household: list[Case]
    """The others behind the same door."""
    names: Mapping[OfficerId, str]
    """Of the officers who are known."""
    force: InForce
    """The policy of its ward."""
    supposed: tuple[EventId, ...] = ()
    """Of the moves that are not recorded, those that this device only supposes: it has not read
    for long, and somebody may have answered."""
    only_supposes: bool = False
    """Whether it could only suppose what time decides about the case next."""
    suggestion: "Suggestion | None" = None
    """When to try them next, as far as it was asked for."""
    discarded: tuple[Rejected, ...] = ()
    """Those that were not taken and that somebody let go."""


def case_detail(unit: Unit, resident: ResidentId, now: datetime | None = None) -> CaseDetail | None:
    """All about the case of a resident, or of whoever they were merged into; none without one.

    :param now: with all that the policy has decided by then; as it is recorded unless given
    """
    person = person_of(unit, resident)
    arrangement = present_arrangement(unit)
    recorded = unit.cases.get(person.id)
    if recorded is None:
        return None
    found = as_of(unit, person.id, now, arrangement) if now is not None else None
    found = found or AsOf(recorded)
    case = found.case
    door = unit.cases.of_household(case.household) if case.household else []
    return CaseDetail(
        case,
        list(person.events),
        [one for member in person.members for one in unit.events.rejected_of(member)],
        [other for other in door if other.id != case.id],
        {officer.id: officer.name for officer in officers(unit)},
        arrangement.force(case.ward),
        _supposed(found),
        now is not None and not records_by_time(unit, arrangement, case, now),
        discarded=tuple(
            one for member in person.members for one in unit.rejected.discarded_of(member)
        ),
    )


def _supposed(found: AsOf) -> tuple[EventId, ...]:
    """The first move that time alone decided, and all that rests on it."""
    if not found.probably:
        return ()
    first = next(i for i, one in enumerate(found.decisions) if one.by_time)
    return tuple(one.event_id for one in found.decisions[first:])
