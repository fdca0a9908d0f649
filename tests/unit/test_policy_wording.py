"""A policy, its faults and its oddities in words."""

import re

import pytest

from wardtui.domain.policy import Policy, RuleId
from wardtui.domain.policy_check import Remark, RemarkKind
from wardtui.domain.policy_faults import PolicyFault, PolicyFaultKind, PolicyFaulty, ValueShape
from wardtui.domain.policy_reader import read_policy
from wardtui.i18n import Language, use_language
from wardtui.resources import resource_folder
from wardtui.wording.policy import policy_lines
from wardtui.wording.policy_faults import fault_text, faults_text
from wardtui.wording.policy_remarks import remark_text


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language(Language.ENGLISH)


def three_level() -> Policy:
    file = resource_folder("sample_data") / "policies" / "three-level.toml"
    return read_policy(file.read_text("utf-8"))


def texts(policy: Policy) -> list[str]:
    return [line.text for line in policy_lines(policy, Language.ENGLISH)]


def test_a_rule_is_one_sentence_that_says_from_where_to_where_and_when() -> None:
    lines = texts(three_level())
    assert (
        "1. Not reached: one level up, from levels 1, 2, when at least 3 attempts reached "
        "nobody, on at least 3 different days, at least one of them in the evening or at the "
        "weekend."
    ) in lines
    assert (
        "6. Not answered in time: from level 2 to level 3 when the level has not answered in time."
    ) in lines


def test_levels_say_who_answers_and_how_fast() -> None:
    assert (
        "Level 3: District command. Answers within 3 working days. "
        "It is the highest: what is overdue stays here."
    ) in texts(three_level())


def test_several_conditions_are_joined() -> None:
    text = (
        'name = "mau"\ntitle = { vi = "Mẫu" }\n'
        '[[levels]]\nlevel = 1\ntitle = { vi = "Một" }\nrole = "officer"\n'
        '[[levels]]\nlevel = 2\ntitle = { vi = "Hai" }\nrole = "leader"\nanswer_working_days = 1\n'
        '[[rules]]\nid = "late"\ntitle = { vi = "Muộn", en = "Late" }\nrefusals = 1\n'
        "missed_bookings = 2\nbroken_promises = 2\ndays_to_deadline = 0\n"
    )
    policy = read_policy(text)
    assert (
        "1. Late: from level 1 to level 2 when the resident did not agree 1 time, 2 bookings were "
        "missed, 2 promised times passed and the resident did not come and the last day of the "
        "campaign has come."
    ) in texts(policy)
    assert "No limits." in texts(policy)


@pytest.mark.parametrize("kind", PolicyFaultKind)
def test_every_fault_names_its_line_and_a_remedy(kind: PolicyFaultKind) -> None:
    fault = PolicyFault(line=7, kind=kind, path="rules[1].id", shape=ValueShape.TEXT, found="3")
    text = fault_text(fault)
    assert text.startswith("Line 7, rules[1].id: ")
    assert not re.search(r"[{}]", text)


@pytest.mark.parametrize("kind", RemarkKind)
def test_every_remark_names_what_it_is_about(kind: RemarkKind) -> None:
    text = remark_text(Remark(kind=kind, rule=RuleId("declined"), others=(RuleId("b"),), level=2))
    assert "“declined”" in text or "level 2" in text
    assert not re.search(r"[{}]", text)


def test_a_misspelt_key_is_answered_with_the_one_that_is_meant() -> None:
    fault = PolicyFault(
        line=3, kind=PolicyFaultKind.UNKNOWN_KEY, path="titel", nearest="title", allowed=("title",)
    )
    assert fault_text(fault) == "Line 3, titel: there is no such key. Is title meant?"


def test_a_list_is_too_short_or_too_long() -> None:
    kind, path = PolicyFaultKind.BAD_NUMBER, "levels"
    short = PolicyFault(line=1, kind=kind, path=path, found="0", at_least=1, at_most=9)
    long = PolicyFault(line=1, kind=kind, path=path, found="10", at_least=1, at_most=9)
    assert "at least 1" in fault_text(short)
    assert "at most 9" in fault_text(long)


def test_faults_have_a_line_each() -> None:
    with pytest.raises(PolicyFaulty) as caught:
        read_policy("")
    assert len(faults_text(caught.value.faults).splitlines()) == len(caught.value.faults)
