"""Limits on how often something may be tried."""

import time
from collections import defaultdict, deque


class RateLimit:
    """So many tries in a window of time, for each who tries."""

    def __init__(self, tries: int, seconds: float) -> None:
        self._tries = tries
        self._seconds = seconds
        self._seen: dict[str, deque[float]] = defaultdict(deque)

    def wait(self, who: str) -> int:
        """Count a try; seconds to wait when there were too many, else 0."""
        now = time.monotonic()
        seen = self._seen[who]
        while seen and seen[0] <= now - self._seconds:
            seen.popleft()
        if len(seen) >= self._tries:
            return max(1, int(seen[0] + self._seconds - now + 1))
        seen.append(now)
        return 0
