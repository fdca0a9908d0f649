"""Erasing somebody: of what their events say nothing is kept, in the database or on any laptop.

What stays of each event is its envelope, its number and the hash of what it was, so that the stream
has no gap and a laptop that offers it again is told that it is there. One transaction does it all:
whoever is killed in between has erased nothing, and repeating it changes nothing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Engine, bindparam, delete, select, text, update

from wardtui.central.histories import Histories
from wardtui.central.same_person import Made
from wardtui.central.tables import (
    events,
    handovers,
    listed_people,
    quarantine,
    shared_events,
)
from wardtui.central.taker import Taker
from wardtui.domain.bookings import as_planned, bookings
from wardtui.domain.erasure import ErasureReason, ResidentErased
from wardtui.domain.errors import BadInput
from wardtui.domain.events import Entry, ResidentListed
from wardtui.domain.forgotten import days_of, kept_days
from wardtui.domain.ids import OfficerId, ResidentId, rule_made_id
from wardtui.domain.moments import local_day
from wardtui.domain.same_person import Logs, counting, history, people
from wardtui.domain.session_codes import CancelReason
from wardtui.domain.session_events import BookingCancelled
from wardtui.domain.sessions import Sessions
from wardtui.domain.spare_seats import spare_bookings
from wardtui.wire import MalformedEvent, blanked, read_event

_SHOWN = 64


class NobodyErased(BadInput):
    """No event is about a resident with this id."""

    CODE = "not_known_here"


class Elsewhere(msgspec.Struct, frozen=True):
    """Who somebody is, or was, in another ward: another history, which is kept."""

    resident: ResidentId
    ward: str


class ErasedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Of whom nothing is kept."""

    resident: ResidentId
    """The one who stood for the person."""
    members: tuple[ResidentId, ...]
    """All who were the same person, beginning with that one."""
    ward: str
    blanked: int
    """Events of which nothing was kept just now; none when it was done before."""
    elsewhere: tuple[Elsewhere, ...] = ()


def erase(
    connection: Connection,
    resident: ResidentId,
    why: ErasureReason,
    now: datetime,
    by: OfficerId | None = None,
) -> ErasedPerson:
    """Keep nothing of somebody and of all who were merged into one with them.

    A seat that they have in a session to come falls free, for whoever waits. The caller's
    transaction writes (``wardtui.central.database``).

    :param by: the officer who decided it; whoever runs the server unless given
    :raises NobodyErased: when nothing was ever said of the resident
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    ward = _ward(connection, resident)
    histories = Histories(connection)
    logs = histories.of(resident, ward)
    members = next(members for members in people(logs).values() if resident in members)
    who = members[0]
    if set(members) - _erased_among(connection, members):
        planned = histories.sessions_of(logs, ward)
        said = _seats_given_back(logs, members, planned, now)
        days = kept_days(days_of(who, history(logs, members), members, planned), local_day(now))
        told = _wards_that_saw(connection, members) - {ward}
        for one in members:
            body = ResidentErased(why=why, by=by, days=days if one == who else ())
            said.append(Made(_id(one), one, body))
            # Their counts are for their own ward alone.
            without = ResidentErased(why=why, by=by)
            said += [Made(_id(one, to), one, without, to_ward=to) for to in sorted(told)]
        taker = Taker(connection)
        taker.make([(one, ward) for one in said])
        taker.write()
    count = _blank_events(connection, members)
    _blank_quarantine(connection, members)
    connection.execute(delete(listed_people).where(listed_people.c.resident.in_(members)))
    return ErasedPerson(
        resident=who,
        members=members,
        ward=ward,
        blanked=count,
        elsewhere=_elsewhere(connection, members),
    )


def _id(resident: ResidentId, *to_ward: str) -> str:
    """The same however often somebody is erased."""
    return rule_made_id(resident, ResidentErased.TYPE, *to_ward)


def _ward(connection: Connection, resident: ResidentId) -> str:
    """That of the first list, or else of the first event."""
    rows = connection.execute(
        select(events.c.ward, events.c.type)
        .where(events.c.resident == resident)
        .order_by(events.c.seq)
    ).all()
    if not rows:
        raise NobodyErased(resident=resident[:_SHOWN])
    return next((row.ward for row in rows if row.type == ResidentListed.TYPE), str(rows[0].ward))


def _seats_given_back(
    logs: Logs, members: Sequence[ResidentId], planned: Sessions, now: datetime
) -> list[Made]:
    counted: list[Entry] = counting(history(logs, members))
    booked = as_planned(bookings(counted), planned)
    return [
        Made(
            rule_made_id(one.id, BookingCancelled.TYPE, ResidentErased.TYPE),
            one.resident,
            BookingCancelled(booking=one.id, reason=CancelReason.NOT_NEEDED),
        )
        for one in spare_bookings(booked, planned, now, is_expected=False)
    ]


def _wards_that_saw(connection: Connection, members: Sequence[ResidentId]) -> set[str]:
    """Those in whose streams an event about one of them stands."""
    of_them = events.c.resident.in_(members)
    ways = (
        select(events.c.ward).where(of_them),
        select(shared_events.c.ward)
        .join(events, events.c.seq == shared_events.c.seq)
        .where(of_them),
    )
    return {str(ward) for way in ways for ward in connection.scalars(way.distinct())}


def _blank_events(connection: Connection, members: Sequence[ResidentId]) -> int:
    rows = connection.execute(
        select(events.c.seq, events.c.raw).where(
            events.c.resident.in_(members), events.c.type != ResidentErased.TYPE
        )
    ).all()
    changed = [
        {"of": row.seq, "blank": blank}
        for row in rows
        if (blank := _blank(bytes(row.raw))) != bytes(row.raw)
    ]
    if changed:
        connection.execute(
            update(events).where(events.c.seq == bindparam("of")).values(raw=bindparam("blank")),
            changed,
        )
    return len(changed)


def _blank(raw: bytes) -> bytes:
    try:
        return blanked(raw)
    except MalformedEvent:
        # Taken by a less strict version; no device can read it, and nothing of it may stay.
        return b""


def _blank_quarantine(connection: Connection, members: Sequence[ResidentId]) -> None:
    """What a revoked laptop has offered is theirs as well."""
    kept = connection.execute(select(quarantine.c.device, quarantine.c.event, quarantine.c.raw))
    changed = [
        {"of": row.device, "what": row.event, "blank": _blank(bytes(row.raw))}
        for row in kept.all()
        if read_event(bytes(row.raw)).resident in members
    ]
    if changed:
        connection.execute(
            update(quarantine)
            .where(quarantine.c.device == bindparam("of"), quarantine.c.event == bindparam("what"))
            .values(raw=bindparam("blank")),
            changed,
        )


def _elsewhere(connection: Connection, members: Sequence[ResidentId]) -> tuple[Elsewhere, ...]:
    row = handovers.c
    ways = (
        select(row.became, row.to_ward).where(row.resident.in_(members)),
        select(row.resident, row.ward).where(row.became.in_(members)),
    )
    found = {(one, ward) for way in ways for one, ward in connection.execute(way)}
    gone = _erased_among(connection, [one for one, _ in found])
    return tuple(Elsewhere(ResidentId(one), ward) for one, ward in sorted(found) if one not in gone)


def _erased_among(connection: Connection, residents: Collection[str]) -> set[str]:
    """Those of some residents of whom nothing is kept any more."""
    about = events.c.resident
    found = select(about).where(about.in_(residents), events.c.type == ResidentErased.TYPE)
    return set(connection.scalars(found))


def overwrite_what_was_blanked(engine: Engine) -> None:
    """Let the database reuse, and SQLite overwrite, the space of what was blanked.

    Copies that a database keeps beside itself are not reached: see ``docs/central.md``.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.execute(text("VACUUM events"))
