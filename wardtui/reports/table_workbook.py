"""Tables as a workbook (XLSX), whose rates, differences and sums are formulas."""

import io
import math
import textwrap
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from wardtui.i18n import tr
from wardtui.reports.table_charts import draw
from wardtui.reports.tables import (
    Cell,
    Column,
    Difference,
    Kind,
    Share,
    Table,
    may_start_a_formula,
)

HEAD_ROW = 3
"""Below the title, what it rests on and an empty line."""
_FONT = {"font_name": "Times New Roman", "font_size": 11}
"""As official papers have it."""
_LINE = 15
"""Points of a line of it."""
_TITLE = {"bold": True, "font_size": 14}
_BOX = {"border": 1, "border_color": "#808080", "valign": "vcenter"}
_HEAD = {**_BOX, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#DDEBF7"}
_SUM = {"bold": True, "bg_color": "#F2F2F2"}
_A4 = 9
"""Its number among the paper sizes of workbooks."""
_PAGE_WIDTH = 210
"""Letters that an A4 page on its side holds in a line that can still be read."""
_NARROW = 100
"""Letters that an upright one holds."""
_WIDEST = 48
"""Letters of a column of texts at most."""


def workbook(*tables: Table) -> bytes:
    """A workbook of a sheet a table, its heads frozen, printed page by page on A4.

    Charts are on sheets of their own, behind those of the tables.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.formats[0].set_font_name(_FONT["font_name"])
        looks = _Looks(book)
        sheets = [book.add_worksheet(table.sheet or None) for table in tables]
        for sheet, table in zip(sheets, tables, strict=True):
            _write(looks, sheet, table)
            _lay_out(sheet, table)
        for sheet, table in zip(sheets, tables, strict=True):
            if table.rows and (table.bars or table.curves):
                draw(book, sheet.name, table, HEAD_ROW)
    return made.getvalue()


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, *looks: Mapping[str, Any]) -> Format:
        look = dict(_FONT)
        for one in looks:
            look.update(one)
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _write(looks: _Looks, sheet: Worksheet, table: Table) -> None:
    # What stands in a column that every page repeats would be cut off on all but the first.
    first = table.names if _pages(table) > 1 else 0
    sheet.write_string(0, first, table.title, looks.get(_TITLE))
    sheet.write_string(1, first, table.basis, looks.get())
    for place, column in enumerate(table.columns):
        sheet.write_string(HEAD_ROW, place, _capital(column.head), looks.get(_HEAD))
    last = HEAD_ROW + len(table.lines)
    for row, line in enumerate(table.lines, start=HEAD_ROW + 1):
        is_sum = bool(table.total) and row == last
        for place, (column, cell) in enumerate(zip(table.columns, line, strict=True)):
            look = [_BOX, _shown(column, cell), _SUM if is_sum else {}]
            formula = _formula(column, row, place, is_sum=is_sum and bool(table.rows))
            if formula is not None:
                result = "" if cell is None else cell
                sheet.write_formula(row, place, formula, looks.get(*look), result)
            elif isinstance(cell, str):
                sheet.write_string(row, place, cell, looks.get(*look))
            elif cell is not None:
                sheet.write_number(row, place, cell, looks.get(*look))
            else:
                sheet.write_blank(row, place, None, looks.get(*look))


def _lay_out(sheet: Worksheet, table: Table) -> None:
    widths = _widths(table)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    # The letters of a head are bold: fewer of them fit.
    lines = [
        len(textwrap.wrap(column.head, round(0.85 * width) - 1))
        for column, width in zip(table.columns, widths, strict=True)
    ]
    sheet.set_row(HEAD_ROW, _LINE * max(lines) + 4)
    sheet.freeze_panes(HEAD_ROW + 1, table.names)
    sheet.repeat_rows(HEAD_ROW)
    sheet.repeat_columns(0, table.names - 1)
    if sum(widths) > _NARROW:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    numbered = tr("Page {page} of {pages}", page="&P", pages="&N")
    sheet.set_footer("&L" + table.title.replace("&", "&&") + "&R" + numbered)
    sheet.fit_to_pages(_pages(table), 0)


def _pages(table: Table) -> int:
    """How many pages it is wide."""
    return math.ceil(sum(_widths(table)) / _PAGE_WIDTH)


def _widths(table: Table) -> list[float]:
    return [_width(table, place) for place in range(len(table.columns))]


def _width(table: Table, place: int) -> float:
    """Letters of a column: a text is not cut off by what stands beside it."""
    column = table.columns[place]
    texts = [len(cell) for cell in (line[place] for line in table.lines) if isinstance(cell, str)]
    return max(column.width, min(_WIDEST, 1.1 * max(texts, default=0) + 2))


def _capital(head: str) -> str:
    return head[:1].upper() + head[1:]


def _shown(column: Column, cell: Cell) -> dict[str, Any]:
    """How a cell looks by what it is."""
    if column.kind is Kind.TEXT:
        # An apostrophe that is not seen: it stays a text when somebody edits it.
        is_risky = isinstance(cell, str) and may_start_a_formula(cell)
        return {"indent": 1, "num_format": "@", "quote_prefix": is_risky}
    return {"align": "right", "indent": 1, "num_format": _number_format(column, cell)}


def _number_format(column: Column, cell: Cell) -> str:
    if isinstance(column.made_of, Share):
        return "0.0%"
    if isinstance(column.made_of, Difference):
        return "+#,##0;-#,##0;0"
    return "#,##0.0" if isinstance(cell, float) else f'#,##0;-#,##0;"{column.zero}"'


def _formula(column: Column, row: int, place: int, *, is_sum: bool) -> str | None:
    """How a cell follows from others; none when it is given."""
    match column.made_of:
        case Share(part=part, whole=whole):
            divisor = xl_rowcol_to_cell(row, whole)
            return f'=IF({divisor}=0,"",{xl_rowcol_to_cell(row, part)}/{divisor})'
        case Difference(now=now, before=before):
            return f"={xl_rowcol_to_cell(row, now)}-{xl_rowcol_to_cell(row, before)}"
    if not is_sum or not column.is_added_up:
        return None
    first, last = (xl_rowcol_to_cell(one, place) for one in (HEAD_ROW + 1, row - 1))
    return f"=SUM({first}:{last})"
