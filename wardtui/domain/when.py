"""Times as people type them."""

from datetime import date, datetime

from wardtui.domain.errors import BadInput
from wardtui.domain.moments import VIETNAM, end_of_shift


class BadTime(BadInput):
    """A text that is no time."""

    CODE = "bad_time"


def parse_when(text: str) -> datetime:
    """An ISO 8601 time; without an offset it is Vietnamese, a day alone is the end of its shift.

    :raises BadTime: when it is none
    """
    text = text.strip()
    try:
        if len(text) == 10:
            return end_of_shift(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadTime(text=text) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=VIETNAM)
