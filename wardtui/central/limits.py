"""Limits on how often something may be tried or asked for, in this process."""

import time
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable
from math import ceil

Clock = Callable[[], float]
"""Seconds that only grow."""

_REMEMBERED = 10_000
"""Who is kept in mind, at most."""


class FailureLimit:
    """So many failures in a window of time, for each who fails. What succeeds is not counted."""

    def __init__(self, failures: int, seconds: float, clock: Clock = time.monotonic) -> None:
        """Begin with no failures."""
        self._failures = failures
        self._seconds = seconds
        self._clock = clock
        self._seen: dict[str, deque[float]] = defaultdict(deque)

    def wait(self, who: str) -> int:
        """Seconds to wait when there were too many failures, else 0."""
        now = self._clock()
        seen = self._seen[who]
        while seen and seen[0] <= now - self._seconds:
            seen.popleft()
        if not seen:
            del self._seen[who]
        if len(seen) < self._failures:
            return 0
        return max(1, int(seen[0] + self._seconds - now + 1))

    def note_failure(self, who: str) -> None:
        """Count a failure."""
        self._seen[who].append(self._clock())


class RequestLimit:
    """A bucket of requests for each who asks: so many at once, and so many a second after that."""

    def __init__(self, at_once: int, a_second: float, clock: Clock = time.monotonic) -> None:
        """Begin with full buckets."""
        self._at_once = at_once
        self._a_second = a_second
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """What was left, and when; who has not asked for longest first."""

    def take(self, who: str) -> int:
        """Take one request; seconds to wait when none is left, else 0."""
        now = self._clock()
        left, since = self._left.pop(who, (float(self._at_once), now))
        left = min(self._at_once, left + (now - since) * self._a_second)
        is_one_left = left >= 1
        self._left[who] = (left - is_one_left, now)
        while len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return 0 if is_one_left else ceil((1 - left) / self._a_second)
