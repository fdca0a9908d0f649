"""Every open case has one next action, with an owner and a due time."""

from datetime import timedelta

import msgspec
import pytest

from tests.builders import AN, MONDAY, RESIDENT, SUNDAY_MORNING, Story
from wardtui.domain.case import Case, Rule
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import ContactLogged
from wardtui.domain.moments import end_of_shift, local_day
from wardtui.domain.resident import Phone
from wardtui.domain.vocabulary import (
    ActionKind,
    Channel,
    Failure,
    Need,
    Outcome,
    Status,
    Step,
    SupportNeed,
)


def case_of(story: Story) -> Case:
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    return case


def next_of(story: Story) -> tuple[ActionKind, str]:
    action = case_of(story).next_action
    assert action is not None
    return action.kind, f"{action.due:%d/%m %H:%M}"


def listed() -> Story:
    story = Story()
    story.listed()
    return story


def test_somebody_new_with_a_phone_is_called_on_the_same_day() -> None:
    assert next_of(listed()) == (ActionKind.CALL, "22/11 22:00")


def test_somebody_new_without_a_phone_is_visited() -> None:
    story = Story()
    story.listed(resident=msgspec.structs.replace(AN, phones=()))
    assert next_of(story) == (ActionKind.VISIT, "22/11 22:00")


def test_a_list_that_comes_after_the_shift_is_for_the_next_day() -> None:
    story = Story()
    story.listed(SUNDAY_MORNING.replace(hour=23))
    assert next_of(story) == (ActionKind.CALL, "23/11 22:00")


def test_after_two_calls_that_reached_nobody_comes_a_visit_then_a_call_again() -> None:
    story = listed()
    story.called(Outcome.NO_ANSWER, MONDAY)
    assert next_of(story) == (ActionKind.CALL, "24/11 22:00")
    story.called(Outcome.UNREACHABLE, MONDAY + timedelta(days=1))
    assert next_of(story) == (ActionKind.VISIT, "25/11 22:00")
    story.visited(Outcome.NOT_HOME, MONDAY + timedelta(days=2))
    assert next_of(story) == (ActionKind.CALL, "26/11 22:00")


def test_a_busy_line_is_tried_again_half_an_hour_later_but_not_after_the_shift() -> None:
    story = listed()
    story.called(Outcome.BUSY, MONDAY.replace(hour=19))
    assert next_of(story) == (ActionKind.CALL, "23/11 19:30")
    late = listed()
    late.called(Outcome.BUSY, MONDAY.replace(hour=21, minute=40))
    assert next_of(late) == (ActionKind.CALL, "24/11 22:00")


def test_the_only_number_is_wrong_so_somebody_goes_there() -> None:
    story = listed()
    story.called(Outcome.WRONG_NUMBER, MONDAY)
    assert next_of(story) == (ActionKind.VISIT, "24/11 22:00")


def test_one_of_two_numbers_is_wrong_so_the_other_is_called() -> None:
    story = Story()
    two = msgspec.structs.replace(AN, phones=(*AN.phones, Phone("+84570000124")))
    story.listed(resident=two)
    story.called(Outcome.WRONG_NUMBER, MONDAY)
    assert next_of(story)[0] is ActionKind.CALL


def test_a_call_back_is_due_when_they_asked_for_it() -> None:
    story = listed()
    at = MONDAY.replace(hour=19, minute=30) + timedelta(days=1)
    story.called(Outcome.CALLBACK_REQUESTED, MONDAY, call_back_at=at)
    assert next_of(story) == (ActionKind.CALL_BACK, "24/11 19:30")


def test_a_promise_is_looked_after_when_its_time_has_come() -> None:
    story = listed()
    at = MONDAY + timedelta(days=3)
    story.called(Outcome.AGREED_NO_DATE, MONDAY, promised_for=at)
    assert next_of(story) == (ActionKind.CHECK_PROMISE, "26/11 09:00")


@pytest.mark.parametrize(
    "outcome",
    [Outcome.DEATH_REPORTED, Outcome.MOVED_AWAY, Outcome.HANDED_OVER, Outcome.DONE_ELSEWHERE],
)
def test_nobody_is_called_again_once_contact_stops(outcome: Outcome) -> None:
    story = listed()
    story.called(outcome, MONDAY, call_back_at=MONDAY + timedelta(days=1))
    assert next_of(story)[0] is ActionKind.CONFIRM_STATUS


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_of_every_channel_leads_somewhere(channel: Channel, outcome: Outcome) -> None:
    story = listed()
    story._contact(channel, outcome, MONDAY, {})
    action = case_of(story).next_action
    assert action is not None
    assert action.owner == "level:1"
    assert action.due >= MONDAY


def test_a_failed_enrolment_is_tried_again() -> None:
    story = listed()
    story.enrolled(Need.ID_CARD, MONDAY, failure=Failure.FINGERPRINTS_UNREADABLE)
    assert next_of(story) == (ActionKind.RETRY_ENROLMENT, "24/11 22:00")


def test_with_the_card_captured_the_account_is_still_to_be_booked() -> None:
    story = listed()
    story.enrolled(Need.ID_CARD, MONDAY, step=Step.CAPTURED)
    case = case_of(story)
    assert case.unmet == (Need.VNEID_ACCOUNT,)
    assert next_of(story) == (ActionKind.BOOK, "24/11 22:00")


def test_with_the_account_collected_only_help_to_activate_is_left() -> None:
    story = Story()
    story.listed(
        resident=msgspec.structs.replace(AN, needs=(Need.VNEID_ACCOUNT, Need.VNEID_ACTIVATION))
    )
    story.enrolled(Need.VNEID_ACCOUNT, MONDAY, step=Step.LEVEL2_COLLECTED)
    assert next_of(story) == (ActionKind.HELP_ACTIVATE, "26/11 22:00")


def test_when_all_needs_are_met_nothing_is_left_to_do() -> None:
    story = listed()
    story.enrolled(Need.ID_CARD, MONDAY, step=Step.CAPTURED)
    story.enrolled(Need.VNEID_ACCOUNT, MONDAY, step=Step.APPROVED)
    case = case_of(story)
    assert case.status is Status.ENROLLED
    assert case.next_action is None
    assert case.done_at == MONDAY


def test_a_card_that_comes_back_for_a_fix_opens_the_case_again() -> None:
    story = Story()
    story.listed(resident=msgspec.structs.replace(AN, needs=(Need.ID_CARD,)))
    story.enrolled(Need.ID_CARD, MONDAY, step=Step.CAPTURED)
    story.enrolled(Need.ID_CARD, MONDAY + timedelta(days=2), step=Step.RETURNED_FOR_FIX)
    assert case_of(story).status is Status.OPEN
    assert next_of(story) == (ActionKind.RETRY_ENROLMENT, "26/11 22:00")


def test_issuing_and_delivering_leave_the_day_on_which_the_need_was_met() -> None:
    story = Story()
    story.listed(resident=msgspec.structs.replace(AN, needs=(Need.ID_CARD,)))
    story.enrolled(Need.ID_CARD, MONDAY, step=Step.CAPTURED)
    story.enrolled(Need.ID_CARD, MONDAY + timedelta(days=7), step=Step.ISSUED)
    assert case_of(story).done_at == MONDAY


def test_a_call_after_an_enrolment_decides_what_comes_next() -> None:
    story = listed()
    story.enrolled(Need.ID_CARD, MONDAY, step=Step.CAPTURED)
    story.called(Outcome.NOT_NOW, MONDAY + timedelta(hours=1))
    assert next_of(story)[0] is ActionKind.CALL_BACK


def test_why_names_the_rule_and_the_event_that_fired_it() -> None:
    story = listed()
    event = story.called(Outcome.NO_ANSWER, MONDAY)
    why = {one.what: one for one in case_of(story).why}
    assert why["next_action"].rule is Rule.TRY_AGAIN
    assert why["next_action"].events == (event,)


def test_a_due_time_is_in_vietnamese_time_whatever_the_offset_of_the_event() -> None:
    story = Story()
    story.listed(SUNDAY_MORNING.astimezone(tz=None))
    action = case_of(story).next_action
    assert action is not None
    assert action.due == end_of_shift(local_day(SUNDAY_MORNING))
    assert action.due.utcoffset() == timedelta(hours=7)


def test_nobody_calls_somebody_reported_dead_because_a_later_visit_met_nobody() -> None:
    story = listed()
    story.called(Outcome.DEATH_REPORTED, MONDAY)
    story.visited(Outcome.NOT_HOME, MONDAY + timedelta(days=1))
    assert next_of(story)[0] is ActionKind.CONFIRM_STATUS


def test_somebody_who_was_reached_takes_the_report_back() -> None:
    story = listed()
    story.called(Outcome.MOVED_AWAY, MONDAY)
    story.called(Outcome.AGREED_NO_DATE, MONDAY + timedelta(days=1))
    assert next_of(story)[0] is ActionKind.BOOK


def test_of_two_things_at_one_time_the_later_written_decides() -> None:
    story = listed()
    story.enrolled(Need.ID_CARD, MONDAY, failure=Failure.DEVICE_FAULT)
    story.called(Outcome.CALLBACK_REQUESTED, MONDAY, call_back_at=MONDAY + timedelta(days=1))
    assert next_of(story)[0] is ActionKind.CALL_BACK
    other = listed()
    other.called(Outcome.CALLBACK_REQUESTED, MONDAY)
    other.enrolled(Need.ID_CARD, MONDAY, failure=Failure.DEVICE_FAULT)
    assert next_of(other)[0] is ActionKind.BOOK


@pytest.mark.parametrize("outcome", list(Outcome))
def test_nothing_is_overdue_when_it_is_written_however_late_that_is(outcome: Outcome) -> None:
    story = listed()
    at = MONDAY.replace(hour=23, minute=30)
    story.called(outcome, at)
    action = case_of(story).next_action
    assert action is not None
    assert action.due >= at


@pytest.mark.parametrize("outcome", list(Outcome))
def test_nobody_without_a_phone_is_to_be_called(outcome: Outcome) -> None:
    story = Story()
    story.listed(resident=msgspec.structs.replace(AN, phones=()))
    story.visited(outcome, MONDAY)
    assert next_of(story)[0] not in (ActionKind.CALL, ActionKind.CALL_BACK)


def test_an_earlier_step_that_is_recorded_late_opens_nothing_again() -> None:
    story = Story()
    story.listed(resident=msgspec.structs.replace(AN, needs=(Need.VNEID_ACCOUNT,)))
    story.enrolled(Need.VNEID_ACCOUNT, MONDAY, step=Step.LEVEL2_COLLECTED)
    story.enrolled(Need.VNEID_ACCOUNT, MONDAY + timedelta(days=1), step=Step.LEVEL1)
    assert case_of(story).status is Status.ENROLLED


def test_who_asks_to_be_served_at_home_needs_it_from_then_on() -> None:
    story = listed()
    story.called(Outcome.HOME_VISIT_REQUESTED, MONDAY)
    story.called(Outcome.NO_ANSWER, MONDAY + timedelta(days=1))
    assert SupportNeed.HOME_SERVICE in case_of(story).support_needs


def test_a_call_back_survives_a_visit_that_met_nobody_before_its_time() -> None:
    story = listed()
    at = MONDAY + timedelta(days=1)
    story.called(Outcome.CALLBACK_REQUESTED, MONDAY, call_back_at=at)
    story.visited(Outcome.NOT_HOME, MONDAY + timedelta(hours=2))
    assert next_of(story) == (ActionKind.CALL_BACK, "24/11 09:00")
    story.called(Outcome.NO_ANSWER, at)
    assert next_of(story)[0] is ActionKind.CALL


def test_another_word_with_them_replaces_what_was_promised() -> None:
    story = listed()
    story.called(Outcome.AGREED_NO_DATE, MONDAY, promised_for=MONDAY + timedelta(days=3))
    story.called(Outcome.DECLINED, MONDAY + timedelta(days=1))
    assert next_of(story)[0] is ActionKind.VISIT


@pytest.mark.parametrize(
    ("channel", "outcome"),
    [(Channel.LETTER, Outcome.LETTER_DELIVERED), (Channel.MESSAGE, Outcome.MESSAGE_LEFT)],
)
def test_letters_to_many_do_not_put_off_what_somebody_asked_for(
    channel: Channel, outcome: Outcome
) -> None:
    story = listed()
    story.called(Outcome.CALLBACK_REQUESTED, MONDAY)
    asked = next_of(story)
    story.add(ContactLogged(channel=channel, outcome=outcome), MONDAY + timedelta(hours=2))
    assert next_of(story) == asked
    story.called(Outcome.NO_ANSWER, MONDAY + timedelta(hours=3))
    assert next_of(story) != asked


def test_a_letter_after_a_call_in_vain_gives_time_to_read_it() -> None:
    story = listed()
    story.called(Outcome.NO_ANSWER, MONDAY)
    before = next_of(story)
    letter = ContactLogged(channel=Channel.LETTER, outcome=Outcome.LETTER_DELIVERED)
    story.add(letter, MONDAY + timedelta(hours=2))
    assert next_of(story) != before


def test_a_thousand_messages_are_no_more_than_one() -> None:
    story = listed()
    for minute in range(1500):
        message = ContactLogged(channel=Channel.MESSAGE, outcome=Outcome.MESSAGE_LEFT)
        story.add(message, MONDAY + timedelta(minutes=minute))
    assert case_of(story).next_action is not None
