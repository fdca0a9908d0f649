"""What in a policy file cannot be although every single value can."""

import pytest

from tests.policy_texts import FIRST, GOOD, HEAD, RULE, SECOND, faults_of, rule, the_fault
from wardtui.domain.policy_faults import PolicyFaultKind
from wardtui.domain.policy_reader import read_policy


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [((1, 3), [3]), ((1, 2, 2), [2]), ((2, 3), [2]), ((1, 3, 2), [3, 2]), ((1, 3, 4), [3])],
)
def test_levels_are_numbered_in_their_order(numbers: tuple[int, ...], wrong: list[int]) -> None:
    levels = [FIRST, *[SECOND] * (len(numbers) - 1)]
    texts = [
        level.replace("level = 1", "level = 2").replace("level = 2", f"level = {number}")
        for level, number in zip(levels, numbers, strict=True)
    ]
    faults = faults_of(HEAD + "".join(texts))
    assert {one.kind for one in faults} == {PolicyFaultKind.LEVEL_OUT_OF_ORDER}
    assert [int(one.found or 0) for one in faults] == wrong


def test_every_level_but_the_first_has_an_answer_time() -> None:
    fault = the_fault(GOOD.replace("answer_working_days = 3\n", ""))
    assert (fault.kind, fault.line) == (PolicyFaultKind.ANSWER_TIME_MISSING, 7)
    fault = the_fault(HEAD + FIRST + "answer_working_days = 3\n" + SECOND)
    assert (fault.kind, fault.line) == (PolicyFaultKind.ANSWER_TIME_AT_FIRST, 7)


def test_an_answer_time_that_is_wrong_is_not_called_missing() -> None:
    assert the_fault(GOOD.replace("days = 3", "days = 0")).kind is PolicyFaultKind.OUT_OF_RANGE


@pytest.mark.parametrize(
    "lines", [(), ("unanswered = false",), ('with_support_needs = "home_service"',)]
)
def test_a_rule_has_a_condition(lines: tuple[str, ...]) -> None:
    fault = the_fault(rule(*lines))
    assert (fault.kind, fault.line) == (PolicyFaultKind.RULE_WITHOUT_CONDITION, 12)


@pytest.mark.parametrize("line", ["distinct_days = 2", 'time_slots = ["evening"]'])
def test_what_is_said_about_attempts_needs_attempts(line: str) -> None:
    fault = the_fault(rule("refusals = 2", line))
    assert (fault.kind, fault.line) == (PolicyFaultKind.NEEDS_FAILED_ATTEMPTS, 15)


def test_two_attempts_are_on_two_days_at_most() -> None:
    fault = the_fault(rule("failed_attempts = 2", "distinct_days = 3"))
    assert (fault.kind, fault.found, fault.at_most) == (
        PolicyFaultKind.MORE_DAYS_THAN_ATTEMPTS,
        "3",
        2,
    )


def test_a_rule_has_an_id_of_its_own() -> None:
    fault = the_fault(GOOD + RULE + RULE)
    assert (fault.kind, fault.line, fault.first_line) == (PolicyFaultKind.RULE_ID_TWICE, 16, 13)
    inline = 'rules = [{ id = "a", refusals = 2 }, { id = "a", refusals = 3 }]\n' + GOOD
    assert the_fault(inline).kind is PolicyFaultKind.RULE_ID_TWICE
    reserved = RULE.replace("declined", "pause_over")
    assert the_fault(GOOD + reserved).kind is PolicyFaultKind.RULE_ID_RESERVED


def test_rules_move_cases_from_levels_that_have_one_above() -> None:
    faults = faults_of(rule("refusals = 2", "from_levels = [1, 2, 3]"))
    assert [(one.kind, one.found, one.allowed) for one in faults] == [
        (PolicyFaultKind.FROM_TOP_LEVEL, "2", ("1",)),
        (PolicyFaultKind.NO_SUCH_LEVEL, "3", ("1",)),
    ]


def test_calls_begin_before_they_end() -> None:
    hours = "[contact]\ncalls_until = 07:00:00\ncalls_from = 07:00:00\n"
    fault = the_fault(GOOD + hours)
    assert (fault.kind, fault.line) == (PolicyFaultKind.CALL_HOURS_REVERSED, 13)
    assert read_policy(GOOD + "[contact]\ncalls_until = 07:00:00\n").contact.calls_from is None
