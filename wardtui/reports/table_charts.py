"""Native charts of a workbook: they follow when the cells of their table change."""

import math
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart

from wardtui.i18n import tr
from wardtui.reports.tables import Table

_A4 = 9
_DARK, _LIGHT, _GRID = "#0B5394", "#BDD7EE", "#D9D9D9"
"""Printed without colours, the two stay apart."""
_SMALL = {"size": 9}
_LINES = {"visible": True, "line": {"color": _GRID}}
_NAMED = 15
"""Points of a line that have room for their names."""
_ON_ITS_SIDE = 25
"""Bars that an A4 page on its side has room for."""


def draw(book: Workbook, sheet: str, table: Table, head_row: int) -> None:
    """The chart of a table, on a sheet of its own that prints as one page.

    :param sheet: where the table stands
    :param head_row: the row of its heads
    """
    cells = _Cells(sheet, table, head_row)
    chart = _bars(book, table, cells) if table.bars else _curves(book, table, cells)
    chart.set_title({"name": table.title, "name_font": {"size": 14}})
    chart.set_legend({"position": "bottom", "font": {"size": 11}})
    page = book.add_chartsheet(tr("Chart"))
    page.set_chart(chart)
    page.set_paper(_A4)
    if table.bars and len(table.rows) > _ON_ITS_SIDE:
        page.set_portrait()


class _Cells:
    """Where the cells of a table stand, as a chart names them."""

    def __init__(self, sheet: str, table: Table, head_row: int) -> None:
        self._sheet, self._head = sheet, head_row
        self._rows = head_row + 1, head_row + len(table.rows)
        self._names = table.names

    def series(self, place: int) -> dict[str, Any]:
        """The cells of a column, with its head and with what its rows are called."""
        first, last = self._rows
        return {
            "name": [self._sheet, self._head, place],
            "categories": [self._sheet, first, 0, last, self._names - 1],
            "values": [self._sheet, first, place, last, place],
        }


def _bars(book: Workbook, table: Table, cells: _Cells) -> Chart:
    """A bar a row, its counts written on it."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for place, (fill, ink) in zip(table.bars, ((_DARK, "white"), (_LIGHT, "black")), strict=True):
        chart.add_series(
            {
                **cells.series(place),
                "fill": {"color": fill},
                "border": {"color": _DARK},
                "gap": 35,
                "data_labels": {
                    "value": True,
                    "num_format": "#,##0;;",
                    "font": {**_SMALL, "color": ink},
                },
            }
        )
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": _SMALL})
    chart.set_x_axis({"num_font": _SMALL, "label_position": "high", "major_gridlines": _LINES})
    return chart


def _curves(book: Workbook, table: Table, cells: _Cells) -> Chart:
    """A line a column, from one row to the next."""
    chart = book.add_chart({"type": "line"})
    for curve in table.curves:
        line = {"color": curve.colour, "width": curve.width, "dash_type": curve.dash}
        chart.add_series({**cells.series(curve.place), "line": line})
    apart = math.ceil(len(table.rows) / _NAMED)
    unit = {"interval_unit": apart, "interval_tick": apart}
    chart.set_x_axis({"num_font": {**_SMALL, "rotation": -45}, "text_axis": True, **unit})
    chart.set_y_axis({"num_font": _SMALL, "min": 0, "major_gridlines": _LINES})
    return chart
