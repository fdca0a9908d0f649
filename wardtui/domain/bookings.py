"""Bookings: who is expected when and where, and what became of it. Pure and total.

The same fold serves one person's history and all that is said of one session's seats.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from wardtui.domain.events import Entry
from wardtui.domain.ids import BookingId, EventId, ResidentId, SessionId
from wardtui.domain.moments import local
from wardtui.domain.session_codes import BookingState
from wardtui.domain.session_events import (
    BookingAttended,
    BookingCancelled,
    BookingMade,
    BookingMissed,
    BookingMovedUp,
)
from wardtui.domain.vocabulary import Need


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
    """Where, when there is no session of ours."""
    state: BookingState = BookingState.BOOKED
    since: datetime
    """Effective time of what brought it to its state."""
    because: EventId
    """What brought it to its state."""
    is_walk_in: bool = False
    """They came without a booking, and take no seat."""

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
        if event.resident is None:
            continue
        at = local(event.effective_at)
        match event.body:
            case BookingMade() as body:
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
            case BookingMovedUp(booking=booking):
                state = BookingState.BOOKED
            case BookingAttended(booking=str(booking)):
                state = BookingState.ATTENDED
            case BookingMissed(booking=booking):
                state = BookingState.MISSED
            case BookingCancelled(booking=booking):
                before = found.get(BookingId(booking))
                if before is not None and before.is_live and before.resident == event.resident:
                    del found[before.id]
                continue
            case _:
                continue
        before = found.get(BookingId(booking))
        if before is not None and before.resident == event.resident and _leads(before, state):
            came_unexpected = (
                state is BookingState.ATTENDED and before.state is BookingState.WAITING
            )
            found[before.id] = msgspec.structs.replace(
                before,
                state=state,
                since=at,
                because=event.id,
                is_walk_in=before.is_walk_in or came_unexpected,
            )
    return tuple(found.values())


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
