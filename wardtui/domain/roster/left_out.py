"""What a row says in words that must not be stored, told so that somebody rewrites it."""

import re

import msgspec

from wardtui.domain.neutral import unsuitable
from wardtui.domain.roster.columns import Column, Meaning
from wardtui.domain.roster.names import read_name
from wardtui.domain.roster.one_row import OneRow

Rewritten = dict[tuple[str, int, int], str]
"""Texts as somebody rewrote them, by sheet, row and column index, as `LeftOut` names them."""

_PLACES = (Meaning.ADDRESS, Meaning.HOUSE_NUMBER, Meaning.STREET, Meaning.CURRENT_ADDRESS)
_PEOPLE = (Meaning.GUARDIAN, Meaning.FATHER, Meaning.MOTHER, Meaning.HOUSEHOLD_HEAD)


class LeftOut(msgspec.Struct, frozen=True):
    """A note, an address or a guardian in words that must not be stored.

    Never stored itself: shown to be rewritten.
    """

    sheet: str
    row: int
    column: str
    """The heading."""
    index: int
    """The column's index; sheet, row and index are the key of a rewritten text."""
    name: str
    note: str
    words: tuple[str, ...]


def fit_row(
    row: OneRow, sheet: str, name: str, rewritten: Rewritten
) -> tuple[OneRow, tuple[LeftOut, ...]]:
    """The row with what may be stored of its addresses and guardians, and what may not.

    :param name: whom the row is about
    """
    fit: dict[int, str] = {}
    left_out: list[LeftOut] = []
    for column in row.filled(*_PLACES, *_PEOPLE):
        if not _unfit(row.clean(column), column):
            continue
        text = rewritten.get((sheet, row.number, column.index), row.clean(column))
        words = _unfit(text, column)
        fit[column.index] = "" if words else text
        if words:
            left_out.append(
                LeftOut(sheet, row.number, column.title, column.index, name, text, words)
            )
    if not fit:
        return row, ()
    cells = [fit.get(index, cell) for index, cell in enumerate(row.cells)]
    texts = [fit.get(index, text) for index, text in enumerate(row.texts)]
    return OneRow(cells, texts, row.layout, row.number), tuple(left_out)


def _unfit(text: str, column: Column) -> tuple[str, ...]:
    """The words that must not be stored, unless only the name of a place or a person has them."""
    words = unsuitable(text)
    if not words or all(_is_in_a_name(word, text) for word in words):
        return ()
    if column.meaning in _PEOPLE and not unsuitable(read_name(text)):
        return ()
    return words


def _is_in_a_name(word: str, text: str) -> bool:
    """Whether a word is the later word of a name: "phường Thanh Liệt", "Lý Thị Mù"."""
    return word.istitle() and re.search(rf"[^\W\d_] {re.escape(word)}\b", text) is not None
