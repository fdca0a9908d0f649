"""Open, change and cancel enrolment sessions."""

from datetime import datetime, timedelta

import msgspec

from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.ids import SessionId, short_id
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
from wardtui.domain.usual_hours import usual_hours
from wardtui.services.log_contact import LONGEST_AHEAD, TooFarAhead
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, home_ward, record
from wardtui.services.sessions import SessionIsCancelled, find_session, seats_in_session
from wardtui.services.texts import check_text

LONGEST = timedelta(days=7)
"""No session goes on for longer; a team that stays longer opens another one."""


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
    Seats that nobody set by hand are counted anew with other hours or devices.

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
    seats = command.capacity
    if seats is None:
        devices = command.devices or session.devices
        seats = seats_after_change(session, start, end, devices, tools.clock.now())
    _check_count("capacity", seats, MOST_SEATS)
    check_text(command.place)
    check_text(command.note)
    if seats != session.capacity:
        said["capacity"] = seats
        taken = len(seats_in_session(unit, session.id).taken)
        if seats < taken:
            raise SeatsTaken(session=short_id(session.id), taken=taken, seats=seats)
    body = SessionChanged(session=session.id, **said)
    return record(unit, [Draft(resident=None, ward=session.ward, body=body)], tools)


def seats_after_change(
    session: Session, start: datetime, end: datetime, devices: int, now: datetime
) -> int:
    """How many seats a session has with other hours or devices: counted anew, unless set by hand.

    Which it was shows in the number: with the minutes that are usual for one person they come to
    just so many.
    """
    usual = (usual_hours(session.kind, now).minutes_each, MINUTES_EACH)
    before = (session.start, session.end, session.devices)
    each = next((one for one in usual if seats_in(*before, one) == session.capacity), None)
    if each is None or (start, end, devices) == before:
        return session.capacity
    return seats_in(start, end, devices, each)


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
