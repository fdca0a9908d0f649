"""When a session of each kind usually takes place: what a new one is offered to begin with. Pure.

The working day of an office is 07:30-17:00; a ward evening begins when people are back from work;
the mobile team comes when they are at home, at the weekend.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import msgspec

from wardtui.domain.moments import VIETNAM, local
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.slots import MINUTES_EACH

_SATURDAY = 5


class UsualHours(msgspec.Struct, frozen=True):
    """From when until when, and for how long each person."""

    start: datetime
    end: datetime
    minutes_each: int


def usual_hours(kind: SessionKind, now: datetime) -> UsualHours:
    """The next usual day and hours of a kind that have not begun."""
    suits, begins, ends, minutes = _USUAL[kind]
    here = local(now)
    day = here.date()
    while not suits(day) or datetime.combine(day, begins, VIETNAM) <= here:
        day += timedelta(days=1)
    return UsualHours(
        datetime.combine(day, begins, VIETNAM), datetime.combine(day, ends, VIETNAM), minutes
    )


def _any_day(_day: date) -> bool:
    return True


def _working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY


def _weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


_AT_A_DOOR_MINUTES = 30
"""With the way from one door to the next."""

_OFFICE = (_working_day, time(7, 30), time(17, 0), MINUTES_EACH)
_FACILITY = (_working_day, time(8, 0), time(11, 30), _AT_A_DOOR_MINUTES)
_OUTSIDE = (_weekend, time(8, 0), time(17, 0), MINUTES_EACH)

_USUAL: dict[SessionKind, tuple[Callable[[date], bool], time, time, int]] = {
    SessionKind.DISTRICT_OFFICE: _OFFICE,
    SessionKind.WARD_OFFICE: _OFFICE,
    SessionKind.WARD_EVENING: (_any_day, time(18, 0), time(21, 0), MINUTES_EACH),
    SessionKind.MOBILE_TEAM: _OUTSIDE,
    SessionKind.AT_HOME: (_weekend, time(8, 0), time(11, 30), _AT_A_DOOR_MINUTES),
    SessionKind.HOSPITAL_BED: _FACILITY,
    SessionKind.SOCIAL_CENTRE: _FACILITY,
    SessionKind.MARKET_OR_HALL: _OUTSIDE,
    SessionKind.OTHER_PROVINCE: _OUTSIDE,
}
