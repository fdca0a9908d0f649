"""Times as people type them."""

import re
from datetime import date, datetime, time

from wardtui.domain.errors import BadInput
from wardtui.domain.moments import SHIFT_END, VIETNAM

_WRITTEN = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T]+(\d{1,2})[:h](\d{2})?)?$")
"""``22/11/2026 19:30``, as people here write it."""


class BadTime(BadInput):
    """A text that is no time."""

    CODE = "bad_time"


def parse_when(text: str, *, on_a_day: time = SHIFT_END) -> datetime:
    """An ISO 8601 time or one like ``22/11/2026 19h30``; without an offset it is Vietnamese.

    :param on_a_day: the time of day that a day alone means

    :raises BadTime: when it is none
    """
    iso = text.strip()
    written = _WRITTEN.match(iso)
    if written is not None:
        day, month, year, hour, minute = written.groups()
        iso = f"{year}-{int(month):02}-{int(day):02}"
        if hour is not None:
            iso += f"T{int(hour):02}:{minute or '00'}"
    try:
        if len(iso) == 10:
            return datetime.combine(date.fromisoformat(iso), on_a_day, VIETNAM)
        moment = datetime.fromisoformat(iso)
    except ValueError as error:
        raise BadTime(text=text) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=VIETNAM)
