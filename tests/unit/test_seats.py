"""The seats of one session, folded from all that is said of its bookings."""

from tests.builders import MONDAY, OTHER_DEVICE, RESIDENT, Story
from wardtui.domain.events import EventRetracted
from wardtui.domain.ids import BookingId, EventId, ResidentId, SessionId
from wardtui.domain.seats import seats
from wardtui.domain.session_events import BookingMade
from wardtui.domain.vocabulary import Need

SESSION = SessionId(EventId("00000000-0000-7000-8000-0000000000e1"))
SOMEBODY_ELSE = ResidentId("00000000-0000-7000-8000-0000000000a2")
BOOKED = BookingMade(session=SESSION, needs=(Need.ID_CARD,), at=MONDAY)


def test_a_retraction_about_somebody_else_gives_no_seat_back() -> None:
    mine = Story(resident=RESIDENT)
    theirs = Story(OTHER_DEVICE, resident=SOMEBODY_ELSE)
    booking = BookingId(mine.add(BOOKED, MONDAY, seq=1))
    theirs.add(EventRetracted(event=booking), MONDAY, seq=2)
    assert [one.id for one in seats([*mine.entries, *theirs.entries], SESSION).taken] == [booking]
    mine.add(EventRetracted(event=booking), MONDAY, seq=3)
    assert seats([*mine.entries, *theirs.entries], SESSION).taken == ()
