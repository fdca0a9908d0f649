"""Nobody can fall through: what holds of the ladder for any history, policy and clock."""

from datetime import datetime, timedelta

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.builders import DEVICE, RESIDENT, WARD, case_under
from tests.faults.sizes import size
from tests.lives import Life, forces, lives
from tests.strategies import EVENT_IDS, histories, moments
from wardtui.domain.arrangement import arranged
from wardtui.domain.case import Case
from wardtui.domain.escalation import Decision, decide, next_decision
from wardtui.domain.escalation_events import EscalationRaised
from wardtui.domain.events import Entry, EventRetracted
from wardtui.domain.fold import State, fold
from wardtui.domain.following import follows
from wardtui.domain.ids import EventId, ResidentId
from wardtui.domain.ladder import FIRST_LEVEL, Ladder
from wardtui.domain.policy import PAUSE_OVER, InForce
from wardtui.domain.vocabulary import Origin, RungKind, Status
from wardtui.services.policies import shipped_force
from wardtui.services.writing import rule_made

EXAMPLES = settings(max_examples=size(60, 1500), deadline=None)
THREE = shipped_force()

short_spans = st.timedeltas(timedelta(0), timedelta(days=60))


def go_on(state: State, resident: ResidentId, now: datetime) -> list[tuple[Case, Decision, Case]]:
    """All that the policy has decided about somebody by a moment: before, what, after."""
    steps: list[tuple[Case, Decision, Case]] = []
    case = state.cases[resident]
    known = {event for log in state.logs.values() for event in log}
    while (decision := decide(case, state.arrangement.force(case.ward), now)) is not None:
        assert decision.event_id not in known, "what was decided is not decided again"
        known.add(decision.event_id)
        number = 2**52 + len(steps)
        event = rule_made(decision, case.ward, DEVICE, number, now)
        state.apply([Entry(event, None, case.ward)])
        after = state.cases[resident]
        assert after.ladder.rungs[-1].event == decision.event_id, "a decision has effect"
        steps.append((case, decision, after))
        case = after
    return steps


def lived(life: Life) -> Case:
    case = case_under(life.entries, life.force, RESIDENT)
    assert case is not None
    return case


def check_next_action(case: Case) -> None:
    assert (case.next_action is not None) == case.status.needs_action
    if case.next_action is not None:
        assert case.next_action.owner
        assert case.next_action.due.tzinfo is not None


def check_way(case: Case) -> None:
    """The rungs lead from the first level to where the case stands, without a break."""
    level = FIRST_LEVEL
    for rung in case.ladder.rungs:
        assert rung.from_level == level
        assert rung.changes_level == (rung.to_level != level)
        if rung.rule is not None:
            assert rung.kind in (RungKind.RAISED, RungKind.RESUMED)
        level = rung.to_level
        assert level >= FIRST_LEVEL
    assert case.level == level


@EXAMPLES
@given(histories, forces(), moments)
def test_every_open_case_has_one_next_action_at_one_level_whatever_time_it_is(
    history: list[Entry], force: InForce, now: datetime
) -> None:
    state = fold(history, force)
    for resident, case in list(state.cases.items()):
        check_next_action(case)
        check_way(case)
        for _, _, after in go_on(state, resident, now):
            check_next_action(after)
            check_way(after)


@EXAMPLES
@given(lives(), short_spans)
def test_every_decision_has_effect_at_once_and_the_chain_of_decisions_ends(
    life: Life, later: timedelta
) -> None:
    state = fold(life.entries, life.force)
    for before, decision, after in go_on(state, RESIDENT, life.now + later):
        assert after.ladder.rungs[-1].at == decision.at
        check_next_action(after)
        check_way(after)
        if decision.rule == PAUSE_OVER:
            assert (before.status, after.status) == (Status.PAUSED, Status.OPEN)
        else:
            assert after.level == before.level + 1 <= life.force.policy.top


@EXAMPLES
@given(histories, forces(), st.randoms(use_true_random=False), st.integers(1, 5))
def test_the_order_of_arrival_changes_nothing_while_the_server_keeps_its_own(
    history: list[Entry], force: InForce, chance: object, pieces: int
) -> None:
    first: dict[EventId, Entry] = {}
    for number, entry in enumerate(history, start=1):
        first.setdefault(entry.event.id, Entry(entry.event, number, WARD))
    numbered = list(first.values())
    shuffled = list(numbered)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    state = State(force)
    for start in range(pieces):
        state.apply(shuffled[start::pieces])
    assert state.cases == fold(numbered, force).cases


@EXAMPLES
@given(histories, histories, forces())
def test_folding_on_gives_what_folding_at_once_gives(
    a: list[Entry], b: list[Entry], force: InForce
) -> None:
    assert fold(a, force).apply(b).cases == fold(a + b, force).cases


@EXAMPLES
@given(lives(), short_spans, short_spans)
def test_levels_only_rise_while_nobody_acts_and_later_clocks_only_add_decisions(
    life: Life, sooner: timedelta, more: timedelta
) -> None:
    first = go_on(fold(life.entries, life.force), RESIDENT, life.now + sooner)
    second = go_on(fold(life.entries, life.force), RESIDENT, life.now + sooner + more)
    made = [decision.event_id for _, decision, _ in second]
    assert made[: len(first)] == [decision.event_id for _, decision, _ in first]
    levels = [case.level for before, _, after in second for case in (before, after)]
    assert levels == sorted(levels)


@EXAMPLES
@given(lives())
def test_a_case_says_when_it_moves(life: Life) -> None:
    case = lived(life)
    if case.moves_at is None:
        assert follows(case, life.force, life.now + timedelta(days=36500)) is None
    else:
        assert follows(case, life.force, case.moves_at) is not None
        before = case.moves_at - timedelta(microseconds=1)
        assert follows(case, life.force, before) is None


@EXAMPLES
@given(lives(), short_spans)
def test_a_decision_holds_from_when_its_facts_were_known_and_its_case_went_on(
    life: Life, later: timedelta
) -> None:
    for before, decision, _ in go_on(fold(life.entries, life.force), RESIDENT, life.now + later):
        known = {one.event: one.known_at for one in before.ladder.tries}
        assert all(known[fact] <= decision.at for fact in decision.facts if fact in known)
        assert decision.at >= before.ladder.since
        assert decision.at >= before.ladder.clock_since
        assert decision.by_time or decision.trigger in known
        assert decision.trigger in decision.facts


def answered_or_over(ladder: Ladder, level: int, decision: Decision, force: InForce) -> bool:
    taken = ladder.accepted
    if taken is None:
        return decision.at >= force.policy.answer_by(level, ladder.since)
    if decision.at >= force.policy.answer_by(level, taken.at):
        return True
    after = {one.event for one in ladder.tries if one.at >= taken.at}
    rule = next(one for one in force.policy.rules if one.id == decision.rule)
    clocks = (rule.unanswered, rule.days_to_deadline)
    return clocks == (False, None) and bool(after & {*decision.facts} or rule.days_without_contact)


@EXAMPLES
@given(lives(), short_spans)
def test_no_rule_leaves_a_level_above_the_first_in_its_answer_time_unless_it_was_taken_and_tried(
    life: Life, later: timedelta
) -> None:
    for before, decision, after in go_on(
        fold(life.entries, life.force), RESIDENT, life.now + later
    ):
        if before.level > FIRST_LEVEL and after.level > before.level:
            assert answered_or_over(before.ladder, before.level, decision, life.force)


@EXAMPLES
@given(lives(alone=True), short_spans)
def test_nothing_is_decided_for_a_moment_at_which_the_case_was_paused_closed_or_enrolled(
    life: Life, later: timedelta
) -> None:
    for _, decision, _ in go_on(fold(life.entries, life.force), RESIDENT, life.now + later):
        # What stood there when the decision holds; what was told at that very moment came first.
        then = [entry for entry in life.entries if entry.event.recorded_at <= decision.at]
        case = case_under(then, life.force, RESIDENT)
        assert case is not None
        if decision.at <= life.now:
            expected = Status.PAUSED if decision.rule == PAUSE_OVER else Status.OPEN
            assert case.status is expected or has_gone_on(case, decision)


def has_gone_on(case: Case, decision: Decision) -> bool:
    """Whether a case goes on after a pause at the very moment of a decision."""
    pause = case.ladder.pause
    return pause is not None and pause.until is not None and pause.until <= decision.at


@EXAMPLES
@given(lives() | lives(st.just(THREE)), st.data())
def test_nothing_raises_a_case_that_is_paused_closed_or_enrolled(
    life: Life, data: st.DataObject
) -> None:
    case = lived(life)
    assume(case.status is not Status.OPEN)
    next_one = next_decision(case, life.force)
    assert next_one is None or (case.status, next_one.rule) == (Status.PAUSED, PAUSE_OVER)
    trigger = data.draw(st.sampled_from([entry.event.id for entry in life.entries]))
    body = EscalationRaised(from_level=case.level, to_level=case.level + 1)
    by_rule = msgspec.structs.replace(
        body, rule=THREE.policy.rules[0].id, trigger=trigger, policy=THREE.version
    )
    for raised in (body, by_rule):
        assert told(life, raised).ladder.rungs == case.ladder.rungs


def told(life: Life, body: EscalationRaised | EventRetracted) -> Case:
    """The case when one more thing was said behind all others."""
    last = life.entries[-1].event
    event = msgspec.structs.replace(
        last,
        id=EVENT_IDS[0],
        type=body.TYPE,
        device_seq=last.device_seq + 1,
        occurred_at=life.now,
        recorded_at=life.now,
        body=body,
    )
    case = case_under([*life.entries, Entry(event, None, WARD)], life.force, RESIDENT)
    assert case is not None
    return case


@EXAMPLES
@given(lives(st.just(THREE)), short_spans)
def test_a_raise_whose_trigger_is_taken_back_has_no_effect(life: Life, later: timedelta) -> None:
    state = fold(life.entries, life.force)
    go_on(state, RESIDENT, life.now + later)
    raised = [rung for rung in state.cases[RESIDENT].ladder.rungs if rung.rule is not None]
    # What a rule made falls with what somebody did; the list itself cannot be taken away here.
    made_by_people = {one.event.id for one in life.entries[1:] if one.event.origin is Origin.PERSON}
    raised = [rung for rung in raised if rung.trigger in made_by_people]
    assume(raised)
    log = sorted(state.logs[RESIDENT].values(), key=lambda entry: entry.order)
    trigger = raised[-1].trigger
    assert trigger is not None
    case = told(Life(log, life.force, life.now + later), EventRetracted(event=trigger))
    assert raised[-1].event not in {rung.event for rung in case.ladder.rungs}
    check_next_action(case)
    check_way(case)


@EXAMPLES
@given(histories, histories, forces())
def test_arranging_twice_changes_nothing_and_another_policy_leaves_no_trace(
    history: list[Entry], other: list[Entry], force: InForce
) -> None:
    one, two = fold(history, force), fold(other)
    for case in one.cases.values():
        assert arranged(case, one.arrangement) is case
        assert arranged(arranged(case, two.arrangement), one.arrangement) == case


@EXAMPLES
@given(lives(st.just(THREE)))
def test_under_the_three_levels_nobody_open_below_the_top_is_left_where_they_are(
    life: Life,
) -> None:
    case = lived(life)
    assume(case.status.needs_action and case.level < THREE.policy.top)
    assert case.moves_at is not None
