"""Every failed enrolment leads somewhere, and an approved account is activated in time."""

from datetime import datetime, timedelta

import msgspec
import pytest

from tests.builders import AN, MONDAY, RESIDENT, Story
from wardtui.domain.case import Case, Rule
from wardtui.domain.case_fold import fold_case
from wardtui.domain.follow_ups import AFTER_FAILURES, FOLLOW_UPS
from wardtui.domain.resident import Guardian
from wardtui.domain.vocabulary import (
    ActionKind,
    CloseReason,
    Failure,
    Need,
    Outcome,
    Step,
    SupportNeed,
)

ACTIVATION = msgspec.structs.replace(AN, needs=(Need.VNEID_ACCOUNT, Need.VNEID_ACTIVATION))
SEVENTH = "30/11 22:00"


def case_of(story: Story) -> Case:
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    return case


def next_of(story: Story) -> tuple[ActionKind, str]:
    action = case_of(story).next_action
    assert action is not None
    return action.kind, f"{action.due:%d/%m %H:%M}"


def after(failure: Failure, need: Need = Need.ID_CARD) -> Story:
    story = Story()
    story.listed(resident=msgspec.structs.replace(AN, needs=tuple(Need)))
    story.enrolled(need, MONDAY, failure=failure)
    return story


@pytest.mark.parametrize(
    ("failure", "kind", "due"),
    [
        (Failure.FINGERPRINTS_UNREADABLE, ActionKind.RETRY_ENROLMENT, "24/11 22:00"),
        (Failure.FACE_NOT_CAPTURED, ActionKind.RETRY_ENROLMENT, "24/11 22:00"),
        (Failure.IRIS_NOT_CAPTURED, ActionKind.RETRY_ENROLMENT, "24/11 22:00"),
        (Failure.DATA_MISMATCH, ActionKind.FIX_DATA, "24/11 22:00"),
        (Failure.MISSING_PAPERS, ActionKind.CALL, "24/11 22:00"),
        (Failure.GUARDIAN_ABSENT, ActionKind.REACH_GUARDIAN, "24/11 22:00"),
        (Failure.DEVICE_FAULT, ActionKind.BOOK, "24/11 22:00"),
        (Failure.NETWORK_FAULT, ActionKind.BOOK, "24/11 22:00"),
        (Failure.APP_ERROR, ActionKind.HELP_ACTIVATE, "24/11 22:00"),
        (Failure.SIM_NOT_OWN, ActionKind.HELP_ACTIVATE, "26/11 22:00"),
        (Failure.OTHER, ActionKind.RETRY_ENROLMENT, "24/11 22:00"),
    ],
)
def test_every_failure_has_its_next_step(failure: Failure, kind: ActionKind, due: str) -> None:
    story = after(failure)
    assert next_of(story) == (kind, due)
    assert case_of(story).why[-1].rule is Rule.ENROLMENT_FAILED


def test_the_tables_name_every_outcome_and_every_failure() -> None:
    assert {*FOLLOW_UPS} == {*Outcome}
    assert {*AFTER_FAILURES} == {*Failure}


def test_who_has_no_telephone_is_told_of_the_papers_at_the_door() -> None:
    story = Story()
    story.listed(resident=msgspec.structs.replace(AN, phones=()))
    story.enrolled(Need.ID_CARD, MONDAY, failure=Failure.MISSING_PAPERS)
    assert next_of(story)[0] is ActionKind.VISIT


def test_that_hands_are_to_be_warmed_is_learnt_from_fingerprints_that_could_not_be_read() -> None:
    story = after(Failure.FINGERPRINTS_UNREADABLE)
    assert case_of(story).support_needs == (SupportNeed.WARM_HANDS,)
    assert case_of(after(Failure.FACE_NOT_CAPTURED)).support_needs == ()
    story.enrolled(Need.ID_CARD, MONDAY + timedelta(days=1), step=Step.CAPTURED)
    assert Need.ID_CARD not in case_of(story).unmet
    assert case_of(story).support_needs == (SupportNeed.WARM_HANDS,), "the next time too"


def test_a_child_without_a_telephone_is_reached_by_the_guardians() -> None:
    child = msgspec.structs.replace(
        AN, phones=(), needs=(Need.CHILD_CARD,), guardian=Guardian("Nguyễn Thị Mai", "+84570000124")
    )
    story = Story()
    story.listed(resident=child)
    assert next_of(story)[0] is ActionKind.CALL
    story.called(Outcome.WRONG_NUMBER, MONDAY)
    assert next_of(story)[0] is ActionKind.VISIT


# The seven days


def approved(need: Need = Need.VNEID_ACCOUNT, at: datetime = MONDAY) -> Story:
    story = Story()
    story.listed(resident=ACTIVATION)
    story.enrolled(need, at, step=Step.APPROVED)
    return story


@pytest.mark.parametrize("need", [Need.VNEID_ACCOUNT, Need.VNEID_ACTIVATION])
def test_an_approved_account_is_to_be_activated_within_seven_days(need: Need) -> None:
    case = case_of(approved(need))
    assert f"{case.activate_by:%d/%m %H:%M}" == SEVENTH
    assert next_of(approved(need)) == (ActionKind.HELP_ACTIVATE, "26/11 22:00")
    assert case.why[-1].rule is Rule.ACTIVATION_CLOCK


def test_no_word_puts_the_help_off_beyond_the_seven_days() -> None:
    story = approved()
    asked = MONDAY + timedelta(days=10)
    story.called(Outcome.CALLBACK_REQUESTED, MONDAY + timedelta(days=1), call_back_at=asked)
    assert next_of(story) == (ActionKind.HELP_ACTIVATE, SEVENTH)
    sooner = approved()
    sooner.called(
        Outcome.CALLBACK_REQUESTED, MONDAY + timedelta(days=1), call_back_at=MONDAY.replace(day=25)
    )
    assert next_of(sooner) == (ActionKind.CALL_BACK, "25/11 09:00")


def test_when_the_seven_days_are_over_what_was_said_since_counts_again() -> None:
    story = approved()
    story.called(Outcome.NOT_NOW, MONDAY + timedelta(days=9))
    assert next_of(story)[0] is ActionKind.CALL_BACK
    assert case_of(story).activate_by is not None, "the case still says why the app refuses"


def test_a_report_that_somebody_died_goes_before_any_clock() -> None:
    story = approved()
    story.called(Outcome.DEATH_REPORTED, MONDAY + timedelta(days=6, hours=13))
    assert next_of(story)[0] is ActionKind.CONFIRM_STATUS


def test_a_new_approval_starts_the_clock_again_and_the_activation_ends_it() -> None:
    story = approved()
    later = MONDAY + timedelta(days=20)
    story.enrolled(Need.VNEID_ACTIVATION, MONDAY + timedelta(days=9), failure=Failure.APP_ERROR)
    story.enrolled(Need.VNEID_ACCOUNT, later, step=Step.APPROVED)
    assert f"{case_of(story).activate_by:%d/%m}" == "20/12"
    story.enrolled(Need.VNEID_ACTIVATION, later, step=Step.ACTIVATED)
    assert case_of(story).activate_by is None


def test_no_clock_runs_where_nobody_asks_for_activation_or_the_case_is_closed() -> None:
    story = Story()
    story.listed(resident=AN)
    story.enrolled(Need.VNEID_ACCOUNT, MONDAY, step=Step.APPROVED)
    assert case_of(story).activate_by is None
    assert next_of(story)[0] is ActionKind.BOOK, "the card is what is left"
    closed = approved()
    closed.closed(MONDAY, CloseReason.EMIGRATED)
    assert case_of(closed).activate_by is None
