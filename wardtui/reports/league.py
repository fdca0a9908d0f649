"""The league table as a document and as a table for files."""

from collections import Counter
from typing import Any

import msgspec

from wardtui.domain.league import Row, Tally
from wardtui.i18n import tr
from wardtui.reports.tables import Cell, Column, Difference, Kind, Share, Table
from wardtui.services.report_league import Compared

_RATE_DIGITS = 4


def league_document(compared: Compared) -> dict[str, Any]:
    """The table for other programs. Rates are shares of 1; null where there is nothing to count."""
    league = compared.league
    return {
        "date": league.day.isoformat(),
        "since": league.since.isoformat(),
        "ward": league.total.ward,
        "areas": [_document(row) for row in league.areas],
        "wards": [_document(row) for row in league.wards],
        "total": _document(league.total),
        "data_state": msgspec.to_builtins(compared.state),
    }


def _document(row: Row) -> dict[str, Any]:
    now, before = _figures(row.now), _figures(row.before)
    return {"ward": row.ward, "area": row.area, **now, "before": before}


def _figures(tally: Tally) -> dict[str, Any]:
    return {
        **msgspec.to_builtins(tally),
        "collected_rate": _rounded(tally.collected_rate),
        "activated_rate": _rounded(tally.activated_rate),
    }


def _rounded(rate: float | None) -> float | None:
    return None if rate is None else round(rate, _RATE_DIGITS)


def league_tables(compared: Compared, basis: str) -> tuple[Table, ...]:
    """The areas, and behind them the wards where there are several.

    :param basis: what they rest on
    """
    areas = league_table(compared, basis)
    return (areas, _wards_table(compared, basis)) if len(compared.league.wards) > 1 else (areas,)


def league_table(compared: Compared, basis: str) -> Table:
    """The areas as a table whose last line adds them up.

    :param basis: what it rests on
    """
    area, ward = (
        Column(tr("Area"), kind=Kind.TEXT, width=20),
        Column(tr("Ward"), kind=Kind.TEXT, width=16),
    )
    rows = (
        (row.area or tr("no area"), row.ward or "", *_counts(row)) for row in compared.league.areas
    )
    return _table(compared, basis, (area, ward), tuple(rows), tr("Areas"))


def _wards_table(compared: Compared, basis: str) -> Table:
    league = compared.league
    ward, areas = Column(tr("Ward"), kind=Kind.TEXT, width=20), Column(tr("Number of areas"))
    sizes = Counter(row.ward for row in league.areas if row.area is not None)
    rows = ((row.ward or tr("no ward"), sizes[row.ward], *_counts(row)) for row in league.wards)
    return _table(compared, basis, (ward, areas), tuple(rows), tr("Wards"))


def _table(
    compared: Compared,
    basis: str,
    first: tuple[Column, Column],
    rows: tuple[tuple[Cell, ...], ...],
    sheet: str,
) -> Table:
    league = compared.league
    day, since = f"{league.day:%d/%m/%Y}", f"{league.since:%d/%m/%Y}"
    columns = (
        *first,
        Column(tr("Eligible")),
        Column(tr("To collect")),
        Column(tr("Collected")),
        Column(tr("Rate collected"), Share(4, 3)),
        Column(tr("Collected by {day}", day=since)),
        Column(tr("Collected since"), Difference(4, 6)),
        Column(tr("To activate")),
        Column(tr("Activated")),
        Column(tr("Rate activated"), Share(9, 8)),
        Column(tr("Activated by {day}", day=since)),
        Column(tr("Activated since"), Difference(9, 11)),
    )
    return Table(tr("AREAS COMPARED {day}", day=day), basis, columns, rows, tr("Total"), sheet)


def _counts(row: Row) -> tuple[int | None, ...]:
    now, before = row.now, row.before
    return (
        now.eligible,
        now.to_collect,
        now.collected,
        None,
        before.collected,
        None,
        now.to_activate,
        now.activated,
        None,
        before.activated,
        None,
    )
