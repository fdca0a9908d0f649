"""Check that what a vault holds fits together: every event readable, every case what they say."""

from collections.abc import Callable, Iterator

import msgspec

from wardtui.domain.errors import Damaged, WardtuiError
from wardtui.services.ports import Unit
from wardtui.services.recording import derive
from wardtui.services.records import Lost
from wardtui.services.taking_in import still_lost

_REPORT_EVERY = 1000


class Verified(msgspec.Struct, frozen=True):
    """What was looked at, and what is wrong with it."""

    events: int
    cases: int
    problems: tuple[WardtuiError, ...]


def verify(unit: Unit, progress: Callable[[int], None] = lambda _: None) -> Verified:
    """Look at every event and every case.

    :param progress: told now and then how many residents were looked at
    """
    return Verified(unit.events.count(), unit.cases.count(), tuple(_problems(unit, progress)))


def _problems(unit: Unit, progress: Callable[[int], None]) -> Iterator[WardtuiError]:
    unreadable = unit.events.unreadable()
    if unreadable:
        yield Damaged("events_unreadable", count=unreadable)
    else:
        differing = _differing(unit, progress)
        if differing:
            yield Damaged("cases_differ", count=differing)
    for lost in still_lost(unit):
        yield lost_problem(lost)


def lost_problem(lost: Lost) -> Damaged:
    """Entries that were saved and are gone."""
    return Damaged("entries_lost", count=lost.last - lost.first + 1, saved_at=lost.saved_at)


def _differing(unit: Unit, progress: Callable[[int], None]) -> int:
    count = 0
    residents = unit.events.residents()
    for number, resident in enumerate(residents, start=1):
        count += unit.cases.get(resident) != derive(unit, resident)
        if not number % _REPORT_EVERY:
            progress(number)
    known = set(residents)
    return count + sum(case.id not in known for case in unit.cases.all())
