"""Events of enrolment sessions: the sessions themselves, who comes to them, who is on duty.

A session is named by the id of the event that opened it, a booking by the id of the one that made
it.
"""

from datetime import date, datetime
from typing import Annotated, ClassVar

from msgspec import Meta

from wardtui.domain.body import Area, Body
from wardtui.domain.ids import BookingId, OfficerId, SessionId
from wardtui.domain.resident import TEXT_LIMIT, Text
from wardtui.domain.session_codes import CancelReason, Duty, SessionKind, Shift
from wardtui.domain.vocabulary import Need

MOST_SEATS = 5000
MOST_DEVICES = 100
"""No session has more."""

MOST_REPLACED = 20
"""Nobody is booked in more places at once."""

Moment = Annotated[datetime, Meta(tz=True)]
Place = Annotated[str, Meta(min_length=1, max_length=TEXT_LIMIT)]
Seats = Annotated[int, Meta(ge=1, le=MOST_SEATS)]
Devices = Annotated[int, Meta(ge=1, le=MOST_DEVICES)]


class SessionOpened(Body, frozen=True):
    """People can be booked into a session. About no resident; its id names the session."""

    TYPE: ClassVar[str] = "session.opened"

    kind: SessionKind
    place: Place
    start: Moment
    end: Moment
    capacity: Seats
    """Seats: devices times the slots of one device."""
    devices: Devices = 1
    """Capture kits: so many people are served at a time."""
    areas: tuple[Area, ...] = ()
    """For whom it is meant; empty means everybody."""
    note: Text | None = None

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a session ends after it starts")


class SessionChanged(Body, frozen=True):
    """Something about a session is another now; null is what stays as it was."""

    TYPE: ClassVar[str] = "session.changed"

    session: SessionId
    kind: SessionKind | None = None
    place: Place | None = None
    start: Moment | None = None
    end: Moment | None = None
    capacity: Seats | None = None
    devices: Devices | None = None
    note: Text | None = None


class SessionCancelled(Body, frozen=True):
    """A session does not take place."""

    TYPE: ClassVar[str] = "session.cancelled"

    session: SessionId
    why: Text | None = None


class BookingMade(Body, frozen=True):
    """Somebody is expected at a session. Its id names the booking."""

    TYPE: ClassVar[str] = "booking.made"

    session: SessionId | None
    """Null when the resident booked elsewhere themself, in VNeID say: it takes no seat of ours."""
    needs: Annotated[tuple[Need, ...], Meta(min_length=1)]
    at: Moment
    """When they are to come, or the team comes to them."""
    until: Moment | None = None
    """End of the time window, when the team comes to them."""
    place: Place | None = None
    """Where, as far as it is known, when there is no session of ours."""
    replaces: Annotated[tuple[BookingId, ...], Meta(max_length=MOST_REPLACED)] = ()
    """Those of the same resident that end with it: nobody loses a seat for one that was refused."""
    waiting: bool = False
    """The session was full: they come when a seat falls free."""


class BookingMovedUp(Body, frozen=True):
    """A seat has fallen free for the first on the waiting list. A rule makes it, once a booking."""

    TYPE: ClassVar[str] = "booking.moved_up"

    booking: BookingId
    at: Moment | None = None
    """When they are to come, if their own time slot is somebody else's; null leaves them theirs."""


class BookingCancelled(Body, frozen=True):
    """Somebody is not expected any more."""

    TYPE: ClassVar[str] = "booking.cancelled"

    booking: BookingId
    reason: CancelReason = CancelReason.ASKED


class BookingAttended(Body, frozen=True):
    """Somebody came."""

    TYPE: ClassVar[str] = "booking.attended"

    booking: BookingId | None = None
    """Null for somebody who came without one: they take no seat."""
    session: SessionId | None = None
    """To which they came without a booking."""

    def __post_init__(self) -> None:
        if (self.booking is None) == (self.session is None):
            raise ValueError("who came had a booking, or came to a session without one")


class BookingMissed(Body, frozen=True):
    """Somebody who was expected did not come."""

    TYPE: ClassVar[str] = "booking.missed"

    booking: BookingId


class HomeServiceDecided(Body, frozen=True):
    """A leader has decided whether the team goes to somebody."""

    TYPE: ClassVar[str] = "home_service.decided"

    approved: bool
    why: Text | None = None


class DutyAssigned(Body, frozen=True):
    """Who is on duty in a shift. About no resident; the last word for a shift and a duty counts."""

    TYPE: ClassVar[str] = "duty.assigned"

    day: date
    shift: Shift
    duty: Duty
    officers: tuple[OfficerId, ...]
    """Empty when nobody is any more."""


BODIES: tuple[type[Body], ...] = (
    SessionOpened,
    SessionChanged,
    SessionCancelled,
    BookingMade,
    BookingMovedUp,
    BookingCancelled,
    BookingAttended,
    BookingMissed,
    HomeServiceDecided,
    DutyAssigned,
)

MAY_FREE_A_SEAT = (
    BookingMade,
    BookingCancelled,
    BookingAttended,
    SessionChanged,
)
"""What, besides a retraction, may let somebody on a waiting list have a seat."""

SESSIONS_THEMSELVES = (SessionOpened, SessionChanged, SessionCancelled)
"""What says which sessions there are."""
