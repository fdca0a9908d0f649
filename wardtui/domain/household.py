"""One door: who lives behind it, and who of them is still to be reached. Pure and total."""

from collections.abc import Iterable
from datetime import date

import msgspec

from wardtui.domain.card_rules import CARD_FROM
from wardtui.domain.case import Case
from wardtui.domain.vocabulary import Status

_ELSEWHERE = (Status.CLOSED, Status.HANDED_OFF)
"""Cases of people who are not met here: nobody asks for them at this door."""


class Household(msgspec.Struct, frozen=True):
    """Everybody behind one door."""

    address: str
    area: str | None
    due: tuple[Case, ...]
    """Who still lacks something, the soonest due first."""
    done: tuple[Case, ...]
    """Who lacks nothing any more, the eldest first."""

    @property
    def everybody(self) -> tuple[Case, ...]:
        """All of them, those who are still to be reached first."""
        return self.due + self.done


def household(asked: Case, behind: Iterable[Case]) -> Household | None:
    """The household of a resident; none without an address, for then there is no door.

    :param behind: the cases behind the same door, in any order
    """
    if asked.household is None or not asked.resident.address:
        return None
    here = {case.id: case for case in (asked, *behind) if case.status not in _ELSEWHERE}
    people = sorted(here.values(), key=_order)
    return Household(
        asked.resident.address,
        asked.resident.area,
        tuple(case for case in people if case.next_action is not None),
        tuple(case for case in people if case.next_action is None),
    )


def needs_guardian(case: Case, day: date) -> bool:
    """Whether a parent or guardian acts for somebody (Law 26/2023/QH15, article 23)."""
    age = case.resident.age_on(day)
    return age is not None and age < CARD_FROM


def _order(case: Case) -> tuple[bool, float, str, str]:
    action = case.next_action
    due = 0.0 if action is None else action.due.timestamp()
    return action is None, due, case.resident.birth_date or "9999", case.id
