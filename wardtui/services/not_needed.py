"""What becomes of bookings when nobody has to come for them any more: their seats fall free."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case
from wardtui.domain.ids import BookingId, EventId, ResidentId, SessionId
from wardtui.domain.moments import local_day
from wardtui.domain.seats import moved_up_id
from wardtui.domain.session_codes import CancelReason
from wardtui.domain.session_events import BookingAttended, BookingCancelled, BookingMade
from wardtui.domain.spare_seats import spare_bookings
from wardtui.domain.vocabulary import Need, Status
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft
from wardtui.services.records import StoredEvent
from wardtui.services.sessions import seats_in_session


def bookings_given_back(case: Case) -> list[Draft]:
    """Every booking that stands, or waits, is cancelled: the case was closed."""
    return [_draft(case, one.resident, _given_back(one)) for one in case.bookings if one.is_live]


def bookings_once_merged(
    unit: Unit, given_up: Case, kept: Case, merged: Case, tools: Tools
) -> list[Draft]:
    """Of somebody who was booked under two records, only the booking that counts keeps its seat."""
    booked = sorted((*given_up.bookings, *kept.bookings), key=lambda one: one.id)
    is_expected = merged.status not in (Status.CLOSED, Status.HANDED_OFF)
    now = tools.clock.now()
    return [
        _draft(kept if one in kept.bookings else given_up, one.resident, _given_back(one))
        for one in spare_bookings(booked, unit.sessions, now, is_expected=is_expected)
    ]


def bookings_after(case: Case, need: Need, at: datetime) -> list[Draft]:
    """What becomes of the bookings when a need is met: who was booked for that day has come, and
    what lies ahead is given back once nothing else is missing."""
    if _is_missing(case.unmet, but_not=need):
        return []
    drafts = []
    for one in case.bookings:
        if not one.is_live:
            continue
        came = one.stands and local_day(one.at) == local_day(at)
        body = BookingAttended(booking=one.id) if came else _given_back(one)
        drafts.append(_draft(case, one.resident, body, at if came else None))
    return drafts


def given_away(unit: Unit, events: Sequence[StoredEvent]) -> set[EventId]:
    """Those that gave a seat back as not needed which somebody else has by now: whatever was done
    along with them is taken back without them."""
    found: set[EventId] = set()
    again: Counter[SessionId] = Counter()
    for one in events:
        body = one.event.body
        if not isinstance(body, BookingCancelled) or body.reason is not CancelReason.NOT_NEEDED:
            continue
        session = _seat_of(unit, body.booking)
        planned = None if session is None else unit.sessions.get(session)
        if planned is None:
            continue
        again[planned.id] += 1
        if seats_in_session(unit, planned.id).free(planned.capacity) < again[planned.id]:
            again[planned.id] -= 1
            found.add(one.event.id)
    return found


def _seat_of(unit: Unit, booking: BookingId) -> SessionId | None:
    """The session in which a booking had a seat; none while it waited for one."""
    made = unit.events.get(booking)
    if made is None or not isinstance(made.event.body, BookingMade):
        return None
    waited = made.event.body.waiting and unit.events.get(moved_up_id(booking)) is None
    return None if waited else made.event.body.session


def _given_back(booking: Booking) -> BookingCancelled:
    return BookingCancelled(booking=booking.id, reason=CancelReason.NOT_NEEDED)


def _is_missing(unmet: Iterable[Need], but_not: Need) -> bool:
    return any(need is not but_not for need in unmet)


def _draft(
    case: Case,
    whom: ResidentId,
    body: BookingAttended | BookingCancelled,
    at: datetime | None = None,
) -> Draft:
    return Draft(resident=whom, ward=case.ward, body=body, occurred_at=at)
