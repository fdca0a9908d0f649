"""Needs arise by themselves at 14, 25, 40 and 60, and by hand for who becomes eligible."""

from datetime import date, datetime, timedelta

import msgspec
import pytest

from tests.builders import AN, DEVICE, MONDAY, RESIDENT, WARD, Story, case_under
from wardtui.domain.arising import Conclusion
from wardtui.domain.case import Case, Rule
from wardtui.domain.events import Entry, NeedArose, ResidentCorrected
from wardtui.domain.following import follows, has_followed
from wardtui.domain.moments import VIETNAM, end_of_shift, local_day
from wardtui.domain.resident import Field, Resident
from wardtui.domain.session_codes import EligibilityCause
from wardtui.domain.vocabulary import ActionKind, Need, Outcome, RungKind, Status, Step
from wardtui.services.policies import shipped_force
from wardtui.services.writing import rule_made

THREE = shipped_force()
BIRTHDAY = datetime(2026, 12, 1, tzinfo=VIETNAM)
"""When the child below turns 14."""

CHILD = msgspec.structs.replace(
    AN, name="Nguyễn Văn Bé", birth_date="2012-12-01", personal_id=None, needs=(Need.CHILD_CARD,)
)
GROWN = msgspec.structs.replace(AN, birth_date="2001-12-01", needs=(Need.ID_CARD,))
"""They turn 25 on the same day."""


def of(story: Story) -> Case:
    case = case_under(story.entries, THREE, RESIDENT)
    assert case is not None
    return case


def listed(record: Resident, at: datetime = MONDAY) -> Story:
    story = Story()
    story.listed(at, record)
    return story


def pass_until(story: Story, now: datetime) -> list[Conclusion]:
    """What follows by itself stands in the history then."""
    found: list[Conclusion] = []
    case = of(story)
    while (conclusion := follows(case, THREE, now)) is not None:
        event = rule_made(conclusion, WARD, DEVICE, len(story.entries) + 1, now)
        story.entries.append(Entry(event, None, WARD))
        then = of(story)
        assert has_followed(conclusion, case, then)
        case = then
        found.append(conclusion)
    return found


def arose(story: Story, now: datetime) -> list[tuple[Need, EligibilityCause, date]]:
    bodies = [one.body for one in pass_until(story, now)]
    return [(one.need, one.cause, one.due) for one in bodies if isinstance(one, NeedArose)]


AT_14 = (Need.ID_CARD, EligibilityCause.AGE_14, BIRTHDAY.date())
AT_25 = (Need.ID_CARD, EligibilityCause.AGE_25, BIRTHDAY.date())


# A child turns 14


def test_a_childs_card_that_was_not_made_gives_way_to_the_id_card_on_the_birthday() -> None:
    story = listed(CHILD)
    assert of(story).arises is not None
    assert arose(story, BIRTHDAY - timedelta(seconds=1)) == []
    assert arose(story, BIRTHDAY) == [AT_14]
    case = of(story)
    assert case.unmet == (Need.ID_CARD,)
    assert (case.needs[0].cause, case.needs[0].due) == (EligibilityCause.AGE_14, BIRTHDAY.date())
    assert arose(story, BIRTHDAY + timedelta(days=365)) == []


def test_what_was_agreed_about_the_childs_card_goes_on() -> None:
    story = listed(CHILD)
    at = BIRTHDAY + timedelta(days=2, hours=9)
    story.called(Outcome.CALLBACK_REQUESTED, BIRTHDAY - timedelta(days=1), call_back_at=at)
    assert arose(story, BIRTHDAY) == [AT_14]
    action = of(story).next_action
    assert action is not None
    assert (action.kind, action.due) == (ActionKind.CALL_BACK, at)


def test_a_childs_card_from_before_12_is_renewed_at_14_and_a_later_one_at_25() -> None:
    story = listed(CHILD, BIRTHDAY.replace(year=2024, month=11, day=1))
    story.enrolled(Need.CHILD_CARD, BIRTHDAY.replace(year=2024, month=11), step=Step.CAPTURED)
    assert arose(story, BIRTHDAY) == [AT_14]
    case = of(story)
    assert case.unmet == (Need.ID_CARD,)
    assert case.needs[0].met_at is not None, "the child's card stays made"
    late = listed(CHILD)
    late.enrolled(Need.CHILD_CARD, MONDAY, step=Step.CAPTURED)
    assert arose(late, BIRTHDAY + timedelta(days=365)) == []
    assert of(late).arises is not None
    assert f"{of(late).arises}".count("age_25") == 1


@pytest.mark.parametrize("needs", [(), (Need.VNEID_ACCOUNT,)])
def test_a_child_who_lacked_no_card_comes_up_at_14(needs: tuple[Need, ...]) -> None:
    story = listed(msgspec.structs.replace(CHILD, needs=needs))
    assert arose(story, BIRTHDAY) == [AT_14]
    case = of(story)
    assert case.unmet == (*needs, Need.ID_CARD)
    assert case.status is Status.OPEN
    if not needs:
        assert case.why[-1].rule is Rule.NEED_AROSE
        assert case.next_action is not None
        assert case.next_action.kind is ActionKind.CALL
        assert case.next_action.due == end_of_shift(local_day(BIRTHDAY))


def test_of_whom_a_list_said_nothing_of_a_card_when_they_were_of_age_nothing_arises() -> None:
    story = listed(msgspec.structs.replace(CHILD, needs=()), BIRTHDAY)
    assert of(story).arises is None
    assert of(listed(msgspec.structs.replace(GROWN, needs=()))).arises is None


def test_who_is_listed_with_a_childs_card_and_is_of_age_needs_an_id_card_from_then_on() -> None:
    at = BIRTHDAY + timedelta(days=5, hours=9)
    story = listed(CHILD, at)
    (found,) = pass_until(story, at)
    assert found.at == at
    assert of(story).unmet == (Need.ID_CARD,)


def test_a_card_that_was_captured_before_the_need_was_recorded_meets_it() -> None:
    story = listed(CHILD)
    story.enrolled(Need.ID_CARD, BIRTHDAY + timedelta(days=1), step=Step.CAPTURED)
    assert of(story).unmet == (Need.CHILD_CARD,), "nothing is decided by itself here"
    pass_until(story, BIRTHDAY + timedelta(days=1))
    assert of(story).status is Status.ENROLLED


# A card is due anew


def made(years_ago: int, *steps: Step) -> Story:
    """Somebody whose card was made so many years before their 25th birthday, less a month."""
    at = datetime(2026 - years_ago, 11, 1, 9, tzinfo=VIETNAM)
    story = listed(GROWN, at)
    for days, step in enumerate(steps or (Step.CAPTURED,)):
        story.enrolled(Need.ID_CARD, at + timedelta(days=days), step=step)
    assert of(story).status is Status.ENROLLED
    return story


def test_a_card_is_due_anew_at_25_and_the_case_opens_as_a_new_one() -> None:
    story = made(5)
    story.called(Outcome.DECLINED, datetime(2022, 1, 1, 9, tzinfo=VIETNAM))
    assert arose(story, BIRTHDAY) == [AT_25]
    case = of(story)
    assert (case.status, case.unmet) == (Status.OPEN, (Need.ID_CARD,))
    assert case.next_action is not None
    assert case.next_action.kind is ActionKind.CALL
    assert case.next_action.due == end_of_shift(BIRTHDAY.date())
    assert case.ladder.tries == ()
    story.enrolled(Need.ID_CARD, BIRTHDAY + timedelta(days=3), step=Step.CAPTURED)
    assert of(story).status is Status.ENROLLED
    assert arose(story, BIRTHDAY.replace(year=2045)) == [
        (Need.ID_CARD, EligibilityCause.AGE_40, date(2041, 12, 1))
    ]


def test_a_card_of_the_last_two_years_serves_until_the_next_age() -> None:
    assert arose(made(1), BIRTHDAY) == []
    early = made(5)
    early.enrolled(Need.ID_CARD, BIRTHDAY - timedelta(days=100), step=Step.CAPTURED)
    assert arose(early, BIRTHDAY) == []


def test_a_card_that_was_handed_out_late_is_as_old_as_its_capture() -> None:
    story = made(5)
    story.enrolled(Need.ID_CARD, BIRTHDAY - timedelta(days=100), step=Step.DELIVERED)
    assert arose(story, BIRTHDAY) == [AT_25]
    assert of(story).unmet == (Need.ID_CARD,)


def test_who_raised_a_case_years_ago_has_nothing_to_do_with_the_new_one() -> None:
    at = datetime(2021, 11, 1, 9, tzinfo=VIETNAM)
    story = listed(GROWN, at)
    story.raised(at)
    story.enrolled(Need.ID_CARD, at, step=Step.CAPTURED)
    assert of(story).level == 2
    assert arose(story, BIRTHDAY) == [AT_25]
    case = of(story)
    assert case.level == 1
    assert case.ladder.rungs[-1].kind is RungKind.RESOLVED
    assert case.next_action is not None
    assert case.next_action.kind is ActionKind.CALL


def test_a_renewal_that_two_devices_did_not_tell_each_other_of_stays_made() -> None:
    alone, both = made(5), made(5)
    pass_until(alone, BIRTHDAY)
    both.enrolled(Need.ID_CARD, BIRTHDAY - timedelta(days=100), step=Step.CAPTURED)
    both.entries.append(alone.entries[-1])
    assert of(both).status is Status.ENROLLED


# What takes it back


def test_nothing_arises_for_a_closed_case_and_it_does_once_it_is_open_again() -> None:
    story = made(5)
    story.closed(BIRTHDAY - timedelta(days=9))
    assert of(story).arises is None
    assert of(story).moves_at is None
    story.reopened(BIRTHDAY + timedelta(days=3))
    assert arose(story, BIRTHDAY + timedelta(days=3)) == [AT_25]


def test_what_was_taken_back_does_not_arise_again_at_that_age() -> None:
    story = made(5)
    (conclusion,) = pass_until(story, BIRTHDAY)
    story.retracted(conclusion.event_id, BIRTHDAY + timedelta(days=1))
    assert of(story).status is Status.ENROLLED
    assert arose(story, BIRTHDAY + timedelta(days=2)) == []
    assert of(story).arises is not None
    assert local_day(of(story).moves_at or BIRTHDAY) == date(2041, 12, 1)


def test_a_birth_date_that_is_put_right_takes_back_what_arose_by_the_wrong_one() -> None:
    story = listed(CHILD)
    pass_until(story, BIRTHDAY)
    story.add(
        ResidentCorrected(field=Field.BIRTH_DATE, old="2012-12-01", new="2013-12-01"),
        BIRTHDAY + timedelta(days=1),
    )
    assert of(story).unmet == (Need.CHILD_CARD,)
    later = BIRTHDAY.replace(year=2027)
    assert arose(story, later) == [(Need.ID_CARD, EligibilityCause.AGE_14, later.date())]


# By hand


def newly_eligible(story: Story, need: Need, at: datetime) -> None:
    cause = EligibilityCause.NEWLY_ELIGIBLE
    story.add(NeedArose(need=need, cause=cause, due=local_day(at)), at)


def test_who_lacked_nothing_and_becomes_eligible_is_open_again() -> None:
    story = listed(msgspec.structs.replace(GROWN, needs=()))
    assert of(story).status is Status.ENROLLED
    newly_eligible(story, Need.VNEID_ACCOUNT, MONDAY)
    case = of(story)
    assert (case.status, case.unmet) == (Status.OPEN, (Need.VNEID_ACCOUNT,))
    assert case.next_action is not None
    assert case.next_action.due == end_of_shift(local_day(MONDAY))


def test_a_lost_card_is_made_again_and_what_is_unmet_keeps_its_steps() -> None:
    story = made(1)
    newly_eligible(story, Need.ID_CARD, MONDAY)
    assert of(story).unmet == (Need.ID_CARD,)
    story.enrolled(Need.ID_CARD, MONDAY + timedelta(hours=1), step=Step.RETURNED_FOR_FIX)
    newly_eligible(story, Need.ID_CARD, MONDAY + timedelta(hours=2))
    assert of(story).needs[0].step is Step.RETURNED_FOR_FIX
    story.enrolled(Need.ID_CARD, MONDAY + timedelta(hours=3), step=Step.CAPTURED)
    assert of(story).status is Status.ENROLLED
