"""Bookings in a case: who is expected, what has to be done next, and what rests meanwhile."""

from datetime import datetime, timedelta

import msgspec
import pytest

from tests.builders import AN, MONDAY, RESIDENT, WARD, Story
from wardtui.domain.arrangement import Arrangement, arranged
from wardtui.domain.case import Case, Rule
from wardtui.domain.case_fold import fold_case
from wardtui.domain.escalation import next_decision
from wardtui.domain.home_service import HomeStage
from wardtui.domain.ids import BookingId, EventId, SessionId
from wardtui.domain.moments import VIETNAM
from wardtui.domain.session_codes import BookingState, CancelReason, SessionKind
from wardtui.domain.session_events import (
    BookingAttended,
    BookingCancelled,
    BookingMade,
    BookingMissed,
    BookingMovedUp,
    HomeServiceDecided,
)
from wardtui.domain.sessions import Change, Session
from wardtui.domain.slots import free_slot, seats_in, slot_starts, slot_when_moved_up
from wardtui.domain.vocabulary import ActionKind, Failure, Need, Outcome, Status, Step, SupportNeed
from wardtui.services.policies import shipped_force

TUESDAY_EVENING = datetime(2026, 11, 24, 18, 0, tzinfo=VIETNAM)
EVENING = Session(
    id=SessionId(EventId("00000000-0000-7000-8000-0000000000e1")),
    ward=WARD,
    kind=SessionKind.WARD_EVENING,
    place="Nhà văn hóa tổ 5",
    start=TUESDAY_EVENING,
    end=TUESDAY_EVENING + timedelta(hours=3),
    capacity=12,
)


class Booked(Story):
    """A story of somebody who is booked into the Tuesday evening, and its session."""

    def __init__(self) -> None:
        super().__init__()
        self.session = EVENING
        self.listed()

    def book(self, at: datetime = MONDAY, **details: object) -> BookingId:
        body = BookingMade(session=EVENING.id, needs=(Need.ID_CARD,), at=TUESDAY_EVENING)
        return BookingId(self.add(msgspec.structs.replace(body, **details), at))

    def plan(self, **changes: object) -> None:
        self.session = msgspec.structs.replace(self.session, **changes)

    @property
    def case(self) -> Case:
        case = fold_case(RESIDENT, self.entries, planned={EVENING.id: self.session})
        assert case is not None
        return case

    @property
    def next(self) -> tuple[ActionKind, str, Rule]:
        action = self.case.next_action
        assert action is not None
        rule = next(why.rule for why in self.case.why if why.what == "next_action")
        return action.kind, f"{action.due:%d/%m %H:%M}", rule


@pytest.fixture
def story() -> Booked:
    return Booked()


def test_who_is_booked_is_expected_until_the_session_is_over(story: Booked) -> None:
    story.book()
    assert story.case.status is Status.BOOKED
    assert story.next == (ActionKind.CHECK_BOOKING, "24/11 21:00", Rule.BOOKED)


def test_who_did_not_come_is_called_the_same_evening(story: Booked) -> None:
    booking = story.book()
    story.add(BookingMissed(booking=booking), TUESDAY_EVENING + timedelta(hours=2))
    assert story.case.status is Status.OPEN
    assert story.next == (ActionKind.CALL, "24/11 22:00", Rule.MISSED_BOOKING)


def test_a_call_after_the_missed_evening_leads_on(story: Booked) -> None:
    booking = story.book()
    story.add(BookingMissed(booking=booking), TUESDAY_EVENING + timedelta(hours=2))
    story.called(Outcome.AGREED_NO_DATE, TUESDAY_EVENING + timedelta(hours=3))
    assert story.next[0] is ActionKind.BOOK


def test_who_came_waits_for_the_result_and_then_it_is_done(story: Booked) -> None:
    booking = story.book()
    story.add(BookingAttended(booking=booking), TUESDAY_EVENING)
    assert story.next == (ActionKind.RECORD_RESULT, "24/11 22:00", Rule.ATTENDED)
    story.enrolled(Need.ID_CARD, TUESDAY_EVENING, Step.CAPTURED)
    assert story.next[0] is ActionKind.BOOK  # the account is still missing


def test_who_is_called_missed_and_comes_after_all_has_come(story: Booked) -> None:
    booking = story.book()
    story.add(BookingMissed(booking=booking), TUESDAY_EVENING)
    story.add(BookingAttended(booking=booking), TUESDAY_EVENING + timedelta(minutes=5))
    assert [one.state for one in story.case.bookings] == [BookingState.ATTENDED]
    assert story.next[0] is ActionKind.RECORD_RESULT


def test_after_a_session_was_cancelled_another_is_offered_this_evening(story: Booked) -> None:
    story.book()
    story.plan(cancelled=Change(EventId("cancelled"), MONDAY + timedelta(hours=3)))
    assert story.case.status is Status.OPEN
    assert story.next == (ActionKind.BOOK, "23/11 22:00", Rule.SESSION_CANCELLED)


def test_whoever_was_booked_before_a_session_moved_is_told_and_then_expected(
    story: Booked,
) -> None:
    story.book()
    moved = Change(EventId("moved"), MONDAY + timedelta(hours=3))
    later = TUESDAY_EVENING + timedelta(days=1)
    story.plan(moved=moved, start=later, end=later + timedelta(hours=3))
    assert story.case.bookings[0].at == later
    assert story.next == (ActionKind.CALL, "23/11 22:00", Rule.SESSION_MOVED)
    story.called(Outcome.APPOINTMENT_MADE, MONDAY + timedelta(hours=4))
    assert story.next == (ActionKind.CHECK_BOOKING, "25/11 21:00", Rule.BOOKED)


def test_who_waits_is_offered_another_session_when_no_seat_came_by_the_evening_before(
    story: Booked,
) -> None:
    booking = story.book(waiting=True)
    assert story.case.status is Status.OPEN
    assert story.next == (ActionKind.BOOK, "23/11 22:00", Rule.WAITS_FOR_A_SEAT)
    story.add(BookingMovedUp(booking=booking), MONDAY + timedelta(hours=1))
    assert story.case.status is Status.BOOKED


def test_a_new_booking_ends_the_one_that_it_replaces(story: Booked) -> None:
    first = story.book()
    second = story.book(MONDAY + timedelta(hours=1), replaces=(first,))
    assert [one.id for one in story.case.bookings] == [second]
    story.retracted(second, MONDAY + timedelta(hours=2))
    assert [one.id for one in story.case.bookings] == [first]


def test_a_cancelled_booking_leaves_what_was_asked_before(story: Booked) -> None:
    story.called(Outcome.CALLBACK_REQUESTED, MONDAY)
    before = story.next
    booking = story.book()
    story.add(BookingCancelled(booking=booking), MONDAY)
    assert story.next == before
    assert not story.case.bookings


def test_what_is_asked_for_before_the_session_comes_first_and_what_is_later_hides_it_never(
    story: Booked,
) -> None:
    story.book()
    sooner = MONDAY + timedelta(hours=10)
    story.called(Outcome.CALLBACK_REQUESTED, MONDAY + timedelta(hours=1), call_back_at=sooner)
    assert story.next[0] is ActionKind.CALL_BACK
    later = TUESDAY_EVENING + timedelta(days=90)
    story.called(Outcome.CALLBACK_REQUESTED, MONDAY + timedelta(hours=2), call_back_at=later)
    assert story.next == (ActionKind.CHECK_BOOKING, "24/11 21:00", Rule.BOOKED)
    story.called(Outcome.DECLINED, MONDAY + timedelta(hours=3))
    assert story.next == (ActionKind.CHECK_BOOKING, "24/11 21:00", Rule.BOOKED)


def test_whoever_moves_up_is_told_of_the_seat_and_then_expected(story: Booked) -> None:
    booking = story.book(waiting=True)
    story.add(BookingMovedUp(booking=booking), MONDAY + timedelta(hours=1))
    assert story.next == (ActionKind.CALL, "23/11 22:00", Rule.SEAT_FELL_FREE)
    story.called(Outcome.NO_ANSWER, MONDAY + timedelta(hours=2))
    assert story.next[0] is ActionKind.CALL
    story.called(Outcome.APPOINTMENT_MADE, MONDAY + timedelta(hours=3))
    assert story.next == (ActionKind.CHECK_BOOKING, "24/11 21:00", Rule.BOOKED)


def test_who_came_elsewhere_meanwhile_has_a_result_to_be_recorded_first(story: Booked) -> None:
    story.book()
    other = SessionId(EventId("00000000-0000-7000-8000-0000000000e2"))
    story.add(BookingAttended(session=other), MONDAY + timedelta(hours=1))
    assert story.next == (ActionKind.RECORD_RESULT, "23/11 22:00", Rule.ATTENDED)
    story.enrolled(Need.ID_CARD, MONDAY + timedelta(hours=1), failure=Failure.DATA_MISMATCH)
    assert story.next[0] is ActionKind.FIX_DATA


def test_a_report_of_death_goes_before_any_booking(story: Booked) -> None:
    story.called(Outcome.DEATH_REPORTED, MONDAY)
    story.book()
    assert story.next[0] is ActionKind.CONFIRM_STATUS


def test_a_time_that_they_booked_themself_is_checked_that_evening(story: Booked) -> None:
    story.book(session=None, at=TUESDAY_EVENING - timedelta(hours=9), place="Công an tỉnh")
    assert story.case.status is Status.BOOKED
    assert story.next == (ActionKind.CHECK_BOOKING, "24/11 22:00", Rule.BOOKED)


def test_a_walk_in_has_come_without_a_booking(story: Booked) -> None:
    story.add(BookingAttended(session=EVENING.id), TUESDAY_EVENING)
    assert [one.is_walk_in for one in story.case.bookings] == [True]
    assert story.next[0] is ActionKind.RECORD_RESULT


def test_nothing_escalates_before_the_booked_day_is_over_and_the_missed_one_counts(
    story: Booked,
) -> None:
    force = shipped_force()

    def moves_at() -> datetime | None:
        decision = next_decision(arranged(story.case, Arrangement({}, {}, force)), force)
        return decision.at if decision is not None else None

    for day in (1, 2, 3):
        story.visited(Outcome.NOT_HOME, MONDAY - timedelta(days=day, hours=-10))
    story.book()
    assert moves_at() == TUESDAY_EVENING + timedelta(hours=4)
    first = story.case.bookings[0].id
    story.add(BookingMissed(booking=first), TUESDAY_EVENING + timedelta(hours=3))
    assert [one.outcome for one in story.case.ladder.tries][-1] is Outcome.MISSED


def test_two_missed_bookings_move_a_case_by_the_rule_of_that_name(story: Booked) -> None:
    force = shipped_force()
    for day in (0, 1):
        at = MONDAY + timedelta(days=day)
        booking = story.book(at)
        story.add(BookingMissed(booking=booking), TUESDAY_EVENING + timedelta(days=day))
    decision = next_decision(arranged(story.case, Arrangement({}, {}, force)), force)
    assert decision is not None
    assert decision.rule == "missed_bookings"


@pytest.mark.parametrize(
    ("said", "stage", "kind"),
    [
        ([], HomeStage.PROPOSED, ActionKind.ARRANGE_HOME_SERVICE),
        ([True], HomeStage.APPROVED, ActionKind.ARRANGE_HOME_SERVICE),
        ([False], HomeStage.DECLINED, ActionKind.CALL),
        ([False, True], HomeStage.APPROVED, ActionKind.ARRANGE_HOME_SERVICE),
    ],
)
def test_a_service_at_home_is_proposed_decided_and_arranged(
    story: Booked, said: list[bool], stage: HomeStage, kind: ActionKind
) -> None:
    story.called(Outcome.HOME_VISIT_REQUESTED, MONDAY, support_needs=(SupportNeed.HOME_SERVICE,))
    for number, approved in enumerate(said, start=1):
        story.add(HomeServiceDecided(approved=approved), MONDAY + timedelta(hours=number))
    assert story.case.home_service is stage
    assert story.next[0] is kind


def test_who_is_put_on_a_route_is_served_there(story: Booked) -> None:
    story.called(Outcome.HOME_VISIT_REQUESTED, MONDAY)
    story.plan(kind=SessionKind.AT_HOME)
    window = TUESDAY_EVENING + timedelta(minutes=30)
    booking = story.book(MONDAY + timedelta(hours=1), until=window)
    assert story.case.home_service is HomeStage.ON_ROUTE
    assert story.next == (ActionKind.CHECK_BOOKING, "24/11 18:30", Rule.BOOKED)
    story.add(BookingAttended(booking=booking), window)
    for need, step in ((Need.ID_CARD, Step.CAPTURED), (Need.VNEID_ACCOUNT, Step.ACTIVATED)):
        story.enrolled(need, window, step)
    assert story.case.home_service is HomeStage.DONE
    assert story.case.status is Status.ENROLLED


def test_a_case_without_a_known_session_is_expected_when_it_was_told(story: Booked) -> None:
    story.book()
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    assert case.next_action is not None
    assert case.next_action.kind is ActionKind.CHECK_BOOKING


def test_seats_are_devices_times_slots() -> None:
    start = TUESDAY_EVENING
    assert seats_in(start, start + timedelta(hours=3), 2, 15) == 24
    assert seats_in(start, start + timedelta(minutes=10), 2, 15) == 2


def test_a_slot_is_given_to_as_many_as_there_are_devices_and_never_in_the_past() -> None:
    session = msgspec.structs.replace(EVENING, devices=2, capacity=6)
    starts = list(slot_starts(session))
    assert [f"{one:%H:%M}" for one in starts] == ["18:00", "19:00", "20:00"]
    assert free_slot(session, [starts[0]], MONDAY) == starts[0]
    assert free_slot(session, [starts[0], starts[0]], MONDAY) == starts[1]
    assert free_slot(session, [], starts[1]) == starts[1]
    assert free_slot(session, starts * 2, MONDAY) == starts[2]


def test_the_record_alone_says_nothing_of_bookings() -> None:
    story = Story()
    story.listed(resident=AN)
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    assert case.bookings == ()
    assert case.home_service is None


def test_who_moves_up_comes_when_the_seat_fell_free(story: Booked) -> None:
    last, each = TUESDAY_EVENING + timedelta(hours=2, minutes=45), timedelta(minutes=15)
    waits = BookingMade(
        session=EVENING.id, needs=(Need.ID_CARD,), at=last, until=last + each, waiting=True
    )
    booking = BookingId(story.add(waits, MONDAY))
    story.add(BookingMovedUp(booking=booking, at=TUESDAY_EVENING), MONDAY + timedelta(hours=1))
    (seat,) = story.case.bookings
    assert seat.state is BookingState.BOOKED
    assert (seat.at, seat.until) == (TUESDAY_EVENING, TUESDAY_EVENING + each)


def test_a_slot_is_given_only_to_who_has_none_of_their_own() -> None:
    starts = list(slot_starts(EVENING))
    but_one = [one for one in starts if one != starts[3]]
    assert slot_when_moved_up(EVENING, starts[-1], but_one, MONDAY) == starts[3]
    assert slot_when_moved_up(EVENING, starts[3], but_one, MONDAY) is None
    assert slot_when_moved_up(EVENING, starts[-1], starts, MONDAY) is None
    assert slot_when_moved_up(EVENING, starts[-1], but_one, starts[4]) is None, "it is over"
    moved = starts[0] - timedelta(days=1)
    assert slot_when_moved_up(EVENING, moved, but_one, MONDAY) == starts[3]


def test_a_closed_case_shows_no_booking_as_live(story: Booked) -> None:
    story.closed(MONDAY)
    booking = story.book()
    assert not any(one.is_live for one in story.case.bookings)
    story.add(BookingAttended(booking=booking), TUESDAY_EVENING)
    assert [one.state for one in story.case.bookings] == [BookingState.ATTENDED]


def test_who_may_believe_in_a_seat_that_is_gone_is_called_once(story: Booked) -> None:
    booking = story.book()
    gone = BookingCancelled(booking=booking, reason=CancelReason.NOT_NEEDED)
    story.add(gone, MONDAY + timedelta(hours=1))
    assert story.next == (ActionKind.CALL, "23/11 22:00", Rule.SEAT_GIVEN_BACK)
    story.called(Outcome.NO_ANSWER, MONDAY + timedelta(hours=2))
    assert story.next[2] is Rule.TRY_AGAIN
    story.called(Outcome.AGREED_NO_DATE, MONDAY + timedelta(hours=3))
    assert story.next[0] is ActionKind.BOOK


def test_who_was_enrolled_and_so_gave_the_seat_back_is_not_called_for_it(story: Booked) -> None:
    booking = story.book()
    enrolled = story.enrolled(Need.ID_CARD, MONDAY, Step.CAPTURED)
    story.add(BookingCancelled(booking=booking, reason=CancelReason.NOT_NEEDED), MONDAY)
    met = next(entry.event for entry in story.entries if entry.event.id == enrolled)
    last = story.entries[-1]
    event = msgspec.structs.replace(last.event, action=met.action)
    story.entries[-1] = msgspec.structs.replace(last, event=event)
    assert story.next[2] is not Rule.SEAT_GIVEN_BACK
