"""Figures as a table, and a table as CSV."""

import csv
import io
from collections.abc import Sequence
from enum import Enum, auto
from typing import Any

import msgspec

Cell = str | int | float | None

_MAY_START_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
"""A spreadsheet that opens a CSV file could reckon with what starts so. The last four are the broad
forms of the first (OWASP, CSV injection)."""


class Share(msgspec.Struct, frozen=True):
    """A column that is one column divided by another."""

    part: int
    whole: int
    """Places of the columns, from 0."""


class Difference(msgspec.Struct, frozen=True):
    """A column that is one column less another."""

    now: int
    before: int


class Kind(Enum):
    """What stands in the cells of a column that are given."""

    TEXT = auto()
    COUNT = auto()
    """These can be added up."""
    MEASURE = auto()
    """Numbers with decimals; nothing comes of adding them up."""


class Column(msgspec.Struct, frozen=True):
    """What stands below one head."""

    head: str
    made_of: Share | Difference | None = None
    """How it follows from others; such cells are not given."""
    kind: Kind = Kind.COUNT
    width: int = 12
    """Letters of a sheet's column."""
    zero: str = "0"
    """How a sheet shows that there is nothing to count."""

    @property
    def is_added_up(self) -> bool:
        """Whether the line of the sums has its sum."""
        return self.made_of is None and self.kind is Kind.COUNT


class Curve(msgspec.Struct, frozen=True):
    """A column that a chart draws as a line."""

    place: int
    colour: str
    width: float
    """In points."""
    dash: str = "solid"
    """As XlsxWriter names it: printed without colours, lines differ by it."""


class Table(msgspec.Struct, frozen=True):
    """Figures with their heads."""

    title: str
    basis: str
    """What it rests on."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """One cell a column, null in those that follow from others."""
    total: str
    """What the line of the sums is called; empty: there is none."""
    sheet: str = ""
    """What its sheet is called in a workbook of several."""
    bars: tuple[int, ...] = ()
    """Places of the columns that a chart of a workbook stacks up, a bar a row."""
    curves: tuple[Curve, ...] = ()
    """What a chart of a workbook draws, a row after the other."""

    @property
    def lines(self) -> list[list[Cell]]:
        """All cells of the rows and, last, of the line of the sums, if there is one."""
        sums = (self._sums(),) if self.total else ()
        return [_worked_out(row, self.columns) for row in (*self.rows, *sums)]

    @property
    def names(self) -> int:
        """How many columns in front name what a row is about."""
        kinds = [column.kind is Kind.TEXT for column in self.columns]
        return max(1, (*kinds, False).index(False))

    def _sums(self) -> tuple[Cell, ...]:
        sums: list[Cell] = [self.total]
        for place, column in enumerate(self.columns[1:], start=1):
            counts = [row[place] for row in self.rows]
            found = sum(one for one in counts if isinstance(one, int))
            sums.append(found if column.is_added_up else None)
        return tuple(sums)


def comma_text(table: Table) -> bytes:
    """The table as CSV (RFC 4180) in UTF-8 with its mark, by which spreadsheets know it."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow([_plain(column.head) for column in table.columns])
    writer.writerows([_plain(cell) for cell in line] for line in table.lines)
    return made.getvalue().encode("utf-8-sig")


def _worked_out(row: Sequence[Cell], columns: Sequence[Column]) -> list[Cell]:
    return [
        cell if column.made_of is None else _value(column.made_of, row)
        for column, cell in zip(columns, row, strict=True)
    ]


def _value(made_of: Share | Difference, row: Sequence[Any]) -> Cell:
    if isinstance(made_of, Difference):
        return int(row[made_of.now] - row[made_of.before])
    return round(row[made_of.part] / row[made_of.whole], 4) if row[made_of.whole] else None


def may_start_a_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula."""
    return text.startswith(_MAY_START_A_FORMULA)


def _plain(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula."""
    is_risky = isinstance(cell, str) and may_start_a_formula(cell)
    return f"'{cell}" if is_risky else cell
