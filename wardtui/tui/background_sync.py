"""When the exchange with the server goes on by itself: pauses, without a clock of its own."""

import random
from collections.abc import Callable
from datetime import datetime

from wardtui.domain.moments import local_day

FIRST_SECONDS = 0.5
"""After a vault was opened."""

AFTER_CHANGE_SECONDS = 3.0
"""After the last of several changes, so that one exchange takes all of them."""

AT_MOST_AFTER_CHANGE_SECONDS = 15.0
"""After the first of them: who logs without a pause sends all the same."""

EVERY_SECONDS = 300.0

FIRST_PAUSE_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 900.0
"""While the line is down a pause is twice as long as the one before it, up to this."""


class Pace:
    """How long to wait until the next exchange."""

    def __init__(self, chance: Callable[[], float] = random.random) -> None:
        """Begin with a line that is supposed to be there.

        :param chance: a number from 0 to 1, so that laptops do not all come at once
        """
        self._chance = chance
        self._failures = 0
        self._changed_for: float | None = None
        """Seconds for which changes have been waiting, while they do."""

    @property
    def is_down(self) -> bool:
        """Whether the last exchange could not be finished."""
        return self._failures > 0

    def begun(self) -> None:
        """An exchange has begun, which takes along what was recorded before."""
        self._changed_for = None

    def ended(self, *, well: bool) -> float:
        """An exchange has ended. What was recorded meanwhile may have come too late for it.

        :return: seconds until the next
        """
        has_changed, self._changed_for = self._changed_for is not None, None
        if well:
            self._failures = 0
            return AFTER_CHANGE_SECONDS if has_changed else self._regular()
        pause = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0**self._failures)
        self._failures = min(self._failures + 1, 10)
        return pause * (0.5 + 0.5 * self._chance())

    def _regular(self) -> float:
        return EVERY_SECONDS * (0.9 + 0.2 * self._chance())

    def changed(self, seconds_since_last_change: float) -> float | None:
        """Something was recorded.

        :return: seconds until the next exchange; none while the line is down, for the pause that
            is on goes on then
        """
        if self._changed_for is None:
            self._changed_for = 0.0
        else:
            self._changed_for += seconds_since_last_change
        if self.is_down:
            return None
        left = AT_MOST_AFTER_CHANGE_SECONDS - self._changed_for
        return max(0.0, min(AFTER_CHANGE_SECONDS, left))


def may_go_by_itself(*, metered: bool, last_success: datetime | None, now: datetime) -> bool:
    """Whether an exchange may go on that nobody has asked for.

    On a metered line once a day, so that a laptop that is lost has not taken weeks of work with it.
    """
    if not metered or last_success is None:
        return True
    return local_day(last_success) != local_day(now)
