"""Find the case that somebody names at a prompt."""

from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput
from wardtui.domain.ids import ResidentId, is_uuid
from wardtui.services.ports import Unit

SHORTEST = 6
"""Characters of the end of an id that are enough to name somebody."""


class UnknownResident(BadInput):
    """Nobody has this id."""

    CODE = "unknown_resident"


class IdTooShort(BadInput):
    """Too little of an id to name somebody by it."""

    CODE = "id_too_short"


class AmbiguousResident(BadInput):
    """Several ids end so."""

    CODE = "ambiguous_resident"


def find_resident(unit: Unit, text: str) -> Case:
    """The case with an id, or with an id that ends so.

    :raises IdTooShort: when too little of it is given
    :raises UnknownResident: when there is none
    :raises AmbiguousResident: when there are several
    """
    wanted = text.strip().lower()
    if is_uuid(wanted):
        case = unit.cases.get(ResidentId(wanted))
        if case is None:
            raise UnknownResident(resident=wanted)
        return case
    if len(wanted) < SHORTEST:
        raise IdTooShort(resident=wanted, minimum=SHORTEST)
    found = unit.cases.with_id_ending(wanted)
    if len(found) > 1:
        raise AmbiguousResident(resident=wanted, count=len(found))
    case = unit.cases.get(found[0]) if found else None
    if case is None:
        raise UnknownResident(resident=wanted)
    return case
