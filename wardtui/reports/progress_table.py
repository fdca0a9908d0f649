"""How far the campaign has come, as tables for files."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from wardtui.domain.burn_up import BurnUp, Pace
from wardtui.i18n import tr
from wardtui.reports.burn_picture import DONE, LISTED, TARGET
from wardtui.reports.progress import area_name, outlook_text, state_text, title_text
from wardtui.reports.tables import Cell, Column, Curve, Kind, Share, Table
from wardtui.services.report_daily import DataState
from wardtui.services.report_progress import Progressed


def progress_tables(progressed: Progressed) -> tuple[Table, ...]:
    """The sheets of its workbook."""
    return progress_table(progressed), curve_table(progressed)


def progress_table(progressed: Progressed) -> Table:
    """The areas as a table whose last line adds up what can be added."""
    burn = progressed.burn_up
    heads = (Column(tr("Area"), kind=Kind.TEXT, width=20),)
    rows = tuple((area_name(one), *_cells(one.pace)) for one in burn.areas)
    basis = state_text(progressed.state, burn.day)
    return _table(title_text(progressed), basis, heads, rows, tr("Areas"))


def curve_table(progressed: Progressed) -> Table:
    """The campaign day by day: who is done, the target, and the forecast from now on."""
    burn = progressed.burn_up
    known = {one.day: one for one in burn.days}
    columns = (
        Column(tr("Day"), kind=Kind.TEXT),
        *(
            Column(head, kind=Kind.MEASURE)
            for head in (
                tr("Done"),
                tr("Target"),
                tr("Eligible"),
                tr("Forecast, low end"),
                tr("Forecast, middle"),
                tr("Forecast, high end"),
            )
        ),
    )
    campaign = burn.campaign
    rows: list[tuple[Cell, ...]] = []
    for number in range((campaign.end - campaign.start).days + 1):
        day = campaign.start + timedelta(number)
        then = known.get(day)
        done, listed = (None, None) if then is None else (then.done, then.eligible)
        rows.append((f"{day:%d/%m}", done, burn.total.target, listed, *_foretold(burn, day)))
    curves = (
        Curve(1, DONE, 3),
        Curve(2, TARGET, 2, "long_dash"),
        Curve(3, LISTED, 1),
        Curve(4, DONE, 1, "round_dot"),
        Curve(5, DONE, 1.5, "dash"),
        Curve(6, DONE, 1, "round_dot"),
    )
    return Table(
        title_text(progressed),
        state_text(progressed.state, burn.day),
        columns,
        tuple(rows),
        "",
        tr("Day by day"),
        curves=curves,
    )


def _foretold(burn: BurnUp, day: date) -> tuple[int | None, ...]:
    """The band on its way from what is done now to the last day: low, middle, high."""
    band, done = burn.total.forecast, burn.total.done
    if band is None or day < burn.day:
        return (None,) * 3
    share = (day - burn.day).days / max(1, (burn.campaign.end - burn.day).days)
    return tuple(round(done + share * (one - done)) for one in msgspec.structs.astuple(band))


def wards_progress_tables(
    day: date, wards: Sequence[Progressed], state: DataState
) -> tuple[Table, Table]:
    """Every area of several wards, and the wards, which may work for different campaigns."""
    title, basis = tr("CAMPAIGNS, as of {day}", day=f"{day:%d/%m}"), state_text(state, day)
    area, ward = (Column(head, kind=Kind.TEXT, width=20) for head in (tr("Area"), tr("Ward")))
    end = Column(tr("Last day"), kind=Kind.TEXT)
    areas = tuple(
        (area_name(part), one.ward or "", *_cells(part.pace))
        for one in wards
        for part in one.burn_up.areas
    )
    whole = tuple(
        (one.ward or "", f"{one.burn_up.campaign.end:%d/%m/%Y}", *_cells(one.burn_up.total))
        for one in wards
    )
    return (
        _table(title, basis, (area, ward), areas, tr("Areas")),
        _table(title, basis, (ward, end), whole, tr("Wards")),
    )


def _table(
    title: str,
    basis: str,
    heads: tuple[Column, ...],
    rows: tuple[tuple[Cell, ...], ...],
    sheet: str = "",
) -> Table:
    measure, before = Kind.MEASURE, len(heads)
    columns = (
        *heads,
        Column(tr("Eligible")),
        Column(tr("Done")),
        Column(tr("Rate done"), Share(before + 1, before)),
        Column(tr("Target")),
        Column(tr("Remaining")),
        Column(tr("Pace needed"), kind=measure),
        Column(tr("Pace kept"), kind=measure),
        Column(tr("Forecast, low end"), kind=measure),
        Column(tr("Forecast, middle"), kind=measure),
        Column(tr("Forecast, high end"), kind=measure),
        Column(tr("Outlook"), kind=Kind.TEXT, width=20),
    )
    return Table(title, basis, columns, rows, tr("Total"), sheet)


def _cells(pace: Pace) -> tuple[Cell, ...]:
    band = (None,) * 3 if pace.forecast is None else msgspec.structs.astuple(pace.forecast)
    needed, kept = (None if one is None else round(one, 2) for one in (pace.needed, pace.kept))
    return (
        pace.eligible,
        pace.done,
        None,
        pace.target,
        pace.remaining,
        needed,
        kept,
        *band,
        outlook_text(pace.outlook),
    )
