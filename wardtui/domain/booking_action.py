"""What bookings ask for next, and what they say of a case."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.bookings import Booking
from wardtui.domain.case import Rule
from wardtui.domain.events import Event
from wardtui.domain.ids import EventId
from wardtui.domain.moments import end_of_shift, later, local, local_day
from wardtui.domain.next_action import Contact, Moment, Proposal, Recorded, numbers
from wardtui.domain.resident import Resident
from wardtui.domain.session_codes import BookingState
from wardtui.domain.sessions import Session, Sessions
from wardtui.domain.vocabulary import ActionKind, Outcome

_STAYS_BOOKED = frozenset(
    {
        Outcome.APPOINTMENT_MADE,
        Outcome.AGREED_NO_DATE,
        Outcome.SELF_BOOKED,
        Outcome.LETTER_DELIVERED,
        Outcome.ATTENDED,
    }
)
"""What somebody may say after they were booked without anything else having to be done."""


_OF_THE_WARD = -1
"""The place of an event of the ward: what is said of the person at the same time comes after it."""


class Expected(msgspec.Struct, frozen=True):
    """A booking that stands: a seat in a session that takes place, or elsewhere."""

    booking: Booking
    ends: datetime
    """By then it shows whether they came."""


def expected(booked: Sequence[Booking], sessions: Sessions) -> Expected | None:
    """The next booking of a person that stands.

    :param booked: the person's bookings, in the order in which they were made
    :param sessions: those that the bookings name, as far as they are known
    """
    standing = [Expected(one, ends(one, sessions)) for one in booked if one.stands]
    return min(standing, key=lambda one: one.ends, default=None)


def _session(booking: Booking, sessions: Sessions) -> Session | None:
    return None if booking.session is None else sessions.get(booking.session)


def ends(booking: Booking, sessions: Sessions) -> datetime:
    """When it shows whether somebody came: the window ends or the session does; elsewhere, when
    their day is over."""
    session = _session(booking, sessions)
    if session is None:
        return max(booking.at, booking.until or end_of_shift(local_day(booking.at)))
    if booking.until is not None and session.start <= booking.until <= session.end:
        return booking.until
    return session.end


def propose_by_bookings(
    resident: Resident,
    booked: Sequence[Booking],
    sessions: Sessions,
    contacts: Sequence[Contact],
    enrolment: Recorded | None,
    places: Mapping[EventId, int],
    otherwise: Proposal,
    gone: Event | None = None,
) -> Proposal | None:
    """What the bookings ask for; none when something else has been said or done since.

    :param otherwise: what is to be done as far as the contacts and the enrolments say
    :param places: of the events in the history, which decide between equal times
    :param contacts: live contacts by effective time
    :param enrolment: the last enrolment by effective time
    :param gone: what last took a seat from them of which they may not know
        (``wardtui.domain.bookings.given_back``)
    """
    to_tell = None if gone is None else _seat_gone(resident, gone, places)
    standing = expected(booked, sessions)
    if standing is not None:
        booked_at = _moment(standing.booking, places)
        came = [one for one in booked if one.state is BookingState.ATTENDED]
        last = max((_moment(one, places), one.because) for one in came) if came else None
        if last is not None and last[0] > max(booked_at, _at(enrolment, booked_at)):
            due = _this_evening(last[0][0])
            return Proposal(ActionKind.RECORD_RESULT, due, Rule.ATTENDED, last[1])
        if _at(enrolment, booked_at) > booked_at and otherwise.due <= _this_evening(standing.ends):
            return None
        return _while_booked(resident, standing, sessions, contacts, places, otherwise, to_tell)
    latest = max(booked, key=lambda one: _latest(one, sessions, places)[0], default=None)
    if to_tell is not None and (
        latest is None or to_tell.moment > _latest(latest, sessions, places)[0]
    ):
        is_over = enrolment is not None and enrolment.moment > to_tell.moment
        return None if is_over or _tried_since(to_tell.moment, contacts) else to_tell.proposal
    if latest is None:
        return None
    moment, because = _latest(latest, sessions, places)
    since = moment[0]
    if enrolment is not None and enrolment.moment > moment:
        return None
    match latest.state:
        case BookingState.ATTENDED:
            due = _this_evening(since)
            return Proposal(ActionKind.RECORD_RESULT, due, Rule.ATTENDED, because)
        case BookingState.MISSED if not _tried_since(moment, contacts):
            due = _this_evening(since)
            return Proposal(_tell(resident), due, Rule.MISSED_BOOKING, because)
        case BookingState.BOOKED if not _reached_since(moment, contacts):
            due = _this_evening(since)
            return Proposal(ActionKind.BOOK, due, Rule.SESSION_CANCELLED, because)
        case BookingState.WAITING if not _reached_since(moment, contacts):
            if latest.is_void:
                due = _this_evening(since)
                return Proposal(ActionKind.BOOK, due, Rule.SESSION_CANCELLED, because)
            # With no seat by the evening before, another session is offered.
            due = max(since, end_of_shift(local_day(later(latest.at, days=-1))))
            return Proposal(ActionKind.BOOK, due, Rule.WAITS_FOR_A_SEAT, because)
        case _:
            return None


class _SeatGone(msgspec.Struct, frozen=True):
    """They may believe in a seat that was given back."""

    moment: Moment
    proposal: Proposal


def _seat_gone(resident: Resident, gone: Event, places: Mapping[EventId, int]) -> _SeatGone:
    at = local(gone.effective_at)
    proposal = Proposal(_tell(resident), _this_evening(at), Rule.SEAT_GIVEN_BACK, gone.id)
    return _SeatGone((at, places[gone.id]), proposal)


def _while_booked(
    resident: Resident,
    standing: Expected,
    sessions: Sessions,
    contacts: Sequence[Contact],
    places: Mapping[EventId, int],
    otherwise: Proposal,
    to_tell: _SeatGone | None,
) -> Proposal | None:
    booking = standing.booking
    since = _moment(booking, places)
    spoken = [one for one in contacts if one.body.outcome.reached and one.moment > since]
    if (
        spoken
        and spoken[-1].body.outcome not in _STAYS_BOOKED
        and otherwise.due <= _this_evening(standing.ends)
    ):
        # What they asked for later does not keep anybody from looking whether they came.
        return None
    if booking.moved_up and not spoken:
        due = min(_this_evening(booking.since), max(booking.since, standing.ends))
        return Proposal(_tell(resident), due, Rule.SEAT_FELL_FREE, booking.because)
    if (
        to_tell is not None
        and to_tell.moment > since
        and not any(one.moment > to_tell.moment for one in spoken)
    ):
        due = min(to_tell.proposal.due, max(to_tell.moment[0], standing.ends))
        return msgspec.structs.replace(to_tell.proposal, due=due)
    session = _session(booking, sessions)
    moved = session.moved if session is not None else None
    # Whoever was booked before it moved knows another time or place.
    if moved is not None and (moved.at, moved.event) > (booking.since, booking.because):
        told = [one for one in spoken if one.at >= moved.at]
        if not told:
            due = min(_this_evening(moved.at), max(moved.at, standing.ends))
            return Proposal(_tell(resident), due, Rule.SESSION_MOVED, moved.event)
    return Proposal(ActionKind.CHECK_BOOKING, standing.ends, Rule.BOOKED, booking.because)


def _at(enrolment: Recorded | None, otherwise: Moment) -> Moment:
    return otherwise if enrolment is None else enrolment.moment


def _moment(booking: Booking, places: Mapping[EventId, int]) -> Moment:
    return booking.since, places[booking.because]


def _latest(
    booking: Booking, sessions: Sessions, places: Mapping[EventId, int]
) -> tuple[Moment, EventId]:
    """What was said last of a booking: by its session, when that was cancelled."""
    session, said = _session(booking, sessions), (_moment(booking, places), booking.because)
    if booking.is_live and session is not None and session.cancelled is not None:
        cancelled = session.cancelled
        return max(said, ((cancelled.at, _OF_THE_WARD), cancelled.event))
    return said


def _tell(resident: Resident) -> ActionKind:
    return ActionKind.CALL if numbers(resident) else ActionKind.VISIT


def _tried_since(since: Moment, contacts: Sequence[Contact]) -> bool:
    return any(one.moment > since and not one.is_one_way for one in contacts)


def _reached_since(since: Moment, contacts: Sequence[Contact]) -> bool:
    return any(
        one.moment > since and one.body.outcome.reached and not one.is_one_way for one in contacts
    )


def _this_evening(at: datetime) -> datetime:
    """The end of the shift, and never before ``at``."""
    return max(at, end_of_shift(local_day(at)))
