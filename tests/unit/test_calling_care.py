"""The care with which people are called: what speaks against a contact now."""

from datetime import datetime, time, timedelta

import msgspec
import pytest

from tests.builders import MONDAY, RESIDENT, Story
from wardtui.domain.calling_care import CautionKind, cautions
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import ResidentClosed
from wardtui.domain.policy import ContactCare
from wardtui.domain.vocabulary import Channel, CloseReason, Outcome
from wardtui.i18n import Language, use_language
from wardtui.services.policies import shipped_policy
from wardtui.wording.care import care_line, care_line_of_many

CARE = shipped_policy().contact
EVENING = MONDAY.replace(hour=19)


@pytest.fixture
def story() -> Story:
    made = Story()
    made.listed()
    return made


def case(story: Story) -> Case:
    found = fold_case(RESIDENT, story.entries)
    assert found is not None
    return found


def kinds(
    story: Story, now: datetime, channel: Channel = Channel.CALL, care: ContactCare = CARE
) -> list[CautionKind]:
    return [one.kind for one in cautions(case(story), care, channel, now)]


def line(story: Story, now: datetime, width: int = 100, key: str | None = "Tab") -> str:
    use_language(Language.ENGLISH)
    return care_line(cautions(case(story), CARE, Channel.CALL, now), CARE, key, width)


def test_nothing_speaks_against_a_first_call_in_the_evening(story: Story) -> None:
    assert kinds(story, EVENING) == []
    assert line(story, EVENING) == ""


@pytest.mark.parametrize(("hour", "minute"), [(6, 59), (21, 0), (23, 30)])
def test_nobody_is_called_or_visited_early_or_late(story: Story, hour: int, minute: int) -> None:
    now = MONDAY.replace(hour=hour, minute=minute)
    assert kinds(story, now) == kinds(story, now, Channel.VISIT) == [CautionKind.OUT_OF_HOURS]
    assert kinds(story, now, Channel.LETTER) == kinds(story, now, Channel.MESSAGE) == []


@pytest.mark.parametrize(("hour", "minute"), [(7, 0), (20, 59)])
def test_the_hours_begin_and_end_on_the_minute(story: Story, hour: int, minute: int) -> None:
    assert kinds(story, MONDAY.replace(hour=hour, minute=minute)) == []


def test_a_second_call_waits_some_hours(story: Story) -> None:
    story.called(Outcome.NO_ANSWER, EVENING)
    assert kinds(story, EVENING + timedelta(minutes=30)) == [CautionKind.TOO_SOON]
    assert kinds(story, EVENING + timedelta(minutes=30), Channel.VISIT) == []
    tomorrow = EVENING + timedelta(hours=14)
    assert kinds(story, tomorrow) == []


def test_a_letter_after_a_call_does_not_hide_the_call(story: Story) -> None:
    story.called(Outcome.NO_ANSWER, MONDAY)
    story.visited(Outcome.LETTER_DELIVERED, MONDAY + timedelta(hours=1))
    assert kinds(story, MONDAY + timedelta(hours=2)) == [CautionKind.TOO_SOON]


@pytest.mark.parametrize("outcome", [Outcome.BUSY, Outcome.WRONG_NUMBER])
def test_a_call_that_disturbed_nobody_may_be_tried_again(story: Story, outcome: Outcome) -> None:
    story.called(outcome, EVENING)
    assert kinds(story, EVENING + timedelta(minutes=10)) == []


def test_a_refusal_is_left_alone_for_some_days(story: Story) -> None:
    story.called(Outcome.DECLINED, EVENING)
    tomorrow = EVENING + timedelta(days=1)
    assert kinds(story, tomorrow) == [CautionKind.AFTER_REFUSAL]
    assert kinds(story, tomorrow, Channel.VISIT) == []
    assert kinds(story, EVENING + timedelta(days=2)) == []


def test_whoever_agreed_after_a_refusal_may_be_called(story: Story) -> None:
    story.called(Outcome.DECLINED, MONDAY)
    story.visited(Outcome.AGREED_NO_DATE, EVENING)
    assert kinds(story, EVENING + timedelta(days=1)) == []


def test_the_fifth_call_in_seven_days_is_one_too_many(story: Story) -> None:
    for days in range(4):
        story.called(Outcome.NO_ANSWER, MONDAY + timedelta(days=days))
    assert kinds(story, EVENING + timedelta(days=6)) == [CautionKind.TOO_OFTEN]
    assert kinds(story, EVENING + timedelta(days=7)) == []


def test_a_call_back_that_the_resident_asked_for_needs_no_caution(story: Story) -> None:
    asked_for = MONDAY.replace(hour=21, minute=30)
    story.called(Outcome.CALLBACK_REQUESTED, EVENING, call_back_at=asked_for)
    assert kinds(story, asked_for) == []
    assert kinds(story, EVENING + timedelta(hours=1)) == [CautionKind.TOO_SOON]


@pytest.mark.parametrize("channel", [Channel.CALL, Channel.VISIT])
def test_a_call_back_that_was_agreed_for_yesterday_is_not_made_at_night(
    story: Story, channel: Channel
) -> None:
    agreed = MONDAY.replace(hour=21, minute=30)
    story.called(Outcome.CALLBACK_REQUESTED, EVENING, call_back_at=agreed)
    assert kinds(story, agreed + timedelta(minutes=30), channel) == []
    assert kinds(story, agreed + timedelta(hours=5), channel) == [CautionKind.OUT_OF_HOURS]
    assert kinds(story, agreed + timedelta(hours=12), channel) == []


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize(
    "report", [Outcome.DEATH_REPORTED, Outcome.MOVED_AWAY, Outcome.DONE_ELSEWHERE]
)
def test_where_contact_was_stopped_nobody_is_contacted_in_any_way(
    story: Story, report: Outcome, channel: Channel
) -> None:
    story.visited(report, MONDAY)
    assert kinds(story, EVENING, channel) == [CautionKind.STOPPED]


def test_a_visit_that_reached_nobody_does_not_take_the_report_back(story: Story) -> None:
    story.called(Outcome.DEATH_REPORTED, MONDAY)
    story.visited(Outcome.NOT_HOME, MONDAY + timedelta(hours=4))
    assert kinds(story, EVENING) == [CautionKind.STOPPED]


def test_the_family_of_somebody_who_has_died_is_not_called(story: Story) -> None:
    story.add(ResidentClosed(reason=CloseReason.DECEASED), MONDAY)
    assert kinds(story, EVENING, Channel.MESSAGE) == [CautionKind.STOPPED]


def test_a_policy_without_limits_has_no_cautions(story: Story) -> None:
    for minutes in range(9):
        story.called(Outcome.DECLINED, MONDAY + timedelta(minutes=minutes))
    midnight = MONDAY.replace(hour=23, minute=59)
    assert kinds(story, midnight, care=ContactCare()) == []
    assert kinds(story, midnight, care=ContactCare(calls_until=time(22))) == [
        CautionKind.OUT_OF_HOURS
    ]


def test_the_line_says_why_and_where_a_reason_goes(story: Story) -> None:
    story.called(Outcome.NO_ANSWER, EVENING)
    said = line(story, EVENING + timedelta(minutes=30))
    assert said == "! last call at 19:00, better wait until 22:00 · note why: Tab"
    told = line(story, EVENING + timedelta(minutes=30), key=None)
    assert told.endswith("note why when you log it"), "where Tab means something else"


def test_what_does_not_fit_into_the_line_is_counted(story: Story) -> None:
    for days in range(4):
        story.called(Outcome.DECLINED, EVENING + timedelta(days=days))
    now = EVENING + timedelta(days=3, minutes=30)
    whole, short = line(story, now, width=300), line(story, now, width=76)
    assert "call 5 in seven days (of 4)" in whole
    assert "(+2)" in short
    assert "(+" not in whole


def test_of_many_it_is_told_with_how_many_contact_was_stopped(story: Story) -> None:
    use_language(Language.ENGLISH)
    story.visited(Outcome.DEATH_REPORTED, MONDAY)
    late = MONDAY.replace(hour=22)
    found = [cautions(case(story), CARE, Channel.VISIT, late)] * 2
    said = care_line_of_many(found, CARE)
    assert said.startswith("! contact with 2 of them was stopped, outside the hours")
    assert care_line_of_many([(), ()], CARE) == ""


def test_one_bound_of_the_hours_is_enough(story: Story) -> None:
    use_language(Language.ENGLISH)
    care = msgspec.structs.replace(CARE, calls_from=None)
    found = cautions(case(story), care, Channel.CALL, MONDAY.replace(hour=22))
    assert "(until 21:00)" in care_line(found, care, None, 100)
