"""The lines of the worklist, compact: fifty thousand of them in a few byte strings.

A line is decoded when it is looked at, so opening the list costs a read and no objects. Orders are
permutations kept beside the lines; a change moves one number. What changed since the lines were
sealed lies on top.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Self
from uuid import UUID

import msgspec

from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import WorklistRow, area_order, due_time
from wardtui.domain.worklist_areas import AreaCounts
from wardtui.domain.worklist_orders import KEYS, Order, Sort, orders_moved_in, orders_of, places_in
from wardtui.domain.worklist_search import SealedTexts, SearchTexts
from wardtui.domain.worklist_traits import LineTraits, SealedTraits

FORMAT = 6
"""Rises when sealed bytes change their meaning; an older index is made anew."""

_ID_BYTES = 16


class _Sealed(msgspec.Struct, array_like=True):
    format: int
    ids: bytes
    heap: bytes
    offsets: bytes
    texts: SealedTexts
    traits: SealedTraits
    areas: list[str]
    area_of: bytes
    open: bytes
    orders: list[bytes]


_encode_row = msgspec.msgpack.Encoder().encode
_decode_row = msgspec.msgpack.Decoder(WorklistRow).decode
_decode_sealed = msgspec.msgpack.Decoder(_Sealed).decode


class StaleIndex(Exception):
    """Sealed bytes of another format, or no sealed bytes at all."""


class Lines:
    """Lines by position, in every order."""

    rebuild_share = 16
    """With more than one line in so many changed, building anew is quicker than moving each."""

    def __init__(self, rows: Iterable[WorklistRow] = ()) -> None:
        self._build(rows)

    def _build(self, rows: Iterable[WorklistRow]) -> None:
        lines = sorted(rows, key=lambda row: row.id)
        self._changed: dict[int, WorklistRow] = {}
        self._gone: set[int] = set()
        self._added: dict[bytes, int] = {}
        self._on_walk: Order | None = None
        self._ids = bytearray(b"".join(UUID(row.id).bytes for row in lines))
        encoded = [_encode_row(row) for row in lines]
        self._heap = memoryview(b"".join(encoded))
        self._offsets = _running(len(part) for part in encoded)
        self._texts = SearchTexts.of(lines)
        self._traits = LineTraits.of(lines)
        self._areas = sorted({row.area for row in lines}, key=area_order)
        numbers = {area: number for number, area in enumerate(self._areas)}
        self._area_of = array("H", (numbers[row.area] for row in lines))
        self._open = bytearray(row.needs_action for row in lines)
        self._area_counts = AreaCounts(self._areas, self._area_of, self._open)
        self._orders = orders_of(lines)

    @classmethod
    def unseal(cls, data: bytes) -> Self:
        """The lines from their sealed bytes.

        :raises StaleIndex: when they were sealed by another version
        """
        try:
            sealed = _decode_sealed(data)
        except msgspec.MsgspecError as error:
            raise StaleIndex from error
        if sealed.format != FORMAT or len(sealed.orders) != len(KEYS):
            raise StaleIndex
        lines = cls()
        lines._ids = bytearray(sealed.ids)
        lines._heap = memoryview(sealed.heap)
        lines._offsets = array("I", sealed.offsets)
        lines._areas = sealed.areas
        lines._area_of = array("H", sealed.area_of)
        lines._open = bytearray(sealed.open)
        lines._texts = SearchTexts(*sealed.texts, len(lines._open))
        lines._traits = LineTraits(*sealed.traits)
        lines._area_counts = AreaCounts(lines._areas, lines._area_of, lines._open)
        lines._orders = {
            sort: array("I", order) for sort, order in zip(KEYS, sealed.orders, strict=True)
        }
        return lines

    def seal(self) -> bytes:
        """The lines as bytes. The same lines give the same bytes, whatever happened before."""
        if self._changed or self._gone:
            self._compact()
        return msgspec.msgpack.encode(
            _Sealed(
                FORMAT,
                bytes(self._ids),
                bytes(self._heap),
                self._offsets.tobytes(),
                self._texts.seal(),
                self._traits.seal(),
                self._areas,
                self._area_of.tobytes(),
                bytes(self._open),
                [self._orders[sort].tobytes() for sort in KEYS],
            )
        )

    def _compact(self) -> None:
        """Work the changes in. Keys are not computed anew: the orders are kept as they are."""
        there = [position for position in range(len(self._open)) if position not in self._gone]
        there.sort(key=self._id)
        moved = array("I", bytes(4 * len(self._open)))
        for new, old in enumerate(there):
            moved[old] = new
        encoded = [self._encoded(position) for position in there]
        used = sorted({self._areas[self._area_of[i]] for i in there}, key=area_order)
        numbers = {area: number for number, area in enumerate(used)}
        self._area_of = array("H", (numbers[self._areas[self._area_of[i]]] for i in there))
        self._areas = used
        self._ids = bytearray(b"".join(self._id(i) for i in there))
        self._open = bytearray(self._open[i] for i in there)
        self._heap = memoryview(b"".join(encoded))
        self._offsets = _running(len(part) for part in encoded)
        self._texts = self._texts.at(there)
        self._traits = self._traits.at(there)
        self._orders = {
            sort: array("I", (moved[i] for i in order)) for sort, order in self._orders.items()
        }
        self._changed = {}
        self._gone = set()
        self._added = {}
        self._on_walk = None
        self._area_counts = AreaCounts(self._areas, self._area_of, self._open)

    def _id(self, position: int) -> bytes:
        return bytes(self._ids[position * _ID_BYTES : (position + 1) * _ID_BYTES])

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
        position = self._added.get(wanted)
        if position is None:
            sealed = len(self._offsets) - 1
            position = bisect_left(range(sealed), wanted, key=self._id)
            if position == sealed or self._id(position) != wanted:
                return None
        return None if position in self._gone else position

    def put(self, rows: Sequence[WorklistRow], gone: Sequence[ResidentId] = ()) -> None:
        """Add or replace lines, and take away those of residents who are no longer there."""
        if (len(rows) + len(gone)) * self.rebuild_share > len(self):
            dropped = {*gone, *(row.id for row in rows)}
            self._build([*(row for row in self.rows() if row.id not in dropped), *rows])
            return
        if rows and self._on_walk is None:
            self._on_walk = places_in(self._orders[Sort.WALK], len(self._open))
        for row in rows:
            self._put(row)
        for resident in gone:
            position = self.position(resident)
            if position is not None:
                self._take_out(position)

    def _put(self, row: WorklistRow) -> None:
        position = self.position(row.id)
        before = None
        if position is None:
            position = self._new_position(row)
        else:
            before = self.row(position)
            self._area_counts.add(self._area_of[position], is_open=before.needs_action, lines=-1)
        moving = list(Sort) if before is None else orders_moved_in(before, row)
        if before is not None:
            for sort in moving:
                del self._orders[sort][self._place(sort, position, before)]
        self._changed[position] = row
        self._texts.put(position, row)
        self._traits.put(position, row)
        self._open[position] = row.needs_action
        if row.area not in self._areas:
            self._areas.append(row.area)
        self._area_of[position] = self._areas.index(row.area)
        self._area_counts.add(self._area_of[position], is_open=row.needs_action)
        if Sort.WALK in moving:
            self._on_walk = None
        for sort in moving:
            self._orders[sort].insert(self._place(sort, position, row), position)

    def _new_position(self, row: WorklistRow) -> int:
        """Room behind all lines, where nothing is yet."""
        position = len(self._open)
        identifier = UUID(row.id).bytes
        self._ids += identifier
        self._added[identifier] = position
        self._open.append(False)
        self._area_of.append(0)
        return position

    def _take_out(self, position: int) -> None:
        row = self.row(position)
        self._area_counts.add(self._area_of[position], is_open=row.needs_action, lines=-1)
        for sort, order in self._orders.items():
            del order[self._place(sort, position, row)]
        self._gone.add(position)
        self._open[position] = False

    def _place(self, sort: Sort, position: int, row: WorklistRow) -> int:
        """Where a line stands in an order, or where it belongs when it is not there."""
        order, places = self._orders[sort], self._on_walk
        if sort is Sort.DUE and places is not None:
            # As by ``due_key``, without reading the addresses of all who are due the same day.
            due = due_time(row), places[position]
            return bisect_left(order, due, key=lambda i: (due_time(self.row(i)), places[i]))
        key = KEYS[sort]
        return bisect_left(order, key(row), key=lambda i: key(self.row(i)))


def _running(lengths: Iterable[int]) -> "array[int]":
    offsets = array("I", [0])
    total = 0
    for length in lengths:
        total += length
        offsets.append(total)
    return offsets
