"""Check that what a vault holds fits together: every event readable, every case what they say."""

from collections.abc import Callable, Iterator

import msgspec

from wardtui.domain.errors import Damaged, WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.domain.standing import stood
from wardtui.services.deriving import derive
from wardtui.services.person import people_with
from wardtui.services.ports import Unit
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
    seen: set[ResidentId] = set()
    right: set[ResidentId] = set()
    stands = {one.id: hash(one) for one in unit.cases.stood()}
    for number, resident in enumerate(unit.events.residents(), start=1):
        for person in people_with(unit, resident) if resident not in seen else ():
            seen.update(person.members)
            case = derive(unit, person)
            stands_so = None if case is None else hash(stood(case))
            kept = (unit.cases.get(person.id), stands.pop(person.id, None))
            count += kept != (case, stands_so)
            right.add(person.id)
        if not number % _REPORT_EVERY:
            progress(number)
    more = {case.id for case in unit.cases.all() if case.id not in right}
    return count + len(more | stands.keys())
