"""What a policy is told about its rules and levels, and what not."""

from datetime import date
from typing import Any

import msgspec
import pytest

from wardtui.domain.moments import TimeSlot
from wardtui.domain.policy import (
    EscalationRule,
    Policy,
    PolicyLevel,
    RuleId,
    Title,
    WithSupportNeeds,
)
from wardtui.domain.policy_check import Remark, RemarkKind, check
from wardtui.domain.vocabulary import Role

HOME = WithSupportNeeds.HOME_SERVICE


def rule(name: str, **conditions: Any) -> EscalationRule:
    return EscalationRule(id=RuleId(name), **conditions)


UNANSWERED = rule("unanswered", unanswered=True)
NO_CONTACT = rule("no_contact", days_without_contact=14)
DECLINED = rule("declined", refusals=2)


def policy(*rules: EscalationRule, levels: int = 3, deadline: date | None = None) -> Policy:
    return Policy(
        name="mau",
        title=Title("Mẫu"),
        levels=tuple(
            PolicyLevel(one, Title(f"Cấp {one}"), Role.LEADER, None if one == 1 else 3)
            for one in range(1, levels + 1)
        ),
        rules=rules,
        deadline=deadline,
    )


def about_rules(*rules: EscalationRule) -> list[tuple[RemarkKind, str | None, tuple[str, ...]]]:
    """What is said about some rules of a policy from which otherwise nothing falls."""
    found = check(policy(*rules, NO_CONTACT, UNANSWERED))
    return [(one.kind, one.rule, one.others) for one in found]


def test_a_policy_from_which_nothing_falls_is_told_nothing() -> None:
    assert check(policy(DECLINED, NO_CONTACT, UNANSWERED)) == ()


def test_a_rule_after_one_that_asks_for_less_never_counts() -> None:
    stricter = rule("stubborn", refusals=3)
    assert about_rules(DECLINED, stricter) == [
        (RemarkKind.NEVER_FIRST, "stubborn", ("declined",)),
    ]


def test_a_rule_before_one_that_asks_for_less_hardly_ever_counts() -> None:
    stricter = rule("stubborn", refusals=3, failed_attempts=1)
    assert about_rules(stricter, DECLINED) == [
        (RemarkKind.RARELY_FIRST, "stubborn", ("declined",)),
    ]


def test_the_same_conditions_twice_are_told_of_the_second_rule_only() -> None:
    again = rule("again", refusals=2)
    assert about_rules(DECLINED, again) == [(RemarkKind.SAME_CONDITIONS, "again", ("declined",))]


def test_the_same_conditions_for_fewer_levels_are_no_double() -> None:
    first_only = rule("first_only", refusals=2, from_levels=(1,))
    assert about_rules(first_only, DECLINED) == [
        (RemarkKind.OVERLAP, "first_only", ("declined",)),
    ]
    assert about_rules(DECLINED, first_only)[0][0] is RemarkKind.NEVER_FIRST


def test_the_same_conditions_for_different_levels_do_not_meet() -> None:
    one, two = (rule(f"from_{level}", refusals=2, from_levels=(level,)) for level in (1, 2))
    assert about_rules(one, two) == []


def test_several_rules_together_can_stand_in_the_way_of_one() -> None:
    evening = rule("evening", failed_attempts=2, time_slots=(TimeSlot.EVENING,))
    weekend = rule("weekend", failed_attempts=2, time_slots=(TimeSlot.WEEKEND,))
    either = rule("either", failed_attempts=2, time_slots=(TimeSlot.EVENING, TimeSlot.WEEKEND))
    assert about_rules(evening, weekend, either) == [
        (RemarkKind.NEVER_FIRST, "either", ("evening", "weekend")),
        (RemarkKind.OVERLAP, "evening", ("weekend",)),
    ]
    assert about_rules(evening, either) == [
        (RemarkKind.RARELY_FIRST, "evening", ("either",)),
    ]


def test_a_rule_that_spares_those_who_need_support_stands_in_nobodys_way() -> None:
    spared = rule("spared", refusals=2, with_support_needs=HOME)
    later = rule("later", refusals=3)
    assert about_rules(spared, later) == [(RemarkKind.OVERLAP, "spared", ("later",))]
    assert about_rules(later, spared) == [(RemarkKind.OVERLAP, "later", ("spared",))]


def test_rules_about_the_same_facts_overlap_and_the_first_counts() -> None:
    days = rule("days", failed_attempts=3, distinct_days=3)
    many = rule("many", failed_attempts=5)
    assert about_rules(days, many) == [(RemarkKind.OVERLAP, "days", ("many",))]


def test_rules_about_different_facts_do_not_overlap() -> None:
    assert about_rules(DECLINED, rule("missed", missed_bookings=2)) == []


def test_two_days_need_no_more_than_two_attempts_but_one_day_is_in_any_attempt() -> None:
    one_day = rule("one_day", failed_attempts=2, distinct_days=1)
    assert about_rules(rule("two", failed_attempts=2), one_day)[0][0] is RemarkKind.SAME_CONDITIONS


def test_the_answer_time_is_none_at_the_first_level() -> None:
    lone = rule("lone", unanswered=True, from_levels=(1,))
    assert about_rules(lone) == [(RemarkKind.UNANSWERED_AT_FIRST, "lone", ())]
    assert Remark(kind=RemarkKind.UNANSWERED_AT_FIRST, rule=RuleId("unanswered")) in check(
        policy(DECLINED, NO_CONTACT, UNANSWERED, levels=2)
    )


def test_a_rule_for_the_top_level_never_applies() -> None:
    assert about_rules(rule("top", refusals=2, from_levels=(3,))) == [
        (RemarkKind.NEVER_APPLIES, "top", ())
    ]
    assert check(policy(DECLINED, levels=1)) == (
        Remark(kind=RemarkKind.NEVER_APPLIES, rule=RuleId("declined")),
    )


def test_a_rule_without_a_condition_never_moves_a_case_and_stands_in_nobodys_way() -> None:
    assert about_rules(rule("nothing"), DECLINED) == [(RemarkKind.WITHOUT_CONDITION, "nothing", ())]


def test_a_rule_about_the_deadline_needs_one() -> None:
    near = rule("near", days_to_deadline=7)
    assert about_rules(near) == [(RemarkKind.WITHOUT_DEADLINE, "near", ())]
    assert RemarkKind.WITHOUT_DEADLINE.is_note
    dated = policy(near, NO_CONTACT, UNANSWERED, deadline=date(2026, 12, 31))
    assert check(dated) == ()


def test_above_the_first_level_the_deadline_waits_for_the_answer_time() -> None:
    late = rule("late", days_to_deadline=7, from_levels=(2,))
    found = check(policy(UNANSWERED, NO_CONTACT, late, deadline=date(2026, 12, 31)))
    assert found == (
        Remark(kind=RemarkKind.NEVER_FIRST, rule=RuleId("late"), others=(UNANSWERED.id,)),
    )


def test_what_counts_only_once_a_case_was_accepted_does_not_stand_before_the_answer_time() -> None:
    both = rule("both", unanswered=True, refusals=2)
    found = check(policy(DECLINED, both, NO_CONTACT, UNANSWERED))
    assert RemarkKind.NEVER_FIRST not in {one.kind for one in found}


def levels_told(*rules: EscalationRule, levels: int = 3) -> list[tuple[RemarkKind, int]]:
    found = check(policy(*rules, levels=levels))
    return [(one.kind, one.level) for one in found if one.level is not None]


def test_a_level_that_does_not_answer_must_not_keep_its_cases() -> None:
    assert levels_told(NO_CONTACT, DECLINED) == [(RemarkKind.FALLS_THROUGH, 2)]
    with_more = rule("more", unanswered=True, refusals=1)
    assert levels_told(NO_CONTACT, with_more) == [(RemarkKind.FALLS_THROUGH, 2)]
    only_third = msgspec.structs.replace(UNANSWERED, from_levels=(3,))
    assert levels_told(NO_CONTACT, only_third, levels=4) == [(RemarkKind.FALLS_THROUGH, 2)]


def test_nor_those_of_residents_who_need_support() -> None:
    spared = msgspec.structs.replace(UNANSWERED, with_support_needs=HOME)
    assert levels_told(NO_CONTACT, spared) == [(RemarkKind.FALLS_THROUGH_WITH_SUPPORT, 2)]


def test_a_level_to_which_no_rule_leads_is_told() -> None:
    assert levels_told(UNANSWERED) == [(RemarkKind.LEVEL_NOT_REACHED, 2)]
    assert levels_told(levels=3) == [
        (RemarkKind.LEVEL_NOT_REACHED, 2),
        (RemarkKind.LEVEL_NOT_REACHED, 3),
        (RemarkKind.FALLS_THROUGH, 2),
    ]


def test_a_case_on_which_nobody_does_anything_must_not_be_forgotten() -> None:
    assert levels_told(DECLINED, UNANSWERED) == [(RemarkKind.SILENCE_AT_FIRST, 1)]
    assert levels_told(rule("near", days_to_deadline=7), UNANSWERED) == []


@pytest.mark.parametrize("kind", RemarkKind)
def test_a_rule_that_never_fires_is_more_than_a_note(kind: RemarkKind) -> None:
    assert not (kind.never_fires and kind.is_note)
