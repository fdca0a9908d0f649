"""At which ages a card is due, and how a child gets one. Pure.

Law on Identification 26/2023/QH15, articles 19, 21 and 23 (``domain.md`` §3). Of a birth date of
which only the month or the year is known, nothing is decided before it is sure: the last day that
it can be counts for an age that is reached, the first one for a card that is old enough.
"""

from datetime import MAXYEAR, MINYEAR, date
from enum import StrEnum

import msgspec

from wardtui.domain.session_codes import EligibilityCause

CARD_FROM = 14
"""From this age on a card is a duty, and it is an adult's."""

CAPTURE_FROM = 6
"""Below this age nothing is captured: the representative applies."""

EARLY_YEARS = 2
"""A card issued so many years before an age at which it would be due serves until the next one."""

AGE_OF: dict[EligibilityCause, int] = {
    EligibilityCause.AGE_14: CARD_FROM,
    EligibilityCause.AGE_25: 25,
    EligibilityCause.AGE_40: 40,
    EligibilityCause.AGE_60: 60,
}
"""The ages at which a card is due, the youngest first."""


class CardBand(StrEnum):
    """How somebody of an age gets a card."""

    UNDER_6 = "under_6"
    """The representative applies through the portal or VNeID; the child need not come."""
    FROM_6 = "from_6"
    """The child comes with a representative."""
    FROM_14 = "from_14"
    """They come themself."""


class Renewal(msgspec.Struct, frozen=True):
    """When a card has to be issued anew."""

    cause: EligibilityCause
    due: date
    """The birthday."""

    @property
    def may_renew_from(self) -> date:
        """From then on a new card serves beyond that birthday."""
        return years_before(self.due, EARLY_YEARS)


def band(birth_date: str | None, day: date) -> CardBand | None:
    """How somebody gets a card on a day; none when their birth date is not known.

    :param birth_date: as the record has it (``Resident.birth_date``)
    """
    if birthday(birth_date, 0) is None:
        return None
    if _has_reached(birth_date, CARD_FROM, day):
        return CardBand.FROM_14
    return CardBand.FROM_6 if _has_reached(birth_date, CAPTURE_FROM, day) else CardBand.UNDER_6


def birthday(birth_date: str | None, age: int) -> date | None:
    """By when somebody has surely reached an age; none when that cannot be said.

    Who was born on 29 February has their birthday on 1 March of other years.
    """
    return _day(birth_date, age, last=True)


def next_renewal(
    birth_date: str | None, issued_on: date, but_not: tuple[date, ...] = ()
) -> Renewal | None:
    """When a card has to be issued anew; none for who keeps it for life.

    The first of the birthdays at which cards are due whose two years before it began after the
    card was issued.

    :param but_not: birthdays that are settled already
    """
    for cause, age in AGE_OF.items():
        due, earliest = birthday(birth_date, age), _day(birth_date, age, last=False)
        if due is None or earliest is None:
            return None
        if issued_on < years_before(earliest, EARLY_YEARS) and due not in but_not:
            return Renewal(cause, due)
    return None


def years_before(day: date, years: int) -> date:
    """The same day so many years before."""
    return _years_on(day, -years) or date.min


def _has_reached(birth_date: str | None, age: int, day: date) -> bool:
    on = birthday(birth_date, age)
    return on is not None and on <= day


def _day(birth_date: str | None, age: int, *, last: bool) -> date | None:
    """The last or the first day on which somebody can reach an age."""
    born = _born(birth_date, last=last) if birth_date else None
    return None if born is None else _years_on(born, age)


def _born(birth_date: str, *, last: bool) -> date | None:
    """The last or the first day on which somebody can be born; none when there is no such day."""
    year, *rest = (int(part) for part in birth_date.split("-"))
    try:
        month = rest[0] if rest else (12 if last else 1)
        if len(rest) == 2:
            return date(year, month, rest[1])
        return _last_of(year, month) if last else date(year, month, 1)
    except ValueError:
        return None


def _last_of(year: int, month: int) -> date:
    # Loaded for such a date only: every start reads this module.
    from calendar import monthrange

    return date(year, month, monthrange(year, month)[1])


def _years_on(day: date, years: int) -> date | None:
    """The same day of another year, 1 March for a 29 February; none outside the calendar."""
    year = day.year + years
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1) if MINYEAR <= year <= MAXYEAR else None
