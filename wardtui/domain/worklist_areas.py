"""How far each area has come, counted once and then kept up to date line by line."""

from collections import Counter
from collections.abc import Iterable
from itertools import compress

import msgspec


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


class AreaCounts:
    """The lines and the open lines of each area, by the area's number."""

    def __init__(self, areas: list[str], area_of: Iterable[int], is_open: Iterable[int]) -> None:
        """Count.

        :param areas: the areas by number; new ones may come behind them
        :param area_of: the number of the area of each line
        :param is_open: whether the line needs somebody
        """
        self._areas = areas
        numbers = list(area_of)
        self._total = Counter(numbers)
        self._open = Counter(compress(numbers, is_open))

    def add(self, area: int, *, is_open: bool, lines: int = 1) -> None:
        """A line has come, or with -1 ``lines`` one has gone."""
        self._total[area] += lines
        self._open[area] += lines * is_open

    def counts(self) -> list[AreaCount]:
        """The areas that have lines, in no order."""
        return [
            AreaCount(self._areas[area], total, self._open[area])
            for area, total in self._total.items()
            if total
        ]
