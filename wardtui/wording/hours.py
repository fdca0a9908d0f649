"""When people are reached, in words: the hours of the week as a table that needs no colour."""

from collections.abc import Sequence

from wardtui.domain.case import SlotTally
from wardtui.domain.heat import ENOUGH, FIRST_HOUR, HOURS, LAST_HOUR, HeatMap
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import WEEKDAY_NAMES
from wardtui.i18n.numbers import percent

CELL = 10
"""Letters of one hour of one weekday."""
_HEAD = 8
_SHADES = " ░▒▓█"
"""From nobody to everybody reached."""


def hours_text(found: HeatMap, area: str | None) -> str:
    """The hours of the week with what they say."""
    if not found.total.tried:
        return hours_page(found)
    return "\n".join([title_text(area), "", hours_page(found)])


def hours_page(found: HeatMap) -> str:
    """The same below a title of its own."""
    if not found.total.tried:
        return tr("Nobody has called or visited anybody yet.")
    return "\n".join([*hours_lines(found), "", *hours_notes(found)])


def title_text(area: str | None) -> str:
    """What it is, and of which area."""
    return tr("WHEN PEOPLE ARE REACHED") + (f" - {area}" if area else "")


def hours_lines(found: HeatMap) -> list[str]:
    """A line of weekdays, one for every hour of the shifts, and one for all of them."""
    lines = [tr("hour").ljust(_HEAD) + "".join(tr(name).rjust(CELL) for name in WEEKDAY_NAMES)]
    for hour, cells in zip(HOURS, found.hours, strict=True):
        lines.append(_line(f"{hour:02}:00", cells))
    return [*lines, _line(tr("all"), found.by_weekday)]


def _line(head: str, cells: Sequence[SlotTally]) -> str:
    return head.ljust(_HEAD) + "".join(f"{cell_text(cell):>{CELL}}" for cell in cells)


def cell_text(cell: SlotTally) -> str:
    """The share reached as a shade and in percent, and of how many; of few the counts alone."""
    if not cell.tried:
        return "·"
    if cell.tried < ENOUGH:
        return f"({cell.reached}/{cell.tried})"
    share = cell.reached / cell.tried
    return f"{shade(share)}{share:4.0%}{cell.tried:4}"


def shade(share: float) -> str:
    """One of five shades for a share."""
    return _SHADES[min(int(share * len(_SHADES)), len(_SHADES) - 1)]


def hours_notes(found: HeatMap) -> list[str]:
    """What the table in words says, and what is not in it."""
    total, *others = picture_notes(found)
    return [total, tr("{rate}  20: so many of 20 tries reached somebody.", rate="45%"), *others]


def picture_notes(found: HeatMap) -> list[str]:
    """The same for a picture, whose cells say of how many they are."""
    total, *others = basis_notes(found)
    return [total, tr("(3/5): 3 of 5; below {enough} tries no rate.", enough=ENOUGH), *others]


def basis_notes(found: HeatMap) -> list[str]:
    """How many tries there were, and which are in no line."""
    total, outside = found.total, found.outside
    notes = [
        tr(
            "In all {reached} of {tried} calls and visits reached somebody ({rate}).",
            reached=total.reached,
            tried=total.tried,
            rate=percent(total.reached / total.tried),
        )
        if total.tried
        else tr("Nobody has called or visited anybody yet.")
    ]
    if outside.tried:
        notes.append(
            ntr(
                "{count} try before {first}:00 or after {last}:59 is in no line.",
                "{count} tries before {first}:00 or after {last}:59 are in no line.",
                outside.tried,
                first=f"{FIRST_HOUR:02}",
                last=LAST_HOUR,
            )
        )
    return notes
