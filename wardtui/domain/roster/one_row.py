"""One row of a list, looked at by what its columns mean."""

from collections.abc import Sequence
from functools import lru_cache

from wardtui.domain.roster.cell_text import clean_text
from wardtui.domain.roster.columns import Column, Layout, Meaning
from wardtui.domain.roster.grid import Cell

_clean = lru_cache(maxsize=4096)(clean_text)


class OneRow:
    """The cells of a row by meaning. Cells that hold only a dash count as empty."""

    __slots__ = ("_cells", "_layout", "number", "texts")

    def __init__(
        self, cells: Sequence[Cell], texts: Sequence[str], layout: Layout, number: int
    ) -> None:
        self._cells = cells
        self._layout = layout
        self.texts = texts
        """Of every cell; empty where there is only a dash."""
        self.number = number
        """As a spreadsheet shows it."""

    @property
    def cells(self) -> Sequence[Cell]:
        """The cells as they stand."""
        return self._cells

    @property
    def layout(self) -> Layout:
        """What the columns mean."""
        return self._layout

    def filled(self, *meanings: Meaning) -> list[Column]:
        """The columns with these meanings in which something stands."""
        texts, columns = self.texts, self._layout.by_meaning
        found: list[Column] = []
        for meaning in meanings:
            if meaning in columns:
                found += [c for c in columns[meaning] if c.index < len(texts) and texts[c.index]]
        return found

    def cell(self, meaning: Meaning) -> Cell:
        """The first filled cell with a meaning."""
        texts = self.texts
        for column in self._layout.by_meaning.get(meaning, ()):
            if column.index < len(texts) and texts[column.index]:
                return self._cells[column.index]
        return None

    def cell_of(self, column: Column) -> Cell:
        """The cell in a column that `filled` named."""
        return self._cells[column.index]

    def text_of(self, column: Column) -> str:
        """The text in a column that `filled` named."""
        return self.texts[column.index]

    def clean(self, column: Column) -> str:
        """The text in a column that `filled` named, as its writer meant it."""
        return _clean(self._cells[column.index])
