"""The daily report as tables: a line an area, whose sum is the ward, or a line a ward."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from wardtui.domain.bands import AgeBand, Residency
from wardtui.domain.figures import AreaFigures, Figures, Tally
from wardtui.domain.vocabulary import Reason
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.reports.daily import heading, signature
from wardtui.reports.tables import Cell, Column, Kind, Share, Table
from wardtui.services.report_daily import Reported

_AREA_WIDTH = 20
_REASON_WIDTH = 36

_Count = Callable[[Figures], int]
_Line = tuple[tuple[str, ...], Figures]
"""What a line is called, and its figures."""


class _Columns:
    """Columns in a row, each with what it counts; none for one that follows from others."""

    def __init__(self, *heads: str) -> None:
        self.columns = [Column(head, kind=Kind.TEXT, width=_AREA_WIDTH) for head in heads]
        self._counts: list[_Count | None] = []

    def add(self, head: str, count: _Count) -> int:
        self.columns.append(Column(head))
        self._counts.append(count)
        return len(self.columns) - 1

    def add_tally(self, name: str, tally: Callable[[Figures], Tally]) -> None:
        whole = self.add(tr("{name}: whom it concerns", name=name), lambda f: tally(f).eligible)
        part = self.add(tr("{name}: done", name=name), lambda f: tally(f).done_total)
        self.columns.append(Column(tr("{name}: rate", name=name), Share(part, whole)))
        self._counts.append(None)
        self.add(tr("{name}: today", name=name), lambda f: tally(f).done_today)
        self.add(tr("{name}: left", name=name), lambda f: tally(f).remaining)

    def row(self, names: tuple[str, ...], figures: Figures) -> tuple[Cell, ...]:
        cells = (None if count is None else count(figures) for count in self._counts)
        return (*names, *cells)


def daily_tables(reported: Reported, wards: Sequence[Reported] = ()) -> tuple[Table, ...]:
    """The sheets of its workbook.

    :param wards: those that it adds up, if it is one of several
    """
    return (
        overview_table(reported, wards),
        daily_table(reported, wards),
        reasons_table(reported, wards),
    )


def daily_table(reported: Reported, wards: Sequence[Reported] = ()) -> Table:
    """Every field of the report: a line an area.

    :param wards: those that it adds up, if it is one of several: their areas are the lines then
    """
    columns = _Columns(tr("Area"), tr("Ward")) if wards else _Columns(tr("Area"))
    columns.add_tally(tr("Everything"), _everything)
    for name, tally in (
        (tr("Cards"), lambda f: f.card),
        (tr("VNeID level 2"), lambda f: f.account),
        (tr("VNeID activated"), lambda f: f.activation),
    ):
        columns.add_tally(name, tally)
    columns.add(tr("At VNeID level 1"), lambda f: f.account_level1)
    for one in Residency:
        columns.add_tally(_upper(one), _of(one, lambda f: f.by_residency))
    for band in AgeBand:
        columns.add_tally(_upper(band), _of(band, lambda f: f.by_age))
    for head, count in _work():
        columns.add(head, count)
    for level in reported.report.total.escalated:
        head = tr("Handed up to level {level}", level=level)
        columns.add(head, lambda f, level=level: f.escalated.get(level, 0))  # type: ignore[misc]
    columns.add(tr("Left for objective reasons"), lambda f: f.remaining_objective)
    columns.add(tr("Left for other reasons"), lambda f: f.remaining_other)
    for code in reported.report.total.remaining_by_reason:
        columns.add(
            tr("Left: {reason}", reason=label(Reason(code))),
            lambda f, code=code: f.remaining_by_reason.get(code, 0),  # type: ignore[misc]
        )
    lines = [
        ((_area(one), ward.report.ward or tr("no ward")) if wards else (_area(one),), one.figures)
        for ward in wards or (reported,)
        for one in ward.report.areas
    ]
    return _table(reported, wards, columns, lines, tr("All figures"))


def overview_table(reported: Reported, wards: Sequence[Reported] = ()) -> Table:
    """What fits a page, with a picture of what is done and what is left.

    :param wards: those that it adds up, if it is one of several: they are the lines then
    """
    columns = _Columns(tr("Ward") if wards else tr("Area"))
    columns.add_tally(tr("Everything"), _everything)
    bars = (2, 5)
    columns.add(tr("Tried today"), lambda f: f.contacted_today)
    columns.add(tr("Reached today"), lambda f: f.reached_today)
    columns.add(tr("Booked"), lambda f: f.booked)
    lines = [((_area(one),), one.figures) for one in reported.report.areas]
    lines += [((one.report.ward or tr("no ward"),), one.report.total) for one in wards]
    return _table(reported, wards, columns, lines, tr("Overview"), bars)


def reasons_table(reported: Reported, wards: Sequence[Reported] = ()) -> Table:
    """Why those who are left have not come.

    :param wards: those that it adds up, if it is one of several
    """
    found = reported.report.total.remaining_by_reason
    return Table(
        heading(reported, wards),
        " ".join(signature(reported)),
        (
            Column(tr("Reason"), kind=Kind.TEXT, width=_REASON_WIDTH),
            Column(tr("Objective"), kind=Kind.TEXT),
            Column(tr("Left to do")),
        ),
        tuple(
            (label(Reason(code)), tr("yes") if Reason(code).objective else tr("no"), count)
            for code, count in found.items()
        ),
        tr("Total"),
        tr("Reasons"),
    )


def _table(
    reported: Reported,
    wards: Sequence[Reported],
    columns: _Columns,
    lines: Sequence[_Line],
    sheet: str,
    bars: tuple[int, ...] = (),
) -> Table:
    return Table(
        heading(reported, wards),
        " ".join(signature(reported)),
        tuple(columns.columns),
        tuple(columns.row(names, figures) for names, figures in lines),
        tr("Total"),
        sheet,
        bars,
    )


def _area(one: AreaFigures) -> str:
    return one.area or tr("no area")


def _everything(figures: Figures) -> Tally:
    return Tally(figures.eligible, figures.done_today, figures.done_total, figures.remaining)


def _of(
    group: StrEnum, tallies: Callable[[Figures], dict[str, Tally]]
) -> Callable[[Figures], Tally]:
    return lambda figures: tallies(figures)[group.value]


def _upper(group: StrEnum) -> str:
    name = label(group)
    return name[:1].upper() + name[1:]


def _work() -> Iterator[tuple[str, _Count]]:
    yield tr("Tried today"), lambda f: f.contacted_today
    yield tr("Reached today"), lambda f: f.reached_today
    yield tr("Calls today"), lambda f: f.attempts_today.call
    yield tr("Visits today"), lambda f: f.attempts_today.visit
    yield tr("Letters today"), lambda f: f.attempts_today.letter
    yield tr("Messages today"), lambda f: f.attempts_today.message
    yield tr("Contacted so far"), lambda f: f.contacted_total
    yield tr("Invited, not yet come"), lambda f: f.invited_not_come
    yield tr("Not yet invited"), lambda f: f.not_invited
    yield tr("Booked"), lambda f: f.booked
    yield tr("People who came today"), lambda f: f.came_today
    yield tr("Files taken today"), lambda f: f.files_today
    yield tr("At home: proposed"), lambda f: f.home_service.proposed
    yield tr("At home: done"), lambda f: f.home_service.done
    yield tr("In facilities: proposed"), lambda f: f.facility_service.proposed
    yield tr("In facilities: done"), lambda f: f.facility_service.done
    yield tr("Data to correct"), lambda f: f.data_flags_open
    yield tr("Data put right"), lambda f: f.data_flags_settled
