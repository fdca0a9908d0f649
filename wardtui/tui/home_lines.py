"""To whom the team is to go, as the lines of a list: by stage, each under its heading."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.home_service import HomeStage
from wardtui.domain.ids import ResidentId
from wardtui.i18n.labels import label
from wardtui.services.home_service import Proposed
from wardtui.tui.widgets.table_list import Line, Look
from wardtui.wording.home_service import STAGES, list_text

_TICK, _AREA, _NAME, _DOOR = 1, 8, 20, 20
_GAPS = 4


class HomeLines(msgspec.Struct, frozen=True):
    """The lines, and whom each is about."""

    lines: list[Line]
    people: list[Proposed | None]
    """By line; none for a heading."""

    def place(self, resident: ResidentId) -> int | None:
        """On which line somebody stands."""
        found = (i for i, one in enumerate(self.people) if one and one.case.id == resident)
        return next(found, None)


def home_lines(
    found: Sequence[Proposed], selected: Collection[ResidentId], now: datetime
) -> HomeLines:
    """What the list shows.

    :param found: in walking order; on a route the order is that of time
    """
    lines: list[Line] = []
    people: list[Proposed | None] = []
    for stage in STAGES:
        there = [one for one in found if one.stage is stage]
        if not there:
            continue
        if stage is HomeStage.ON_ROUTE:
            there.sort(key=lambda one: one.at or now)
        lines.append(Line((f"{label(stage)} · {len(there)}",), Look.STRONG, can_be_chosen=False))
        people.append(None)
        lines += [_line(one, one.case.id in selected, now) for one in there]
        people += there
    return HomeLines(lines, people)


def widths(width: int) -> Sequence[int]:
    """Of the tick, area, name, door, and what else is to be known."""
    spare = max(0, width - 100)
    name, door = _NAME + min(8, spare // 4), _DOOR + min(16, spare // 3)
    rest = width - _TICK - _AREA - name - door - _GAPS - 2
    return _TICK, _AREA, name, door, max(0, rest)


def _line(one: Proposed, is_selected: bool, now: datetime) -> Line:
    who = one.case.resident
    return Line(
        (
            "✓" if is_selected else "",
            who.area or "",
            who.name,
            who.address or "",
            list_text(one, now),
        ),
        Look.MUTED if one.stage is HomeStage.DECLINED else Look.PLAIN,
    )
