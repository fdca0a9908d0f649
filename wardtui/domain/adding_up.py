"""The figures of several wards as those of the whole."""

from collections.abc import Sequence
from datetime import date

from wardtui.domain.figures import DailyReport, together


def whole_of(wards: Sequence[DailyReport], day: date) -> DailyReport:
    """The wards together. It names no ward and no area: its parts are the wards."""
    total = together(one.total for one in wards)
    return DailyReport(day, None, (), total, sum(one.sessions_today for one in wards))
