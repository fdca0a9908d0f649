"""Bookings: who is expected when and where, and what became of it. Pure and total.

The same fold serves one person's history and all that is said of one session's seats.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from wardtui.domain.events import EnrolmentRecorded, Entry, Event
from wardtui.domain.ids import BookingId, EventId, ResidentId, SessionId
from wardtui.domain.moments import later, local
from wardtui.domain.session_codes import BookingState, CancelReason, SessionKind
from wardtui.domain.session_events import (
    BookingAttended,
    BookingCancelled,
    BookingMade,
    BookingMissed,
    BookingMovedUp,
)
from wardtui.domain.sessions import Sessions
from wardtui.domain.vocabulary import Need

_OF_BOOKINGS = (BookingMade, BookingAttended, BookingMovedUp, BookingMissed, BookingCancelled)


class Booking(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """Somebody is, or was, expected."""

    id: BookingId
    resident: ResidentId
    """Whom the event names; with merges, not always who stands for the person."""
    session: SessionId | None
    """Null when they booked elsewhere themself."""
    needs: tuple[Need, ...]
    at: datetime
    until: datetime | None = None
    """End of the time window, when the team comes to them."""
    place: str | None = None
    """Where, as far as it is known."""
    kind: SessionKind | None = None
    """Of its session; null when there is none of ours, or it is not known yet."""
    is_void: bool = False
    """Its session does not take place."""
    state: BookingState = BookingState.BOOKED
    since: datetime
    """Effective time of what brought it to its state."""
    because: EventId
    """What brought it to its state."""
    moved_up: bool = False
    """They waited, and do not know yet that they have a seat unless somebody told them."""
    is_walk_in: bool = False
    """They came without a booking, and take no seat."""

    @property
    def stands(self) -> bool:
        """They are expected: they have a seat in a session that takes place, or one elsewhere."""
        return self.state is BookingState.BOOKED and not self.is_void

    @property
    def is_live(self) -> bool:
        """Somebody is still expected, or waits for a seat."""
        return self.state in (BookingState.BOOKED, BookingState.WAITING)

    @property
    def ends(self) -> datetime:
        """By then it shows whether they came."""
        return self.until or self.at


def bookings(counted: Sequence[Entry]) -> tuple[Booking, ...]:
    """The bookings that were made and not cancelled, in the order in which they were made.

    What names a booking of another resident, or one that has ended, has no effect.

    :param counted: events that count, in order (``Entry.order``)
    """
    found: dict[BookingId, Booking] = {}
    for entry in counted:
        event = entry.event
        if event.resident is None or not isinstance(event.body, _OF_BOOKINGS):
            continue
        at = local(event.effective_at)
        slot: datetime | None = None
        match event.body:
            case BookingMade() as body:
                for replaced in body.replaces:
                    _end(found, replaced, event.resident)
                found[BookingId(event.id)] = _made(entry, body, event.resident)
                continue
            case BookingAttended(session=str(session)):
                found[BookingId(event.id)] = Booking(
                    id=BookingId(event.id),
                    resident=event.resident,
                    session=SessionId(EventId(session)),
                    needs=(),
                    at=at,
                    state=BookingState.ATTENDED,
                    since=at,
                    because=event.id,
                    is_walk_in=True,
                )
                continue
            case BookingMovedUp(booking=booking, at=slot):
                state = BookingState.BOOKED
            case BookingAttended(booking=str(booking)):
                state = BookingState.ATTENDED
            case BookingMissed(booking=booking):
                state = BookingState.MISSED
            case BookingCancelled(booking=booking):
                _end(found, booking, event.resident)
                continue
            case _:
                continue
        before = found.get(BookingId(booking))
        if before is not None and before.resident == event.resident and _leads(before, state):
            came_unexpected = (
                state is BookingState.ATTENDED and before.state is BookingState.WAITING
            )
            found[before.id] = msgspec.structs.replace(
                before if slot is None else _in_slot(before, local(slot)),
                state=state,
                since=at,
                because=event.id,
                moved_up=state is BookingState.BOOKED,
                is_walk_in=before.is_walk_in or came_unexpected,
            )
    return tuple(found.values())


def given_back(counted: Sequence[Entry]) -> Event | None:
    """What last took a seat from somebody as not needed, although they were not enrolled by it.

    They may still believe that they have it: a case was opened again, records that were merged are
    two people, another ward has given somebody back.

    :param counted: one person's events that count, in order (``Entry.order``)
    """
    for entry in reversed(counted):
        event = entry.event
        if not isinstance(event.body, BookingCancelled):
            continue
        if event.body.reason is CancelReason.NOT_NEEDED and not _is_enrolled_by(event, counted):
            return event
    return None


def _is_enrolled_by(cancelled: Event, counted: Sequence[Entry]) -> bool:
    return any(
        entry.event.action == cancelled.action and isinstance(entry.event.body, EnrolmentRecorded)
        for entry in counted
    )


def as_planned(booked: Sequence[Booking], sessions: Sessions) -> tuple[Booking, ...]:
    """The bookings with what is planned for their sessions now, as far as those are known."""
    return tuple(_as_planned(one, sessions) for one in booked)


def _as_planned(booking: Booking, sessions: Sessions) -> Booking:
    session = None if booking.session is None else sessions.get(booking.session)
    if session is None:
        return booking
    # Who was told another time is told again; until then they are expected from the start.
    in_time = session.start <= booking.at < session.end or not booking.is_live
    return msgspec.structs.replace(
        booking,
        place=session.place,
        kind=session.kind,
        is_void=not session.takes_place,
        at=booking.at if in_time else session.start,
        until=booking.until if in_time else None,
    )


def present_booking(booked: Sequence[Booking]) -> Booking | None:
    """Where somebody is expected next, else for what they wait, else what was called off."""
    live = (one for one in booked if one.is_live)
    return min(live, key=lambda one: (one.is_void, not one.stands, one.at), default=None)


def _in_slot(booking: Booking, at: datetime) -> Booking:
    """A booking at another time, for as long as before."""
    until = booking.until
    if until is not None:
        until = later(until, seconds=(at - booking.at).total_seconds())
    return msgspec.structs.replace(booking, at=at, until=until)


def _end(found: dict[BookingId, Booking], booking: BookingId, resident: ResidentId) -> None:
    before = found.get(booking)
    if before is not None and before.is_live and before.resident == resident:
        del found[booking]


def _made(entry: Entry, body: BookingMade, resident: ResidentId) -> Booking:
    event = entry.event
    return Booking(
        id=BookingId(event.id),
        resident=resident,
        session=body.session,
        needs=body.needs,
        at=local(body.at),
        until=local(body.until) if body.until else None,
        place=body.place,
        state=BookingState.WAITING if body.waiting else BookingState.BOOKED,
        since=local(event.effective_at),
        because=event.id,
    )


def _leads(before: Booking, state: BookingState) -> bool:
    """Whether a booking can come to a state: it moves up from waiting, and ends once.

    Somebody who came after all is taken at their word, whatever was said before.
    """
    if state is BookingState.BOOKED:
        return before.state is BookingState.WAITING
    if state is BookingState.ATTENDED:
        return before.state is not BookingState.ATTENDED
    return before.state is BookingState.BOOKED
