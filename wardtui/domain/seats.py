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
        return BookingMovedUp(booking=self.booking.id)


def moved_up_id(booking: BookingId) -> EventId:
    """The id of the event by which somebody moves up, the same wherever the rule comes to it."""
    return EventId(rule_made_id(booking, BookingMovedUp.TYPE))
