"""Why a case stands where it does: what is said of it, and that the engine does nothing else."""

from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import AN, DEVICE, MONDAY, RESIDENT, SUNDAY_MORNING, WARD, Story
from wardtui.domain.arrangement import Arrangement, arranged
from wardtui.domain.body import Body
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.escalation import answer_due, decide, next_decision
from wardtui.domain.escalation_events import (
    CasePaused,
    EscalationAccepted,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
)
from wardtui.domain.events import EnrolmentRecorded, Entry, ResidentClosed
from wardtui.domain.explaining import (
    Condition,
    Counter,
    Discounted,
    Explained,
    Hold,
    RuleProgress,
    WayDown,
    explain,
)
from wardtui.domain.moments import TimeSlot
from wardtui.domain.policy import (
    PAUSE_OVER,
    EscalationRule,
    InForce,
    Policy,
    RuleId,
    WithSupportNeeds,
)
from wardtui.domain.vocabulary import (
    CloseReason,
    Need,
    Outcome,
    PauseReason,
    RungKind,
    Step,
    SupportNeed,
)
from wardtui.services.policies import shipped_force, shipped_names, shipped_policy
from wardtui.services.writing import rule_made

FORCE = shipped_force()
THREE = FORCE.policy
UNREACHABLE = RuleId("unreachable")


def progress_of(explained: Explained, rule: RuleId) -> RuleProgress | None:
    """How far a rule has come, when it applies at the level."""
    return next((one for one in explained.rules if one.rule.id == rule), None)


def folded(story: Story, force: InForce = FORCE) -> Case:
    """The case as it is recorded."""
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    return arranged(case, Arrangement({}, {}, force))


def moved(story: Story, now: datetime, force: InForce = FORCE) -> Case:
    """The case with all that the policy has decided by now."""
    while (decision := decide(folded(story, force), force, now)) is not None:
        number = len(story.entries) + 1
        story.entries.append(Entry(rule_made(decision, WARD, DEVICE, number, now), None, WARD))
    return folded(story, force)


def told(story: Story, now: datetime, force: InForce = FORCE) -> Explained:
    return explain(moved(story, now, force), force, now)


def with_rules(*rules: EscalationRule, deadline: date | None = None) -> InForce:
    policy = msgspec.structs.replace(THREE, rules=rules, deadline=deadline)
    return InForce(policy, policy.version)


def counters(explained: Explained, rule: RuleId) -> dict[Condition, Counter]:
    progress = progress_of(explained, rule)
    assert progress is not None
    return {one.condition: one for one in progress.counters}


def raised_by_hand(story: Story, at: datetime) -> None:
    story.add(
        EscalationRaised(from_level=1, to_level=2, policy=FORCE.version, reason="Cần gặp tại nhà"),
        at,
    )


def three_failed_tries() -> Story:
    story = Story()
    story.listed()
    story.called(Outcome.NO_ANSWER, MONDAY)
    story.called(Outcome.BUSY, MONDAY + timedelta(days=1))
    story.visited(Outcome.NOT_HOME, MONDAY + timedelta(days=2, hours=10))
    return story


def test_a_case_that_nobody_tried_stands_at_the_first_level_and_goes_up_after_two_weeks() -> None:
    story = Story()
    story.listed()
    explained = told(story, MONDAY)
    assert (explained.level, explained.came, explained.comes_down) == (1, None, ())
    assert explained.title == THREE.levels[0].title
    assert explained.since == SUNDAY_MORNING
    assert explained.next is not None
    assert explained.next.rule == "no_contact"
    assert explained.next.at == SUNDAY_MORNING + timedelta(days=14)


def test_a_rule_on_its_way_tells_what_is_there_and_what_is_missing() -> None:
    story = Story()
    story.listed()
    story.called(Outcome.NO_ANSWER, MONDAY)
    story.called(Outcome.NO_ANSWER, MONDAY + timedelta(hours=1))
    now = MONDAY + timedelta(days=1)
    found = counters(told(story, now), UNREACHABLE)
    assert found == {
        Condition.FAILED_ATTEMPTS: Counter(
            condition=Condition.FAILED_ATTEMPTS, needed=3, have=2, missing=1
        ),
        Condition.DISTINCT_DAYS: Counter(
            condition=Condition.DISTINCT_DAYS, needed=3, have=1, missing=2
        ),
        Condition.TIME_SLOTS: Counter(condition=Condition.TIME_SLOTS, needed=1, have=0, missing=1),
    }


def test_a_case_that_was_raised_names_the_rule_its_version_and_the_facts() -> None:
    story = three_failed_tries()
    tries = tuple(entry.event.id for entry in story.entries[1:])
    now = MONDAY + timedelta(days=3)
    explained = told(story, now)
    came = explained.came
    assert explained.level == 2
    assert came is not None
    assert (came.kind, came.rule, came.policy) == (RungKind.RAISED, UNREACHABLE, FORCE.version)
    assert came.facts == tries
    assert explained.accepted is None
    assert explained.comes_down == (
        WayDown.RETURNED,
        WayDown.RESOLVED,
        WayDown.NEEDS_MET,
        WayDown.TRIGGER_RETRACTED,
    )


def test_until_a_level_has_taken_a_case_only_its_answer_time_counts() -> None:
    now = MONDAY + timedelta(days=3)
    explained = told(three_failed_tries(), now)
    assert {one.rule.id: one.discounted for one in explained.rules} == {
        "unreachable": Discounted.NOT_ACCEPTED,
        "declined": Discounted.NOT_ACCEPTED,
        "missed_bookings": Discounted.NOT_ACCEPTED,
        "broken_promises": Discounted.NOT_ACCEPTED,
        "no_contact": Discounted.NOT_ACCEPTED,
        "unanswered": None,
        "deadline": Discounted.NO_DEADLINE,
    }
    assert explained.next is not None
    assert explained.next.rule == "unanswered"
    assert explained.next.to_level == 3
    [unanswered] = counters(explained, RuleId("unanswered")).values()
    assert unanswered.at == explained.next.at
    assert unanswered.missing == 5, "three working days: Thursday, Friday, Monday"


def test_at_the_top_a_case_becomes_overdue_only() -> None:
    story = three_failed_tries()
    explained = told(story, MONDAY + timedelta(days=20))
    assert (explained.level, explained.hold) == (3, Hold.TOP)
    assert (explained.next, explained.rules) == (None, ())
    assert explained.held_until == answer_due(folded(story), FORCE)


def test_what_came_back_tells_what_is_asked_for() -> None:
    story = Story()
    story.listed()
    raised_by_hand(story, MONDAY)
    story.add(EscalationAccepted(level=2), MONDAY + timedelta(hours=1))
    now = MONDAY + timedelta(hours=2)
    taken = told(story, now)
    assert taken.accepted is not None
    assert taken.accepted.by == "officer-1"
    assert WayDown.TRIGGER_RETRACTED not in taken.comes_down, "somebody raised it"
    story.add(
        EscalationReturned(from_level=2, to_level=1, instruction="Đến nhà tối thứ Bảy"),
        MONDAY + timedelta(hours=3),
    )
    explained = told(story, now + timedelta(hours=2))
    assert (explained.level, explained.comes_down) == (1, ())
    assert explained.instruction == "Đến nhà tối thứ Bảy"
    assert [rung.kind for rung in explained.rungs] == [
        RungKind.RAISED,
        RungKind.ACCEPTED,
        RungKind.RETURNED,
    ]


def test_who_needs_support_is_served_at_home_and_not_raised_for_a_refusal() -> None:
    story = Story()
    story.listed()
    story.called(Outcome.DECLINED, MONDAY, support_needs=(SupportNeed.COMPANION,))
    story.called(Outcome.DECLINED, MONDAY + timedelta(days=3))
    explained = told(story, MONDAY + timedelta(days=4))
    progress = progress_of(explained, RuleId("declined"))
    assert progress is not None
    assert progress.discounted is Discounted.SERVED_AT_HOME
    assert progress.counters[0].missing == 0
    assert progress.at is None
    assert explained.level == 1


def test_a_report_that_somebody_has_died_stops_the_counting_of_contacts() -> None:
    story = Story()
    story.listed()
    raised_by_hand(story, MONDAY)
    story.add(EscalationAccepted(level=2), MONDAY + timedelta(hours=1))
    story.visited(Outcome.DEATH_REPORTED, MONDAY + timedelta(hours=2))
    explained = told(story, MONDAY + timedelta(hours=3))
    progress = progress_of(explained, UNREACHABLE)
    assert progress is not None
    assert progress.discounted is Discounted.STOPPED
    assert WayDown.CLOSED in explained.comes_down


def test_a_paused_case_goes_on_by_itself() -> None:
    story = Story()
    story.listed()
    until = MONDAY + timedelta(days=30)
    story.add(CasePaused(until=until, reason=PauseReason.AWAY), MONDAY)
    explained = told(story, MONDAY + timedelta(days=20))
    assert (explained.hold, explained.held_until, explained.rules) == (Hold.PAUSED, until, ())
    assert explained.next is not None
    assert (explained.next.rule, explained.next.at) == (PAUSE_OVER, until)


def test_what_was_agreed_with_the_resident_is_waited_for() -> None:
    story = Story()
    story.listed()
    story.called(Outcome.DECLINED, MONDAY)
    coming = MONDAY + timedelta(days=3)
    story.called(Outcome.DECLINED, MONDAY + timedelta(days=1), call_back_at=coming)
    explained = told(story, MONDAY + timedelta(days=2))
    assert explained.hold is Hold.AGREED
    assert explained.held_until == coming.replace(hour=22)
    progress = progress_of(explained, RuleId("declined"))
    assert progress is not None
    assert progress.at == explained.held_until


@pytest.mark.parametrize(
    "body",
    [
        ResidentClosed(reason=CloseReason.NOT_IN_SCOPE),
        EnrolmentRecorded(need=Need.ID_CARD, step=Step.CAPTURED),
    ],
)
def test_a_case_on_which_nothing_is_left_to_do_has_left_the_ladder(body: Body) -> None:
    story = Story()
    story.listed(resident=msgspec.structs.replace(AN, needs=(Need.ID_CARD,)))
    raised_by_hand(story, MONDAY)
    story.add(body, MONDAY + timedelta(hours=1))
    explained = told(story, MONDAY + timedelta(days=30))
    assert (explained.hold, explained.next, explained.comes_down) == (Hold.OVER, None, ())


def test_the_deadline_counts_the_days_until_its_rule() -> None:
    rule = EscalationRule(id=RuleId("deadline"), days_to_deadline=7)
    force = with_rules(rule, deadline=date(2026, 12, 31))
    story = Story()
    story.listed()
    [counter] = counters(told(story, MONDAY, force), rule.id).values()
    assert f"{counter.at:%d/%m %H:%M}" == "24/12 00:00"
    assert counter.missing == 31, "not before the thirty-first day from nine in the morning is over"


# ---- never another word than the engine's

OUTCOMES = (
    Outcome.NO_ANSWER,
    Outcome.NOT_HOME,
    Outcome.DECLINED,
    Outcome.MISSED,
    Outcome.AGREED_NO_DATE,
    Outcome.CALLBACK_REQUESTED,
    Outcome.DEATH_REPORTED,
)
hours = st.integers(0, 24 * 20).map(lambda count: MONDAY + timedelta(hours=count))
later_hours = st.integers(1, 24 * 30).map(lambda count: MONDAY + timedelta(hours=count))
ladder_bodies = st.one_of(
    st.just(EscalationRaised(from_level=1, to_level=2, policy=FORCE.version)),
    st.just(EscalationAccepted(level=2)),
    st.just(EscalationReturned(from_level=2, to_level=1)),
    st.just(EscalationResolved(from_level=2)),
    st.builds(CasePaused, until=later_hours, reason=st.just(PauseReason.AWAY)),
)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    story = Story()
    story.listed()
    for at in sorted(draw(st.lists(hours, max_size=8))):
        if draw(st.integers(0, 3)) == 0:
            story.add(draw(ladder_bodies), at)
            continue
        details: dict[str, object] = {}
        if draw(st.booleans()):
            details["promised_for"] = draw(later_hours)
        if draw(st.integers(0, 4)) == 0:
            details["support_needs"] = (SupportNeed.TRANSPORT,)
        call = draw(st.booleans())
        log = story.called if call else story.visited
        log(draw(st.sampled_from(OUTCOMES)), at, **details)
    return story


def _count(most: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(1, most)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    policy = shipped_policy(draw(st.sampled_from(shipped_names())))
    if draw(st.booleans()):
        return policy
    rules = tuple(
        EscalationRule(
            id=RuleId(f"rule_{number}"),
            failed_attempts=draw(_count(3)),
            distinct_days=draw(_count(2)),
            time_slots=draw(st.sampled_from([(), (TimeSlot.EVENING, TimeSlot.WEEKEND)])),
            refusals=draw(_count(2)),
            missed_bookings=draw(_count(2)),
            broken_promises=draw(_count(2)),
            days_without_contact=draw(_count(10)),
            days_to_deadline=draw(st.none() | st.integers(0, 30)),
            unanswered=draw(st.booleans()),
            with_support_needs=draw(st.sampled_from(WithSupportNeeds)),
        )
        for number in range(draw(st.integers(1, 3)))
    )
    return msgspec.structs.replace(policy, rules=rules, deadline=date(2026, 12, 20))


@given(stories(), policies(), st.integers(0, 24 * 40))
def test_an_explanation_never_contradicts_the_engine(
    story: Story, policy: Policy, elapsed: int
) -> None:
    force = InForce(policy, policy.version)
    now = story.entries[-1].event.occurred_at + timedelta(hours=elapsed)
    case = folded(story, force)
    explained = explain(case, force, now)
    assert explained.next == next_decision(case, force)
    if explained.hold is None:
        told_at = [one.at for one in explained.rules if one.at is not None]
        assert min(told_at, default=None) == (explained.next.at if explained.next else None)
    for one in explained.rules:
        fires = one.at is not None and one.at <= now
        if one.discounted is not None:
            assert one.at is None
        elif any(counter.missing is None for counter in one.counters):
            continue
        elif explained.hold is None:
            complete = bool(one.counters) and not any(counter.missing for counter in one.counters)
            assert fires == complete
        elif explained.hold in (Hold.BOOKED, Hold.AGREED):
            assert not fires


@given(stories(), st.integers(0, 24 * 40))
def test_every_open_case_can_tell_what_follows_or_that_nothing_does(
    story: Story, elapsed: int
) -> None:
    now = story.entries[-1].event.occurred_at + timedelta(hours=elapsed)
    case = moved(story, now)
    explained = explain(case, FORCE, now)
    assert case.status.needs_action == (explained.hold is not Hold.OVER)
    assert bool(explained.comes_down) == (case.level > 1)
    assert explained.rungs == case.ladder.rungs
    if explained.next is not None:
        assert explained.next.at > now
    elif explained.hold is Hold.TOP:
        assert explained.held_until is not None
