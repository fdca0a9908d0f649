"""Find the case that somebody names at a prompt."""

from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput
from wardtui.domain.ids import ResidentId, is_uuid
from wardtui.services.person import person_of
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
        return _case(unit, ResidentId(wanted))
    if len(wanted) < SHORTEST:
        raise IdTooShort(resident=wanted, minimum=SHORTEST)
    found = unit.cases.with_id_ending(wanted)
    if not found:
        # Of those who were merged into somebody the events alone know.
        found = [one for one in unit.events.residents() if one.endswith(wanted)]
    if len(found) > 1:
        raise AmbiguousResident(resident=wanted, count=len(found))
    return _case(unit, found[0] if found else ResidentId(wanted))


def _case(unit: Unit, resident: ResidentId) -> Case:
    """The case of the person whom a resident is.

    :raises UnknownResident: when nobody has this id
    """
    case = unit.cases.get(resident) or unit.cases.get(person_of(unit, resident).id)
    if case is None:
        raise UnknownResident(resident=resident)
    return case
