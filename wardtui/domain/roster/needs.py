"""What somebody on a list lacks: by crossed columns, else by what the list is for."""

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from wardtui.domain.roster.cells import read_mark
from wardtui.domain.roster.columns import Column, Layout, Meaning
from wardtui.domain.roster.grid import Cell
from wardtui.domain.roster.headings import folded_words
from wardtui.domain.roster.need_words import Purpose
from wardtui.domain.vocabulary import Need

CHILD_BEFORE = 14
"""Below this age the card is a child's (Law on Identification 26/2023, art. 19)."""

_LACKING = {
    Meaning.NEEDS_ID_CARD: Need.ID_CARD,
    Meaning.NEEDS_ACCOUNT: Need.VNEID_ACCOUNT,
    Meaning.NEEDS_ACTIVATION: Need.VNEID_ACTIVATION,
}
_THERE = {
    Meaning.HAS_ID_CARD: Need.ID_CARD,
    Meaning.HAS_ACCOUNT: Need.VNEID_ACCOUNT,
    Meaning.HAS_ACTIVATION: Need.VNEID_ACTIVATION,
}
_STATUS = {
    Meaning.ID_CARD_STATUS: Need.ID_CARD,
    Meaning.ACCOUNT_STATUS: Need.VNEID_ACCOUNT,
    Meaning.ACTIVATION_STATUS: Need.VNEID_ACTIVATION,
}
_read_mark = lru_cache(maxsize=1024)(read_mark)
_ABOUT = _LACKING | _THERE | _STATUS


class NeedColumns(msgspec.Struct, frozen=True):
    """The columns of a list that speak of needs and are filled in at all.

    Where one column of what is there is used, an empty one beside it says that it is nowhere there.
    """

    columns: tuple[tuple[Column, Need], ...]

    @classmethod
    def of(cls, layout: Layout, rows: Sequence[Sequence[Cell]]) -> "NeedColumns":
        """The columns in which at least one of the rows says something."""
        asked = [(one, need) for meaning, need in _ABOUT.items() for one in layout.all(meaning)]
        used = {
            column.index
            for column, _ in asked
            if any(column.index < len(row) and row[column.index] for row in rows)
        }
        if any(column.meaning in _THERE and column.index in used for column, _ in asked):
            used |= {column.index for column, _ in asked if column.meaning in _THERE}
        return cls(tuple(pair for pair in asked if pair[0].index in used))

    def needs_of(self, row: Sequence[Cell], title: Purpose, *, child: bool) -> tuple[Need, ...]:
        """What somebody lacks, in the order of the vocabulary.

        Columns go before the title, and the title says what has no column. Where the columns say
        that everything is there, or nothing is crossed in a list that crosses others, nothing is
        lacking. A list that says nothing at all is one of people without a card.
        """
        said = [(need, _lacks(column, row, need, title)) for column, need in self.columns]
        lacking = {need for need, lacks in said if lacks}
        lacking |= set(title.needs) - {need for _, need in self.columns}
        if not lacking and all(lacks is None for _, lacks in said):
            lacking = set(title.needs)
            if not lacking and not title.done and not self.columns:
                lacking = {Need.ID_CARD}
        if child and Need.ID_CARD in lacking:
            lacking = lacking - {Need.ID_CARD} | {Need.CHILD_CARD}
        return tuple(need for need in Need if need in lacking)


def _lacks(column: Column, row: Sequence[Cell], need: Need, title: Purpose) -> bool | None:
    """What one column says: lacking, there, or nothing."""
    cell = row[column.index] if column.index < len(row) else None
    if column.meaning in _LACKING:
        mark = _read_mark(cell, cross_means_lacking=True)
        # Words under "Chưa có …" tell why it is so.
        return True if mark is None and _is_filled(cell) else mark
    if column.meaning in _THERE:
        mark = _read_mark(cell, cross_means_lacking=False)
        # A date under "Đã cấp" is as good as a cross, and an empty cell is none.
        return not _is_filled(cell) if mark is None else mark
    folded = folded_words(cell) if isinstance(cell, str) else ""
    if need is Need.VNEID_ACCOUNT and folded in ("muc 1", "muc do 1", "m1"):
        return True
    if need is Need.VNEID_ACCOUNT and folded in ("muc 2", "muc do 2", "m2"):
        return False
    return _read_mark(cell, cross_means_lacking=need in title.needs)


def _is_filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or any(char.isalnum() for char in cell) if cell else False
