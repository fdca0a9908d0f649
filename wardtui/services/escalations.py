"""What was handed up, as of now: the board's cases, and how the levels answer."""

from collections.abc import Iterable
from datetime import date, datetime

from wardtui.domain.answers import Answer, Held, Workload, answers, workloads
from wardtui.domain.board import EVERYTHING, Board, Wanted, handed
from wardtui.domain.case import Case
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.moments import end_of_day, end_of_shift, local_day
from wardtui.domain.policy import HIGHEST, Policy
from wardtui.domain.worklist import worklist_row
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_index import Worklist
from wardtui.services.arrangement import present_arrangement
from wardtui.services.deriving import derive
from wardtui.services.listing import list_as_of
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.recording import home_ward

ABOVE_THE_FIRST = Filter(levels=tuple(range(FIRST_LEVEL + 1, HIGHEST + 1)), open_only=True)


def top_level(unit: Unit) -> int:
    """The highest level of the policies under which this device works."""
    arrangement = present_arrangement(unit)
    forces = [arrangement.force(home_ward(unit)), *arrangement.policies.values()]
    return max(one.policy.top for one in forces)


def ward_policy(unit: Unit) -> Policy:
    """The policy of this device's ward: what its levels and rules are called."""
    return present_arrangement(unit).force(home_ward(unit)).policy


def board(unit: Unit, now: datetime, wanted: Wanted = EVERYTHING) -> Board:
    """The board as of now."""
    return board_of(list_as_of(unit, now).worklist, now, top_level(unit), wanted)


def board_of(worklist: Worklist, now: datetime, top: int, wanted: Wanted = EVERYTHING) -> Board:
    """The board of a worklist that is as of now.

    :param top: the highest level
    """
    rows = (worklist.row(position) for position in worklist.select(ABOVE_THE_FIRST))
    return Board.of(rows, now, top, wanted)


def workload(
    unit: Unit, now: datetime, day: date | None = None, area: str | None = None
) -> list[Workload]:
    """What everybody above the first level holds, and how they have answered. Reads every case
    that was ever handed up.

    :param day: as it was at the end of this day, by what is known now; as of now unless given
    :param area: only the cases of this area
    """
    if day is not None and day >= local_day(now):
        day = None
    listing = list_as_of(unit, now)
    found: list[Case] = []
    for row in listing.worklist.rows():
        case = listing.case(unit, row.id) if row.ladder is not None else None
        if case is not None and day is not None and local_day(case.changed_at) > day:
            case = derive(unit, person_of(unit, case.id), day)
        if case is not None and area in (None, case.resident.area):
            found.append(case)
    return workload_of(found, now, day)


def workload_of(cases: Iterable[Case], now: datetime, day: date | None) -> list[Workload]:
    """What everybody above the first level holds of some cases, and how they have answered.

    :param cases: as they are at the end of the day, or now
    """
    at = now if day is None or day >= local_day(now) else end_of_day(end_of_shift(day))
    held: list[Held] = []
    found: list[Answer] = []
    for case in cases:
        row = worklist_row(case)
        one = handed(row)
        if one is not None:
            held.append(Held(row.owner, one.is_overdue(at), not one.is_untaken))
        found += answers(case.ladder.rungs)
    return workloads(held, found)
