"""Note who came to a session and who did not."""

from datetime import date, datetime

from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case
from wardtui.domain.errors import Refused
from wardtui.domain.ids import ResidentId, SessionId, short_id
from wardtui.domain.moments import local_day
from wardtui.domain.session_codes import BookingState
from wardtui.domain.session_events import BookingAttended, BookingMissed
from wardtui.services.book import NotBooked
from wardtui.services.find_resident import find_resident
from wardtui.services.log_contact import check_past
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.sessions import SessionIsCancelled, find_session


class CameAlready(Refused):
    """It was noted before that they came."""

    CODE = "came_already"


class TooEarlyToCome(Refused):
    """Their day at the session is still to come."""

    CODE = "too_early_to_come"


class TooEarlyToMiss(Refused):
    """The time at which they are expected is still to come."""

    CODE = "too_early_to_miss"


def note_attended(
    unit: Unit,
    resident: ResidentId,
    session: SessionId | None,
    tools: Tools,
    at: datetime | None = None,
) -> Saved:
    """Somebody came, with a booking or without.

    :param session: null for what they booked elsewhere themself
    :raises NotBooked: when they booked nothing themself and no session is named
    :raises SessionIsCancelled: when the session does not take place
    :raises CameAlready: when that was noted before
    :raises TooEarlyToCome: before the day of the session, or of what they booked themself
    :raises wardtui.services.log_contact.NotYet: when ``at`` has not come
    """
    case = find_resident(unit, resident)
    check_past(at, tools)
    there = _bookings_there(unit, case, session)
    if any(one.state is BookingState.ATTENDED for one in there):
        raise CameAlready(session=short_id(session or ""))
    # One that stands, else one that was called missed.
    booked = max(there, key=lambda one: (one.is_live, one.id), default=None)
    day = _day_there(unit, session, booked)
    if day is not None and local_day(at or tools.clock.now()) < day:
        raise TooEarlyToCome(day=f"{day:%d/%m/%Y}")
    if booked is not None:
        body, whom = BookingAttended(booking=booked.id), booked.resident
    elif session is not None:
        body, whom = BookingAttended(session=session), case.id
    else:
        raise NotBooked
    return record(unit, [_draft(case, whom, body, at)], tools)


def note_missed(
    unit: Unit,
    resident: ResidentId,
    session: SessionId | None,
    tools: Tools,
    at: datetime | None = None,
) -> Saved:
    """Somebody who was expected did not come: they are called the same evening.

    :param session: null for what they booked elsewhere themself
    :raises NotBooked: when they are not booked there
    :raises SessionIsCancelled: when the session does not take place
    :raises TooEarlyToMiss: before the time at which they are expected
    :raises wardtui.services.log_contact.NotYet: when ``at`` has not come
    """
    case = find_resident(unit, resident)
    check_past(at, tools)
    there = _bookings_there(unit, case, session)
    booked = next((one for one in there if one.state is BookingState.BOOKED), None)
    if booked is None:
        raise NotBooked
    if (at or tools.clock.now()) < booked.at:
        raise TooEarlyToMiss(time=booked.at)
    body = BookingMissed(booking=booked.id)
    return record(unit, [_draft(case, booked.resident, body, at)], tools)


def _bookings_there(unit: Unit, case: Case, session: SessionId | None) -> list[Booking]:
    """The bookings of somebody in a session; without one, what they booked themself.

    :raises wardtui.services.sessions.UnknownSession: when there is no such session
    :raises SessionIsCancelled: when it does not take place
    """
    if session is None:
        return [one for one in case.bookings if one.is_live and one.session is None]
    found = find_session(unit, session)
    if not found.takes_place:
        raise SessionIsCancelled(session=short_id(found.id))
    return [one for one in case.bookings if one.session == found.id]


def _day_there(unit: Unit, session: SessionId | None, booked: Booking | None) -> date | None:
    """From which day on somebody can have come: people come early, and laptops' clocks differ."""
    if session is not None:
        return local_day(find_session(unit, session).start)
    return None if booked is None else local_day(booked.at)


def _draft(
    case: Case, whom: ResidentId, body: BookingAttended | BookingMissed, at: datetime | None
) -> Draft:
    return Draft(resident=whom, ward=case.ward, body=body, occurred_at=at)
