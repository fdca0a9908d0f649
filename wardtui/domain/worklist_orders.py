"""The orders of the worklist, made for all lines at once."""

from array import array
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, TypeAlias

from wardtui.domain.worklist import (
    WorklistRow,
    due_key,
    due_time,
    given_name_key,
    sides_walk_key,
    walk_key,
)

Order: TypeAlias = "array[int]"
"""Positions of lines."""


class Sort(StrEnum):
    """Orders of the worklist."""

    DUE = "due"
    WALK = "walk"
    SIDES = "sides"
    NAME = "name"


KEYS: dict[Sort, Callable[[WorklistRow], Any]] = {
    Sort.DUE: due_key,
    Sort.WALK: walk_key,
    Sort.SIDES: sides_walk_key,
    Sort.NAME: given_name_key,
}


def orders_of(lines: Sequence[WorklistRow]) -> dict[Sort, Order]:
    """Every order of some lines, as ``KEYS`` would sort them."""
    doors = [(walk_key(line), sides_walk_key(line)) for line in lines]
    walk = sorted(range(len(lines)), key=lambda i: doors[i][0])
    sides = sorted(range(len(lines)), key=lambda i: doors[i][1])
    place = places_in(array("I", walk), len(lines))
    due = sorted(range(len(lines)), key=lambda i: (due_time(lines[i]), place[i]))
    names = [given_name_key(line) for line in lines]
    by_name = sorted(range(len(lines)), key=names.__getitem__)
    found = {Sort.DUE: due, Sort.WALK: walk, Sort.SIDES: sides, Sort.NAME: by_name}
    return {sort: array("I", found[sort]) for sort in KEYS}


def orders_moved_in(before: WorklistRow, now: WorklistRow) -> list[Sort]:
    """The orders in which a line may stand elsewhere after a change."""
    moved = []
    if (before.area, before.address, before.route_no) != (now.area, now.address, now.route_no):
        moved += [Sort.DUE, Sort.WALK, Sort.SIDES]
    elif before.due != now.due:
        moved.append(Sort.DUE)
    if before.name != now.name:
        moved.append(Sort.NAME)
    return moved


def places_in(order: Order, positions: int) -> Order:
    """By position, where each stands in an order; those that do not stand there have no place.

    :param positions: how many there are
    """
    places = array("I", bytes(4 * positions))
    for place, position in enumerate(order):
        places[position] = place
    return places


def place_of(order: Order, position: int) -> int | None:
    """Where a position stands in an order; none when it does not.

    Its bytes are looked for, which is quicker than comparing numbers or making a list.
    """
    wanted = array("I", [position]).tobytes()
    data = order.tobytes()
    found = data.find(wanted)
    while found % order.itemsize and found >= 0:
        found = data.find(wanted, found + 1)
    return found // order.itemsize if found >= 0 else None
