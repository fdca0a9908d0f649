"""The thirty days: what the server published, the list, then every morning and every evening."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import msgspec

from tests.builders import CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.thirty_days.desk import Desk
from tests.thirty_days.residents import Life, shift_of
from tests.thirty_days.work import (
    AREA_OFFICERS,
    BY_LEVEL,
    COMMANDERS,
    LEADERS,
    WARD,
    Answering,
    AreaOfficer,
)
from wardtui.domain.case import Case
from wardtui.domain.errors import WardtuiError
from wardtui.domain.escalation_events import PolicyPublished
from wardtui.domain.events import AreaAssigned, Event, OfficerPublished
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import VIETNAM
from wardtui.domain.roster.grid import Sheet
from wardtui.sample.list_file import write_sample_list
from wardtui.services.import_roster import import_roster, plan_roster
from wardtui.services.moving import as_of
from wardtui.services.policies import shipped_policy
from wardtui.services.ports import Unit
from wardtui.services.recording import Draft, record
from wardtui.services.verify import verify
from wardtui.sheets.reader import read_file
from wardtui.store.key_slots import Cost
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

RESIDENTS = 800
DAYS = 30
FIRST_DAY = date(2026, 11, 2)
"""A Monday. Within the thirty days lies one holiday, 24 November."""
LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)
LAST_WEEK = LAST_DAY - timedelta(days=7)
"""From here on the rule ``deadline`` hands up whatever nobody above has seen."""
POLICY = msgspec.structs.replace(shipped_policy("three-level"), deadline=LAST_DAY)

_LIST_SEED = 4
_MORNING = time(8, 30)
_BOOKS = time(23, 0)
_CHEAP = Cost(memory_kib=8, iterations=1)


def _days(first: int, last: int) -> list[date]:
    return [FIRST_DAY + timedelta(days=number - 1) for number in range(first, last + 1)]


_ON_A_COURSE = _days(10, 14)
"""The second leader."""
_AT_A_MEETING = _days(16, 19)
"""The commander."""


class Evening(msgspec.Struct, frozen=True):
    """Everybody's case as it stands when a day's work is done."""

    number: int
    now: datetime
    cases: tuple[Case, ...]

    @property
    def open(self) -> list[Case]:
        """The cases on which something is to be done."""
        return [case for case in self.cases if case.status.needs_action]


class Played(msgspec.Struct, frozen=True):
    """What thirty days have come to."""

    evenings: tuple[Evening, ...]
    lives: Mapping[ResidentId, Life]
    histories: Mapping[ResidentId, tuple[Event, ...]]
    """What was recorded of each resident, in order."""
    problems: tuple[WardtuiError, ...]
    """What ``vault verify`` finds wrong in the end."""

    @property
    def last(self) -> Evening:
        """The thirtieth evening."""
        return self.evenings[-1]


def play(folder: Path) -> Played:
    """Work through the thirty days in a vault of its own."""
    clock = SetClock(datetime.combine(FIRST_DAY, time(7, 0), VIETNAM))
    create_vault(folder / "vault", PASSPHRASE, CountingIds(), lambda: _CHEAP)
    write_sample_list(folder / "list.csv", RESIDENTS, _LIST_SEED)
    sheets = read_file(folder / "list.csv")
    with OpenVault(folder / "vault", unlock(folder / "vault", PASSPHRASE)) as vault:
        vault.start_writing("play", clock.now())
        lives = vault.write(lambda unit: _begin(Desk(unit, clock, {}), sheets))
        evenings: list[Evening] = []
        for number, day in enumerate(_days(1, DAYS), start=1):
            clock.moment = datetime.combine(day, _MORNING, VIETNAM)
            if POLICY.calendar.works_on(day):
                vault.write(lambda unit: _morning(Desk(unit, clock, lives)))
            clock.moment = shift_of(day)
            vault.write(lambda unit: _evening(Desk(unit, clock, lives)))
            clock.moment = datetime.combine(day, _BOOKS, VIETNAM)
            before = {case.id: case for case in evenings[-1].cases} if evenings else {}
            cases = vault.read(partial(_standing, now=clock.now(), known=before))
            evenings.append(Evening(number, clock.now(), cases))
        histories = vault.read(lambda unit: {one: _history(unit, one) for one in lives})
        problems = vault.read(verify).problems
    return Played(tuple(evenings), lives, histories, problems)


def _begin(desk: Desk, sheets: Sequence[Sheet]) -> dict[ResidentId, Life]:
    """What comes from the server (who is who, who holds what, the policy), then the list."""
    desk.sign_in(COMMANDERS[0])
    plan = plan_roster(desk.unit, sheets, FIRST_DAY)
    areas = sorted({one.area for one in plan.added if one.area})
    drafts = [Draft(resident=None, ward=WARD, body=PolicyPublished(policy=POLICY))]
    for level, officers in BY_LEVEL.items():
        for one in officers:
            body = OfficerPublished(officer=one.id, name=one.name, role=one.role, wards=one.wards)
            drafts.append(Draft(resident=None, ward=WARD, body=body))
        for place, area in enumerate(areas):
            holder = officers[place % len(officers)].id
            held = AreaAssigned(area=area, level=level, officer=holder)
            drafts.append(Draft(resident=None, ward=WARD, body=held))
    record(desk.unit, drafts, desk.tools)
    import_roster(desk.unit, plan, WARD, desk.tools)
    return {case.id: Life(case, FIRST_DAY) for case in desk.unit.cases.all()}


_OFFICERS = [AreaOfficer(one) for one in AREA_OFFICERS]
_ABOVE = [
    Answering(LEADERS[0], 2),
    Answering(LEADERS[1], 2, _ON_A_COURSE),
    Answering(COMMANDERS[0], 3, _AT_A_MEETING),
]


def _morning(desk: Desk) -> None:
    """In the last week those below work at the level above, too."""
    for one in _ABOVE:
        below = BY_LEVEL[one.level - 1] if desk.today >= LAST_WEEK else ()
        one.morning(desk, below)
        desk.clock.forward(minutes=10)


def _evening(desk: Desk) -> None:
    """Everybody works at once: one step of each, then the next of each."""
    shifts = [one.evening(desk) for one in _OFFICERS] + [one.evening(desk) for one in _ABOVE]
    while shifts:
        for shift in shifts[:]:
            if next(shift, shift) is shift:
                shifts.remove(shift)
            desk.clock.forward(seconds=40)


def _standing(unit: Unit, now: datetime, known: Mapping[ResidentId, Case]) -> tuple[Case, ...]:
    """Every case as of now; one that has not changed is the same object as the evening before."""
    cases = []
    for stored in unit.cases.all():
        found = as_of(unit, stored.id, now)
        assert found is not None
        before = known.get(stored.id)
        cases.append(before if before == found.case else found.case)
    return tuple(cases)


def _history(unit: Unit, resident: ResidentId) -> tuple[Event, ...]:
    return tuple(one.event for one in unit.events.of_resident(resident))
