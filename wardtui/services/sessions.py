"""Look at enrolment sessions: which there are, how full each is, who is expected."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.ids import EventId, SessionId, is_uuid
from wardtui.domain.seats import Seats, seats_of
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.sessions import Session
from wardtui.services.ports import Unit
from wardtui.services.records import SeatCount

SHORTEST = 6
"""Characters of the end of a session's id that are enough to name it."""


class UnknownSession(BadInput):
    """No session has this id."""

    CODE = "unknown_session"


class SessionIdTooShort(BadInput):
    """Too little of an id to name a session by it."""

    CODE = "session_id_too_short"


class AmbiguousSession(BadInput):
    """Several sessions' ids end so."""

    CODE = "ambiguous_session"


class SessionIsCancelled(Refused):
    """It does not take place."""

    CODE = "session_is_cancelled"


class Listed(msgspec.Struct, frozen=True):
    """A session with how full it is."""

    session: Session
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        """Seats that nobody has; none in a session that does not take place."""
        return max(0, self.session.capacity - self.taken) if self.session.takes_place else 0


class Roll(msgspec.Struct, frozen=True):
    """A session with everybody who is or was expected there."""

    session: Session
    seats: Seats
    walk_ins: tuple[Booking, ...]
    cases: dict[EventId, Case]
    """By booking, whose it is."""


def find_session(unit: Unit, text: str) -> Session:
    """The session with an id, or with an id that ends so.

    :raises SessionIdTooShort: when too little of it is given
    :raises UnknownSession: when there is none
    :raises AmbiguousSession: when there are several
    """
    wanted = text.strip().lower()
    if not is_uuid(wanted):
        if len(wanted) < SHORTEST:
            raise SessionIdTooShort(session=wanted, minimum=SHORTEST)
        found = unit.sessions.with_id_ending(wanted)
        if len(found) > 1:
            raise AmbiguousSession(session=wanted, count=len(found))
        wanted = found[0] if found else wanted
    session = unit.sessions.get(SessionId(EventId(wanted)))
    if session is None:
        # What was typed may be a name or a number in the wrong place: no more than an id's end.
        raise UnknownSession(session=wanted[-12:] if is_uuid(wanted) else "…")
    return session


def list_sessions(
    unit: Unit,
    since: datetime | None,
    kind: SessionKind | None = None,
    until: datetime | None = None,
) -> list[Listed]:
    """The sessions by time, cancelled ones among them.

    :param since: those that end after it; all unless given
    :param until: those that start before it
    """
    found = [
        one
        for one in unit.sessions.all()
        if (since is None or one.end > since)
        and (until is None or one.start < until)
        and kind in (None, one.kind)
    ]
    found.sort(key=lambda one: (one.start, one.end, one.id))
    counts = unit.cases.seat_counts()
    nobody = SeatCount()
    full = ((one, counts.get(one.id, nobody)) for one in found)
    return [Listed(one, count.taken, count.waiting) for one, count in full]


def overfull(unit: Unit) -> set[SessionId]:
    """The sessions in which more people have a seat than there are; one that is gone has none."""
    found = set()
    for one, count in unit.cases.seat_counts().items():
        session = unit.sessions.get(one)
        if count.taken > (session.capacity if session is not None else 0):
            found.add(one)
    return found


def listed(unit: Unit, session: SessionId) -> Listed:
    """One session with how full it is.

    :raises UnknownSession: when there is none
    """
    seats = seats_in_session(unit, session)
    return Listed(find_session(unit, session), len(seats.taken), len(seats.waiting))


def roll(unit: Unit, session: SessionId) -> Roll:
    """Everybody who is or was expected at a session.

    :raises UnknownSession: when there is none
    """
    found = find_session(unit, session)
    cases = unit.cases.of_session(found.id)
    whose: dict[EventId, Case] = {
        booking.id: case
        for case in cases
        for booking in case.bookings
        if booking.session == found.id
    }
    return Roll(
        found,
        seats_in_session(unit, found.id),
        tuple(one for one in _bookings_in(cases, found.id) if one.is_walk_in),
        whose,
    )


def seats_in_session(unit: Unit, session: SessionId) -> Seats:
    """Who has a seat and who waits, as this device knows."""
    return seats_of(_bookings_in(unit.cases.of_session(session), session))


def _bookings_in(cases: Sequence[Case], session: SessionId) -> list[Booking]:
    """In the order in which they were made: the ids of one device rise, and the clocks of several
    agree well enough for a list that the server settles."""
    found = [one for case in cases for one in case.bookings if one.session == session]
    return sorted(found, key=lambda one: one.id)
