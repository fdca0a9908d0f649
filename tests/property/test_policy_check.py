"""What is said about the rules of a policy is true of all cases there can be."""

from collections.abc import Iterator
from itertools import combinations, product

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.property.test_policy import asks, some
from wardtui.domain.moments import TimeSlot
from wardtui.domain.policy import (
    EscalationRule,
    Policy,
    PolicyLevel,
    RuleId,
    Title,
    WithSupportNeeds,
)
from wardtui.domain.policy_check import CaseState, RemarkKind, check, holds, least_states
from wardtui.domain.vocabulary import Role

SMALL = st.none() | st.integers(1, 2)
BIG = 3
"""More than any condition of the small rules asks for."""


@st.composite
def small_rules(draw: st.DrawFn, name: str) -> EscalationRule:
    attempts = draw(SMALL)
    rule = EscalationRule(
        id=RuleId(name),
        failed_attempts=attempts,
        distinct_days=draw(st.none() | st.integers(1, attempts)) if attempts else None,
        time_slots=draw(some(TimeSlot)) if attempts else (),
        refusals=draw(SMALL),
        days_without_contact=draw(st.none() | st.just(2)),
        days_to_deadline=draw(st.none() | st.integers(0, 1)),
        with_support_needs=draw(st.sampled_from(WithSupportNeeds)),
    )
    return msgspec.structs.replace(rule, unanswered=not asks(rule) or draw(st.booleans()))


def attempts_made() -> Iterator[tuple[int, int, frozenset[TimeSlot]]]:
    """How many attempts failed, on how many days, and in which slots."""
    yield 0, 0, frozenset()
    for count in range(1, BIG):
        for days in range(1, count + 1):
            for several in range(1, count + 1):
                for slots in combinations(TimeSlot, several):
                    yield count, days, frozenset(slots)


def states(above: bool) -> Iterator[CaseState]:
    """Every case as far as small rules can tell cases apart."""
    for (failed, days, slots), refused, silent, left, late, support, waits in product(
        attempts_made(),
        range(BIG),
        (0, 2),
        (None, 0, 1, 2),
        (False, True),
        (False, True),
        (False, True) if above else (False,),
    ):
        yield CaseState(
            failed_attempts=failed,
            distinct_days=days,
            time_slots=slots,
            refusals=refused,
            days_without_contact=silent,
            days_to_deadline=left,
            unanswered=late,
            has_support_needs=support,
            waits=waits,
        )


ALL_STATES = {level: list(states(above=level > 1)) for level in (1, 2)}


def fires(rule: EscalationRule, case: CaseState, level: int) -> bool:
    """What the engine says, once more in other words."""
    if case.has_support_needs and rule.with_support_needs is WithSupportNeeds.HOME_SERVICE:
        return False
    if level == 1 and rule.unanswered:
        return False
    if level > 1 and case.waits and not rule.unanswered:
        return False
    asked = []
    if rule.failed_attempts is not None:
        asked.append(case.failed_attempts >= rule.failed_attempts)
        asked.append(case.distinct_days >= (rule.distinct_days or 1))
        asked.append(not rule.time_slots or bool(case.time_slots & set(rule.time_slots)))
    if rule.refusals is not None:
        asked.append(case.refusals >= rule.refusals)
    if rule.days_without_contact is not None:
        asked.append(case.days_without_contact >= rule.days_without_contact)
    if rule.days_to_deadline is not None:
        near = case.days_to_deadline is not None
        asked.append(near and (case.days_to_deadline or 0) <= rule.days_to_deadline)
        asked.append(level == 1 or case.unanswered)
    if rule.unanswered:
        asked.append(case.unanswered)
    return bool(asked) and all(asked)


@given(small_rules("a"), st.sampled_from([1, 2]))
def test_a_rule_holds_where_the_engine_fires_it(rule: EscalationRule, level: int) -> None:
    for case in ALL_STATES[level]:
        assert holds(rule, case, level) == fires(rule, case, level), case


@given(small_rules("a"), st.sampled_from([1, 2]))
def test_a_rule_holds_in_its_least_states_and_can_hold_only_when_it_has_some(
    rule: EscalationRule, level: int
) -> None:
    least = list(least_states(rule, level))
    assert all(fires(rule, case, level) for case in least)
    assert bool(least) == any(fires(rule, case, level) for case in ALL_STATES[level])


@given(small_rules("a"), small_rules("b"), small_rules("c"))
def test_a_rule_is_told_never_to_count_exactly_when_no_case_lets_it_count(
    first: EscalationRule, second: EscalationRule, third: EscalationRule
) -> None:
    policy = Policy(
        name="small",
        title=Title("Nhỏ"),
        levels=tuple(PolicyLevel(one, Title("Cấp"), Role.LEADER) for one in (1, 2, 3)),
        rules=(first, second, third),
    )
    never = {one.rule for one in check(policy) if one.kind.never_fires}
    counted = set()
    for level in (1, 2):
        for case in ALL_STATES[level]:
            fired = (rule.id for rule in policy.rules if fires(rule, case, level))
            counted.add(next(fired, None))
    assert never == {rule.id for rule in policy.rules} - counted


@given(small_rules("a"), small_rules("b"))
def test_a_rule_is_told_rarely_to_count_exactly_when_a_later_one_holds_in_more_cases(
    first: EscalationRule, second: EscalationRule
) -> None:
    policy = Policy(
        name="small",
        title=Title("Nhỏ"),
        levels=tuple(PolicyLevel(one, Title("Cấp"), Role.LEADER) for one in (1, 2)),
        rules=(first, second),
    )
    rarely = any(one.kind is RemarkKind.RARELY_FIRST for one in check(policy))
    fired = [(fires(first, case, 1), fires(second, case, 1)) for case in ALL_STATES[1]]
    assert rarely == ((True, False) not in fired and {(True, True), (False, True)} <= set(fired))
