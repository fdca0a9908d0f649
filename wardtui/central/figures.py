"""The people of a ward as the server's own fold gives them, and what reports count of them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import Connection, select

from wardtui.central.entries import read_entries
from wardtui.central.histories import Histories
from wardtui.central.tables import events
from wardtui.domain import burn_up, league
from wardtui.domain.arrangement import Arrangement, arranged, policies
from wardtui.domain.campaign import Campaign, CampaignPublished
from wardtui.domain.campaigns import campaigns
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.case_told import Told, tell
from wardtui.domain.directory import holders
from wardtui.domain.erasure import ResidentErased
from wardtui.domain.events import Entry, EventRetracted
from wardtui.domain.figures import DailyReport, daily_report, sessions_on
from wardtui.domain.forgotten import Forgotten, erased
from wardtui.domain.heat import Attempt, attempts
from wardtui.domain.ids import ResidentId, SessionId, WardCode
from wardtui.domain.moments import local_day
from wardtui.domain.same_person import history, people
from wardtui.domain.session_events import SESSIONS_THEMSELVES
from wardtui.domain.sessions import Session, sessions
from wardtui.domain.standing import Standing, standing, stood
from wardtui.services.moving import all_that_followed
from wardtui.services.policies import shipped_force

_PLANS = [body.TYPE for body in (*SESSIONS_THEMSELVES, EventRetracted)]
_CAMPAIGNS = [CampaignPublished.TYPE, EventRetracted.TYPE]

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

    def case(self, further: Sequence[Entry] = (), until: date | None = None) -> Case | None:
        """What their events give.

        :param further: entries behind all others that are not recorded
        :param until: at the end of this day, by what is known now
        """
        log = [*self.log, *further]
        return fold_case(self.id, log, until, members=self.members, planned=self.planned)

    def as_it_was(self, day: date, case: Case) -> Case | Told | None:
        """How it was at the end of a day; none when they were on no list by then.

        :param case: as of now
        """
        if local_day(case.changed_at) <= day:
            return case
        return tell(self.id, self.log, day, members=self.members, planned=self.planned)


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


def daily_figures(
    connection: Connection, ward: str, day: date, now: datetime, area: str | None = None
) -> DailyReport:
    """The figures of a ward at the end of a day, as a laptop that has read everything gives them.

    :param now: with what the policy has decided by then, on this day, though it is not recorded
    :param area: only this area
    """
    everybody = (one.standing(day) for one in _everybody(connection, ward, now))
    found = [one for one in everybody if one is not None and area in (None, one.area)]
    held = sessions_on(_sessions(connection, ward), day, area)
    return daily_report(found, day, WardCode(ward), held)


def league_members(
    connection: Connection, ward: str, days: Sequence[date], now: datetime, area: str | None = None
) -> list[list[league.Member]]:
    """Who counts in the league table at the end of each day."""
    found: list[list[league.Member]] = [[] for _ in days]
    for one in _everybody(connection, ward, now):
        for members, day in zip(found, days, strict=True):
            then = one.standing(day)
            if then is None or area not in (None, then.area):
                continue
            counted = league.member(WardCode(ward), then, day)
            if counted is not None:
                members.append(counted)
    return found


def campaign_of(connection: Connection, ward: str) -> Campaign | None:
    """The campaign that a ward works for."""
    return campaigns(_about_nobody(connection, ward, _CAMPAIGNS)).get(WardCode(ward))


def campaign_members(
    connection: Connection, ward: str, day: date, campaign: Campaign, area: str | None = None
) -> list[burn_up.Member]:
    """Who is in the scope of a campaign at the end of a day."""
    found: list[burn_up.Member] = []
    for one in people_of(connection, ward):
        case = one.case()
        then = None if case is None else one.as_it_was(day, case)
        member = None if then is None else burn_up.member(stood(then, day), day, campaign)
        if member is not None:
            found.append(member)
    gone = (burn_up.member_gone(one, day, campaign) for one in _erased(connection, ward))
    found += (one for one in gone if one is not None)
    return [one for one in found if area in (None, one.area)]


def attempts_in(connection: Connection, ward: str, area: str | None = None) -> Iterator[Attempt]:
    """The calls and visits of a ward, as far as their people are kept."""
    for one in people_of(connection, ward):
        if area is None or ((case := one.case()) is not None and case.resident.area == area):
            yield from attempts([one.log])


def escalated(
    connection: Connection, ward: str, day: date, now: datetime, area: str | None = None
) -> Iterator[Case]:
    """The cases of a ward that were ever handed up, as at the end of a day; as of now on this."""
    for one in _everybody(connection, ward, now):
        case = one.case(day) if isinstance(one, _Known) else None
        if case is not None and case.ladder.rungs and area in (None, case.resident.area):
            yield case


def _sessions(connection: Connection, ward: str) -> Collection[Session]:
    return sessions(_about_nobody(connection, ward, _PLANS)).values()


def _about_nobody(connection: Connection, ward: str, types: Collection[str]) -> list[Entry]:
    """What was said in a ward of some types of events about no resident."""
    rows = connection.execute(
        select(events.c.seq, events.c.ward, events.c.raw)
        .where(events.c.resident.is_(None), events.c.ward == ward, events.c.type.in_(types))
        .order_by(events.c.seq)
    )
    return read_entries(rows)


class _Known:
    """Somebody of whom something is kept, as they stood on any day."""

    def __init__(self, person: KnownPerson, now: datetime, arrangement: Arrangement) -> None:
        self._person = person
        self._today = local_day(now)
        self._now = now
        self._arrangement = arrangement
        self._case = self._fold()

    def standing(self, day: date) -> Standing | None:
        case = self._moved() if day == self._today else self._case
        then = None if case is None else self._person.as_it_was(day, case)
        return None if then is None else standing(then, day)

    def case(self, day: date) -> Case | None:
        """How the case was at the end of a day; on this day, and for later ones, as of now."""
        case = self._moved()
        if day >= self._today or case is None or local_day(case.changed_at) <= day:
            return case
        return self._fold(until=day)

    def _moved(self) -> Case | None:
        """With what the policy has decided by now, though it is not recorded."""
        if self._case is None:
            return None
        force = self._arrangement.force(self._case.ward)
        return all_that_followed(self._case, force, self._now, self._fold)[0]

    def _fold(self, further: Sequence[Entry] = (), until: date | None = None) -> Case | None:
        case = self._person.case(further, until)
        return None if case is None else arranged(case, self._arrangement)


def _everybody(connection: Connection, ward: str, now: datetime) -> Iterator[_Known | Forgotten]:
    """All who stand on the lists of a ward or have stood there."""
    told = Histories(connection).told(ward)
    arrangement = Arrangement(holders(told), policies(told), shipped_force())
    for person in people_of(connection, ward):
        yield _Known(person, now, arrangement)
    yield from _erased(connection, ward)


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
