"""Times as people say them, in Vietnamese or English: ``mai 19h30``, ``tối t7``, ``in 2 days``.

The rules and their reasons stand in ``docs/decisions/0027-times-as-people-say-them.md``.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from wardtui.domain.moments import SHIFT_END, VIETNAM, local
from wardtui.domain.spoken_words import MonthDay, Part, Said, read_pieces
from wardtui.domain.when import BadTime, parse_when


def read_spoken(text: str, now: datetime, *, past: bool = False) -> datetime:
    """A time as people say it, or one that ``parse_when`` reads; on a Vietnamese clock.

    :param past: it is something that happened, so what is left open looks back
    :raises BadTime: when it is none
    """
    now = local(now)
    try:
        return local(parse_when(text, on_a_day=now.time() if past else SHIFT_END))
    except BadTime:
        pass
    try:
        return _meant(read_pieces(text), now, past=past)
    except (ValueError, OverflowError) as error:
        raise BadTime(text=text) from error


def _meant(said: Said, now: datetime, *, past: bool) -> datetime:
    """The moment that is meant.

    :raises ValueError: when the text says too little, or things that exclude each other
    """
    if said.distance is not None:
        if said != Said(distance=said.distance):
            raise ValueError
        return (now + said.distance).replace(second=0, microsecond=0)
    day = _day(said, now.date(), past=past)
    if said.clock is not None:
        at = said.clock.time(said.part)
        return _on(day, at) if day else _nearest(at, now, past=past)
    if said.part is not None:
        return _within(said.part, day, now, past=past)
    if day is None:
        raise ValueError
    return _on(day, now.time() if past else SHIFT_END)


def _on(day: date, at: time) -> datetime:
    return datetime.combine(day, at, VIETNAM)


def _nearest(at: time, now: datetime, *, past: bool) -> datetime:
    """The next such time of day, or the last one."""
    today = _on(now.date(), at)
    if past:
        return today if today <= now else today - timedelta(days=1)
    return today if today > now else today + timedelta(days=1)


def _within(part: Part, day: date | None, now: datetime, *, past: bool) -> datetime:
    """A part of the day: its usual hour, or what is left (or gone) of it while it is running."""
    if day is None or day == now.date():
        start, usual, end = (_on(now.date(), at) for at in (part.start, part.usual, part.end))
        if past and start <= now < usual:
            return now
        if not past and usual <= now < end:
            return end
    return _on(day, part.usual) if day else _nearest(part.usual, now, past=past)


def _day(said: Said, today: date, *, past: bool) -> date | None:
    """The day that is meant, if one is said."""
    if said.days is not None and said.date is not None:
        raise ValueError
    if said.days is not None:
        day = today + timedelta(days=said.days)
    elif said.date is not None:
        day = _calendar_day(said.date, today, past=past)
    elif said.weekday is not None or said.week is not None:
        return _day_of_week(said, today, past=past)
    else:
        return None
    # T7 28/11: a weekday beside a day must be that day's own.
    if said.week is not None or said.weekday not in (None, day.weekday()):
        raise ValueError
    return day


def _day_of_week(said: Said, today: date, *, past: bool) -> date:
    if said.week is not None:
        if said.back or (said.weekday is None and said.week != 1):
            raise ValueError
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=7 * said.week + (said.weekday or 0))
    # Nobody calls today by the name of its weekday.
    ahead = ((said.weekday or 0) - today.weekday() - 1) % 7 + 1
    if past or said.back:
        return today - timedelta(days=7 - ahead % 7)
    return today + timedelta(days=ahead)


def _calendar_day(said: MonthDay, today: date, *, past: bool) -> date:
    if said.month is None:
        return _day_of_month(said.day, today, past=past)
    if said.year is not None:
        return date(said.year, said.month, said.day)
    # The nearest one: what lies a little behind is a slip that has to be seen, not a year ahead.
    return min(
        _existing((year, said.month, said.day) for year in range(today.year - 1, today.year + 2)),
        key=lambda day: (abs(day - today), (day > today) == past),
    )


def _day_of_month(day: int, today: date, *, past: bool) -> date:
    """The next such day of a month that has it, today included; or the last one."""
    way = -1 if past else 1
    months = (today.year * 12 + today.month - 1 + way * count for count in range(3))
    found = _existing((month // 12, month % 12 + 1, day) for month in months)
    return min(
        (one for one in found if way * (one - today).days >= 0), key=lambda one: abs(one - today)
    )


def _existing(days: Iterable[tuple[int, int, int]]) -> Iterator[date]:
    for year, month, day in days:
        with suppress(ValueError):
            yield date(year, month, day)
