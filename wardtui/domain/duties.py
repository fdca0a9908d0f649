"""The duty roster: who does what in which shift, by the last word on each. Pure and total."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

import msgspec

from wardtui.domain.events import Entry
from wardtui.domain.ids import OfficerId, WardCode
from wardtui.domain.retraction import live
from wardtui.domain.session_codes import Duty, Shift
from wardtui.domain.session_events import DutyAssigned

HOURS: Mapping[Shift, tuple[time, time]] = {
    Shift.MORNING: (time(7), time(12)),
    Shift.AFTERNOON: (time(12), time(17)),
    Shift.EVENING: (time(17), time(22)),
    Shift.NIGHT: (time(22), time(7)),
}
"""When a shift begins and ends; the night ends on the day after the one that it is named by."""

AROUND_THE_CLOCK = (Duty.DATA_CLEANING,)
"""Duties that go on at any hour: in every shift somebody has to have them."""

MOST_DAYS = 366
"""Of a roster that is asked for at once."""

Post = tuple[date, Shift, Duty]


class Duties(msgspec.Struct, frozen=True):
    """Who is on duty at one post."""

    day: date
    shift: Shift
    duty: Duty
    officers: tuple[OfficerId, ...] = ()

    @property
    def is_open(self) -> bool:
        """Somebody has to be there, and nobody is."""
        return self.duty in AROUND_THE_CLOCK and not self.officers


def duties_in(shift: Shift) -> tuple[Duty, ...]:
    """What there is to be done in a shift: at night only what goes on around the clock."""
    return AROUND_THE_CLOCK if shift is Shift.NIGHT else tuple(Duty)


POSTS: tuple[tuple[Shift, Duty], ...] = tuple(
    (shift, duty) for shift in Shift for duty in duties_in(shift)
)
"""Those of one day, in the order of its hours."""


def assigned(entries: Sequence[Entry], ward: WardCode | None) -> dict[Post, tuple[OfficerId, ...]]:
    """Who is on duty at each post of a ward of which anything was said.

    What was said of a night's other duties is kept too: a newer version may know of more.

    :param entries: the events about no resident, in order (``Entry.order``)
    :param ward: null before the device was paired; what no server has stamped yet is of this one
    """
    found: dict[Post, tuple[OfficerId, ...]] = {}
    for entry in live(entries):
        body = entry.event.body
        if isinstance(body, DutyAssigned) and entry.ward in (ward, None):
            found[body.day, body.shift, body.duty] = tuple(dict.fromkeys(body.officers))
    return found


def roster(
    said: Mapping[Post, tuple[OfficerId, ...]], first: date, days: int
) -> tuple[Duties, ...]:
    """Every post of some days, day by day; who has it or that nobody does."""
    wanted = (day for day in _days(first, days))
    return tuple(
        Duties(day, shift, duty, said.get((day, shift, duty), ()))
        for day in wanted
        for shift, duty in POSTS
    )


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return _days_on(day, -day.weekday())


def _days(first: date, days: int) -> Sequence[date]:
    return [day for number in range(days) if (day := _days_on(first, number)) >= first]


def _days_on(day: date, days: int) -> date:
    """So many days later, held inside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
