"""The figures of several wards as those of the whole."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from wardtui.domain.figures import DailyReport, Figures, count
from wardtui.domain.vocabulary import Reason


def together(found: Iterable[Figures]) -> Figures:
    """What ``count`` gives for the residents of all of them. Nobody may be counted in two."""
    whole: Figures = count((), date.min)
    for one in found:
        whole = _sum(whole, one)
    reasons = whole.remaining_by_reason
    return msgspec.structs.replace(
        whole,
        escalated=dict(sorted(whole.escalated.items())),
        remaining_by_reason={one.value: reasons[one] for one in Reason if one in reasons},
    )


def whole_of(wards: Sequence[DailyReport], day: date) -> DailyReport:
    """The wards together. It names no ward and no area: its parts are the wards."""
    total = together(one.total for one in wards)
    return DailyReport(day, None, (), total, sum(one.sessions_today for one in wards))


def _sum(one: Any, other: Any) -> Any:
    """Counts are added, wherever they stand; what only one side has is kept."""
    if isinstance(one, int):
        return one + other
    if isinstance(one, dict):
        shared = {name: _sum(one[name], other[name]) for name in one if name in other}
        return {**one, **other, **shared}
    names = one.__struct_fields__
    return type(one)(**{name: _sum(getattr(one, name), getattr(other, name)) for name in names})
