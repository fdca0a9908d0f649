"""The columns of a sheet as somebody looks at them who decides what they mean."""

import msgspec

from wardtui.domain.neutral import unsuitable
from wardtui.domain.roster.columns import Layout, Meaning
from wardtui.domain.roster.grid import Sheet, text_of
from wardtui.domain.roster.headings import folded_words
from wardtui.domain.roster.layout import HeadingFinder, is_numbering
from wardtui.domain.roster.mapping import Mapping

SAMPLES = 3
_SAMPLED_ROWS = 200


class ColumnView(msgspec.Struct, frozen=True):
    """A column as somebody looks at it who decides what it means."""

    index: int
    letter: str
    heading: str
    meaning: Meaning | None
    samples: tuple[str, ...]
    """The first different cells; none of a column that must not be stored."""


def layout_to_show(sheet: Sheet, mapping: Mapping | None = None) -> Layout:
    """The layout of a sheet; where no list is found, its fullest early row taken as headings."""
    finder = HeadingFinder(sheet, mapping)
    return finder.first() or finder.guess()


def columns_of(sheet: Sheet, mapping: Mapping | None = None) -> tuple[ColumnView, ...]:
    """Every column of a sheet with what it means and what stands in it."""
    layout = layout_to_show(sheet, mapping)
    return tuple(
        ColumnView(
            column.index,
            column.letter,
            column.heading,
            column.meaning,
            ()
            if column.meaning is Meaning.FORBIDDEN
            else _samples(sheet, layout.data_row, column.index),
        )
        for column in layout.columns
    )


def _samples(sheet: Sheet, start: int, index: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in sheet.rows[start : start + _SAMPLED_ROWS]:
        if is_numbering([text_of(cell) for cell in row]):
            continue
        text = text_of(row[index]) if index < len(row) else ""
        if text and not unsuitable(text):
            found[text] = None
        if len(found) == SAMPLES:
            break
    return tuple(found)


def missing_columns(mapping: Mapping, layouts: tuple[Layout, ...]) -> tuple[str, ...]:
    """Headings and letters that a mapping names and no list of the sheet has."""
    there = {folded_words(text) for layout in layouts for text in layout.headings}
    there |= {folded_words(one.own) for layout in layouts for one in layout.columns}
    letters = {column.letter for layout in layouts for column in layout.columns}
    return tuple(
        [heading for heading in mapping.columns if folded_words(heading) not in there]
        + [letter for letter in mapping.letters if letter not in letters]
    )
