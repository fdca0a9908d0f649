"""Hours of a day as they are typed where the day is known: ``18``, ``18h30``, ``7pm``."""

import re
from datetime import datetime, time

from wardtui.domain.moments import local
from wardtui.domain.spoken_time import read_spoken
from wardtui.domain.when import BadTime

_PLAIN = re.compile(r"(\d{1,2})(?:\s*[:hg.]?\s*(\d{2}))?\s*[hg]?", re.IGNORECASE)
"""``18``, ``18h``, ``18:30``, ``18h30``, ``1830``."""


def read_hour(text: str, now: datetime) -> time:
    """The hour that is meant.

    :raises BadTime: when it is none
    """
    plain = _PLAIN.fullmatch(text.strip())
    if plain is None:
        return local(read_spoken(text.strip(), now)).time().replace(second=0, microsecond=0)
    try:
        return time(int(plain[1]), int(plain[2] or 0))
    except ValueError as error:
        raise BadTime(text=text) from error
