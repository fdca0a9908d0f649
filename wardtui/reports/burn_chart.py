"""A campaign's curve as lines of text, in signs that every terminal has or has a stand-in for."""

from collections.abc import Sequence
from datetime import date, timedelta

from wardtui.domain.burn_up import BurnUp

DONE, BAND, TARGET = "▓", ":", "─"

_SCALE = 6
"""Cells in front of the curve: a number and a bar."""


def curve(burn: BurnUp, width: int, height: int) -> list[str]:
    """The curve with its scale and the days below it.

    :param width: cells of a line
    :param height: lines, with the scale's
    """
    rows, columns = max(2, height - 2), max(10, width - _SCALE)
    top = max(burn.total.eligible, burn.total.target, 1)
    days = [_day_at(burn, column, columns) for column in range(columns)]
    known = {one.day: one.done for one in burn.days}
    unit = top / rows
    lines = []
    for row in range(rows, 0, -1):
        low, high = (row - 1) * unit, row * unit
        is_target = low < burn.total.target <= high
        cells = "".join(_cell(burn, known, day, (low + high) / 2, is_target) for day in days)
        scale = top if row == rows else burn.total.target if is_target else None
        lines.append(f"{'' if scale is None else scale:>{_SCALE - 1}}│{cells.rstrip()}")
    axis = [("┴" if day == burn.day else TARGET) for day in days]
    first = axis.index("┴") if "┴" in axis else None
    axis = [TARGET if sign == "┴" and place != first else sign for place, sign in enumerate(axis)]
    lines.append(" " * (_SCALE - 1) + "└" + "".join(axis))
    lines.append(" " * _SCALE + _days_below(burn, columns, first))
    return lines


def _day_at(burn: BurnUp, column: int, columns: int) -> date:
    length = (burn.campaign.end - burn.campaign.start).days + 1
    return burn.campaign.start + timedelta(days=column * length // columns)


def _cell(burn: BurnUp, known: dict[date, int], day: date, value: float, is_target: bool) -> str:
    if day in known:
        if known[day] >= value:
            return DONE
    elif burn.total.forecast is not None and day > burn.day:
        share = (day - burn.day).days / max(1, (burn.campaign.end - burn.day).days)
        done, band = burn.total.done, burn.total.forecast
        if done + share * (band.low - done) <= value <= done + share * (band.high - done):
            return BAND
    return TARGET if is_target else " "


def _days_below(burn: BurnUp, columns: int, today: int | None) -> str:
    """The first day, the day of the report and the last, where there is room for them."""
    texts = [f"{one:%d/%m}" for one in (burn.campaign.start, burn.day, burn.campaign.end)]
    places: Sequence[int | None] = (0, None if today is None else today - 2, columns - 5)
    line = [" "] * columns
    for text, place in (
        (texts[0], places[0]),
        (texts[2], places[2]),
        (texts[1], places[1]),
    ):
        if place is None:
            continue
        start = min(max(0, place), columns - len(text))
        if all(sign == " " for sign in line[max(0, start - 1) : start + len(text) + 1]):
            line[start : start + len(text)] = text
    return "".join(line).rstrip()
