"""How long nobody has touched the keys."""

import sys
import time


def seconds() -> float:
    """A clock that never goes back and goes on while the laptop sleeps, where there is one."""
    if sys.platform != "win32" and hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Idle:
    """Measures the time since the last touch."""

    def __init__(self, limit: float) -> None:
        """Begin now.

        :param limit: seconds after which nobody is there any more; 0: never
        """
        self._limit = limit
        self._touched = seconds()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = seconds()

    @property
    def over(self) -> bool:
        """Whether nobody has been there for too long."""
        return self._limit > 0 and seconds() - self._touched >= self._limit
