"""The time slots of a session: devices times slots are its seats. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from math import ceil, floor

from wardtui.domain.sessions import Session

MINUTES_EACH = 15
"""How long one person takes at a device unless said otherwise."""


def seats_in(start: datetime, end: datetime, devices: int, minutes_each: int) -> int:
    """Seats of a session: so many slots on each device, at least one."""
    slots = floor((end - start) / timedelta(minutes=minutes_each))
    return devices * max(1, slots)


def slot_starts(session: Session) -> Iterator[datetime]:
    """When each slot of a device starts, to the whole minute."""
    count = ceil(session.capacity / session.devices)
    for number in range(count):
        start = session.start + (session.end - session.start) * number / count
        yield start.replace(second=0, microsecond=0)


def free_slot(session: Session, taken: Iterable[datetime], now: datetime) -> datetime:
    """The first slot still to come in which a device is free; else the last one.

    The seats are what the server counts: two who were told the same time wait for each other.

    :param taken: the times of those who are booked
    """
    busy = Counter(taken)
    starts = list(slot_starts(session))
    for start in starts:
        if start >= now and busy[start] < session.devices:
            return start
    return starts[-1]


def slot_when_moved_up(
    session: Session, own: datetime, taken: Sequence[datetime], now: datetime
) -> datetime | None:
    """When somebody comes who moves up from the waiting list, when it is not their own time.

    :param own: what they were told while they waited
    :param taken: the times of those who are booked
    :return: a slot to come in which a device is free; none when one is free at their own time, or
        at no other either
    """
    busy = Counter(taken)
    if session.start <= own < session.end and busy[own] < session.devices:
        return None
    found = free_slot(session, taken, now)
    return found if busy[found] < session.devices else None


def slot_end(session: Session, start: datetime) -> datetime:
    """When a slot that starts then is over."""
    count = ceil(session.capacity / session.devices)
    return start + (session.end - session.start) / count
