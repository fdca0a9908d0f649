"""The lines that stand first in due order, with the counts of all: enough for a first screen.

They are kept beside the whole worklist, so that a screen is drawn before fifty thousand lines are
read.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Self

import msgspec

from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import WorklistRow, due_key
from wardtui.domain.worklist_index import AreaCount, Filter, StaleIndex, Worklist, area_order

FIRST = 200
"""Lines that are kept; no terminal shows as many."""

ENOUGH = 100
"""With fewer left after corrections the whole worklist is read instead."""


class Correction(msgspec.Struct, frozen=True):
    """A line that changed since the first lines were kept."""

    resident: ResidentId
    before: tuple[str, bool] | None
    """Its area and whether it was open when they were kept; null when it was not there."""
    now: WorklistRow | None
    """The line as it is; null when it is gone."""


class _Kept(msgspec.Struct, array_like=True):
    lines: bytes
    areas: list[AreaCount]
    beyond: int


_decode = msgspec.msgpack.Decoder(_Kept).decode


class FirstLines(Worklist):
    """A worklist that holds the first open lines only and counts all."""

    _counted: list[AreaCount]

    @classmethod
    def of(cls, whole: Worklist) -> "FirstLines":
        """The first lines of a whole worklist."""
        order = whole.select(Filter(open_only=True))
        first = cls(whole.row(position) for position in order[:FIRST])
        first._counted = whole.areas()
        first.beyond = max(0, len(order) - FIRST)
        return first

    @classmethod
    def unseal(cls, data: bytes) -> Self:
        """The first lines from their bytes.

        :raises StaleIndex: when they were kept by another version
        """
        try:
            kept = _decode(data)
        except msgspec.MsgspecError as error:
            raise StaleIndex from error
        first = super().unseal(kept.lines)
        first._counted = kept.areas
        first.beyond = kept.beyond
        return first

    def seal(self) -> bytes:
        """The first lines as bytes."""
        return msgspec.msgpack.encode(_Kept(super().seal(), self._counted, self.beyond))

    def correct(self, corrections: Sequence[Correction]) -> None:
        """Bring in what has changed since.

        :raises StaleIndex: when too few lines are left to be sure of a screen
        """
        if not corrections:
            return
        order = self.select(Filter(open_only=True))
        last = due_key(self.row(order[-1])) if self.beyond else None
        self._recount(corrections)
        rows: list[WorklistRow] = []
        gone: list[ResidentId] = []
        for one in corrections:
            row = one.now
            if row is None or not row.needs_action or (last is not None and due_key(row) > last):
                gone.append(one.resident)
            else:
                rows.append(row)
        self.put(rows, gone)
        shown = len(self.select(Filter(open_only=True)))
        if self.beyond and shown < ENOUGH:
            raise StaleIndex
        self.beyond = sum(area.open for area in self._counted) - shown

    def _recount(self, corrections: Sequence[Correction]) -> None:
        total: Counter[str] = Counter({area.area: area.total for area in self._counted})
        still_open: Counter[str] = Counter({area.area: area.open for area in self._counted})
        for one in corrections:
            if one.before is not None:
                total[one.before[0]] -= 1
                still_open[one.before[0]] -= one.before[1]
            if one.now is not None:
                total[one.now.area] += 1
                still_open[one.now.area] += one.now.needs_action
        counts = [AreaCount(area, n, still_open[area]) for area, n in total.items() if n > 0]
        self._counted = sorted(counts, key=lambda count: area_order(count.area))

    def areas(self) -> list[AreaCount]:
        """Every area of the whole worklist with its counts."""
        return self._counted
