"""What area officers do: one thing at a time, each saved on its own."""

import msgspec

from tests.simulator.beginning import ELSEWHERE
from tests.simulator.seat import Seat
from tests.thirty_days.residents import Way
from tests.thirty_days.work import AreaOfficer
from wardtui.domain.case import Case
from wardtui.domain.events import ResidentListed
from wardtui.domain.ids import ResidentId
from wardtui.domain.quality import shown_by
from wardtui.domain.resident import Field
from wardtui.domain.session_codes import BookingState
from wardtui.domain.vocabulary import Flag, Status
from wardtui.services.at_the_door import note_attended, note_missed
from wardtui.services.book import Book, book
from wardtui.services.correct_record import CorrectRecord, correct_record
from wardtui.services.escalate import resume_cases
from wardtui.services.hand_over import OfferHandoff, offer_handoff
from wardtui.services.recording import Draft, record
from wardtui.services.sessions import list_sessions
from wardtui.services.undo import undo


def go_through_the_list(seat: Seat) -> None:
    next(AreaOfficer(seat.me).evening(seat), None)


def book_somebody(seat: Seat) -> None:
    now = seat.clock.now()
    ahead = [one for one in list_sessions(seat.unit, now) if one.session.start > now and one.free]
    case = seat.one_of([one for one in seat.waiting(seat.me) if not one.bookings])
    if ahead and case is not None:
        book(seat.unit, Book(resident=case.id, session=ahead[0].session.id), seat.tools)


def who_has_come(seat: Seat) -> Case | None:
    """Somebody of whom it is to be noted whether they came."""
    now = seat.clock.now()
    for case in seat.cases():
        for one in case.bookings:
            if one.state is BookingState.BOOKED and not one.is_void and one.ends <= now:
                return case
    return None


def see_who_came(seat: Seat) -> None:
    found = who_has_come(seat)
    if found is None:
        return
    booked = next(one for one in found.bookings if one.state is BookingState.BOOKED)
    if not seat.life_of(found).comes():
        note_missed(seat.unit, found.id, booked.session, seat.tools)
        return
    note_attended(seat.unit, found.id, booked.session, seat.tools)
    if found.status.needs_action:
        seat.enrol(seat.case(found.id))


def take_something_back(seat: Seat) -> None:
    undo(seat.unit, seat.tools)


def put_something_right(seat: Seat) -> None:
    case = seat.one_of(seat.cases())
    if case is None:
        return
    if seat.rng.random() < 0.5:
        right = CorrectRecord(
            resident=case.id, field=Field.LIVES_HERE, value=not case.resident.lives_here
        )
    else:
        house = f"Số {seat.rng.randint(1, 9)} phố Mẫu Đơn"
        right = CorrectRecord(resident=case.id, field=Field.ADDRESS, value=house)
    correct_record(seat.unit, right, seat.tools)


def list_somebody_again(seat: Seat) -> None:
    """Whoever comes to the door is written down anew, though the list has them."""
    case = seat.one_of([one for one in seat.cases() if one.resident.personal_id is not None])
    if case is None:
        return
    number = case.resident.personal_id if seat.rng.random() < 0.6 else None
    again = msgspec.structs.replace(case.resident, personal_id=number)
    shown = shown_by(again)
    again = msgspec.structs.replace(again, flags=tuple(one for one in Flag if one in shown))
    draft = Draft(resident=ResidentId(seat.tools.ids.new()), body=ResidentListed(resident=again))
    record(seat.unit, [draft], seat.tools)


def hand_somebody_over(seat: Seat) -> None:
    """Whoever has moved next door is offered to the ward there."""
    gone = [one for one in seat.waiting(seat.me) if seat.life_of(one).way is Way.MOVED]
    case = seat.one_of(gone or seat.waiting(seat.me)[:1])
    if case is not None:
        offer = OfferHandoff(resident=case.id, to_ward=ELSEWHERE, address="Số 4 phố Mẫu Đơn")
        offer_handoff(seat.unit, offer, seat.tools)


def go_on_with_a_case(seat: Seat) -> None:
    case = seat.one_of([one for one in seat.cases() if one.status is Status.PAUSED])
    if case is not None:
        resume_cases(seat.unit, [case.id], seat.tools)
