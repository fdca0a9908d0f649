"""The reports of wards that are made on the server itself. That they were is written down."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

import msgspec
from sqlalchemy import Connection, select

from wardtui.central import figures
from wardtui.central.audit import note_reports
from wardtui.central.database import opened, writing
from wardtui.central.policies import wards_named
from wardtui.central.seen import known_devices
from wardtui.central.tables import officers
from wardtui.domain.adding_up import whole_of
from wardtui.domain.answers import Workload
from wardtui.domain.case import Case
from wardtui.domain.heat import Attempt, HeatMap, heat_map
from wardtui.domain.ids import OfficerId, WardCode
from wardtui.domain.league import Member, league
from wardtui.services.escalations import workload_of
from wardtui.services.publish_campaign import NoCampaign
from wardtui.services.report_daily import DataState, Reported
from wardtui.services.report_league import Compared
from wardtui.services.report_progress import Progressed, burn_up_at


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which figures somebody asks for."""

    day: date
    now: datetime
    wards: Sequence[str] = ()
    """All of them unless named."""
    area: str | None = None


class DailyReports(msgspec.Struct, frozen=True):
    """The daily reports of some wards."""

    wards: tuple[Reported, ...]
    whole: Reported
    """All of them together: it names no area."""


class ProgressReports(msgspec.Struct, frozen=True):
    """The campaigns of some wards."""

    wards: tuple[Progressed, ...]
    """Those that work for one."""
    state: DataState
    """Of all of them."""


class Loads(msgspec.Struct, frozen=True):
    """Who holds how much."""

    found: tuple[Workload, ...]
    names: dict[OfficerId, str]
    """Of officers, by their ids."""


class _Book:
    """What is written down of a report: its wards, each with the people whom it counts."""

    def __init__(self, connection: Connection, wards: Sequence[WardCode]) -> None:
        self.connection = connection
        self.wards = wards
        self.counted: dict[str, int] = {}


def report_daily(database: str, asked: Asked) -> DailyReports:
    """The daily report of each ward, and of all of them together.

    :raises wardtui.central.policies.UnknownWard: when there is no ward of a code
    """
    found = []
    with _reading(database, asked, "central report") as book:
        for ward in book.wards:
            report = figures.daily_figures(book.connection, ward, asked.day, asked.now, asked.area)
            state = data_state(book.connection, [ward], asked.now)
            found.append(Reported(report, state, at=asked.now))
            book.counted[ward] = report.total.eligible
        state = data_state(book.connection, book.wards, asked.now)
    whole = whole_of([one.report for one in found], asked.day)
    return DailyReports(tuple(found), Reported(whole, state, at=asked.now))


def report_league(database: str, asked: Asked, since: date) -> Compared:
    """The areas of all the wards, and the wards, in one table.

    :param since: the day of the last briefing
    :raises wardtui.central.policies.UnknownWard: when there is no ward of a code
    """
    now: list[Member] = []
    before: list[Member] = []
    with _reading(database, asked, "central report league") as book:
        for ward in book.wards:
            days = (asked.day, since)
            at_the_end, then = figures.league_members(
                book.connection, ward, days, asked.now, asked.area
            )
            now += at_the_end
            before += then
            book.counted[ward] = len(at_the_end)
        state = data_state(book.connection, book.wards, asked.now)
    return Compared(league(now, before, asked.day, since), state)


def report_progress(database: str, asked: Asked) -> ProgressReports:
    """The campaign of each ward that works for one.

    :raises wardtui.central.policies.UnknownWard: when there is no ward of a code
    :raises wardtui.services.publish_campaign.NoCampaign: when none of them works for one
    """
    found = []
    with _reading(database, asked, "central report progress") as book:
        for ward in book.wards:
            campaign = figures.campaign_of(book.connection, ward)
            if campaign is None:
                continue
            members = figures.campaign_members(
                book.connection, ward, asked.day, campaign, asked.area
            )
            burn = burn_up_at(members, campaign, asked.day, asked.now)
            state = data_state(book.connection, [ward], asked.now)
            found.append(Progressed(ward=ward, burn_up=burn, state=state))
            book.counted[ward] = len(members)
        if not found:
            raise NoCampaign
        state = data_state(book.connection, book.counted, asked.now)
    return ProgressReports(tuple(found), state)


def report_hours(database: str, asked: Asked) -> HeatMap:
    """At which hours people of the wards were reached, over all days.

    :raises wardtui.central.policies.UnknownWard: when there is no ward of a code
    """
    found: list[Attempt] = []
    with _reading(database, asked, "central report hours") as book:
        for ward in book.wards:
            found += figures.attempts_in(book.connection, ward, asked.area)
            book.counted[ward] = 0  # it counts tries, not people
    return heat_map(found)


def report_workload(database: str, asked: Asked) -> Loads:
    """What everybody above the first level holds of the wards, and how they have answered.

    :raises wardtui.central.policies.UnknownWard: when there is no ward of a code
    """
    cases: list[Case] = []
    with _reading(database, asked, "central report workload") as book:
        for ward in book.wards:
            escalated = list(
                figures.escalated(book.connection, ward, asked.day, asked.now, asked.area)
            )
            cases += escalated
            book.counted[ward] = len(escalated)
        known = book.connection.execute(select(officers.c.id, officers.c.name))
        names = {OfficerId(one.id): one.name for one in known}
    return Loads(tuple(workload_of(cases, asked.now, asked.day)), names)


def data_state(connection: Connection, wards: Iterable[str], now: datetime) -> DataState:
    """The server itself is up to date; its laptops may have recorded what has not arrived."""
    missing = sum(one.missing or 0 for one in known_devices(connection, tuple(wards)))
    return DataState(last_sync=now, pending=missing)


@contextmanager
def _reading(database: str, asked: Asked, command: str) -> Iterator[_Book]:
    with opened(database) as engine:
        with engine.connect() as connection:
            book = _Book(connection, wards_named(connection, asked.wards))
            yield book
        with writing(engine) as connection:
            note_reports(connection, book.counted.items(), command)
