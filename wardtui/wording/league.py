"""The league table in words: lines that can be pasted into a message."""

from collections.abc import Sequence

from wardtui.domain.league import League, Row
from wardtui.domain.moments import end_of_shift
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.i18n.numbers import percent
from wardtui.services.report_daily import DataState
from wardtui.services.report_league import Compared
from wardtui.wording.columns import cells

_AREA, _AREA_OF_WARD = 16, 24
"""Cells of an area's name, and of one that stands beside its ward."""
_PAIR = 25
"""Cells of a rate with its change."""


def league_text(compared: Compared) -> str:
    """The table as lines that can be pasted into a message."""
    league = compared.league
    lines = [
        _title(league),
        tr("Beside every count its change since {day}.", day=f"{league.since:%d/%m/%Y}"),
        "",
        *_lines(league.areas, league.total),
    ]
    if len(league.wards) > 1:
        lines += ["", *_lines(league.wards, league.total)]
    return "\n".join([*lines, "", *_notes(), state_text(league, compared.state)])


def _lines(rows: Sequence[Row], total: Row) -> list[str]:
    is_of_areas = any(row.area is not None for row in rows)
    is_of_several = is_of_areas and len({row.ward for row in rows}) > 1
    head = tr("Area") if is_of_areas else tr("Ward")
    width = _AREA_OF_WARD if is_of_several else _AREA
    heads = tr("collected").center(_PAIR), tr("activated").center(_PAIR)
    lines = [f"    {cells(head, width)} {' '.join(heads)}".rstrip()]
    place = 0
    for row in rows:
        is_ranked = row.area is not None or not is_of_areas
        place += is_ranked
        number = f"{place:2}." if is_ranked else "   "
        name = _name(row, is_of_areas)
        if is_of_several:
            name = f"{name}, {row.ward or tr('no ward')}"
        lines.append(f"{number} {cells(name, width)} {_pair(row)}")
    total_name = cells(tr("Total"), width)
    lines.append(f"    {total_name} {_pair(total)}")
    return lines


def _name(row: Row, is_of_areas: bool) -> str:
    if not is_of_areas:
        return row.ward or tr("no ward")
    return row.area or tr("no area")


def _pair(row: Row) -> str:
    now, before = row.now, row.before
    return " ".join(
        (
            rate_text(now.collected, now.to_collect, now.collected_rate),
            f"{now.collected - before.collected:+5}",
            rate_text(now.activated, now.to_activate, now.activated_rate),
            f"{now.activated - before.activated:+5}",
        )
    )


def rate_text(part: int, whole: int, rate: float | None) -> str:
    """A count of its denominator with the rate, in 19 cells: ``    412/520   79.2%``."""
    return f"{f'{part}/{whole}':>12} {'–' if rate is None else percent(rate):>6}"


def _title(league: League) -> str:
    ward = f" - {league.total.ward}" if league.total.ward else ""
    return tr("AREAS COMPARED {day}", day=f"{league.day:%d/%m/%Y}") + ward


def _notes() -> tuple[str, str]:
    return (
        tr("collected: the card and level 2, of those who lacked one of them"),
        tr("activated: VNeID is in use, of those who lacked it"),
    )


def state_text(league: League, state: DataState) -> str:
    """How complete the figures are."""
    when = (
        tr("As of the last sync {when}", when=moment(state.last_sync, end_of_shift(league.day)))
        if state.last_sync
        else tr("Not synchronised yet")
    )
    return f"{when}; " + tr("{count} events not sent yet", count=state.pending) + "."
