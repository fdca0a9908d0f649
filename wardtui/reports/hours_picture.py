"""When people are reached, as a picture for documents: the week as a field of hours and days."""

from collections.abc import Iterator, Sequence

from wardtui.domain.case import SlotTally
from wardtui.domain.heat import ENOUGH, HOURS, WEEKDAYS, HeatMap
from wardtui.i18n import tr
from wardtui.i18n.dates import WEEKDAY_NAMES
from wardtui.reports.svg import box, page, text

_LEFT, _TOP = 70, 80
_CELL, _ROW = 96, 26
_WIDTH = _LEFT + _CELL * len(WEEKDAYS) + 20
_SHADES = ("#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c")
"""From nobody to everybody reached: each darker than the one before, so that grey print tells."""
_FIRST_DARK = 3
"""Shades from which on letters are white."""
_FEW, _NOBODY, _GREY = "#f2f2f2", "#ffffff", "#777777"


def picture(found: HeatMap, title: str, notes: Sequence[str]) -> str:
    """The picture: the share of calls and visits that reached somebody, by hour and weekday.

    :param notes: what it rests on, a line each
    """
    rows = len(HOURS) + 1
    below = _TOP + rows * _ROW
    height = below + 54 + 16 * len(notes)
    return page(
        title,
        _WIDTH,
        height,
        text(_LEFT, 30, title, size=16),
        *_heads(),
        *(part for row in range(rows) for part in _row(found, row)),
        *_legend(below + 14),
        *(
            text(_LEFT, below + 62 + 16 * number, note, colour=_GREY, size=11)
            for number, note in enumerate(notes)
        ),
    )


def _heads() -> Iterator[str]:
    for place, name in enumerate(WEEKDAY_NAMES):
        middle = _LEFT + (place + 0.5) * _CELL
        yield text(middle, _TOP - 10, tr(name), anchor="middle", bold=True)


def _row(found: HeatMap, row: int) -> Iterator[str]:
    """An hour of the week, or behind the last one all of them."""
    is_sum = row == len(HOURS)
    head = tr("all") if is_sum else f"{HOURS[row]:02}:00"
    top = _TOP + row * _ROW
    yield text(_LEFT - 8, top + 18, head, anchor="end", bold=is_sum)
    cells = found.by_weekday if is_sum else found.hours[row]
    for place, cell in enumerate(cells):
        yield from _cell(cell, _LEFT + place * _CELL, top)


def _cell(cell: SlotTally, left: float, top: float) -> Iterator[str]:
    """As the table in words has it: of few tries the counts, of more the share."""
    colour, letters, words = _NOBODY, _GREY, "·"
    if cell.tried:
        colour, words = _FEW, f"({cell.reached}/{cell.tried})"
    if cell.tried >= ENOUGH:
        share = cell.reached / cell.tried
        shade = min(int(share * len(_SHADES)), len(_SHADES) - 1)
        colour, letters = _SHADES[shade], "white" if shade >= _FIRST_DARK else "black"
        words = f"{share:.0%} {words}"
    yield box(left, top, _CELL, _ROW, colour)
    yield text(left + _CELL / 2, top + 18, words, anchor="middle", colour=letters, size=12)


def _legend(top: float) -> Iterator[str]:
    for place, shade in enumerate(_SHADES):
        left = _LEFT + place * _CELL
        low, high = place / len(_SHADES), (place + 1) / len(_SHADES)
        yield box(left, top, _CELL, 10, shade)
        yield text(left + _CELL / 2, top + 24, f"{low:.0%}–{high:.0%}", anchor="middle", size=11)
