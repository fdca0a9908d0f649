"""The people of a ward as the server's own fold gives them, and the figures of a day over them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import Connection, select

from wardtui.central.entries import read_entries
from wardtui.central.histories import Histories
from wardtui.central.tables import events
from wardtui.domain.arrangement import Arrangement, arranged, policies
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.directory import holders
from wardtui.domain.erasure import ResidentErased
from wardtui.domain.events import Entry, EventRetracted
from wardtui.domain.figures import DailyReport, Standing, daily_report, sessions_on
from wardtui.domain.forgotten import Forgotten, erased
from wardtui.domain.ids import ResidentId, SessionId, WardCode
from wardtui.domain.moments import local_day
from wardtui.domain.same_person import history, people
from wardtui.domain.session_events import SESSIONS_THEMSELVES
from wardtui.domain.sessions import Session, sessions
from wardtui.services.moving import all_that_followed
from wardtui.services.policies import shipped_force
from wardtui.services.report_daily import standing_on

_PLANS = [body.TYPE for body in (*SESSIONS_THEMSELVES, EventRetracted)]

_AT_ONCE = 400
"""Residents whose histories are held in memory."""


class KnownPerson(msgspec.Struct, frozen=True):
    """Somebody with all that was said of them."""

    id: ResidentId
    """The resident who stands for the person."""
    members: tuple[ResidentId, ...]
    log: Sequence[Entry]
    planned: dict[SessionId, Session]
    """The sessions that their bookings name."""

    def case(self, until: date | None = None, further: Sequence[Entry] = ()) -> Case | None:
        """What their events give, as of now or of the end of a day.

        :param further: entries behind all others that are not recorded
        """
        log = [*self.log, *further]
        return fold_case(self.id, log, until, members=self.members, planned=self.planned)


def people_of(connection: Connection, ward: str) -> Iterator[KnownPerson]:
    """Everybody of whom a ward knows something that is kept. Few are held in memory at once."""
    whom = events.c.resident
    residents = connection.scalars(
        select(whom).where(events.c.ward == ward, whom.is_not(None)).distinct().order_by(whom)
    ).all()
    done: set[ResidentId] = set()
    for first in range(0, len(residents), _AT_ONCE):
        some = residents[first : first + _AT_ONCE]
        histories = Histories(connection)
        histories.look_up(some)
        for resident in some:
            if resident in done:
                continue
            logs = histories.of(resident, ward)
            planned = histories.sessions_of(logs, ward)
            for who, members in people(logs).items():
                done.update(members)
                yield KnownPerson(who, members, history(logs, members), planned)


def daily_figures(connection: Connection, ward: str, day: date, now: datetime) -> DailyReport:
    """The figures of a ward at the end of a day, as a laptop that has read everything gives them.

    :param now: with what the policy has decided by then, on this day, though it is not recorded
    """
    told = Histories(connection).told(ward)
    arrangement = Arrangement(holders(told), policies(told), shipped_force())
    found = _standings(connection, ward, day, now, arrangement)
    held = sessions_on(_sessions(connection, ward), day)
    return daily_report(list(found), day, WardCode(ward), held)


def _sessions(connection: Connection, ward: str) -> Collection[Session]:
    rows = connection.execute(
        select(events.c.seq, events.c.ward, events.c.raw)
        .where(events.c.resident.is_(None), events.c.ward == ward, events.c.type.in_(_PLANS))
        .order_by(events.c.seq)
    )
    return sessions(read_entries(rows)).values()


def _standings(
    connection: Connection, ward: str, day: date, now: datetime, arrangement: Arrangement
) -> Iterator[Standing]:
    for person in people_of(connection, ward):
        found = _standing(person, day, now, arrangement)
        if found is not None:
            yield found
    for gone in _erased(connection, ward):
        yield gone.standing(day)


def _standing(
    person: KnownPerson, day: date, now: datetime, arrangement: Arrangement
) -> Standing | None:
    def fold(further: Sequence[Entry] = ()) -> Case | None:
        case = person.case(further=further)
        return None if case is None else arranged(case, arrangement)

    case = fold()
    if case is None:
        return None
    if local_day(now) == day:
        case, _ = all_that_followed(case, arrangement.force(case.ward), now, fold)
    return standing_on(day, case, lambda: person.case(day))


def _erased(connection: Connection, ward: str) -> Iterator[Forgotten]:
    """What is left of those of whom nothing is kept."""
    rows = connection.execute(
        select(events.c.seq, events.c.ward, events.c.raw)
        .where(events.c.ward == ward, events.c.type == ResidentErased.TYPE)
        .order_by(events.c.seq)
    )
    for entry in read_entries(rows):
        body, resident = entry.event.body, entry.event.resident
        if isinstance(body, ResidentErased) and resident is not None and entry.seq is not None:
            left = erased(resident, entry.ward, body, entry.seq)
            if left is not None:
                yield left
