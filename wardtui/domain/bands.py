"""By which groups reports and filters tell people apart: age, and where somebody is registered."""

from datetime import date
from enum import StrEnum


class AgeBand(StrEnum):
    """Ages as the reports count them (domain.md §1.3)."""

    UNDER_6 = "under_6"
    FROM_6_TO_13 = "6_to_13"
    FROM_14 = "14_and_over"
    UNKNOWN = "unknown"


class Residency(StrEnum):
    """Where somebody is registered, and whether they live here."""

    LIVING_REGISTERED = "living_registered"
    """What people call KT1."""
    AWAY_REGISTERED = "away_registered"
    """What people call KT2."""
    LIVING_UNREGISTERED = "living_unregistered"
    UNKNOWN = "unknown"


def age_band(birth_date: str | None, day: date) -> AgeBand:
    """The age band of somebody on a day."""
    born = birth_number(birth_date)
    if not born:
        return AgeBand.UNKNOWN
    years = (day.year * 10_000 + day.month * 100 + day.day - born) // 10_000
    if years < 6:
        return AgeBand.UNDER_6
    return AgeBand.FROM_6_TO_13 if years < 14 else AgeBand.FROM_14


def residency_of(registered_here: bool | None, lives_here: bool | None) -> Residency:
    """The residency that two facts make; unknown as long as one of them is."""
    match registered_here, lives_here:
        case True, True:
            return Residency.LIVING_REGISTERED
        case True, False:
            return Residency.AWAY_REGISTERED
        case False, True:
            return Residency.LIVING_UNREGISTERED
        case _:
            return Residency.UNKNOWN


def birth_number(birth_date: str | None) -> int:
    """A birth date as the number YYYYMMDD, 0 when there is none.

    What is not known of it counts as the first day it may be, so that nobody is taken for younger
    than they may be.
    """
    if not birth_date:
        return 0
    year, month, day = [*map(int, birth_date.split("-")), 1, 1][:3]
    return year * 10_000 + month * 100 + day
