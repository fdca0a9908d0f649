"""Who has a seat in the sessions, when events are offered that may give or take one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from wardtui.central.numbering import Stored
from wardtui.central.rights import SUPERSEDED, Refusal
from wardtui.central.room import Room
from wardtui.central.same_person import Made
from wardtui.central.session_index import (
    Place,
    SessionIndex,
    named_bookings,
    named_session,
)
from wardtui.domain.events import Entry, Event, EventRetracted
from wardtui.domain.ids import BookingId, ResidentId
from wardtui.domain.session_events import (
    BookingAttended,
    BookingMade,
    BookingMovedUp,
    SessionCancelled,
    SessionChanged,
    SessionOpened,
)
from wardtui.domain.sessions import Session
from wardtui.domain.vocabulary import Origin

UNKNOWN: Refusal = ("unknown_session", "the ward has no such session")
CANCELLED: Refusal = ("session_cancelled", "the session does not take place")
FULL: Refusal = ("session_full", "the session has no free seat")
SEATS_TAKEN: Refusal = ("seats_taken", "more people are booked than the session would have seats")
NOT_THEIRS: Refusal = ("not_their_booking", "the booking is of another resident or ward")
MADE_BY_SERVER: Refusal = ("made_by_server", "only the server says who moves up")

_BOOKINGS = frozenset({BookingMade.TYPE, BookingAttended.TYPE})
"""The types of the events that make a booking."""


class Seating:
    """The sessions of which the events of one commit say something."""

    def __init__(self, index: SessionIndex, now: datetime) -> None:
        """Begin with nothing.

        :param now: the server's; in a session that is over nobody moves up
        """
        self._index = index
        self._now = now
        self._rooms: dict[str, Room] = {}
        self._touched: set[str] = set()

    def look_up(self, offered: Sequence[Event], stored: Mapping[str, Stored]) -> None:
        """Read the sessions of some events, at once for all.

        :param stored: the numbered ones among those that they name
        """

        def type_of(event: str) -> str | None:
            return stored[event].type if event in stored else None

        self._index.look_up(offered, type_of)

    def look_up_bookings(self, bookings: Iterable[str]) -> None:
        """Read the sessions of some bookings, at once for all."""
        self._index.look_up_bookings(bookings)

    def refusal(self, entry: Entry, stored: Mapping[str, Stored]) -> Refusal | None:
        """What speaks against an event, were it numbered next.

        :param stored: the numbered ones among those that it names
        """
        body = entry.event.body
        if not self._are_theirs(entry, stored):
            return SUPERSEDED if isinstance(body, BookingMovedUp) else NOT_THEIRS
        match body:
            case BookingMovedUp(booking=booking):
                return None if self._is_next(booking) else SUPERSEDED
            case SessionChanged(session=session) | SessionCancelled(session=session):
                if self._session(session, entry.ward) is None:
                    return UNKNOWN
            case BookingMade(session=str(named)):
                found = self._session(named, entry.ward)
                if found is None or not found.takes_place:
                    return UNKNOWN if found is None else CANCELLED
            case EventRetracted(event=target):
                if target in stored and stored[target].type == BookingMovedUp.TYPE:
                    return MADE_BY_SERVER
        return self._refusal_by_seats(entry, stored)

    def _are_theirs(self, entry: Entry, stored: Mapping[str, Stored]) -> bool:
        """Whether the bookings of which an event says something are of its resident and ward.

        One that is not numbered may be anybody's: what is said of it has no effect.
        """
        whose = (entry.event.resident, entry.ward)
        found = (stored[one] for one in named_bookings(entry.event) if one in stored)
        return all((one.resident, one.ward) == whose for one in found if one.type in _BOOKINGS)

    def _is_next(self, booking: BookingId) -> bool:
        """Whether a seat is free and somebody is the one who gets it."""
        session = self._index.session_of(booking)
        return session is not None and any(
            one.id == booking for one in self._room(session).next_up()
        )

    def _session(self, session: str, ward: str | None) -> Session | None:
        """A session of a ward."""
        found = self._room(session).standing.session
        return found if found is not None and found.ward == ward else None

    def _refusal_by_seats(self, entry: Entry, stored: Mapping[str, Stored]) -> Refusal | None:
        said: dict[str, dict[str, list[Entry]]] = {}
        for place in self._places(entry.event, stored):
            said.setdefault(place.session, {})[place.about] = self._index.log_with(entry, place)
        for session, logs in said.items():
            before, then = self._room(session).standing, self._room(session).standing_with(logs)
            if then.over > before.over:
                return SEATS_TAKEN if then.seats < before.seats else FULL
            if before.session is not None and then.session is None and then.waiting:
                return SEATS_TAKEN
        return None

    def note(self, entry: Entry, stored: Mapping[str, Stored]) -> set[ResidentId]:
        """Take in what was numbered.

        :param stored: the numbered ones among those that it names
        :return: who is expected in a session that is planned otherwise now
        """
        places = self._places(entry.event, stored)
        self._index.note(entry, places)
        for place in places:
            self._touched.add(place.session)
            if place.session in self._rooms:
                log = self._index.logs(place.session)[place.about]
                self._rooms[place.session].put({place.about: log})
        if entry.event.type == SessionOpened.TYPE:
            return set()
        planned = [place.session for place in places if place.about == place.session]
        return {who for session in planned for who in self._room(session).expected}

    def moved_up(self) -> list[tuple[Made, str]]:
        """Who gets a seat, and in which ward, by what was numbered since this was asked last."""
        if not self._touched:
            return []
        touched, self._touched = self._touched, set()
        made = [
            (Made(one.event_id, one.resident, one.body), str(found.ward))
            for session in sorted(touched)
            if (found := self._room(session).standing.session) is not None and found.end > self._now
            for one in self._room(session).moves(self._now)
        ]
        # A leader may have taken one back before it is made.
        self._index.read(one.id for one, _ in made)
        return made

    def _places(self, event: Event, stored: Mapping[str, Stored]) -> list[Place]:
        target = event.body.event if isinstance(event.body, EventRetracted) else None
        is_known = target in stored or event.origin is Origin.RULE
        return self._index.places(event, is_known=is_known)

    def _room(self, session: str) -> Room:
        if session not in self._rooms:
            self._rooms[session] = Room(session, self._index.logs(session))
        return self._rooms[session]

    def write(self) -> None:
        """Keep what the next commit has to find."""
        self._index.write()


def opened_first(read: Sequence[Event | None]) -> list[int]:
    """The order in which to take events: a session is opened before anything is said of it.

    A restored vault sends what its device before left among its own, each by its own count.
    """
    opened: dict[str, int] = {
        one.id: place
        for place, one in enumerate(read)
        if one is not None and isinstance(one.body, SessionOpened)
    }
    early = {
        opened[session]
        for place, one in enumerate(read)
        if opened and one is not None and (session := named_session(one)) in opened
        if place < opened[session]
    }
    return sorted(range(len(read)), key=lambda place: place not in early)
