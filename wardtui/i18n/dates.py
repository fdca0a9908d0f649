"""Days and times in few letters, as people here write them."""

from datetime import date, datetime

from wardtui.domain.moments import local, local_day
from wardtui.i18n import N_, tr

# Weekdays as Vietnamese count them: Monday is the second day.
WEEKDAY_NAMES = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def weekday(day: date) -> str:
    """``T2`` to ``T7`` and ``CN``; ``Mon`` to ``Sun`` in English."""
    return tr(WEEKDAY_NAMES[day.weekday()])


def short_due(due: datetime, now: datetime) -> str:
    """By when, in at most five cells: a time today, a weekday this week, else a date."""
    day, today = local_day(due), local_day(now)
    if day == today:
        return f"{local(due):%H:%M}"
    if 0 < (day - today).days < 7:
        return weekday(day)
    return f"{local(due):%d/%m}"


def day_text(at: datetime, now: datetime) -> str:
    """``T7 22/11``; another year than that of ``now`` is shown."""
    here = local(at)
    day = "%d/%m" if here.year == local(now).year else "%d/%m/%Y"
    return f"{weekday(here.date())} {here:{day}}"


def moment(at: datetime, now: datetime) -> str:
    """``T7 22/11 19:30``; another year than that of ``now`` is shown."""
    return f"{day_text(at, now)} {local(at):%H:%M}"
