"""Signs by which a list says "the same as above"."""

import re
from collections.abc import Sequence

from wardtui.domain.roster.columns import Layout, Meaning
from wardtui.domain.roster.grid import Cell

_DITTO = re.compile(
    r"[\"'″”“〃]+|/{2,}|[-–]*\s*n\s*[./]?\s*t\s*[.]?\s*[-–]*|như trên", re.IGNORECASE
)
_SHARED = (
    Meaning.ADDRESS,
    Meaning.HOUSE_NUMBER,
    Meaning.STREET,
    Meaning.CURRENT_ADDRESS,
    Meaning.AREA,
    Meaning.RESIDENCY,
    Meaning.HOUSEHOLD_HEAD,
)
"""What people of one household or section share; elsewhere such a sign means nothing."""


class Dittos:
    """Puts in what the row above said where a row only refers to it."""

    def __init__(self, layout: Layout) -> None:
        self._columns = [column.index for column in layout.all(*_SHARED)]
        self._above: dict[int, Cell] = {}

    def filled(self, row: Sequence[Cell], texts: Sequence[str]) -> Sequence[Cell]:
        """The row with the cells to which it refers."""
        cells: list[Cell] | None = None
        for index in self._columns:
            if index >= len(row):
                continue
            if texts[index] and _DITTO.fullmatch(texts[index]):
                cells = cells or list(row)
                cells[index] = self._above.get(index)
            else:
                self._above[index] = row[index]
        return row if cells is None else cells
