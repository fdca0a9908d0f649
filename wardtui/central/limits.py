"""Limits on how often something may be tried."""

import time
from collections import defaultdict, deque


class RateLimit:
    """So many failures in a window of time, for each who fails. What succeeds is not counted."""

    def __init__(self, failures: int, seconds: float) -> None:
        self._failures = failures
        self._seconds = seconds
        self._seen: dict[str, deque[float]] = defaultdict(deque)

    def wait(self, who: str) -> int:
        """Seconds to wait when there were too many failures, else 0."""
        now = time.monotonic()
        seen = self._seen[who]
        while seen and seen[0] <= now - self._seconds:
            seen.popleft()
        if len(seen) < self._failures:
            return 0
        return max(1, int(seen[0] + self._seconds - now + 1))

    def note_failure(self, who: str) -> None:
        """Count a failure."""
        self._seen[who].append(time.monotonic())
