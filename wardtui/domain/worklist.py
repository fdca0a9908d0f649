"""One line of the worklist: what the list shows of a case, and where it stands in each order."""

from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from wardtui.domain.case import NO_TALLIES, Attempts, Case, Tallies
from wardtui.domain.doors import household_key
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import TimeSlot
from wardtui.domain.phone_forms import national
from wardtui.domain.policy import RuleId
from wardtui.domain.text import CollationKey, NaturalKey, name_key, natural_key
from wardtui.domain.vocabulary import ActionKind, Flag, Need, Outcome, Status, SupportNeed
from wardtui.domain.worklist_query import search_text

NO_AREA = ""
"""Area of a case whose list named none."""


class RowLadder(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How a case that was ever handed up came to its level, in short."""

    since: datetime
    rule: RuleId | None
    """What raised it to its level; null when somebody did, or when it came back."""
    came_back: bool
    """It was given back or settled from above."""
    accepted: bool
    answer_by: datetime | None = None
    """When the answer of its level is due."""
    probably: bool = False
    """Time alone moved it, and this device may not know that somebody has answered."""


class WorklistRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A case as the list shows it. Array-like, because fifty thousand of them are kept at hand."""

    id: ResidentId
    name: str
    birth_year: int | None
    area: str
    address: str
    phone: str
    """The first number as people dial it; empty when there is none."""
    status: Status
    level: int
    unmet: tuple[Need, ...]
    kind: ActionKind | None
    due: datetime | None
    attempts: Attempts
    last_outcome: Outcome | None
    last_at: datetime | None
    flags: tuple[Flag, ...]
    search: str
    """Folded name, its initials, phones, personal numbers and address."""
    route_no: int | None = None
    """Place on the walk through the area, set by hand."""
    in_conflict: bool = False
    """A field has two corrections, and somebody has to choose."""
    birth_date: str | None = None
    """As far as it is known: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``."""
    registered_here: bool | None = None
    lives_here: bool | None = None
    support_needs: tuple[SupportNeed, ...] = ()
    slots: tuple[TimeSlot, ...] = ()
    """Time slots in which somebody tried, on any channel."""
    tallies: Tallies = NO_TALLIES
    """Calls and visits by time slot."""
    owner: str = ""
    """Whose the next action is: an officer's id or ``level:N``; empty when there is none."""
    ladder: RowLadder | None = None
    """Null for a case that never left the first level."""

    @property
    def household(self) -> str | None:
        """Equal for all who share a door."""
        return household_key(self.area or None, self.address or None)

    @property
    def needs_action(self) -> bool:
        """Whether the case is open."""
        return self.status.needs_action


def worklist_row(case: Case, *, probably: bool = False) -> WorklistRow:
    """The line of a case.

    :param probably: time alone has moved it, and this device may not know of an answer
    """
    resident = case.resident
    last = case.last_contact
    action = case.next_action
    return WorklistRow(
        id=case.id,
        name=resident.name,
        birth_year=resident.birth_year,
        area=resident.area or NO_AREA,
        address=resident.address or "",
        phone=national(resident.phones[0].number) if resident.phones else "",
        status=case.status,
        level=case.level,
        unmet=case.unmet,
        kind=action.kind if action else None,
        due=action.due if action else None,
        attempts=case.attempts,
        last_outcome=last.outcome if last else None,
        last_at=last.at if last else None,
        flags=case.flags,
        search=search_text(resident),
        route_no=resident.route_no,
        in_conflict=bool(case.conflicts),
        birth_date=resident.birth_date,
        registered_here=resident.registered_here,
        lives_here=resident.lives_here,
        support_needs=case.support_needs,
        slots=case.slots,
        tallies=case.tallies,
        owner=action.owner if action else "",
        ladder=_row_ladder(case, probably),
    )


def _row_ladder(case: Case, probably: bool) -> RowLadder | None:
    came = case.ladder.came_by
    if came is None:
        return None
    return RowLadder(
        since=case.ladder.since,
        rule=came.rule,
        came_back=case.ladder.came_back_by is not None,
        accepted=case.ladder.accepted is not None,
        answer_by=case.answer_by,
        probably=probably,
    )


AreaKey = tuple[bool, NaturalKey]
DoorKey = tuple[AreaKey, Any, str]
"""Of an area, of a door in it (``wardtui.domain.addresses.WalkKey``), and of a resident."""


@lru_cache(maxsize=4096)
def area_order(area: str) -> AreaKey:
    """Sort key of areas: natural order, those without one last."""
    return area == NO_AREA, natural_key(area)


def due_time(row: WorklistRow) -> float:
    """When a line is due, as a number; finished cases never are."""
    return row.due.timestamp() if row.due else float("inf")


def due_key(row: WorklistRow) -> tuple[float, DoorKey]:
    """Sort key: the soonest due first, finished cases last, then as somebody walks."""
    return due_time(row), walk_key(row)


def walk_key(row: WorklistRow) -> DoorKey:
    """Sort key: area by area, door by door."""
    # Addresses are read where somebody walks, which a first list never does.
    from wardtui.domain.addresses import walking_key

    return area_order(row.area), walking_key(row.address, row.route_no), row.id


def sides_walk_key(row: WorklistRow) -> DoorKey:
    """Sort key: area by area, up the odd side of each street and down the even side."""
    from wardtui.domain.addresses import sides_key

    return area_order(row.area), sides_key(row.address, row.route_no), row.id


def given_name_key(row: WorklistRow) -> tuple[tuple[CollationKey, CollationKey], str]:
    """Sort key: by given name, as Vietnamese lists are."""
    return name_key(row.name), row.id
