"""Finding the headings of a list in a sheet: which rows they are, and what the columns mean."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from wardtui.domain.roster.columns import Column, Layout, Meaning, index_of
from wardtui.domain.roster.grid import Cell, Merge, Sheet, text_of
from wardtui.domain.roster.headings import folded_words, meaning_of
from wardtui.domain.roster.mapping import NO_HEADINGS, Mapping
from wardtui.domain.roster.need_words import need_column

HEADER_SEARCH_ROWS = 40
"""A list's heading stands within so many rows, below its title lines."""
DEEPEST = 3
"""Headings have so many levels at most."""

_MINIMUM_RECOGNISED = 3
_LONGEST_SUB_HEADING = 60
_SAMPLED_ROWS = 50
_SAYS_LITTLE = frozenset({Meaning.ORDINAL, Meaning.NOTE, Meaning.FORBIDDEN, Meaning.IGNORE})
_NAMES = frozenset({Meaning.NAME, Meaning.FAMILY_NAME, Meaning.GIVEN_NAME})
_PERSON = frozenset({Meaning.BIRTH_DATE, Meaning.BIRTH_YEAR, Meaning.MALE, Meaning.PERSONAL_ID})
_TITLE = re.compile(
    r"^(danh sach|ds|bieu|phu luc|mau so|cong an|ubnd|uy ban|cong hoa|doc lap|kem theo|tinh den"
    r"|thong ke|bao cao|so lieu|bang|huong dan)\b"
)
_OFFICE = re.compile(r"\b(chuc vu|chuc danh|cap bac)\b")
_NUMBERED = re.compile(r"[(\[]?(?:\d{1,2}|[A-Za-z])[)\]]?|\(?\d{1,2}\)?\s*=[\d\s+()/\-]+")
_IN_BRACKETS = re.compile(r"\(.*[^\W\d_].*\)")
_LONG_NUMBER = re.compile(r"\d{4}")
_PARTS = {
    "ngay": Meaning.BIRTH_DAY,
    "thang": Meaning.BIRTH_MONTH,
    "nam": Meaning.BIRTH_YEAR,
    "ngay sinh": Meaning.BIRTH_DAY,
    "thang sinh": Meaning.BIRTH_MONTH,
    "nam sinh": Meaning.BIRTH_YEAR,
}


def find_layout(sheet: Sheet, mapping: Mapping | None = None) -> Layout | None:
    """The headings of a sheet's first list, or none when the sheet holds no list."""
    return HeadingFinder(sheet, mapping).first()


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: ``(1) (2) (3)``, ``A B 1 2``."""
    filled = [text for text in texts if text]
    if len(filled) < _MINIMUM_RECOGNISED or not all(map(_NUMBERED.fullmatch, filled)):
        return False
    numbers = [int(found[0]) for text in filled if (found := re.search(r"\d+", text))]
    return all(one < other for one, other in pairwise(numbers))


class HeadingFinder:
    """Looks for headings anywhere in one sheet, as a mapping wishes."""

    def __init__(self, sheet: Sheet, mapping: Mapping | None = None) -> None:
        self._sheet = sheet
        self._mapping = mapping or Mapping()
        self._by_heading = {
            folded_words(heading): meaning for heading, meaning in self._mapping.columns.items()
        }
        self._width = max((len(row) for row in sheet.rows), default=0)
        self._wide: dict[int, list[Merge]] = {}
        for merge in sheet.merged:
            if merge.last_column > merge.first_column:
                for index in range(merge.first_row, min(merge.last_row, merge.first_row + 2) + 1):
                    self._wide.setdefault(index, []).append(merge)

    def first(self) -> Layout | None:
        """The headings of the sheet's first list."""
        if self._mapping.header_row is not None:
            layout = self._wished(self._mapping.header_row)
            return layout if layout is not None and layout.name_column is not None else None
        for index in range(min(HEADER_SEARCH_ROWS, len(self._sheet.rows))):
            layout = self.at(index)
            if layout is not None:
                return layout
        return None

    def at(self, index: int) -> Layout | None:
        """The headings that begin in a row, as deep as they go, or none."""
        if not _may_be_headings(self._sheet.rows[index]):
            return None
        found: Layout | None = None
        for depth in range(1, DEEPEST + 1):
            if depth > 1 and not self._goes_on(index, depth):
                break
            layout = self._build(index, depth)
            if self._is_list(layout):
                found = layout
        return found

    def guess(self) -> Layout:
        """The row that somebody named, or the fullest of the early ones, to be put right."""
        if self._mapping.header_row is not None:
            wished = self._wished(self._mapping.header_row)
            if wished is not None:
                return wished
        early = self._sheet.rows[:HEADER_SEARCH_ROWS]
        fullest = max(
            range(len(early)), key=lambda i: sum(1 for cell in early[i] if text_of(cell)), default=0
        )
        return self._build(fullest, 1 if early else 0)

    def _wished(self, number: int) -> Layout | None:
        if number == NO_HEADINGS:
            return self._build(0, 0)
        index = number - self._sheet.first_row
        if not 0 <= index < len(self._sheet.rows):
            return None
        depth = 1
        while depth < DEEPEST and self._goes_on(index, depth + 1):
            depth += 1
        return self._build(index, depth)

    def _levels(self, index: int, depth: int) -> list[list[str]]:
        """The texts of heading rows, merged cells filled to the right."""
        rows = self._sheet.rows[index : index + depth]
        width = max((len(row) for row in rows), default=0)
        levels = [self._texts(index + offset, width) for offset in range(len(rows))]
        for upper, lower in pairwise(levels):
            for column in range(1, width):
                # Text tables have no merged cells: a sub-heading continues the group on its left.
                beside = upper[column - 1], lower[column - 1]
                if not upper[column] and lower[column] and all(beside) and beside[0] != beside[1]:
                    upper[column] = upper[column - 1]
        return levels

    def _texts(self, index: int, width: int) -> list[str]:
        row = self._sheet.rows[index]
        texts = [text_of(cell) for cell in row] + [""] * (width - len(row))
        for merge in self._wide.get(index, ()):
            anchor = self._sheet.rows[merge.first_row] if merge.first_row <= index else ()
            if merge.first_column < len(anchor):
                text = text_of(anchor[merge.first_column])
                for column in range(merge.first_column, min(merge.last_column + 1, width)):
                    texts[column] = text
        return texts

    def _goes_on(self, index: int, depth: int) -> bool:
        """Whether the last of so many rows holds sub-headings of those above."""
        below = index + depth - 1
        if below >= len(self._sheet.rows):
            return False
        row = self._sheet.rows[below]
        *above, texts = self._levels(index, depth)
        if is_numbering(texts) or any(isinstance(cell, date) for cell in row):
            return False
        if any(len(t) > _LONGEST_SUB_HEADING or _LONG_NUMBER.search(t) for t in texts):
            return False
        upper = above[-1]
        new = False
        for column, text in enumerate(texts):
            if not text or text == upper[column]:
                continue
            grouped = upper[column] in upper[max(column - 1, 0) : column] + upper[column + 1 :][:1]
            uppers = [level[column] for level in above]
            if upper[column] and not grouped and meaning_of(*uppers) is not None:
                if not _IN_BRACKETS.fullmatch(text):
                    return False
            elif meaning_of(*uppers, text) is not None:
                new = True
            elif upper[column] and not grouped:
                return False
        return new or any(map(_IN_BRACKETS.fullmatch, texts))

    def _build(self, index: int, depth: int) -> Layout:
        levels = self._levels(index, depth)
        width = max((len(row) for row in self._sheet.rows[index : index + depth + 1]), default=0)
        letters = [i for i in map(index_of, self._mapping.letters) if i < self._width]
        columns = [
            self._column(position, [level[position] for level in levels if position < len(level)])
            for position in range(max(width, *(i + 1 for i in letters), 0))
        ]
        columns = self._with_given_names(_in_context(columns), index + depth)
        columns = [self._by_content(column, index + depth) for column in columns]
        return Layout.of(index, index + depth, tuple(map(self._as_wished, columns)))

    def _column(self, position: int, texts: list[str]) -> Column:
        levels = list(dict.fromkeys(text for text in texts if text))
        group = levels[-2] if len(levels) > 1 else ""
        own = levels[-1] if levels else ""
        return Column(position, " / ".join(levels), meaning_of(*levels), group, own)

    def _as_wished(self, column: Column) -> Column:
        """A column as the mapping wants it; one that must not be stored stays so."""
        if column.meaning is Meaning.FORBIDDEN:
            return column
        wished = self._mapping.letters.get(column.letter)
        for heading in (column.own, column.heading):
            wished = wished or self._by_heading.get(folded_words(heading))
        return column if wished is None else _meaning(column, wished)

    def _by_content(self, column: Column, start: int) -> Column:
        """Two headings say too little: their cells decide."""
        if folded_words(column.own) == "dt" and column.meaning is None:
            cells = self._sample(column.index, start)
            if any(char.isdigit() for text in cells for char in text):
                return _meaning(column, Meaning.PHONE)
            return _meaning(column, Meaning.FORBIDDEN) if cells else column  # "dân tộc"
        if column.meaning is Meaning.PERSONAL_ID:
            cells = self._sample(column.index, start)
            if cells and not any(char.isdigit() for text in cells for char in text):
                status = need_column("tinh trang " + folded_words(column.heading))
                return _meaning(column, status or Meaning.ID_CARD_STATUS)
        return column

    def _with_given_names(self, columns: list[Column], start: int) -> list[Column]:
        """A heading over two columns, of which only the first says so: family and given name."""
        for one, other in pairwise(columns):
            if one.meaning is not Meaning.NAME or (other.own and other.own != one.own):
                continue
            rest = self._sample(other.index, start)
            if not rest or len(rest) < len(self._sample(one.index, start)) * 0.8:
                continue
            if all(len(text.split()) <= 2 and text.replace(" ", "").isalpha() for text in rest):
                columns[one.index] = _meaning(one, Meaning.FAMILY_NAME)
                columns[other.index] = _meaning(other, Meaning.GIVEN_NAME)
        return columns

    def _sample(self, index: int, start: int) -> list[str]:
        rows = self._sheet.rows[start : start + _SAMPLED_ROWS]
        cells = [text_of(row[index]) for row in rows if index < len(row)]
        return [text for text in cells if text and not _NUMBERED.fullmatch(text.strip("xX"))]

    def _is_list(self, layout: Layout) -> bool:
        found = layout.by_meaning.keys()
        if not found & _NAMES or (Meaning.NAME not in found and len(found & _NAMES) < 2):
            return False
        if self._mapping.columns or self._mapping.letters:
            return True
        if not found - _NAMES - _SAYS_LITTLE:
            return False  # a list of codes: "STT, Tên, Ghi chú"
        if any(_OFFICE.search(folded_words(h)) for h in layout.headings) and not found & _PERSON:
            return False  # whom to call in offices and groups
        return len(found) >= _MINIMUM_RECOGNISED


def _may_be_headings(row: Sequence[Cell]) -> bool:
    different: set[str] = set()
    for cell in row:
        if cell is None:
            continue
        if isinstance(cell, date) or cell.strip().isdigit():
            return False
        text = text_of(cell)
        if text:
            different.add(text)
    return len(different) > 1 and not any(_TITLE.match(folded_words(text)) for text in different)


def _meaning(column: Column, meaning: Meaning) -> Column:
    return Column(column.index, column.heading, meaning, column.group, column.own)


def _in_context(columns: list[Column]) -> list[Column]:
    """Columns whose neighbours say what they are."""
    found = {column.meaning for column in columns}
    folded = [folded_words(column.own) for column in columns]
    result = list(columns)
    for at in range(len(columns) - 2):
        three = folded[at : at + 3]
        if [word.split(" ")[0] for word in three] == ["ngay", "thang", "nam"] and all(
            word in _PARTS for word in three
        ):
            for offset, word in enumerate(three):
                result[at + offset] = _meaning(columns[at + offset], _PARTS[word])
    for at, column in enumerate(result):
        if column.meaning is Meaning.NAME and folded[at] == "ten" and Meaning.FAMILY_NAME in found:
            result[at] = _meaning(column, Meaning.GIVEN_NAME)
        if column.meaning is Meaning.HOUSEHOLD_HEAD and not found & _NAMES:
            result[at] = _meaning(column, Meaning.NAME)
    return result
