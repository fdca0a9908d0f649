"""The whole worklist: which lines pass a filter, in which order, and how far each area has come."""

from array import array
from collections.abc import Iterable
from datetime import datetime

import msgspec

from wardtui.domain.worklist import WorklistRow, area_order
from wardtui.domain.worklist_lines import FORMAT, Lines, StaleIndex
from wardtui.domain.worklist_orders import Order, Sort
from wardtui.domain.worklist_query import read_query

__all__ = ["FORMAT", "AreaCount", "Filter", "Sort", "StaleIndex", "Worklist", "area_order"]


class AreaCount(msgspec.Struct, frozen=True):
    """How far an area has come."""

    area: str
    total: int
    open: int
    """Cases that still need somebody."""

    @property
    def done(self) -> int:
        """Cases whose needs are met."""
        return self.total - self.open


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines to show. Empty fields let everything through."""

    area: str | None = None
    query: str = ""
    """As it was typed: with its marks, lines whose name has them so come first."""
    level: int | None = None
    due_before: datetime | None = None
    open_only: bool = False


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

        What a query finds is in that order four times over: lines where every word of the query is
        a word of the name, the start of one, a word of anything, and a part of anything.
        """
        order = self._orders[sort][:]
        words = read_query(wanted.query)
        ranks = self._texts.ranks(words) if words else b""
        if words:
            order = array("I", filter(ranks.__getitem__, order))
        if wanted.area is not None:
            if wanted.area not in self._areas:
                return array("I")
            area, area_of = self._areas.index(wanted.area), self._area_of
            order = array("I", [i for i in order if area_of[i] == area])
        if wanted.open_only:
            order = array("I", filter(self._open.__getitem__, order))
        if wanted.level is not None:
            order = array("I", [i for i in order if self.row(i).level == wanted.level])
        if wanted.due_before is not None:
            limit = wanted.due_before
            order = array("I", [i for i in order if _is_due(self.row(i), limit)])
        return array("I", sorted(order, key=ranks.__getitem__)) if words else order

    def areas(self) -> list[AreaCount]:
        """Every area with its counts, in natural order."""
        totals = [0] * len(self._areas)
        waiting = [0] * len(self._areas)
        for position, area in enumerate(self._area_of):
            if position not in self._gone:
                totals[area] += 1
                waiting[area] += self._open[position]
        gone = dict(self.done_and_gone)
        counts = [
            AreaCount(area, total + gone.pop(area, 0), left)
            for area, total, left in zip(self._areas, totals, waiting, strict=True)
            if total or area in gone
        ]
        counts += [AreaCount(area, total, 0) for area, total in gone.items()]
        return sorted(counts, key=lambda count: area_order(count.area))


def _is_due(row: WorklistRow, limit: datetime) -> bool:
    return row.due is not None and row.due < limit
