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
    place = array("I", bytes(4 * len(lines)))
    for on_walk, position in enumerate(walk):
        place[position] = on_walk
    due = sorted(range(len(lines)), key=lambda i: (due_time(lines[i]), place[i]))
    names = [given_name_key(line) for line in lines]
    by_name = sorted(range(len(lines)), key=names.__getitem__)
    found = {Sort.DUE: due, Sort.WALK: walk, Sort.SIDES: sides, Sort.NAME: by_name}
    return {sort: array("I", found[sort]) for sort in KEYS}


def take_out(order: Order, position: int) -> None:
    """Remove a position. Its bytes are looked for, which is quicker than comparing numbers."""
    wanted = array("I", [position]).tobytes()
    data = order.tobytes()
    place = data.find(wanted)
    while place % order.itemsize:
        place = data.find(wanted, place + 1)
    del order[place // order.itemsize]
