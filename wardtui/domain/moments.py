"""Days and time slots as the officers count them: always in Asia/Ho_Chi_Minh."""

from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

VIETNAM = timezone(timedelta(hours=7), "+07")
"""Vietnam has had one offset without summer time since 1975, so no time-zone data is needed."""

_FIRST = datetime.min.replace(tzinfo=VIETNAM)
_LAST = datetime.max.replace(tzinfo=VIETNAM)

SHIFT_END = time(22, 0)
"""Last hour of the working day in a campaign (shifts run 07:00-22:00)."""

EVENING_START = time(18, 0)
"""From here an attempt counts as an evening one."""

NOON = time(12, 0)


class TimeSlot(StrEnum):
    """When somebody was tried. Saturday and Sunday are one slot, whatever the hour."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    WEEKEND = "weekend"


def local(moment: datetime) -> datetime:
    """The same moment on a Vietnamese clock, or the end of the calendar when it has none there."""
    try:
        return moment.astimezone(VIETNAM)
    except OverflowError:
        return _LAST if moment.year > 1 else _FIRST


def local_day(moment: datetime) -> date:
    """The Vietnamese calendar day of a moment."""
    return local(moment).date()


def slot_of(moment: datetime) -> TimeSlot:
    """The time slot of a moment."""
    here = local(moment)
    if here.weekday() >= 5:
        return TimeSlot.WEEKEND
    if here.time() >= EVENING_START:
        return TimeSlot.EVENING
    return TimeSlot.MORNING if here.time() < NOON else TimeSlot.AFTERNOON


def end_of_shift(day: date) -> datetime:
    """22:00 of a day."""
    return datetime.combine(day, SHIFT_END, VIETNAM)


def end_of_day(moment: datetime) -> datetime:
    """Midnight after a moment."""
    midnight = datetime.combine(local_day(moment), time(0, 0), VIETNAM)
    return later(midnight, days=1)


def later(moment: datetime, **delta: float) -> datetime:
    """``moment`` plus a ``timedelta``, held inside the calendar."""
    try:
        return moment + timedelta(**delta)
    except OverflowError:
        return moment


def days_later(moment: datetime, days: int) -> datetime:
    """The end of the shift ``days`` after a moment's day."""
    day = local_day(moment)
    try:
        return end_of_shift(day + timedelta(days=days))
    except OverflowError:
        return end_of_shift(day)
