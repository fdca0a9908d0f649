"""Times as people type them."""

from datetime import date, datetime, time

from wardtui.domain.errors import BadInput
from wardtui.domain.moments import SHIFT_END, VIETNAM


class BadTime(BadInput):
    """A text that is no time."""

    CODE = "bad_time"


def parse_when(text: str, *, on_a_day: time = SHIFT_END) -> datetime:
    """An ISO 8601 time; without an offset it is Vietnamese.

    :param on_a_day: the time of day that a day alone means

    :raises BadTime: when it is none
    """
    text = text.strip()
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), on_a_day, VIETNAM)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadTime(text=text) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=VIETNAM)
