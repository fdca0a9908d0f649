"""What was handed up, as of now: the board's cases, and how the levels answer."""

from datetime import datetime

from wardtui.domain.answers import Answer, Held, Workload, answers, workloads
from wardtui.domain.board import EVERYTHING, Board, Wanted, handed
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.policy import HIGHEST, Policy
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_index import Worklist
from wardtui.services.arrangement import present_arrangement
from wardtui.services.listing import list_as_of
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


def workload(unit: Unit, now: datetime) -> list[Workload]:
    """What everybody above the first level holds, and how they have answered. Reads every case
    that was ever handed up."""
    listing = list_as_of(unit, now)
    held: list[Held] = []
    found: list[Answer] = []
    for row in listing.worklist.rows():
        if row.ladder is None:
            continue
        one = handed(row)
        if one is not None:
            held.append(Held(row.owner, one.is_overdue(now), not one.is_untaken))
        case = listing.case(unit, row.id)
        found += [] if case is None else answers(case.ladder.rungs)
    return workloads(held, found)
