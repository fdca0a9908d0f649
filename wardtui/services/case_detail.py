"""All that the vault knows about one case."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.services.directory import officers
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
    suggestion: "Suggestion | None" = None
    """When to try them next, as far as it was asked for."""


def case_detail(unit: Unit, resident: ResidentId) -> CaseDetail | None:
    """All about the case of a resident, or of whoever they were merged into; none without one."""
    person = person_of(unit, resident)
    case = unit.cases.get(person.id)
    if case is None:
        return None
    door = unit.cases.of_household(case.household) if case.household else []
    return CaseDetail(
        case,
        list(person.events),
        [one for member in person.members for one in unit.events.rejected_of(member)],
        [other for other in door if other.id != case.id],
        {officer.id: officer.name for officer in officers(unit)},
    )
