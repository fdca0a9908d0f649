"""Everybody behind the door of a resident, as of now."""

from datetime import datetime

from wardtui.domain.errors import Refused
from wardtui.domain.household import Household, household
from wardtui.domain.ids import ResidentId, short_id
from wardtui.services.arrangement import present_arrangement
from wardtui.services.find_resident import find_resident
from wardtui.services.moving import as_of
from wardtui.services.ports import Unit


class NoDoor(Refused):
    """The resident has no address, so nobody knows who shares their door."""

    CODE = "no_door"


def household_of(unit: Unit, resident: ResidentId, now: datetime) -> Household:
    """Who lives behind the door of a resident, with all that time has decided by now.

    :raises wardtui.services.find_resident.UnknownResident: when nobody has this id
    :raises NoDoor: when the resident has no address
    """
    asked = find_resident(unit, resident)
    arrangement = present_arrangement(unit)
    behind = unit.cases.of_household(asked.household) if asked.household else []
    found = [as_of(unit, one.id, now, arrangement) for one in (asked, *behind)]
    cases = {one.case.id: one.case for one in found if one is not None}
    door = household(cases.get(asked.id, asked), cases.values())
    if door is None:
        raise NoDoor(resident=short_id(asked.id))
    return door
