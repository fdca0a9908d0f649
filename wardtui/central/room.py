"""One session with everybody who is booked into it, kept up event by event.

What becomes of a booking rests on what is said of that booking alone, so an event asks for the
bookings to be folded of which it says something, however many there are.
"""

from collections.abc import Sequence
from datetime import datetime
from heapq import nsmallest

import msgspec

from wardtui.central.session_index import Logs
from wardtui.domain.bookings import Booking, bookings
from wardtui.domain.events import Entry
from wardtui.domain.ids import BookingId, EventId, ResidentId, SessionId
from wardtui.domain.same_person import counting
from wardtui.domain.seats import MovesUp, Seats, moved_up_id, moves, seats_of
from wardtui.domain.sessions import Session, sessions

_NOBODY = Seats((), ())


class Standing(msgspec.Struct, frozen=True):
    """How full a session is."""

    session: Session | None
    """None when it was never opened, or that was taken back."""
    taken: int
    waiting: int

    @property
    def seats(self) -> int:
        """How many there are: none in a session that is not there."""
        return 0 if self.session is None else self.session.capacity

    @property
    def over(self) -> int:
        """How many more have a seat than there are seats."""
        return max(0, self.taken - self.seats)


class Room:
    """The seats of one session."""

    def __init__(self, session: str, logs: Logs) -> None:
        """Fold what is said of a session.

        :param logs: of the session itself and of each of its bookings
        """
        self._id = SessionId(EventId(session))
        self._session: Session | None = None
        self._each: dict[str, Seats] = {}
        self._line: dict[str, tuple[int, Booking]] = {}
        """Who waits and has never moved up, with the number of their booking."""
        self._taken = self._waiting = 0
        self.put(logs)

    def put(self, logs: Logs) -> None:
        """Take in what is said now of the session or of some of its bookings."""
        for about, log in logs.items():
            if about == self._id:
                self._session = self._planned(log)
                continue
            before, now = self._each.get(about, _NOBODY), self._seats(log, about)
            self._taken += len(now.taken) - len(before.taken)
            self._waiting += len(now.waiting) - len(before.waiting)
            self._each[about] = now
            self._line.pop(about, None)
            # A rule comes to a conclusion once, even if that was taken back before it came.
            if now.waiting and all(
                entry.event.id != moved_up_id(BookingId(EventId(about))) for entry in log
            ):
                made = next(entry.seq for entry in log if entry.event.id == about)
                self._line[about] = (made or 0, now.waiting[0])

    @property
    def expected(self) -> set[ResidentId]:
        """Who is expected, or waits for a seat."""
        seats = self._each.values()
        return {
            one.resident for each in seats for one in (*each.taken, *each.waiting) if one.is_live
        }

    @property
    def standing(self) -> Standing:
        """How full it is."""
        return Standing(self._session, self._taken, self._waiting)

    def standing_with(self, logs: Logs) -> Standing:
        """How full it would be if this were said of it or of some of its bookings."""
        session, taken, waiting = self._session, self._taken, self._waiting
        for about, log in logs.items():
            if about == self._id:
                session = self._planned(log)
                continue
            before, then = self._each.get(about, _NOBODY), self._seats(log, about)
            taken += len(then.taken) - len(before.taken)
            waiting += len(then.waiting) - len(before.waiting)
        return Standing(session, taken, waiting)

    def next_up(self) -> list[Booking]:
        """Who moves up now; nobody in a session that does not take place."""
        if self._session is None or not self._session.takes_place:
            return []
        free = self._session.capacity - self._taken
        if free <= 0:
            return []
        return [one for _, one in nsmallest(free, self._line.values(), key=lambda of: of[0])]

    def moves(self, now: datetime) -> list[MovesUp]:
        """That they do, and when they come then."""
        line = self.next_up()
        if self._session is None or not line:
            return []
        taken = [one for each in self._each.values() for one in each.taken]
        return moves(self._session, line, taken, now)

    def _planned(self, log: Sequence[Entry]) -> Session | None:
        about_nobody = [one for one in log if one.event.resident is None]
        return sessions(_of_its_ward(about_nobody, self._id)).get(self._id)

    def _seats(self, log: Sequence[Entry], booking: str) -> Seats:
        told = bookings(counting(_of_its_ward(log, booking)))
        return seats_of([one for one in told if (one.id, one.session) == (booking, self._id)])


def _of_its_ward(log: Sequence[Entry], about: str) -> list[Entry]:
    """What was said in the ward in which a session was opened or a booking made."""
    ward = next((one.ward for one in log if one.event.id == about), None)
    return [one for one in log if one.ward == ward]
