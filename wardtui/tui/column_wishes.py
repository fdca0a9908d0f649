"""What somebody says about single columns on a screen, as the mapping of the whole file."""

from collections.abc import Sequence

import msgspec

from wardtui.domain.roster.column_views import ColumnView, columns_of
from wardtui.domain.roster.columns import Meaning
from wardtui.domain.roster.grid import Sheet
from wardtui.domain.roster.headings import folded_words
from wardtui.domain.roster.layout import HeadingFinder, find_layout
from wardtui.domain.roster.mapping import NO_HEADINGS, Mapping


def with_meaning(
    mapping: Mapping,
    sheets: Sequence[Sheet],
    sheet: Sheet,
    column: ColumnView,
    meaning: Meaning | None,
) -> Mapping:
    """The mapping with another meaning of a column; none leaves the column to wardtui.

    A column goes by its heading, which says the same in every sheet and in the next file; by its
    letter only when it has no heading, or shares it with another column.
    """
    mapping = _without(mapping, column)
    if meaning is not None:
        headings = [_key(one.heading) for one in columns_of(sheet, mapping)]
        same = [one for one in headings if one == _key(column.heading)]
        if column.heading and len(same) == 1 and mapping.header_row != NO_HEADINGS:
            columns = {**mapping.columns, column.heading: meaning}
            mapping = msgspec.structs.replace(mapping, columns=columns)
        else:
            letters = {**mapping.letters, column.letter: meaning}
            mapping = msgspec.structs.replace(mapping, letters=letters)
    return _with_the_guessed_row(mapping, sheets, sheet)


def with_header_row(mapping: Mapping, row: int) -> Mapping:
    """The mapping with another row of headings.

    What was said of headings that are none any more is dropped: it might be somebody's name.
    """
    columns = {} if row == NO_HEADINGS else mapping.columns
    return msgspec.structs.replace(mapping, header_row=row, columns=columns)


def _without(mapping: Mapping, column: ColumnView) -> Mapping:
    own = {_key(column.heading), _key(column.heading.split(" / ")[-1])} - {""}
    return msgspec.structs.replace(
        mapping,
        columns={name: kind for name, kind in mapping.columns.items() if _key(name) not in own},
        letters={name: kind for name, kind in mapping.letters.items() if name != column.letter},
    )


def _with_the_guessed_row(mapping: Mapping, sheets: Sequence[Sheet], sheet: Sheet) -> Mapping:
    """A row that does not look like headings has to be named, once its columns are."""
    if mapping.header_row is not None or any(find_layout(one, mapping) for one in sheets):
        return mapping
    guessed = HeadingFinder(sheet, mapping).guess()
    if guessed.name_column is None:
        return mapping
    row = guessed.header_row + sheet.first_row
    return msgspec.structs.replace(mapping, header_row=row)


def _key(heading: str) -> str:
    return folded_words(heading)
