"""Which events say something of which session, those of the present commit among them.

A retraction may be numbered before what it takes back. Until then it stands under the id of that.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select

from wardtui.central.among import among
from wardtui.central.entries import read_entries
from wardtui.central.tables import events, session_events
from wardtui.domain.events import Entry, Event, EventRetracted
from wardtui.domain.ids import SessionId, is_uuid
from wardtui.domain.session_events import (
    SESSIONS_THEMSELVES,
    BookingAttended,
    BookingCancelled,
    BookingMade,
    BookingMissed,
    BookingMovedUp,
    SessionCancelled,
    SessionChanged,
    SessionOpened,
)

_BOOKINGS = (BookingMade, BookingMovedUp, BookingCancelled, BookingAttended, BookingMissed)
MAY_BE_OF_A_SESSION = frozenset(
    body.TYPE for body in (*SESSIONS_THEMSELVES, *_BOOKINGS, EventRetracted)
)
"""The types of the events that may say something of a session."""

_PAGE = 500
"""Events that are held in memory at once."""

Logs = Mapping[str, Sequence[Entry]]
"""What is said of a session itself, by its id, and of each of its bookings, by theirs."""


class Place(msgspec.Struct, frozen=True):
    """Of what an event says something."""

    session: str
    about: str
    """The session itself, or one of its bookings."""


class SessionIndex:
    """The sessions of which the events of one commit say something."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._places: dict[str, list[Place]] = {}
        self._homes: dict[str, Place] = {}
        """Bookings in their sessions."""
        self._logs: dict[str, dict[str, list[Entry]]] = {}
        self._read: set[str] = set()
        self._noted: list[tuple[Entry, Place]] = []
        self._arrived: set[str] = set()
        """What retractions had waited for."""

    def look_up(self, offered: Sequence[Event], type_of: Callable[[str], str | None]) -> None:
        """Read all that is known of the sessions of some events, at once for all.

        :param type_of: the type of an event that one of them names; none when it is not numbered
        """
        said = [one for one in offered if one.type in MAY_BE_OF_A_SESSION]
        named = {name for one in said for name in _named(one)}
        unplaced = named - self._places.keys()
        placed = {one for one in unplaced if type_of(one) in MAY_BE_OF_A_SESSION}
        for row in self._of(session_events.c.event, placed):
            place = self._come_home(Place(row.session, row.about))
            self._places.setdefault(row.event, []).append(place)
        types: dict[str, str] = {one.id: one.type for one in offered}
        wanted: set[str] = set()
        for event in said:
            sessions = {one} if (one := named_session(event)) is not None else set()
            for name in _named(event):
                sessions |= {place.session for place in self._places.get(name, ())}
                may_come = types.get(name, EventRetracted.TYPE) in MAY_BE_OF_A_SESSION
                sessions |= {name} if type_of(name) is None and may_come else set()
            if sessions:
                wanted |= {event.id, *sessions}
        self.read(wanted)

    def read(self, sessions: Iterable[str]) -> None:
        """Read all that stands under some ids."""
        new = set(sessions) - self._read
        self._read |= new
        if not new:
            return
        said = session_events.c
        for row in self._connection.execute(
            select(events.c.seq, events.c.ward, events.c.raw, said.session, said.about)
            .join(events, events.c.seq == said.seq)
            .where(among(self._connection, said.session, new))
            .order_by(said.seq)
        ):
            place = self._come_home(Place(row.session, row.about))
            about = self._logs.setdefault(place.session, {}).setdefault(place.about, [])
            about += read_entries([row])

    def look_up_bookings(self, bookings: Iterable[str]) -> None:
        """Read all that is known of the sessions of some bookings, at once for all."""
        found = self._of(session_events.c.about, set(bookings) - self._homes.keys())
        self.read({self._come_home(Place(row.session, row.about)).session for row in found})

    def _of(self, column: ColumnElement[str], wanted: Collection[str]) -> Sequence[Row[Any]]:
        if not wanted:
            return ()
        which = among(self._connection, column, wanted)
        return self._connection.execute(select(session_events).where(which)).all()

    def _come_home(self, place: Place) -> Place:
        if place.about != place.session:
            self._homes[place.about] = place
        return place

    def places(self, event: Event, *, is_known: bool) -> list[Place]:
        """Of what an event says something; nothing when it is no session.

        :param is_known: whether what it takes back is numbered
        """
        names, session = _named(event), named_session(event)
        match event.body:
            case EventRetracted():
                waits = [] if is_known else [Place(name, name) for name in names]
                return next((self._places[name] for name in names if name in self._places), waits)
            case SessionOpened() | SessionChanged() | SessionCancelled():
                is_plan = session is not None and event.resident is None
                return [Place(session, session)] if session and is_plan else []
        if event.resident is None:
            return []
        bookings = [self._homes[name] for name in names if name in self._homes]
        return bookings if session is None else [Place(session, event.id), *bookings]

    def session_of(self, booking: str) -> str | None:
        """The session of a booking that was looked up; none when it is of none of ours."""
        home = self._homes.get(booking)
        return home.session if home is not None else None

    def logs(self, session: str) -> Logs:
        """All that is said of a session that was looked up, in order."""
        return self._logs.get(session, {})

    def log_with(self, entry: Entry, place: Place) -> list[Entry]:
        """The log to which an event would come, with it and what had waited for it."""
        before = self._logs.get(place.session, {}).get(place.about, ())
        waited = self._waiting_for(entry.event.id, place)
        log = [*before, *waited, entry]
        return sorted(log, key=lambda one: one.order) if waited else log

    def _waiting_for(self, event: str, place: Place) -> list[Entry]:
        # What waits for a session to be opened stands where it will belong.
        return [] if event == place.session else self._logs.get(event, {}).get(event, [])

    def note(self, entry: Entry, places: Sequence[Place]) -> None:
        """Take in what was numbered."""
        if not places:
            return
        event = entry.event
        logs = {place: self.log_with(entry, place) for place in places}
        come = [entry]
        if all(event.id != place.session for place in places):
            come += self._logs.pop(event.id, {}).get(event.id, [])
        if len(come) > 1:
            self._arrived.add(event.id)
            self._noted = [one for one in self._noted if one[1].session != event.id]
        for place, log in logs.items():
            self._come_home(place)
            self._logs.setdefault(place.session, {})[place.about] = log
            self._noted += [(one, place) for one in come]
        self._places.update({one.event.id: list(places) for one in come})

    def write(self) -> None:
        """Keep the places of this commit."""
        if self._arrived:
            here = among(self._connection, session_events.c.session, self._arrived)
            self._connection.execute(delete(session_events).where(here))
        if self._noted:
            self._connection.execute(
                insert(session_events),
                [
                    {
                        "event": entry.event.id,
                        "session": place.session,
                        "about": place.about,
                        "seq": entry.seq,
                    }
                    for entry, place in self._noted
                ],
            )


def read_plans(
    connection: Connection, sessions: Iterable[SessionId]
) -> dict[SessionId, list[Entry]]:
    """What is numbered of some sessions themselves, not of their bookings."""
    found: dict[SessionId, list[Entry]] = {one: [] for one in sessions}
    for row in connection.execute(
        select(events.c.seq, events.c.ward, events.c.raw, session_events.c.about)
        .join(session_events, events.c.seq == session_events.c.seq)
        .where(among(connection, session_events.c.about, filter(is_uuid, found)))
        .order_by(events.c.seq)
    ):
        found[row.about] += read_entries([row])
    return found


def index_past_sessions(connection: Connection) -> None:
    """Read all that was said of sessions before the server kept an index of it."""
    seq = 0
    while rows := connection.execute(
        select(events.c.seq, events.c.ward, events.c.raw)
        .where(events.c.type.in_(MAY_BE_OF_A_SESSION), events.c.seq > seq)
        .order_by(events.c.seq)
        .limit(_PAGE)
    ).all():
        seq = rows[-1].seq
        page = read_entries(rows)
        numbers: dict[str, int] = {}
        types: dict[str, str] = {}
        named = {name for one in page for name in _named(one.event)}
        for row in connection.execute(
            select(events.c.id, events.c.seq, events.c.type).where(
                among(connection, events.c.id, named)
            )
        ):
            numbers[row.id], types[row.id] = row.seq, row.type
        index = SessionIndex(connection)
        index.look_up([one.event for one in page], types.get)
        for entry in page:
            is_known = any(
                numbers.get(name, seq) < (entry.seq or 0) for name in _named(entry.event)
            )
            index.note(entry, index.places(entry.event, is_known=is_known))
        index.write()


def named_session(event: Event) -> str | None:
    """The session of which an event says something itself; no seat is of who came unbooked."""
    match event.body:
        case SessionOpened():
            return event.id
        case SessionChanged(session=named) | SessionCancelled(session=named):
            return _id(named)
        case BookingMade(session=named):
            return _id(named)
        case _:
            return None


def named_bookings(event: Event) -> list[str]:
    """The bookings other than its own of which an event says something."""
    match event.body:
        case BookingMade(replaces=named):
            return [one for one in dict.fromkeys(named) if is_uuid(one)]
        case BookingMovedUp(booking=named) | BookingCancelled(booking=named):
            return [one for one in (named,) if is_uuid(one)]
        case BookingAttended(booking=str(named)) | BookingMissed(booking=named):
            return [one for one in (named,) if is_uuid(one)]
        case _:
            return []


def _named(event: Event) -> list[str]:
    """The bookings of which an event says something, or what it takes back."""
    if isinstance(event.body, EventRetracted):
        return [event.body.event] if is_uuid(event.body.event) else []
    return named_bookings(event)


def _id(named: str | None) -> str | None:
    """What a body names, when it can be the id of an event at all."""
    return named if named is not None and is_uuid(named) else None
