"""Trying again what may pass: with growing random pauses, until too long after the last success.

The pauses are random as a whole ("full jitter"), so that hundreds of laptops that lost the same
server do not come back together. Not with stamina: its pauses cannot be broken off, and somebody
who leaves the program does not wait five minutes.
"""

import random
import time
from collections.abc import Callable
from itertools import count
from typing import TypeVar

from wardtui.domain.errors import NetworkFailed
from wardtui.remote.errors import AnswerUnreadable, ServerBusy, ServerUnreachable, TimedOut
from wardtui.services.ports import StaleServer, SyncStopped

T = TypeVar("T")

FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 300.0

_STOPS_WITHIN_SECONDS = 0.1


class Patience:
    """How long is gone on, and whether somebody wants it to end."""

    def __init__(self, wait: float) -> None:
        """Begin to be patient.

        :param wait: seconds to go on after the last success
        """
        self._wait = wait
        self.stop: Callable[[], bool] = lambda: False
        """Asked all the time whether somebody wants it to end."""
        self._give_up_at = time.monotonic() + wait

    @property
    def left(self) -> float:
        """Seconds until it is given up."""
        return self._give_up_at - time.monotonic()

    def renew(self) -> None:
        """Something worked."""
        self._give_up_at = time.monotonic() + self._wait

    def check(self) -> None:
        """:raises SyncStopped: when somebody wants it to end"""
        if self.stop():
            raise SyncStopped

    def call(self, call: Callable[[], T]) -> T:
        """What a call gives, repeated while what goes wrong may pass.

        :raises NetworkFailed: the last thing that went wrong
        :raises SyncStopped: when somebody wants it to end
        """
        for attempt in count():
            self.check()
            try:
                return call()
            except NetworkFailed as error:
                asked = error.retry_after if isinstance(error, ServerBusy) else None
                if not _may_pass(error) or self.left <= (asked or 0.0):
                    raise
                self._sleep(min(_pause(attempt, asked), self.left))
        raise AssertionError  # it either returns or raises

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.check()
            time.sleep(min(left, _STOPS_WITHIN_SECONDS))


def _pause(attempt: int, asked: float | None) -> float:
    """Seconds to wait after so many failures, or a little more than what the server asked for."""
    if asked is not None:
        return asked * random.uniform(1.0, 1.25)  # noqa: S311  spread, not secret
    longest = min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2.0 ** min(attempt, 30))
    return random.uniform(0.0, longest)  # noqa: S311


def _may_pass(error: NetworkFailed) -> bool:
    # After a time-out fewer events at once have a better chance than the same again.
    return isinstance(
        error, (ServerUnreachable, ServerBusy, AnswerUnreadable, StaleServer)
    ) and not isinstance(error, TimedOut)
