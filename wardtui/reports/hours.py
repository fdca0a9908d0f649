"""When people are reached: the hours of the week as a document and as a table for files."""

from typing import Any

from wardtui.domain.case import SlotTally
from wardtui.domain.heat import ENOUGH, HOURS, WEEKDAYS, HeatMap
from wardtui.i18n import tr
from wardtui.i18n.dates import WEEKDAY_NAMES
from wardtui.reports.tables import Cell, Column, Kind, Table


def hours_document(found: HeatMap, area: str | None) -> dict[str, Any]:
    """Every hour in which somebody tried, for other programs. Weekdays as ISO 8601 numbers them."""
    return {
        "area": area,
        "enough": ENOUGH,
        "hours": [
            {"weekday": weekday + 1, "hour": hour, **_tally(cell)}
            for hour, cells in zip(HOURS, found.hours, strict=True)
            for weekday, cell in zip(WEEKDAYS, cells, strict=True)
            if cell.tried
        ],
        "outside": _tally(found.outside),
        "total": _tally(found.total),
    }


def _tally(cell: SlotTally) -> dict[str, Any]:
    rate = round(cell.reached / cell.tried, 4) if cell.tried else None
    return {"tried": cell.tried, "reached": cell.reached, "rate": rate}


def hours_table(found: HeatMap, title: str, basis: str) -> Table:
    """Every hour as a row: tried and reached by weekday.

    :param basis: what it rests on
    """
    columns = [Column(tr("hour"), kind=Kind.TEXT, width=8)]
    for name in WEEKDAY_NAMES:
        columns.append(Column(tr("{weekday}: tried", weekday=tr(name)), width=9, zero="·"))
        columns.append(Column(tr("{weekday}: reached", weekday=tr(name)), width=9, zero="·"))
    rows: list[tuple[Cell, ...]] = []
    for hour, cells in zip(HOURS, found.hours, strict=True):
        figures = [figure for cell in cells for figure in (cell.tried, cell.reached)]
        rows.append((f"{hour:02}:00", *figures))
    return Table(title, basis, tuple(columns), tuple(rows), tr("Total"))
