"""The whole worklist, compact: fifty thousand lines in a few byte strings.

A line is decoded when it is looked at, so opening the list costs a read and no objects. Orders are
permutations kept beside the lines; a change moves one number. What changed since the index was
sealed lies on top.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

import msgspec

from wardtui.domain.addresses import natural_key
from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import (
    NO_AREA,
    WorklistRow,
    due_key,
    given_name_key,
    matches,
    walk_key,
)

FORMAT = 1
"""Rises when sealed bytes change their meaning; an older index is made anew."""

_ID_BYTES = 16


class Sort(StrEnum):
    """Orders of the worklist."""

    DUE = "due"
    WALK = "walk"
    NAME = "name"


_KEYS: dict[Sort, Callable[[WorklistRow], Any]] = {
    Sort.DUE: due_key,
    Sort.WALK: walk_key,
    Sort.NAME: given_name_key,
}


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
    """Folded by ``wardtui.domain.worklist.fold_query``."""
    level: int | None = None
    due_before: datetime | None = None
    open_only: bool = False


class _Sealed(msgspec.Struct, array_like=True):
    format: int
    ids: bytes
    heap: bytes
    offsets: bytes
    texts: str
    text_offsets: bytes
    areas: list[str]
    area_of: bytes
    open: bytes
    orders: list[bytes]


_encode_row = msgspec.msgpack.Encoder().encode
_decode_row = msgspec.msgpack.Decoder(WorklistRow).decode
_decode_sealed = msgspec.msgpack.Decoder(_Sealed).decode


class StaleIndex(Exception):
    """Sealed bytes of another format, or no sealed bytes at all."""


class Worklist:
    """Every case of the vault as a line, with its orders, filters and search."""

    rebuild_share = 16
    """With more than one line in so many changed, building anew is quicker than moving each."""

    beyond = 0
    """Open lines that are counted and not held."""

    def __init__(self, rows: Iterable[WorklistRow] = ()) -> None:
        self.done_and_gone: dict[str, int] = {}
        """By area, residents who are done and whom this device has forgotten."""
        self._build(rows)

    def _build(self, rows: Iterable[WorklistRow]) -> None:
        lines = sorted(rows, key=lambda row: row.id)
        self._changed: dict[int, WorklistRow] = {}
        self._gone: set[int] = set()
        self._ids = bytearray(b"".join(UUID(row.id).bytes for row in lines))
        encoded = [_encode_row(row) for row in lines]
        self._heap = memoryview(b"".join(encoded))
        self._offsets = _running(len(part) for part in encoded)
        self._texts = "\n".join(row.search for row in lines)
        self._text_offsets = _running(len(row.search) + 1 for row in lines)
        self._areas = sorted({row.area for row in lines}, key=area_order)
        numbers = {area: number for number, area in enumerate(self._areas)}
        self._area_of = array("H", (numbers[row.area] for row in lines))
        self._open = bytearray(row.needs_action for row in lines)
        self._orders = {
            sort: array("I", sorted(range(len(lines)), key=_nth_key(lines, key)))
            for sort, key in _KEYS.items()
        }

    @classmethod
    def unseal(cls, data: bytes) -> Self:
        """The index from its sealed bytes.

        :raises StaleIndex: when they were sealed by another version
        """
        try:
            sealed = _decode_sealed(data)
        except msgspec.MsgspecError as error:
            raise StaleIndex from error
        if sealed.format != FORMAT or len(sealed.orders) != len(_KEYS):
            raise StaleIndex
        index = cls.__new__(cls)
        index.done_and_gone = {}
        index._changed = {}
        index._gone = set()
        index._ids = bytearray(sealed.ids)
        index._heap = memoryview(sealed.heap)
        index._offsets = array("I", sealed.offsets)
        index._texts = sealed.texts
        index._text_offsets = array("I", sealed.text_offsets)
        index._areas = sealed.areas
        index._area_of = array("H", sealed.area_of)
        index._open = bytearray(sealed.open)
        index._orders = {
            sort: array("I", order) for sort, order in zip(_KEYS, sealed.orders, strict=True)
        }
        return index

    def seal(self) -> bytes:
        """The index as bytes. The same lines give the same bytes, whatever happened before."""
        if self._changed or self._gone:
            self._compact()
        return msgspec.msgpack.encode(
            _Sealed(
                FORMAT,
                bytes(self._ids),
                bytes(self._heap),
                self._offsets.tobytes(),
                self._texts,
                self._text_offsets.tobytes(),
                self._areas,
                self._area_of.tobytes(),
                bytes(self._open),
                [order.tobytes() for order in self._orders.values()],
            )
        )

    def _compact(self) -> None:
        """Work the changes in. Keys are not computed anew: the orders are kept as they are."""
        ids = self._ids
        there = [position for position in range(len(self._open)) if position not in self._gone]
        there.sort(key=lambda i: bytes(ids[i * _ID_BYTES : (i + 1) * _ID_BYTES]))
        moved = array("I", bytes(4 * len(self._open)))
        for new, old in enumerate(there):
            moved[old] = new
        encoded = [self._encoded(position) for position in there]
        texts = [self._text(position) for position in there]
        used = sorted({self._areas[self._area_of[i]] for i in there}, key=area_order)
        numbers = {area: number for number, area in enumerate(used)}
        self._area_of = array("H", (numbers[self._areas[self._area_of[i]]] for i in there))
        self._areas = used
        self._ids = bytearray(b"".join(ids[i * _ID_BYTES : (i + 1) * _ID_BYTES] for i in there))
        self._open = bytearray(self._open[i] for i in there)
        self._heap = memoryview(b"".join(encoded))
        self._offsets = _running(len(part) for part in encoded)
        self._texts = "\n".join(texts)
        self._text_offsets = _running(len(text) + 1 for text in texts)
        self._orders = {
            sort: array("I", (moved[i] for i in order)) for sort, order in self._orders.items()
        }
        self._changed = {}
        self._gone = set()

    def _encoded(self, position: int) -> bytes | memoryview:
        changed = self._changed.get(position)
        if changed is not None:
            return _encode_row(changed)
        return self._heap[self._offsets[position] : self._offsets[position + 1]]

    def __len__(self) -> int:
        return len(self._open) - len(self._gone)

    def row(self, position: int) -> WorklistRow:
        """The line at a position. Positions stay while the index lives."""
        changed = self._changed.get(position)
        if changed is not None:
            return changed
        return _decode_row(self._heap[self._offsets[position] : self._offsets[position + 1]])

    def rows(self) -> Iterable[WorklistRow]:
        """Every line, in no order."""
        return (self.row(i) for i in range(len(self._open)) if i not in self._gone)

    def position(self, resident: ResidentId) -> int | None:
        """Where a resident's line is."""
        wanted = UUID(resident).bytes
        start = 0
        while (found := self._ids.find(wanted, start)) >= 0:
            position, rest = divmod(found, _ID_BYTES)
            if not rest and position not in self._gone:
                return position
            start = found + 1
        return None

    def put(self, rows: Sequence[WorklistRow], gone: Sequence[ResidentId] = ()) -> None:
        """Add or replace lines, and take away those of residents who are no longer there."""
        if (len(rows) + len(gone)) * self.rebuild_share > len(self):
            dropped = {*gone, *(row.id for row in rows)}
            self._build([*(row for row in self.rows() if row.id not in dropped), *rows])
            return
        for row in rows:
            self._put(row)
        for resident in gone:
            position = self.position(resident)
            if position is not None:
                self._gone.add(position)
                self._open[position] = False
                for order in self._orders.values():
                    order.remove(position)

    def _put(self, row: WorklistRow) -> None:
        position = self.position(row.id)
        if position is None:
            position = len(self._open)
            self._ids += UUID(row.id).bytes
            self._open.append(False)
            self._area_of.append(0)
        else:
            for order in self._orders.values():
                order.remove(position)
        self._changed[position] = row
        self._open[position] = row.needs_action
        if row.area not in self._areas:
            self._areas.append(row.area)
        self._area_of[position] = self._areas.index(row.area)
        for sort, order in self._orders.items():
            key = _KEYS[sort]
            order.insert(bisect_left(order, key(row), key=lambda i: key(self.row(i))), position)

    def select(self, wanted: Filter, sort: Sort = Sort.DUE) -> "array[int]":
        """Positions of the lines that pass a filter, in an order."""
        order = self._orders[sort]
        tests: list[Callable[[int], bool]] = []
        if wanted.query:
            hits = self._search(wanted.query)
            tests.append(hits.__contains__)
        if wanted.area is not None:
            if wanted.area not in self._areas:
                return array("I")
            area, area_of = self._areas.index(wanted.area), self._area_of
            tests.append(lambda i: area_of[i] == area)
        if wanted.open_only:
            still_open = self._open
            tests.append(lambda i: bool(still_open[i]))
        if wanted.level is not None:
            tests.append(lambda i: self.row(i).level == wanted.level)
        if wanted.due_before is not None:
            limit = wanted.due_before
            tests.append(lambda i: _is_due(self.row(i), limit))
        for test in tests:
            order = array("I", filter(test, order))
        return order[:] if not tests else order

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

    def _search(self, query: str) -> set[int]:
        words = sorted(query.split(), key=len, reverse=True)
        hits = {
            position
            for position in self._find(words[0])
            if position not in self._changed and matches(self._text(position), query)
        }
        hits.update(i for i, row in self._changed.items() if matches(row.search, query))
        return hits - self._gone

    def _text(self, position: int) -> str:
        changed = self._changed.get(position)
        if changed is not None:
            return changed.search
        return self._texts[self._text_offsets[position] : self._text_offsets[position + 1] - 1]

    def _find(self, word: str) -> Iterable[int]:
        texts, starts = self._texts, self._text_offsets
        place = texts.find(word)
        while place >= 0:
            position = bisect_right(starts, place) - 1
            yield position
            place = texts.find(word, starts[position + 1])


def _is_due(row: WorklistRow, limit: datetime) -> bool:
    return row.due is not None and row.due < limit


@lru_cache(maxsize=4096)
def area_order(area: str) -> Any:
    """Sort key of areas: natural order, those without one last."""
    return area == NO_AREA, natural_key(area)


def _nth_key(
    lines: Sequence[WorklistRow], key: Callable[[WorklistRow], Any]
) -> Callable[[int], Any]:
    keys = [key(line) for line in lines]
    return keys.__getitem__


def _running(lengths: Iterable[int]) -> "array[int]":
    offsets = array("I", [0])
    total = 0
    for length in lengths:
        total += length
        offsets.append(total)
    return offsets
