"""The whole worklist: which lines pass a filter, in which order, and how far each area has come."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import reduce
from operator import and_

import msgspec

from wardtui.domain.bands import AgeBand, Residency
from wardtui.domain.worklist import WorklistRow, area_order, due_time
from wardtui.domain.worklist_areas import AreaCount
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_find import Found, Search, find_all
from wardtui.domain.worklist_lines import FORMAT, Lines, StaleIndex
from wardtui.domain.worklist_orders import Order, Sort, place_of
from wardtui.domain.worklist_query import read_query

__all__ = [
    "FORMAT",
    "AgeBand",
    "AreaCount",
    "Filter",
    "Found",
    "Order",
    "Residency",
    "Search",
    "Sort",
    "StaleIndex",
    "Worklist",
    "area_order",
    "place_of",
]


class Worklist(Lines):
    """Every case of the vault as a line, with its orders, filters and search."""

    beyond = 0
    """Open lines that are counted and not held."""

    def __init__(self, rows: Iterable[WorklistRow] = ()) -> None:
        super().__init__(rows)
        self.done_and_gone: dict[str, int] = {}
        """By area, residents who are done and whom this device has forgotten."""

    def select(self, wanted: Filter, sort: Sort = Sort.DUE) -> Order:
        """Positions of the lines that pass a filter, in an order.

        What a query finds is in that order several times over: lines where every word of the query
        is a word of the name, the start of one, a word of anything, and a part of anything.
        """
        order = self._orders[sort][:]
        masks = self._masks(wanted)
        if masks:
            passing = reduce(and_, (int.from_bytes(mask, "little") for mask in masks))
            passes = passing.to_bytes(len(self._open), "little")
            order = array("I", filter(passes.__getitem__, order))
        words = read_query(wanted.query)
        return find_all(words, self._texts, order) if words else order

    def search(self, wanted: Filter, sort: Sort = Sort.DUE) -> Search:
        """What somebody types, letter by letter, among the lines that pass a filter.

        It finds what ``select`` gives for the same query. After a change it is begun anew.
        """
        order = self.select(msgspec.structs.replace(wanted, query=""), sort)
        return Search(self._texts, order)

    def _masks(self, wanted: Filter) -> list[bytes | bytearray]:
        """What a filter asks for, by position: 1 for a line that has it. All must hold."""
        masks: list[bytes | bytearray] = []
        if wanted.area is not None:
            masks.append(self._in_area(wanted.area))
        if wanted.due_before is not None:
            masks.append(self._due_before(wanted.due_before.timestamp()))
        if wanted.open_only:
            masks.append(self._open)
        return masks + self._traits.masks(wanted)

    def _in_area(self, area: str) -> bytes:
        if area not in self._areas:
            return bytes(len(self._open))
        return bytes(map(self._areas.index(area).__eq__, self._area_of))

    def _due_before(self, limit: float) -> bytearray:
        """The lines at the head of the due order."""
        order = self._orders[Sort.DUE]
        due = bytearray(len(self._open))
        for position in order[: bisect_left(order, limit, key=lambda i: due_time(self.row(i)))]:
            due[position] = True
        return due

    def areas(self) -> list[AreaCount]:
        """Every area with its counts, in natural order."""
        counts = {count.area: count for count in self._area_counts.counts()}
        for area, gone in self.done_and_gone.items():
            there = counts.get(area, AreaCount(area, 0, 0))
            counts[area] = AreaCount(area, there.total + gone, there.open)
        return sorted(counts.values(), key=lambda count: area_order(count.area))
