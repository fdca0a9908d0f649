"""Tables as a workbook (XLSX), whose rates, differences and sums are formulas."""

import io

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from wardtui.reports.tables import Column, Difference, Share, Table

_HEAD_ROW = 3
"""Below the title, what it rests on and an empty line."""
_TITLE = {"bold": True, "size": 14}
_HEAD = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#DDEBF7"}
_SUM = {"bold": True, "top": 1}
_A4 = 9
"""Its number among the paper sizes of workbooks."""


def workbook(*tables: Table) -> bytes:
    """A workbook of a sheet a table, its heads frozen, printed on the width of one page."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        for table in tables:
            sheet = book.add_worksheet(table.sheet or None)
            _write(book, sheet, table)
            if table.bars and table.rows:
                _draw(book, sheet, table)
    return made.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Worksheet, table: Table) -> None:
    sheet.write_string(0, 0, table.title, book.add_format(_TITLE))
    sheet.write_string(1, 0, table.basis)
    head = book.add_format(_HEAD)
    lines = table.lines
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(_HEAD_ROW, place, column.head, head)
        shown = {"num_format": _number_format(column)}
        body, last = book.add_format(shown), book.add_format({**shown, **_SUM})
        for row, line in enumerate(lines, start=_HEAD_ROW + 1):
            is_sum = row == _HEAD_ROW + len(lines)
            cell, form = line[place], last if is_sum else body
            formula = _formula(column, row, place, is_sum=is_sum and bool(table.rows))
            if formula is not None:
                sheet.write_formula(row, place, formula, form, "" if cell is None else cell)
            elif isinstance(cell, str):
                sheet.write_string(row, place, cell, form)
            elif cell is not None:
                sheet.write_number(row, place, cell, form)
            else:
                sheet.write_blank(row, place, None, form)
    sheet.freeze_panes(_HEAD_ROW + 1, 1)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _draw(book: xlsxwriter.Workbook, sheet: Worksheet, table: Table) -> None:
    """A native chart below the sums: a bar a row, which follows when its cells change."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    first, last = _HEAD_ROW + 1, _HEAD_ROW + len(table.rows)
    for place in table.bars:
        chart.add_series(
            {
                "name": [sheet.name, _HEAD_ROW, place],
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, place, last, place],
            }
        )
    chart.set_title({"name": table.title, "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 120 + 24 * len(table.rows)})
    sheet.insert_chart(last + 3, 0, chart)


def _number_format(column: Column) -> str:
    if isinstance(column.made_of, Share):
        return "0.0%"
    return "+#,##0;-#,##0;0" if isinstance(column.made_of, Difference) else "General"


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
    first, last = (xl_rowcol_to_cell(one, place) for one in (_HEAD_ROW + 1, row - 1))
    return f"=SUM({first}:{last})"
