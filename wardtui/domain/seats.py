"""The seats of one session: who has one, and who is next for one that falls free. Pure and total.

A booking that is cancelled gives its seat back; somebody who came, or did not, keeps it. Whoever
waits is moved up by an event of its own, so that the server decides who is next.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from wardtui.domain.bookings import Booking, bookings
from wardtui.domain.events import Entry
from wardtui.domain.ids import BookingId, EventId, ResidentId, SessionId, rule_made_id
from wardtui.domain.same_person import counting
from wardtui.domain.session_codes import BookingState
from wardtui.domain.session_events import BookingMovedUp
from wardtui.domain.sessions import Session
from wardtui.domain.slots import slot_when_moved_up


class Seats(msgspec.Struct, frozen=True):
    """Who is expected at a session."""

    taken: tuple[Booking, ...]
    waiting: tuple[Booking, ...]
    """The waiting list, the first one first."""

    def free(self, capacity: int) -> int:
        """Seats that nobody has; below zero when the session was made smaller meanwhile."""
        return capacity - len(self.taken)

    def next_up(self, capacity: int) -> tuple[Booking, ...]:
        """Who moves up now."""
        return self.waiting[: max(0, self.free(capacity))]


def seats(entries: Sequence[Entry], session: SessionId) -> Seats:
    """Who has a seat and who waits.

    :param entries: all about the bookings of one session, in order (``Entry.order``), with those
        of other sessions that replace one of them
    """
    return seats_of([one for one in bookings(counting(entries)) if one.session == session])


def seats_of(made: Sequence[Booking]) -> Seats:
    """Who has a seat and who waits, of the bookings of one session."""
    return Seats(
        tuple(b for b in made if not b.is_walk_in and b.state is not BookingState.WAITING),
        tuple(b for b in made if b.state is BookingState.WAITING),
    )


class MovesUp(msgspec.Struct, frozen=True):
    """A seat has fallen free for somebody who waits for one."""

    booking: Booking
    at: datetime
    """From then on they have it."""
    slot: datetime | None = None
    """When they come; null when that stays as they were told."""

    @property
    def resident(self) -> ResidentId:
        """Whom it is about."""
        return self.booking.resident

    @property
    def by_time(self) -> bool:
        """Somebody has given a seat back, or made room."""
        return False

    @property
    def event_id(self) -> EventId:
        """The id of its event, the same wherever the rule comes to it."""
        return moved_up_id(self.booking.id)

    @property
    def body(self) -> BookingMovedUp:
        """What its event says."""
        return BookingMovedUp(booking=self.booking.id, at=self.slot)


def moves(
    session: Session, line: Sequence[Booking], taken: Sequence[Booking], now: datetime
) -> list[MovesUp]:
    """That some of a waiting list move up, each into a slot that is free by then.

    :param line: who moves up, the first one first
    :param taken: the bookings that have a seat
    """
    busy = [one.at for one in taken]
    found = []
    for one in line:
        slot = slot_when_moved_up(session, one.at, busy, now)
        busy.append(slot or one.at)
        found.append(MovesUp(one, now, slot))
    return found


def moved_up_id(booking: BookingId) -> EventId:
    """The id of the event by which somebody moves up, the same wherever the rule comes to it."""
    return EventId(rule_made_id(booking, BookingMovedUp.TYPE))
