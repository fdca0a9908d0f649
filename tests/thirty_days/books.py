"""The figures of each day, as a table that a person can read."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from tests.thirty_days.play import Evening
from wardtui.domain.case import Case
from wardtui.domain.figures import count
from wardtui.domain.moments import local_day
from wardtui.domain.standing import standing
from wardtui.domain.vocabulary import RungKind, Status

TOP = 3


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One day. Of what happened: how often on that day. Of what stands: how many that evening."""

    day: int
    date: str
    open: int
    done: int
    closed: int
    paused: int
    calls: int
    visits: int
    to_2: int
    to_3: int
    accepted: int
    settled: int
    """Given back to the area officer because a level has done its part."""
    returned: int
    at_2: int
    at_3: int
    overdue: int
    """At the top, which never moves on."""


_HEADS = {
    "day": "day",
    "date": "date      ",
    "open": "open",
    "done": "done",
    "closed": "closed",
    "paused": "paused",
    "calls": "calls",
    "visits": "visits",
    "to_2": "to 2",
    "to_3": "to 3",
    "accepted": "accepted",
    "settled": "settled",
    "returned": "returned",
    "at_2": "at 2",
    "at_3": "at 3",
    "overdue": "overdue at 3",
}


def row(evening: Evening) -> Row:
    """The figures of a day."""
    day = local_day(evening.now)
    figures = count((standing(case, day) for case in evening.cases), day)
    happened = Counter(
        (rung.kind, rung.to_level if rung.kind is RungKind.RAISED else 0)
        for case in evening.cases
        for rung in case.ladder.rungs
        if local_day(rung.at) == day
    )
    return Row(
        day=evening.number,
        date=f"{day:%a %d/%m}",
        open=len(evening.open),
        done=figures.done_total,
        closed=len(evening.cases) - figures.eligible,
        paused=sum(case.status is Status.PAUSED for case in evening.cases),
        calls=figures.attempts_today.call,
        visits=figures.attempts_today.visit,
        to_2=happened[RungKind.RAISED, 2],
        to_3=happened[RungKind.RAISED, 3],
        accepted=happened[RungKind.ACCEPTED, 0],
        settled=happened[RungKind.RESOLVED, 0],
        returned=happened[RungKind.RETURNED, 0],
        at_2=figures.escalated.get("2", 0),
        at_3=figures.escalated.get("3", 0),
        overdue=sum(_is_overdue(case, evening) for case in evening.open),
    )


def _is_overdue(case: Case, evening: Evening) -> bool:
    action = case.next_action
    return case.level == TOP and action is not None and action.due < evening.now


def table(rows: Sequence[Row]) -> str:
    """The figures in columns."""
    lines = ["  ".join(_HEADS.values())]
    lines += [
        "  ".join(f"{getattr(one, name)!s:>{len(head)}}" for name, head in _HEADS.items())
        for one in rows
    ]
    return "\n".join(lines)
