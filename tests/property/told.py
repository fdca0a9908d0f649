"""What a server has told of sessions and seats, and what it has to answer by the fold of it all."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from tests.builders import WARD
from wardtui.domain.bookings import Booking, bookings
from wardtui.domain.events import Entry, Event, EventRetracted
from wardtui.domain.fold import fold
from wardtui.domain.handoff_events import HandoffOffered
from wardtui.domain.handoffs import handoffs
from wardtui.domain.ids import BookingId, EventId, ResidentId, SessionId
from wardtui.domain.same_person import counting, history, people
from wardtui.domain.seats import Seats, moved_up_id, seats
from wardtui.domain.session_events import (
    BookingAttended,
    BookingCancelled,
    BookingMade,
    BookingMovedUp,
    SessionCancelled,
    SessionChanged,
    SessionOpened,
)
from wardtui.domain.sessions import Session, sessions
from wardtui.domain.vocabulary import Status


class Expected(NamedTuple):
    """Somebody, and the bookings by which they are expected."""

    is_over: bool
    """Nobody expects them: the case is closed, or another ward has taken them on."""
    is_merged: bool
    booked: set[BookingId]

    @property
    def too_many(self) -> int:
        """How many of the bookings are held for nothing."""
        if self.is_over:
            return len(self.booked)
        return max(0, len(self.booked) - 1) if self.is_merged else 0


class Told:
    """What the server has told, and what it has to answer by the fold of all of it."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, event: Event) -> None:
        self.entries.append(Entry(event, len(self.entries) + 1, event.ward or WARD))

    @property
    def ids(self) -> set[str]:
        return {entry.event.id for entry in self.entries}

    def sessions(self, *more: Entry) -> dict[SessionId, Session]:
        entries = [*self.entries, *more]
        return sessions([entry for entry in entries if entry.event.resident is None])

    def seats(self, *more: Entry) -> dict[SessionId, Seats]:
        """By all sessions into which somebody was ever booked."""
        entries = [*self.entries, *more]
        bodies = (entry.event.body for entry in entries)
        named = {one.session for one in bodies if isinstance(one, BookingMade) and one.session}
        return {session: seats(entries, session) for session in sorted(named)}

    def expected(self, now: datetime) -> dict[ResidentId, Expected]:
        """Every person who is booked for a time to come, or was merged, closed or handed over."""
        planned = self.sessions()
        past = {one.id for one in planned.values() if one.end <= now}
        live = (one for one in bookings(counting(self.entries)) if one.is_live)
        ahead = [one for one in live if one.session not in past]
        return {
            case.id: Expected(
                is_over=case.status in (Status.CLOSED, Status.HANDED_OFF),
                is_merged=bool(case.same_as),
                booked={one.id for one in ahead if one.resident in (case.id, *case.same_as)},
            )
            for case in fold(self.entries).cases.values()
        }

    def is_offered(self, resident: ResidentId) -> bool:
        """Whether the person whom a resident is was offered to another ward and may be taken on."""
        logs: dict[ResidentId, list[Entry]] = {}
        for entry in self.entries:
            if entry.event.resident is not None:
                logs.setdefault(entry.event.resident, []).append(entry)
        person = next(members for members in people(logs).values() if resident in members)
        found = handoffs(counting(history(logs, person))).values()
        return any(one.is_open or one.is_accepted for one in found)

    def over(self, *more: Entry) -> dict[SessionId, int]:
        """How many more people have a seat than there are."""
        planned = self.sessions(*more)
        rooms = {one: session.capacity for one, session in planned.items()}
        return {
            session: max(0, len(found.taken) - rooms.get(session, 0))
            for session, found in self.seats(*more).items()
        }

    def next_up(self, session: Session) -> list[Booking]:
        known = self.ids
        found = seats(self.entries, session.id)
        line = [one for one in found.waiting if moved_up_id(one.id) not in known]
        return line[: max(0, found.free(session.capacity))] if session.takes_place else []

    def answer(self, event: Event) -> str:
        """What has to become of an event."""
        if event.id in self.ids:
            return "duplicate"
        return self._refusal(event) or "accepted"

    def _refusal(self, event: Event) -> str | None:
        planned, known = self.sessions(), {one.event.id: one.event for one in self.entries}
        match event.body:
            case BookingMovedUp(booking=booking):
                line = (one for session in planned.values() for one in self.next_up(session))
                return None if booking in {one.id for one in line} else "superseded"
            case SessionChanged(session=session) | SessionCancelled(session=session):
                if session not in planned:
                    return "unknown_session"
            case BookingMade(session=str(session), replaces=replaced):
                if any(one in known and known[one].resident != event.resident for one in replaced):
                    return "not_their_booking"
                if session not in planned:
                    return "unknown_session"
                if not planned[session].takes_place:
                    return "session_cancelled"
            case HandoffOffered() if event.resident is not None:
                return "already_offered" if self.is_offered(event.resident) else None
            case EventRetracted(event=target) if target in known:
                if isinstance(known[target].body, BookingMovedUp):
                    return "made_by_server"
        entry = Entry(event, len(self.entries) + 1, WARD)
        before, then = self.over(), self.over(entry)
        if any(then[one] > before.get(one, 0) for one in then):
            return "session_full" if self.sessions(entry) == planned else "seats_taken"
        gone = [planned[one] for one in planned.keys() - self.sessions(entry).keys()]
        waited_for = [one for one in gone if seats(self.entries, one.id).waiting]
        return "seats_taken" if waited_for else None

    def moved_up(self) -> list[EventId]:
        """The ids of what the server makes now."""
        now = datetime.now(UTC)
        planned = sorted(self.sessions().values(), key=lambda one: one.id)
        return [
            moved_up_id(one.id)
            for session in planned
            if session.end > now
            for one in self.next_up(session)
        ]


def opened_ahead(batch: Sequence[Event], answers: list[str]) -> Iterator[tuple[Event, str]]:
    """The events of a request as the server takes them: no session after what is said of it."""
    said = (BookingMade, SessionChanged, SessionCancelled)
    named = [one.body.session if isinstance(one.body, said) else None for one in batch]
    early = {
        one.id
        for place, one in enumerate(batch)
        if isinstance(one.body, SessionOpened) and one.id in named[:place]
    }
    told = list(zip(batch, answers, strict=True))
    yield from (one for one in told if one[0].id in early)
    yield from (one for one in told if one[0].id not in early)


def ends(event: Event) -> tuple[str | None, ...]:
    """The bookings that give their seat back, or wait no more, by an event."""
    match event.body:
        case BookingCancelled(booking=booking) | BookingAttended(booking=booking):
            return (booking,)
        case BookingMade(replaces=replaced):
            return replaced
        case _:
            return ()
