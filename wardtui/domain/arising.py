"""Needs that arise by themselves when somebody reaches an age: what becomes due next. Pure.

The rule is the law's and needs no policy (``wardtui.domain.card_rules``). A child's card that was
not made gives way to an ID card at 14; a card whose issue is known is due anew at 14, 25, 40 and
60, unless it was issued in the two years before. Of somebody whose lists name no card nothing is
known of the one that they have, so nothing arises but the first duty at 14, for who was listed as
a child.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Protocol

import msgspec

from wardtui.domain.body import Body
from wardtui.domain.card_rules import CARD_FROM, birthday, next_renewal
from wardtui.domain.ids import EventId, ResidentId
from wardtui.domain.moments import VIETNAM, local_day
from wardtui.domain.session_codes import EligibilityCause
from wardtui.domain.vocabulary import Need


class Conclusion(Protocol):
    """What follows for a case by itself: its event is the same on every device."""

    @property
    def resident(self) -> ResidentId:
        """Whom it is about."""
        ...

    @property
    def at(self) -> datetime:
        """From then on it holds."""
        ...

    @property
    def by_time(self) -> bool:
        """Whether only time has passed since what led to it was recorded."""
        ...

    @property
    def event_id(self) -> EventId:
        """The id of its event."""
        ...

    @property
    def body(self) -> Body:
        """What its event says."""
        ...


class Arising(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What becomes due for somebody when they reach an age."""

    need: Need
    cause: EligibilityCause
    due: date
    """The birthday."""
    at: datetime
    """When the need arises: as the birthday begins, and never before they were listed."""


class Cards(msgspec.Struct, frozen=True):
    """What is known of somebody's cards."""

    unmet: frozenset[Need]
    """What they lack."""
    issued_on: date | None
    """The day of the card that they have; null when none is known."""


def next_arising(
    birth_date: str | None, listed_at: datetime, cards: Cards, told: tuple[date, ...]
) -> Arising | None:
    """What becomes due for somebody next if nobody acts; none when nothing does.

    :param birth_date: as the record has it
    :param listed_at: when they came on a list
    :param told: birthdays for which a need arose already, whether or not that still counts
    """
    if not birth_date:
        return None
    if Need.CHILD_CARD in cards.unmet:
        return _at_14(birth_date, listed_at, told)
    if Need.ID_CARD in cards.unmet:
        return None
    if cards.issued_on is None:
        first = _at_14(birth_date, listed_at, told)
        # A list that was made when they were of age has said what they lack.
        return first if first is not None and first.due > local_day(listed_at) else None
    renewal = next_renewal(birth_date, cards.issued_on, told)
    if renewal is None:
        return None
    return Arising(Need.ID_CARD, renewal.cause, renewal.due, _begins(renewal.due, listed_at))


def _at_14(birth_date: str, listed_at: datetime, told: Sequence[date]) -> Arising | None:
    due = birthday(birth_date, CARD_FROM)
    if due is None or due in told:
        return None
    return Arising(Need.ID_CARD, EligibilityCause.AGE_14, due, _begins(due, listed_at))


def _begins(day: date, listed_at: datetime) -> datetime:
    return max(datetime.combine(day, time(0, 0), VIETNAM), listed_at)
