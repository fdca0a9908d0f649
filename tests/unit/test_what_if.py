"""What if: a history gone through once more under another policy."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.builders import AN, DEVICE, MONDAY, RESIDENT, Story, go_on
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.escalation import Decision
from wardtui.domain.events import Entry, Event
from wardtui.domain.policy import EscalationRule, InForce, Policy, RuleId
from wardtui.domain.vocabulary import Outcome, RungKind, Status, SupportNeed
from wardtui.domain.what_if import could_move, done_by_people, replay
from wardtui.services.policies import shipped_names, shipped_policy
from wardtui.services.writing import rule_made

THREE = shipped_policy()


def with_rules(*rules: EscalationRule) -> Policy:
    """The three levels with other rules."""
    return msgspec.structs.replace(THREE, name="other", rules=rules)


def impatient(attempts: int) -> Policy:
    """One that raises after so many attempts that reached nobody, and nothing else."""
    return with_rules(EscalationRule(id=RuleId("unreachable"), failed_attempts=attempts))


def in_force(policy: Policy) -> InForce:
    return InForce(policy, policy.version)


def day(number: int, hour: int = 19) -> datetime:
    return (MONDAY + timedelta(days=number)).replace(hour=hour)


def replayed(entries: Sequence[Entry], policy: Policy, now: datetime) -> Case:
    def fold(log: Sequence[Entry]) -> Case | None:
        return fold_case(RESIDENT, log)

    def make(decision: Decision) -> Event:
        return rule_made(decision, None, DEVICE, 1, now)

    case = replay(done_by_people(entries), in_force(policy), now, fold, make)
    assert case is not None
    return case


@pytest.fixture
def tried() -> Story:
    """Somebody who was called in vain on three evenings and so was raised, and not accepted."""
    story = Story()
    story.listed(MONDAY)
    for number in range(3):
        story.called(Outcome.NO_ANSWER, day(number))
        story.goes_on(in_force(THREE), day(number))
    return story


def test_under_the_policy_that_was_in_force_everything_is_as_it_is(tried: Story) -> None:
    is_now = fold_case(RESIDENT, tried.entries)
    assert is_now is not None
    assert is_now.level == 2
    assert replayed(tried.entries, THREE, day(3)).ladder == is_now.ladder


def test_a_policy_that_asks_for_less_raises_sooner_and_at_that_moment(tried: Story) -> None:
    case = replayed(tried.entries, impatient(2), day(3))
    (rung,) = case.ladder.rungs
    assert (rung.kind, rung.rule, rung.at) == (RungKind.RAISED, "unreachable", day(1))
    assert rung.policy == impatient(2).version


def test_a_policy_that_asks_for_more_leaves_the_case_where_it_was(tried: Story) -> None:
    case = replayed(tried.entries, impatient(4), day(3))
    assert (case.level, case.ladder.rungs) == (1, ())


def test_what_time_decides_comes_between_what_people_did() -> None:
    story = Story()
    story.listed(MONDAY)
    story.called(Outcome.AGREED_NO_DATE, day(20))
    policy = with_rules(EscalationRule(id=RuleId("no_contact"), days_without_contact=14))
    (rung,) = replayed(story.entries, policy, day(21)).ladder.rungs
    assert (rung.rule, rung.at) == ("no_contact", MONDAY + timedelta(days=14))


def test_an_acceptance_counts_where_it_fits_and_nowhere_else(tried: Story) -> None:
    tried.accepted(day(3))
    fits = replayed(tried.entries, impatient(2), day(4))
    assert [rung.kind for rung in fits.ladder.rungs] == [RungKind.RAISED, RungKind.ACCEPTED]
    assert replayed(tried.entries, impatient(4), day(4)).ladder.rungs == ()


def test_what_somebody_raised_stays_raised_under_every_policy() -> None:
    story = Story()
    story.listed(MONDAY)
    story.raised(day(0))
    for name in shipped_names():
        assert replayed(story.entries, shipped_policy(name), day(1)).level == 2


def test_what_was_taken_back_counts_as_never_done(tried: Story) -> None:
    tried.retracted(tried.called(Outcome.NO_ANSWER, day(3)), day(3))
    assert replayed(tried.entries, impatient(4), day(4)).level == 1
    assert replayed(tried.entries, impatient(3), day(4)).level == 2


def test_a_pause_ends_by_itself_under_every_policy() -> None:
    story = Story()
    story.listed(MONDAY)
    story.paused(day(0), until=day(2))
    story.goes_on(in_force(THREE), day(3))
    case = replayed(story.entries, impatient(2), day(3))
    assert case.status is Status.OPEN
    assert [rung.kind for rung in case.ladder.rungs] == [RungKind.PAUSED, RungKind.RESUMED]


def test_a_support_need_that_was_learnt_late_does_not_undo_what_came_before() -> None:
    story = Story()
    story.listed(MONDAY)
    for number in range(2):
        story.called(Outcome.DECLINED, day(number))
    story.visited(Outcome.HOME_VISIT_REQUESTED, day(3))
    case = replayed(story.entries, THREE, day(4))
    assert SupportNeed.HOME_SERVICE in case.support_needs
    assert (case.level, case.ladder.rungs[0].rule) == (2, "declined")


def test_a_clock_that_was_wrong_decides_nothing_after_the_present() -> None:
    story = Story()
    story.listed(MONDAY)
    story.called(Outcome.NO_ANSWER, day(4000))
    case = replayed(story.entries, THREE, day(1))
    assert case.ladder.rungs == ()


def test_of_somebody_who_is_not_listed_there_is_no_case() -> None:
    story = Story()
    story.called(Outcome.NO_ANSWER, day(0))
    assert replay(story.entries, in_force(THREE), day(1), lambda _: None, _never) is None


def _never(_: Decision) -> Event:
    raise AssertionError


# Any history


OUTCOMES = (
    Outcome.NO_ANSWER,
    Outcome.NOT_HOME,
    Outcome.DECLINED,
    Outcome.MISSED,
    Outcome.AGREED_NO_DATE,
    Outcome.APPOINTMENT_MADE,
    Outcome.HOME_VISIT_REQUESTED,
    Outcome.DEATH_REPORTED,
)
LADDER = ("accept", "return", "resolve", "raise", "pause", "resume", "close", "reopen")

steps = st.tuples(st.integers(1, 24 * 16), st.sampled_from([*OUTCOMES, *OUTCOMES, *LADDER]))
"""Hours until something happens, and what."""

rules = st.builds(
    lambda attempts, **others: EscalationRule(
        failed_attempts=attempts[0], distinct_days=attempts[1], **others
    ),
    attempts=st.sampled_from([(None, None), (None, None), (1, None), (2, None), (2, 2), (3, 2)]),
    id=st.sampled_from([RuleId("one"), RuleId("two"), RuleId("three")]),
    refusals=st.sampled_from([None, None, None, 1]),
    missed_bookings=st.sampled_from([None, None, None, 1]),
    broken_promises=st.sampled_from([None, None, None, 1]),
    days_without_contact=st.sampled_from([None, None, 3, 14]),
    days_to_deadline=st.sampled_from([None, None, None, 7]),
    unanswered=st.sampled_from([False, False, True]),
)

policies = st.one_of(
    st.sampled_from([shipped_policy(name) for name in shipped_names()]),
    st.builds(
        lambda rules, deadline: msgspec.structs.replace(with_rules(*rules), deadline=deadline),
        st.lists(rules, max_size=3, unique_by=lambda rule: rule.id),
        st.sampled_from([None, day(20).date()]),
    ),
)


def lived(told: Sequence[tuple[int, Outcome | str]], policy: Policy) -> tuple[Story, datetime]:
    """A history as a device records it under a policy: what time has decided comes first."""
    story, now = Story(), MONDAY
    force = in_force(policy)
    story.listed(now, AN)
    for hours, what in told:
        now += timedelta(hours=hours)
        story.goes_on(force, now)
        case = fold_case(RESIDENT, story.entries)
        assert case is not None
        match what:
            case Outcome() as outcome:
                promises = outcome is Outcome.APPOINTMENT_MADE
                promised = now + timedelta(days=2) if promises else None
                story.called(outcome, now, promised_for=promised)
            case "accept":
                story.accepted(now, case.level)
            case "return" if case.level > 1:
                story.returned(now, case.level, case.level - 1)
            case "resolve":
                story.resolved(now, case.level)
            case "raise":
                story.raised(now, case.level)
            case "pause":
                story.paused(now, now + timedelta(days=3))
            case "resume":
                story.resumed(now)
            case "close":
                story.closed(now)
            case "reopen":
                story.reopened(now)
        story.goes_on(force, now)
    return story, now


@given(told=st.lists(steps, max_size=9), policy=policies)
def test_the_policy_that_was_in_force_gives_every_history_as_it_was(
    told: list[tuple[int, Outcome | str]], policy: Policy
) -> None:
    story, now = lived(told, policy)
    is_now = fold_case(RESIDENT, story.entries)
    then = replayed(story.entries, policy, now)
    assert is_now is not None
    event(f"rungs: {min(len(is_now.ladder.rungs), 4)}")
    assert (then.level, then.status, then.ladder) == (is_now.level, is_now.status, is_now.ladder)


@given(told=st.lists(steps, max_size=9), was=policies, tried=policies)
def test_the_quick_look_overlooks_nobody_whom_a_policy_moves(
    told: list[tuple[int, Outcome | str]], was: Policy, tried: Policy
) -> None:
    story, now = lived(told, was)
    done = done_by_people(story.entries)
    log: list[Entry] = []
    for entry in done:
        log = [*go_on(log, in_force(tried), entry.event.known_at).entries, entry]
    looked_at_every_step = go_on(log, in_force(tried), now).case
    assert looked_at_every_step is not None
    moved, could = bool(looked_at_every_step.ladder.rungs), could_move(done, tried, now)
    event(f"moved: {moved}, could: {could}")
    assert could or not moved
    assert replayed(story.entries, tried, now).ladder == looked_at_every_step.ladder
