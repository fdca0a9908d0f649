"""Deriving cases from their events, and keeping them as the read model."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from wardtui.domain.arrangement import Arrangement, arranged
from wardtui.domain.case import Case
from wardtui.domain.directory import Place
from wardtui.domain.events import Entry
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.worklist_index import Filter
from wardtui.services.arrangement import present_arrangement, take_note
from wardtui.services.person import Person, people_with
from wardtui.services.planned import take_note_of_sessions
from wardtui.services.ports import Unit


def derive(
    unit: Unit,
    person: Person,
    until: date | None = None,
    arrangement: Arrangement | None = None,
    further: Sequence[Entry] = (),
) -> Case | None:
    """What a person's events give, as of now or of the end of a day.

    :param arrangement: what holds for the wards, when that was asked before
    :param further: entries behind all others that are not recorded
    """
    from wardtui.domain.case_fold import fold_case

    before = unit.forgotten.get(person.id)
    log = [*(event.entry for event in person.events), *further]
    met = before.needs if before else ()
    case = fold_case(person.id, log, until, met, person.members, unit.sessions)
    if case is None:
        return None
    return arranged(case, present_arrangement(unit) if arrangement is None else arrangement)


def refold(
    unit: Unit, residents: Iterable[ResidentId], tell: Callable[[int], None] = lambda _: None
) -> list[Case]:
    """Derive cases anew from their events, with those of everybody whom a merge links with them.

    The cases of an area whose holder has changed since the last time come under the present one,
    and those of a ward whose policy has changed under the present policy. So do the cases that are
    booked into a session that has changed.

    :param tell: told after each how many residents are done
    """
    cases: dict[ResidentId, Case] = {}
    done: set[ResidentId] = set()
    arrangement, places, wards = take_note(unit)
    rebooked = take_note_of_sessions(unit)
    for number, resident in enumerate(dict.fromkeys((*residents, *rebooked)), start=1):
        tell(number)
        if resident in done:
            continue
        for person in people_with(unit, resident):
            done.update(person.members)
            case = derive(unit, person, arrangement=arrangement)
            for member in person.members:
                if case is None or member != case.id:
                    unit.cases.remove(member)
            if case is not None:
                unit.cases.put(case)
                cases[case.id] = case
    for case in _under_another_arrangement(unit, places, wards):
        now = arranged(case, arrangement)
        if now is not case:
            unit.cases.put(now)
            cases[now.id] = now
    return list(cases.values())


def _under_another_arrangement(
    unit: Unit, places: set[Place], wards: set[WardCode | None]
) -> Iterator[Case]:
    """The cases for which something else held before."""
    if wards:
        everywhere = None in wards
        yield from [one for one in unit.cases.all() if everywhere or one.ward in wards]
    if places:
        worklist = unit.worklist()
        for area in sorted({area for _, area, _ in places}):
            for position in worklist.select(Filter(area=area, open_only=True)):
                case = unit.cases.get(worklist.row(position).id)
                if case is not None:
                    yield case
