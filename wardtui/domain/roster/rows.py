"""Reading a sheet: every row below its headings is a record, is rejected, or is about nobody."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from wardtui.domain.resident import Resident
from wardtui.domain.roster.column_views import missing_columns
from wardtui.domain.roster.columns import Layout, Meaning
from wardtui.domain.roster.dittos import Dittos
from wardtui.domain.roster.grid import Cell, Sheet, text_of
from wardtui.domain.roster.headings import folded_words
from wardtui.domain.roster.layout import HeadingFinder
from wardtui.domain.roster.left_out import LeftOut, Rewritten
from wardtui.domain.roster.mapping import Mapping
from wardtui.domain.roster.need_words import Purpose
from wardtui.domain.roster.needs import NeedColumns
from wardtui.domain.roster.one_row import OneRow
from wardtui.domain.roster.records import (
    Around,
    RejectedRow,
    RowReason,
    raw_titles,
    take_row,
)
from wardtui.domain.roster.row_kinds import RowKind, is_dash, kind_of
from wardtui.domain.roster.titles import area_of_title, purpose_of_titles

__all__ = [
    "LeftOut",
    "ReadSheet",
    "RejectedRow",
    "Rewritten",
    "RowReason",
    "SkipReason",
    "SkippedSheet",
    "read_sheet",
    "read_sheets",
]

TELL_EVERY = 1000
_TITLE_CELLS = 3
"""A row of a section or a title fills so few cells at most."""
_HEADS = frozenset({"chu ho", "ch", "la chu ho"})

Tell = Callable[[int], None]
"""Told how many rows are done; may raise to stop."""


class SkipReason(StrEnum):
    """Why nothing was read from a sheet."""

    EMPTY = "empty"
    HIDDEN = "hidden"
    """The workbook does not show it, and another sheet holds a list."""
    NOT_WANTED = "not_wanted"
    """The mapping leaves it out."""
    NO_LIST = "no_list"
    """No headings of a list of people: a guide, a list of codes, a report."""


class SkippedSheet(msgspec.Struct, frozen=True):
    """A sheet from which nothing was read, and why."""

    name: str
    why: SkipReason


class ReadSheet(msgspec.Struct, frozen=True):
    """What a sheet holds. Rows below the headings = residents + rejected + other rows."""

    residents: tuple[Resident, ...]
    rejected: tuple[RejectedRow, ...]
    dropped_columns: tuple[str, ...]
    name: str = ""
    other_rows: int = 0
    """Totals, sections, signatures, repeated headings and empty rows."""
    left_out: tuple[LeftOut, ...] = ()
    missing_columns: tuple[str, ...] = ()
    """Headings and letters that the mapping names and the sheet lacks."""
    skipped: tuple[SkippedSheet, ...] = ()
    """The sheet itself, when nothing was read from it."""


def read_sheet(
    sheet: Sheet,
    today: date,
    mapping: Mapping | None = None,
    *,
    rewritten: Rewritten | None = None,
    tell: Tell | None = None,
) -> ReadSheet | None:
    """Every resident of a sheet, or none when the sheet holds no list.

    :param mapping: what somebody said about the columns
    :param rewritten: texts to take instead of those that were left out
    :param tell: called every 1,000 rows
    """
    finder = HeadingFinder(sheet, mapping)
    layout = finder.first()
    if layout is None:
        return None
    return _Reading(sheet, today, mapping or Mapping(), rewritten or {}, finder).run(layout, tell)


def read_sheets(
    sheets: Sequence[Sheet],
    today: date,
    mapping: Mapping | None = None,
    *,
    rewritten: Rewritten | None = None,
    tell: Tell | None = None,
) -> tuple[ReadSheet, ...]:
    """Every sheet of a file in its order, those that were skipped among them.

    A hidden sheet is read only when no visible one holds a list. The parameters are those of
    `read_sheet`; ``tell`` counts on from sheet to sheet.
    """
    found: dict[int, ReadSheet] = {}
    done = 0
    for hidden in (False, True):
        for index, sheet in enumerate(sheets):
            wanted = mapping is None or mapping.wants(sheet.name)
            if sheet.hidden is not hidden or not wanted or (hidden and found):
                continue
            before = done
            told = (lambda rows, before=before: tell(before + rows)) if tell is not None else None
            read = read_sheet(sheet, today, mapping, rewritten=rewritten, tell=told)
            if read is not None:
                found[index] = read
            done += len(sheet.rows)
    return tuple(
        found.get(index) or _skipped(sheet, mapping, others=bool(found))
        for index, sheet in enumerate(sheets)
    )


def _skipped(sheet: Sheet, mapping: Mapping | None, *, others: bool) -> ReadSheet:
    if mapping is not None and not mapping.wants(sheet.name):
        why = SkipReason.NOT_WANTED
    elif not any(text_of(cell) for row in sheet.rows for cell in row):
        why = SkipReason.EMPTY
    else:
        why = SkipReason.HIDDEN if sheet.hidden and others else SkipReason.NO_LIST
    return ReadSheet((), (), (), sheet.name, skipped=(SkippedSheet(sheet.name, why),))


class _Reading:
    """One sheet while it is read from above to below."""

    def __init__(
        self,
        sheet: Sheet,
        today: date,
        mapping: Mapping,
        rewritten: Rewritten,
        finder: HeadingFinder,
    ) -> None:
        self._sheet = sheet
        self._today = today
        self._mapping = mapping
        self._rewritten = rewritten
        self._finder = finder
        self._residents: list[Resident] = []
        self._rejected: list[RejectedRow] = []
        self._left_out: list[LeftOut] = []
        self._others = 0
        self._layouts: list[Layout] = []
        self._ended = False
        self._section: str | None = None
        self._asked: Purpose | None = None
        self._head: Resident | None = None

    def run(self, layout: Layout, tell: Tell | None) -> ReadSheet:
        """Read everything below the first headings."""
        self._title(layout.header_row)
        self._switch(layout)
        rows = self._sheet.rows
        index = layout.data_row
        while index < len(rows):
            if tell is not None and index % TELL_EVERY == 0:
                tell(index)
            index += self._take(index, rows[index])
        if tell is not None:
            tell(len(rows))
        dropped = dict.fromkeys(title for one in self._layouts for title in one.dropped)
        return ReadSheet(
            tuple(self._residents),
            tuple(self._rejected),
            tuple(dropped),
            self._sheet.name,
            self._others,
            tuple(self._left_out),
            missing_columns(self._mapping, tuple(self._layouts)),
        )

    def _title(self, end: int) -> None:
        lines = [text for row in self._sheet.rows[:end] for cell in row if (text := text_of(cell))]
        areas = [area for line in lines if (area := area_of_title(line)) is not None]
        self._area = area_of_title(self._sheet.name) or next(iter(areas), None)
        self._purpose = (
            purpose_of_titles([self._sheet.name]) or purpose_of_titles(lines) or Purpose()
        )

    def _switch(self, layout: Layout) -> None:
        """From here on the columns mean what this layout says."""
        self._layouts.append(layout)
        self._layout = layout
        self._ended = False
        self._titles = raw_titles(layout)
        self._dittos = Dittos(layout)
        self._need_columns = NeedColumns.of(layout, self._sheet.rows[layout.data_row :])

    def _take(self, index: int, row: Sequence[Cell]) -> int:
        """Read what begins in a row; the number of rows that it takes."""
        texts = [text_of(cell) for cell in row]
        if not any(texts):
            self._others += 1
            return 1
        same = self._dittos.filled(row, texts)
        if same is not row:
            row, texts = same, [text_of(cell) for cell in same]
        texts = ["" if text and is_dash(text) else text for text in texts]
        if not any(texts):
            self._others += 1
            return 1
        heading = None if self._mapping.header_row is not None else self._finder.at(index)
        if heading is not None:
            if _same(heading, self._layout):
                self._ended = False
            else:
                self._switch(heading)
            self._others += heading.data_row - index
            return heading.data_row - index
        kind = kind_of(texts, self._layout, ended=self._ended)
        if kind is RowKind.RECORD:
            self._record(OneRow(row, texts, self._layout, self._sheet.first_row + index))
            return 1
        self._others += 1
        if kind is RowKind.SIGNATURE:
            self._ended = True
        if kind is RowKind.TEXT:
            self._section_row([text for text in texts if text])
        return 1

    def _record(self, row: OneRow) -> None:
        taken = take_row(row, self._around())
        self._left_out += taken.left_out
        if taken.rejected is not None:
            self._rejected.append(taken.rejected)
        if taken.resident is not None:
            self._residents.append(taken.resident)
            relation = row.cell(Meaning.RELATION)
            if relation is not None and folded_words(text_of(relation)) in _HEADS:
                self._head = taken.resident

    def _around(self) -> Around:
        purpose = self._asked or self._purpose
        if self._mapping.needs:
            purpose = Purpose(self._mapping.needs)
        return Around(
            self._sheet.name,
            self._today,
            self._section or self._area or self._mapping.area,
            purpose,
            self._need_columns,
            self._head,
            self._titles,
            self._rewritten,
        )

    def _section_row(self, filled: list[str]) -> None:
        """A row between people may say whose area follows, or what those below it lack."""
        if len(filled) > _TITLE_CELLS:
            return
        for text in filled:
            self._section = area_of_title(text) or self._section
        self._asked = purpose_of_titles(filled) or self._asked


def _same(one: Layout, other: Layout) -> bool:
    return list(map(folded_words, one.headings)) == list(map(folded_words, other.headings))
