"""Everything that has to be put right, at hand while somebody works through it.

The whole is read once and after changes of others. What is put right here is taken out at once, so
that the next fault is there when the next key comes, however long the list is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Flag
from wardtui.domain.worklist import area_order
from wardtui.domain.worklist_index import AreaCount
from wardtui.services.data_quality import CONFLICT, Fault

KINDS = (CONFLICT, *(flag.value for flag in Flag))
"""Every kind, in the order in which they are offered."""


class FaultIndex:
    """Faults by kind and area, door by door."""

    def __init__(self, faults: Sequence[Fault] = ()) -> None:
        self._faults = list(faults)

    def __len__(self) -> int:
        return len(self._faults)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._faults)

    def __contains__(self, fault: Fault) -> bool:
        return fault in self._faults

    def select(self, kind: str | None, area: str | None) -> list[Fault]:
        """The faults of a kind and an area; none stands for all."""
        return [
            one for one in self._faults if kind in (None, one.kind) and area in (None, one.area)
        ]

    def kinds(self, area: str | None, chosen: str | None) -> dict[str, int]:
        """How many there are of each kind in an area.

        :param chosen: shown also when there are none; the others are left out then
        """
        counts = Counter(one.kind for one in self._faults if area in (None, one.area))
        return {kind: counts[kind] for kind in KINDS if counts[kind] or kind == chosen}

    def areas(self, kind: str | None) -> list[AreaCount]:
        """How many there are of a kind in each area, those without any among them."""
        counts = Counter(one.area for one in self._faults if kind in (None, one.kind))
        areas = sorted({one.area for one in self._faults}, key=area_order)
        return [AreaCount(area, counts[area], counts[area]) for area in areas]

    def put(self, cases: Iterable[Case], gone: Iterable[ResidentId] = ()) -> None:
        """Take out what is no longer wrong with some residents.

        What is newly wrong with somebody comes with the next reading, at its place.

        :param gone: residents who are no case of their own any more
        """
        left = {case.id: _kinds(case) for case in cases} | dict.fromkeys(gone, ())
        self._faults = [
            one
            for one in self._faults
            if one.resident not in left or one.kind in left[one.resident]
        ]


def _kinds(case: Case) -> tuple[str, ...]:
    flags = tuple(flag.value for flag in case.flags)
    return (CONFLICT, *flags) if case.conflicts else flags
