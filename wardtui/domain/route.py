"""When the team is at which door: time windows in walking order. Pure and total."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from wardtui.domain.addresses import WalkKey, walking_key
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import later
from wardtui.domain.text import NaturalKey, natural_key


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to whom the team goes."""

    resident: ResidentId
    area: str | None = None
    address: str | None = None
    route_no: int | None = None
    """Place on the walk, set by hand; it goes before the order of addresses."""
    at: datetime | None = None
    """A time that was agreed; null for whenever the way leads there."""
    until: datetime | None = None
    """End of the agreed window; so long as for anybody else unless given."""


class Window(msgspec.Struct, frozen=True):
    """When the team is at one door."""

    resident: ResidentId
    at: datetime
    until: datetime
    past_end: bool
    """The session is over before: there is not enough time for everybody."""


DoorKey = tuple[bool, NaturalKey, WalkKey, str]


def door_key(door: Door) -> DoorKey:
    """Sort key: area by area, door by door; without an area last."""
    area = natural_key(door.area or "")
    return not door.area, area, walking_key(door.address, door.route_no), door.resident


def plan_route(
    doors: Sequence[Door], start: datetime, end: datetime, minutes_each: float
) -> tuple[Window, ...]:
    """Windows for everybody, in the order of time.

    What was agreed stays. The others follow each other in walking order from ``start`` on, each in
    the first gap that is long enough behind the one before. When the time does not suffice, the
    windows go on past ``end`` and say so.

    :param minutes_each: how long a visit takes; at least one minute
    """
    minutes = max(1.0, minutes_each)
    walk = sorted(doors, key=door_key)
    agreed = [
        _window(door, door.at, _agreed_end(door, door.at, minutes), end)
        for door in walk
        if door.at is not None
    ]
    taken = sorted((one.at, one.until) for one in agreed)
    free: list[Window] = []
    at = start
    for door in walk:
        if door.at is not None:
            continue
        at = _first_gap(taken, at, minutes)
        free.append(_window(door, at, later(at, minutes=minutes), end))
        at = free[-1].until
    place = {door.resident: number for number, door in enumerate(walk)}
    return tuple(sorted((*agreed, *free), key=lambda one: (one.at, place[one.resident])))


def _agreed_end(door: Door, at: datetime, minutes: float) -> datetime:
    if door.until is not None and door.until > at:
        return door.until
    return later(at, minutes=minutes)


def _first_gap(
    taken: Sequence[tuple[datetime, datetime]], at: datetime, minutes: float
) -> datetime:
    """The earliest moment from ``at`` on at which nothing else is agreed for so long.

    :param taken: in the order of their starts
    """
    for begins, ends in taken:
        if begins >= later(at, minutes=minutes):
            break
        at = max(at, ends)
    return at


def _window(door: Door, at: datetime, until: datetime, end: datetime) -> Window:
    return Window(door.resident, at, until, until > end)
