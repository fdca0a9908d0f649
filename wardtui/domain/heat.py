"""At which hours of the week people are reached: calls and visits by hour and weekday."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.case import SlotTally
from wardtui.domain.events import ContactLogged, Entry
from wardtui.domain.moments import local
from wardtui.domain.retraction import live
from wardtui.domain.vocabulary import Channel

FIRST_HOUR, LAST_HOUR = 7, 21
"""The hours of the shifts: 07:00 to 21:59."""

HOURS = range(FIRST_HOUR, LAST_HOUR + 1)
WEEKDAYS = range(7)
"""Monday first."""

ENOUGH = 10
"""Tries from which on a rate says something: with fewer, one more answer moves it by over 10 %."""


class Attempt(msgspec.Struct, frozen=True, gc=False):
    """One call or visit."""

    at: datetime
    reached: bool
    """Somebody answered."""


class HeatMap(msgspec.Struct, frozen=True):
    """Tries and answers by hour and weekday."""

    hours: tuple[tuple[SlotTally, ...], ...]
    """By hour of ``HOURS``, then by weekday."""
    outside: SlotTally
    """Before the first hour and after the last."""

    @property
    def total(self) -> SlotTally:
        """All together, those outside too."""
        return add_up([*(cell for hour in self.hours for cell in hour), self.outside])

    @property
    def by_weekday(self) -> tuple[SlotTally, ...]:
        """Every weekday, the hours of the shifts together."""
        return tuple(add_up(cells) for cells in zip(*self.hours, strict=True))


def attempts(logs: Iterable[Sequence[Entry]]) -> Iterator[Attempt]:
    """The calls and visits that count.

    :param logs: the entries about each resident, in order; those that only are about something
        else than contacts and retractions may be left out
    """
    for log in logs:
        yield from filter(None, map(attempt, live(log)))


def attempt(entry: Entry) -> Attempt | None:
    """The call or visit that an entry tells of, whether or not it still counts; else none."""
    body = entry.event.body
    if isinstance(body, ContactLogged) and body.channel in (Channel.CALL, Channel.VISIT):
        return Attempt(entry.event.effective_at, body.outcome.reached)
    return None


def heat_map(found: Iterable[Attempt]) -> HeatMap:
    """Count attempts by the Vietnamese hour and weekday at which they were made."""
    counts = [[[0, 0] for _ in WEEKDAYS] for _ in HOURS]
    outside = [0, 0]
    for one in found:
        here = local(one.at)
        within = FIRST_HOUR <= here.hour <= LAST_HOUR
        cell = counts[here.hour - FIRST_HOUR][here.weekday()] if within else outside
        cell[0] += 1
        cell[1] += one.reached
    return HeatMap(
        tuple(tuple(SlotTally(*cell) for cell in hour) for hour in counts), SlotTally(*outside)
    )


def add_up(cells: Iterable[SlotTally]) -> SlotTally:
    """Several cells as one."""
    tried = reached = 0
    for cell in cells:
        tried += cell.tried
        reached += cell.reached
    return SlotTally(tried, reached)
