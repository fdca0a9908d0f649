"""Who holds how much and how soon they answer: as a document and as a table for files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import msgspec

from wardtui.domain.answers import Workload
from wardtui.domain.ids import OfficerId, WardCode
from wardtui.domain.moments import local
from wardtui.i18n import tr
from wardtui.reports.tables import Column, Kind, Table

Names = Mapping[OfficerId, str]


def workload_document(
    found: Sequence[Workload], names: Names, at: datetime, ward: WardCode | None
) -> dict[str, Any]:
    """For other programs. Times are medians in seconds; null without any."""
    return {
        "at": local(at),
        "ward": ward,
        "officers": [_document(one, names) for one in found],
    }


def _document(one: Workload, names: Names) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.structs.asdict(one)
    for name in ("to_accept", "to_answer"):
        document[f"{name}_seconds"] = _seconds(document.pop(name))
    return {"name": names.get(cast("OfficerId", one.owner)), **document}


def _seconds(time: timedelta | None) -> int | None:
    return None if time is None else round(time.total_seconds())


def workload_table(
    found: Sequence[Workload], called: Callable[[str], str], title: str, basis: str
) -> Table:
    """One line for each of them. Times are hours.

    :param called: what an owner is called
    :param basis: what it rests on
    """
    columns = (
        Column(tr("Whose"), kind=Kind.TEXT, width=24),
        Column(tr("holds")),
        Column(tr("overdue")),
        Column(tr("untaken")),
        Column(tr("answered")),
        Column(tr("went on")),
        Column(tr("taken in, hours"), kind=Kind.MEASURE),
        Column(tr("reply in, hours"), kind=Kind.MEASURE),
    )
    rows = tuple(
        (
            called(one.owner),
            one.holds,
            one.overdue,
            one.untaken,
            one.answered,
            one.missed,
            _hours(one.to_accept),
            _hours(one.to_answer),
        )
        for one in found
    )
    return Table(title, basis, columns, rows, tr("Total"))


def _hours(time: timedelta | None) -> float | None:
    return None if time is None else round(time.total_seconds() / 3600, 1)
