"""Open, change and cancel enrolment sessions, and look at them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.ids import EventId, SessionId, is_uuid, short_id
from wardtui.domain.seats import Seats, seats_of
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.session_events import (
    MOST_DEVICES,
    MOST_SEATS,
    SessionCancelled,
    SessionChanged,
    SessionOpened,
)
from wardtui.domain.sessions import Session
from wardtui.domain.slots import MINUTES_EACH, seats_in
from wardtui.services.log_contact import LONGEST_AHEAD, TooFarAhead
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, home_ward, record
from wardtui.services.records import SeatCount
from wardtui.services.texts import check_text

LONGEST = timedelta(days=7)
"""No session goes on for longer; a team that stays longer opens another one."""

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


class SessionEndsFirst(BadInput):
    """A session ends after it starts."""

    CODE = "session_ends_first"


class SessionWithoutPlace(BadInput):
    """A session has a place."""

    CODE = "session_without_place"


class BadCapacity(BadInput):
    """So many seats or devices no session has."""

    CODE = "bad_capacity"


class NothingToChange(BadInput):
    """What is to change was not said."""

    CODE = "nothing_to_change"


class SessionWouldBeOver(Refused):
    """It would lie in the past, with everybody who is booked."""

    CODE = "session_is_over"


class SessionIsCancelled(Refused):
    """It does not take place."""

    CODE = "session_is_cancelled"


class SeatsTaken(Refused):
    """More people are booked than the session is to have seats."""

    CODE = "seats_taken"


class SessionTooLong(BadInput):
    """A session is a matter of hours, or of some days."""

    CODE = "session_too_long"


class NotYourSession(Refused):
    """Somebody else opened it, and who asks does not lead."""

    CODE = "not_your_session"


class OpenSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session that is to be opened."""

    kind: SessionKind
    place: str
    start: datetime
    end: datetime
    devices: int = 1
    capacity: int | None = None
    """Seats; devices times slots unless given."""
    minutes_each: int = MINUTES_EACH
    areas: tuple[str, ...] = ()
    note: str | None = None


class ChangeSession(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be another; null stays as it is."""

    session: SessionId
    kind: SessionKind | None = None
    place: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    devices: int | None = None
    capacity: int | None = None
    note: str | None = None


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


def open_session(unit: Unit, command: OpenSession, tools: Tools) -> Saved:
    """Open a session; its id is that of the event.

    :raises SessionEndsFirst: when it ends before it starts
    :raises SessionWithoutPlace: when the place is empty
    :raises BadCapacity: when it has no seats, or more than any session
    :raises wardtui.services.texts.UnsuitableText: when the note speaks about people
    """
    _check_times(command.start, command.end, tools.clock.now())
    place = command.place.strip()
    if not place:
        raise SessionWithoutPlace
    _check_count("devices", command.devices, MOST_DEVICES)
    _check_count("minutes", command.minutes_each, 24 * 60)
    capacity = command.capacity
    if capacity is None:
        capacity = seats_in(command.start, command.end, command.devices, command.minutes_each)
    _check_count("capacity", capacity, MOST_SEATS)
    check_text(place)
    check_text(command.note)
    body = SessionOpened(
        kind=command.kind,
        place=place,
        start=command.start,
        end=command.end,
        capacity=capacity,
        devices=command.devices,
        areas=command.areas,
        note=command.note,
    )
    ward = home_ward(unit) if unit.state.pairing is not None else None
    return record(unit, [Draft(resident=None, ward=ward, body=body)], tools)


def change_session(unit: Unit, command: ChangeSession, tools: Tools) -> Saved:
    """Change a session: whoever is booked is to be told of another time or place.

    :raises NothingToChange: when nothing is given
    :raises SessionIsCancelled: when it does not take place
    :raises SeatsTaken: when more people are booked than it would have seats
    """
    session = find_session(unit, command.session)
    if not session.takes_place:
        raise SessionIsCancelled(session=short_id(session.id))
    said = {
        name: value
        for name, value in msgspec.structs.asdict(command).items()
        if name != "session" and value is not None and value != getattr(session, name)
    }
    if not said:
        raise NothingToChange(session=short_id(session.id))
    _check_may_plan(unit, session)
    start, end = command.start or session.start, command.end or session.end
    _check_times(start, end, tools.clock.now())
    if end <= tools.clock.now() and (command.start or command.end):
        raise SessionWouldBeOver(session=short_id(session.id), end=end)
    if command.place is not None and not command.place.strip():
        raise SessionWithoutPlace
    _check_count("devices", command.devices, MOST_DEVICES)
    _check_count("capacity", command.capacity, MOST_SEATS)
    check_text(command.place)
    check_text(command.note)
    taken = len(seats_in_session(unit, session.id).taken)
    if command.capacity is not None and command.capacity < taken:
        raise SeatsTaken(session=short_id(session.id), taken=taken)
    body = SessionChanged(session=session.id, **said)
    return record(unit, [Draft(resident=None, ward=session.ward, body=body)], tools)


def cancel_session(unit: Unit, session: SessionId, why: str | None, tools: Tools) -> Saved:
    """A session does not take place: whoever is booked is to be offered another.

    :raises SessionIsCancelled: when it was cancelled before
    """
    found = find_session(unit, session)
    if not found.takes_place:
        raise SessionIsCancelled(session=short_id(found.id))
    _check_may_plan(unit, found)
    check_text(why)
    body = SessionCancelled(session=found.id, why=why)
    return record(unit, [Draft(resident=None, ward=found.ward, body=body)], tools)


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


def _check_times(start: datetime, end: datetime, now: datetime) -> None:
    if end <= start:
        raise SessionEndsFirst(start=start, end=end)
    if end - start > LONGEST:
        raise SessionTooLong(days=LONGEST.days)
    check_ahead(start, now)


def check_ahead(at: datetime, now: datetime) -> None:
    """Refuse an appointment so far ahead that nobody would ever look after it.

    :raises wardtui.services.log_contact.TooFarAhead: when it lies more than a year ahead
    """
    if at > now + LONGEST_AHEAD:
        raise TooFarAhead(day=f"{at:%d/%m/%Y}", days=LONGEST_AHEAD.days)


def _check_may_plan(unit: Unit, session: Session) -> None:
    """As the server does: leaders, and whoever opened it."""
    pairing = unit.state.pairing
    if pairing is None or pairing.role.leads:
        return
    if session.opened_by is not None and session.opened_by != pairing.officer:
        raise NotYourSession(session=short_id(session.id))


def _check_count(what: str, count: int | None, most: int) -> None:
    if count is not None and not 1 <= count <= most:
        raise BadCapacity(what=what, count=count, most=most)
