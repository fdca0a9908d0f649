"""Handoffs in the fold: what is waited for, what an answer changes, and what another ward tells."""

from datetime import datetime, timedelta

import msgspec
import pytest

from tests.builders import AN, MONDAY, OTHER_DEVICE, RESIDENT, SUNDAY_MORNING, WARD, Story
from wardtui.domain.body import Body
from wardtui.domain.case import Case, Rule
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import Entry, ResidentCorrected, ResidentMerged
from wardtui.domain.figures import count
from wardtui.domain.fold import fold
from wardtui.domain.handoff_events import (
    HandoffAccepted,
    HandoffDeclined,
    HandoffOffered,
    HandoffUpdated,
)
from wardtui.domain.handoff_news import told
from wardtui.domain.handoffs import HandoffState, handoff_of, resident_there
from wardtui.domain.ids import EventId, ResidentId, WardCode
from wardtui.domain.moments import local_day
from wardtui.domain.resident import Field, Phone, carried
from wardtui.domain.session_events import BookingMade
from wardtui.domain.standing import standing
from wardtui.domain.vocabulary import (
    ActionKind,
    Failure,
    Flag,
    MergeReason,
    Need,
    Outcome,
    Status,
    Step,
)

OTHER_WARD = WardCode("PHUONG-KHAC")
OFFER = HandoffOffered(name=AN.name, address="Số 7 ngõ 3", needs=(Need.ID_CARD,))
OTHER_PHONE = Phone("+84570000999")
TWIN = ResidentId("00000000-0000-7000-8000-0000000000a2")


def on(day: int, hour: int = 9) -> datetime:
    """A moment so many days after Monday."""
    return MONDAY.replace(hour=hour) + timedelta(days=day)


class Handing(Story):
    """A history with another ward in it."""

    def across(self, body: Body, at: datetime, ward: WardCode, to: WardCode | None) -> EventId:
        self.add(body, at)
        event = msgspec.structs.replace(self.entries[-1].event, ward=ward, to_ward=to)
        self.entries[-1] = Entry(event, None, ward)
        return event.id

    def offered(self, at: datetime = MONDAY, body: HandoffOffered = OFFER) -> EventId:
        return self.across(body, at, WARD, OTHER_WARD)

    def taken_on(self, offer: EventId, at: datetime, ward: WardCode = OTHER_WARD) -> EventId:
        body = HandoffAccepted(offer=offer, resident=resident_there(offer))
        return self.across(body, at, ward, WARD)

    def turned_down(self, offer: EventId, at: datetime, why: str | None = None) -> EventId:
        return self.across(HandoffDeclined(offer=offer, why=why), at, OTHER_WARD, WARD)

    def updated(self, at: datetime, **said: object) -> EventId:
        update = HandoffUpdated(source=EventId(RESIDENT))
        return self.add(msgspec.structs.replace(update, **said), at)

    @property
    def case(self) -> Case:
        found = fold_case(RESIDENT, self.entries)
        assert found is not None
        return found


def listed() -> Handing:
    story = Handing()
    story.listed()
    return story


def offered() -> tuple[Handing, EventId]:
    story = listed()
    return story, story.offered()


def next_of(story: Handing) -> tuple[ActionKind, str, Rule]:
    case = story.case
    assert case.next_action is not None
    (why,) = (one.rule for one in case.why if one.what == "next_action")
    return case.next_action.kind, f"{case.next_action.due:%d/%m %H:%M}", why


WAITS = (ActionKind.AWAIT_HANDOFF, "26/11 22:00", Rule.HANDOFF_OFFERED)


# In the ward that offers


def test_whoever_was_offered_stays_and_the_answer_is_waited_for() -> None:
    story, offer = offered()
    assert story.case.status is Status.OPEN
    assert next_of(story) == WAITS
    handoff = story.case.handoff
    assert handoff is not None
    assert (handoff.offer, handoff.to_ward, handoff.state) == (
        offer,
        OTHER_WARD,
        HandoffState.OFFERED,
    )
    story.called(Outcome.NO_ANSWER, on(1))
    story.called(Outcome.HANDED_OVER, on(2))
    assert next_of(story) == WAITS


def test_what_was_agreed_since_and_a_death_go_before_the_waiting() -> None:
    story, _ = offered()
    story.called(Outcome.CALLBACK_REQUESTED, on(1), call_back_at=on(1, 19))
    assert next_of(story)[0] is ActionKind.CALL_BACK
    story.called(Outcome.NOT_NOW, on(1, 20))
    assert next_of(story) == WAITS
    story.called(Outcome.DEATH_REPORTED, on(2))
    assert next_of(story)[0] is ActionKind.CONFIRM_STATUS


def test_whom_they_are_booked_with_is_seen_to_first() -> None:
    story, _ = offered()
    story.add(BookingMade(session=None, needs=(Need.ID_CARD,), at=on(2), place="Điểm TN"), on(0))
    assert story.case.status is Status.BOOKED
    assert next_of(story)[0] is ActionKind.CHECK_BOOKING


def test_once_taken_on_nothing_is_to_be_done_here_whatever_is_told_later() -> None:
    story, offer = offered()
    story.taken_on(offer, on(1))
    case = story.case
    assert (case.status, case.next_action) == (Status.HANDED_OFF, None)
    assert case.why[0].rule is Rule.HANDED_OFF
    assert case.handoff is not None
    assert case.handoff.resident == resident_there(offer)
    story.called(Outcome.NO_ANSWER, on(2))
    story.raised(on(2))
    story.closed(on(2))
    story.reopened(on(3))
    story.enrolled(Need.ID_CARD, on(3), Step.RETURNED_FOR_FIX)
    story.offered(on(4))
    late = story.case
    assert (late.status, late.next_action, late.level) == (Status.HANDED_OFF, None, 1)
    assert late.attempts.call == 1
    assert late.handoff == case.handoff


def test_whom_the_other_ward_does_not_take_on_is_called_the_next_day() -> None:
    story, offer = offered()
    story.turned_down(offer, on(1), "Không có số nhà này")
    assert next_of(story) == (ActionKind.CALL, "25/11 22:00", Rule.HANDOFF_DECLINED)
    handoff = story.case.handoff
    assert handoff is not None
    assert (handoff.state, handoff.why) == (HandoffState.DECLINED, "Không có số nhà này")
    story.called(Outcome.NOT_NOW, on(2))
    assert next_of(story)[2] is Rule.OUTCOME_ASKS


def test_without_a_telephone_they_are_visited() -> None:
    story = Handing()
    story.listed(resident=msgspec.structs.replace(AN, phones=()))
    story.turned_down(story.offered(), on(1))
    assert next_of(story)[0] is ActionKind.VISIT


def test_that_they_had_moved_away_stops_no_call_after_a_decline_and_that_they_died_does() -> None:
    story = listed()
    story.called(Outcome.MOVED_AWAY, SUNDAY_MORNING)
    story.turned_down(story.offered(), on(1))
    assert next_of(story)[2] is Rule.HANDOFF_DECLINED
    story = listed()
    story.called(Outcome.DEATH_REPORTED, SUNDAY_MORNING)
    story.turned_down(story.offered(), on(1))
    assert next_of(story)[0] is ActionKind.CONFIRM_STATUS


def test_after_a_decline_another_ward_can_be_asked() -> None:
    story, offer = offered()
    story.turned_down(offer, on(1))
    story.offered(on(2))
    assert next_of(story) == (ActionKind.AWAIT_HANDOFF, "28/11 22:00", Rule.HANDOFF_OFFERED)


# Who may say so


def test_the_first_answer_counts() -> None:
    story, offer = offered()
    story.turned_down(offer, on(1))
    story.taken_on(offer, on(1))
    assert story.case.status is Status.OPEN


def test_an_answer_of_another_ward_about_another_resident_or_to_no_offer_says_nothing() -> None:
    story, offer = offered()
    story.taken_on(offer, on(1), WARD)
    story.taken_on(offer, on(1), WardCode("PHUONG-XA"))
    story.taken_on(EventId(RESIDENT), on(1))
    assert story.case.handoff is not None
    assert story.case.handoff.is_open


def test_an_offer_that_was_taken_back_is_none() -> None:
    story, offer = offered()
    before = listed().case.next_action
    story.retracted(offer, on(1))
    story.taken_on(offer, on(1))
    assert (story.case.handoff, story.case.next_action) == (None, before)


@pytest.mark.parametrize("to", [None, WARD])
def test_an_offer_to_no_other_ward_is_none(to: WardCode | None) -> None:
    story = listed()
    story.across(OFFER, MONDAY, WARD, to)
    assert story.case.handoff is None


def test_of_two_offers_of_people_who_were_merged_one_is_accepted() -> None:
    story = listed()
    twin = Handing(OTHER_DEVICE, TWIN)
    twin.listed()
    first, second = story.offered(), twin.offered(on(1))
    story.taken_on(first, on(2))
    twin.taken_on(second, on(2))
    twin.add(ResidentMerged(from_=TWIN, into=RESIDENT, why=MergeReason.DECIDED), on(3))
    told_in_order = [
        msgspec.structs.replace(entry, seq=number)
        for number, entry in enumerate([*story.entries, *twin.entries], start=1)
    ]
    (case,) = fold(told_in_order).cases.values()
    assert case.status is Status.HANDED_OFF
    assert case.handoff is not None
    assert case.handoff.offer == first


# Figures


def test_both_wards_count_them_on_every_day_exactly_once() -> None:
    here, offer = offered()
    here.taken_on(offer, on(2))
    there = Handing(resident=resident_there(offer))
    there.listed(on(2))
    there.enrolled(Need.ID_CARD, on(3), Step.CAPTURED)
    there.enrolled(Need.VNEID_ACCOUNT, on(3), Step.LEVEL2_COLLECTED)
    for number in range(5):
        day = local_day(on(number))
        old = fold_case(RESIDENT, here.entries, until=day)
        new = fold_case(resident_there(offer), there.entries, until=day)
        assert old is not None
        assert new is not None
        figures = [count([standing(case, day)], day) for case in (old, new)]
        assert [one.eligible for one in figures] == ([1, 0] if number < 2 else [0, 1])
        assert sum(one.done_total for one in figures) == (number >= 3)


def test_they_go_on_the_day_of_the_answer_though_the_offers_clock_was_ahead() -> None:
    story = listed()
    story.taken_on(story.offered(on(9)), on(1))
    for day, gone in ((0, False), (1, True), (9, True)):
        case = fold_case(RESIDENT, story.entries, until=local_day(on(day)))
        assert case is not None
        assert (case.status is Status.HANDED_OFF) == gone


# What the old ward has to tell


def news(story: Handing, offer: EventId) -> list[HandoffUpdated]:
    handoff = handoff_of(story.entries)
    assert handoff is not None
    assert handoff.offer == offer
    return [
        msgspec.structs.replace(one, source=EventId(""))
        for one in told(story.entries, handoff).values()
    ]


def test_the_steps_of_what_was_offered_are_told_also_those_before_the_offer() -> None:
    story = listed()
    story.enrolled(Need.ID_CARD, SUNDAY_MORNING, Step.CAPTURED)
    story.enrolled(Need.VNEID_ACCOUNT, SUNDAY_MORNING, Step.LEVEL1)
    offer = story.offered()
    story.enrolled(Need.ID_CARD, on(1), failure=Failure.DEVICE_FAULT)
    story.enrolled(Need.VNEID_ACCOUNT, on(2), Step.LEVEL2_COLLECTED)
    nothing = EventId("")
    assert news(story, offer) == [
        HandoffUpdated(source=nothing, need=Need.ID_CARD, step=Step.CAPTURED),
        HandoffUpdated(source=nothing, need=Need.VNEID_ACCOUNT, step=Step.LEVEL2_COLLECTED),
    ]


def test_a_death_is_told_while_it_stands() -> None:
    story, offer = offered()
    story.closed(on(1))
    assert [one.died for one in news(story, offer)] == [True]
    story.reopened(on(2))
    assert news(story, offer) == []


# In the ward that has taken them on


def test_a_step_in_the_old_ward_meets_the_need_here() -> None:
    story = listed()
    story.updated(on(1), need=Need.ID_CARD, step=Step.CAPTURED)
    assert story.case.unmet == (Need.VNEID_ACCOUNT,)
    done = story.updated(on(2), need=Need.VNEID_ACCOUNT, step=Step.LEVEL2_COLLECTED)
    assert story.case.status is Status.ENROLLED
    assert story.case.attempts.total == 0
    story.retracted(done, on(3))
    assert story.case.unmet == (Need.VNEID_ACCOUNT,)


def test_a_card_that_came_back_there_is_to_be_fixed_here_though_nobody_listed_it() -> None:
    story = Handing()
    story.listed(resident=msgspec.structs.replace(AN, needs=(Need.VNEID_ACCOUNT,)))
    story.updated(on(1), need=Need.ID_CARD, step=Step.DELIVERED)
    assert list(story.case.unmet) == [Need.VNEID_ACCOUNT]
    story.updated(on(1), need=Need.ID_CARD, step=Step.RETURNED_FOR_FIX)
    assert list(story.case.unmet) == [Need.VNEID_ACCOUNT, Need.ID_CARD]
    assert next_of(story)[0] is ActionKind.RETRY_ENROLMENT


def test_telephone_numbers_of_the_old_ward_replace_the_listed_ones() -> None:
    story = Handing()
    missing = msgspec.structs.replace(AN, phones=(), flags=(Flag.MISSING_PHONE,))
    story.listed(resident=missing)
    story.updated(on(1), phones=(OTHER_PHONE,))
    case = story.case
    assert case.resident.phones == (OTHER_PHONE,)
    assert case.flags == ()
    assert case.ward is None
    assert case.listed_at == SUNDAY_MORNING


def test_news_of_before_they_came_makes_nobody_counted_here_sooner() -> None:
    story = Handing()
    story.listed(on(2))
    story.updated(on(1), phones=(OTHER_PHONE,))
    story.updated(on(1), need=Need.ID_CARD, step=Step.CAPTURED)
    assert story.case.listed_at == on(2)
    assert story.case.resident.phones == (OTHER_PHONE,)
    assert story.case.needs[0].met_at == on(1)


def test_what_somebody_here_put_right_stays_and_the_difference_is_flagged() -> None:
    story = listed()
    here = Phone("+84570000555")
    story.add(
        ResidentCorrected(field=Field.PHONES, old=carried(AN.phones), new=carried((here,))), on(1)
    )
    story.updated(on(2), phones=(OTHER_PHONE,))
    assert story.case.resident.phones == (here,)
    assert Flag.LIST_DIFFERS in story.case.flags


def test_a_death_reported_there_stops_contact_here_and_is_no_attempt() -> None:
    story = listed()
    story.called(Outcome.APPOINTMENT_MADE, on(0))
    story.updated(on(1), died=True)
    assert next_of(story) == (ActionKind.CONFIRM_STATUS, "25/11 22:00", Rule.HANDOFF_DEATH)
    story.called(Outcome.NO_ANSWER, on(2))
    assert next_of(story)[2] is Rule.HANDOFF_DEATH
    assert story.case.attempts.total == 2
    story.called(Outcome.NOT_NOW, on(3))
    assert next_of(story)[0] is ActionKind.CALL_BACK


def test_news_about_somebody_whom_nobody_has_listed_yet_waits() -> None:
    story = Handing()
    story.updated(on(0), need=Need.ID_CARD, step=Step.CAPTURED)
    assert fold_case(RESIDENT, story.entries) is None
    story.listed(on(1))
    assert story.case.unmet == (Need.VNEID_ACCOUNT,)
