"""docs/policies.md names what a policy file can hold, and everything that can be said about one."""

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from msgspec import inspect

from wardtui.domain.moments import TimeSlot
from wardtui.domain.policy import PAUSE_OVER, PausedWhile, Policy, Weekday, WithSupportNeeds
from wardtui.domain.policy_check import RemarkKind, check
from wardtui.domain.policy_faults import PolicyFaultKind
from wardtui.domain.policy_reader import LIMIT, read_policy
from wardtui.domain.policy_sense import CONDITIONS
from wardtui.domain.vocabulary import Role
from wardtui.services.policies import shipped_names, shipped_policy

TEXT = (Path(__file__).parents[2] / "docs" / "policies.md").read_text("utf-8")
_CODES = re.compile(r"`([^`\n]+)`")
_ROW = re.compile(r"^\| (`[^|]*) \|", re.MULTILINE)
_EXAMPLE = re.compile(r"```toml\n(.*?)```", re.DOTALL)

TABLES = {
    "Top of the file": "Policy",
    "`[calendar]`": "Calendar",
    "`[contact]`": "ContactCare",
    "`[[levels]]`": "PolicyLevel",
    "`[[rules]]`": "EscalationRule",
}
"""Under which heading the keys of a struct stand."""

VOCABULARIES = (TimeSlot, PausedWhile, Weekday, WithSupportNeeds, Role)


def words(text: str) -> set[str]:
    """Every word that stands as code, also several in one span."""
    return {word.strip('",') for span in _CODES.findall(text) for word in span.split()}


def section(heading: str) -> str:
    """What stands under a heading, up to the next one."""
    _, _, rest = TEXT.partition(f"\n### {heading}\n")
    assert rest, f"there is no heading {heading}"
    return re.split(r"\n##+ ", rest, maxsplit=1)[0]


def first_column(text: str) -> set[str]:
    """What the tables of a text describe, a row each."""
    return {word for cell in _ROW.findall(text) for word in words(cell)}


def structs(kind: inspect.Type) -> Iterator[inspect.StructType]:
    """A struct and all that it holds."""
    if isinstance(kind, inspect.StructType):
        yield kind
        for field in kind.fields:
            yield from structs(field.type)
    elif isinstance(kind, inspect.VarTupleType):
        yield from structs(kind.item_type)
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from structs(one)


KEYS = {
    kind.cls.__name__: {field.encode_name for field in kind.fields}
    for kind in structs(inspect.type_info(Policy))
}
"""The keys of a policy file, by struct."""


def test_every_table_of_a_policy_has_a_heading() -> None:
    assert set(TABLES.values()) == KEYS.keys() - {"Title"}
    assert {f"{key} =" for key in KEYS["Title"]} <= set(re.findall(r"\w+ =", TEXT))


@pytest.mark.parametrize("heading", TABLES)
def test_its_table_describes_the_keys_of_a_policy_and_no_others(heading: str) -> None:
    assert first_column(section(heading)) == KEYS[TABLES[heading]]


def test_the_conditions_of_a_rule_are_marked() -> None:
    marked = re.findall(r"^\| `(\w+)` \| ● \|", section("`[[rules]]`"), re.MULTILINE)
    assert set(marked) == set(CONDITIONS)


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda one: one.__name__)
def test_every_word_that_can_stand_in_a_policy_is_named(vocabulary: type[StrEnum]) -> None:
    assert {str(one) for one in vocabulary} <= words(TEXT)


def test_faults_are_described_one_by_one() -> None:
    assert first_column(section("Faults: the file cannot be used")) == set(PolicyFaultKind)


def test_remarks_are_described_one_by_one() -> None:
    assert first_column(section("Remarks: it can be used, but look at it")) == set(RemarkKind)


def test_the_policies_that_come_with_wardtui_and_their_rules_are_named() -> None:
    shipped = {name: shipped_policy(name) for name in shipped_names()}
    rules = {rule.id for policy in shipped.values() for rule in policy.rules}
    assert shipped.keys() | rules | {PAUSE_OVER} <= words(TEXT)
    assert f"{LIMIT // 1024} KiB" in TEXT


def test_the_example_can_be_used_and_only_notes_are_made_of_it() -> None:
    (example,) = _EXAMPLE.findall(TEXT)
    odd = [remark for remark in check(read_policy(example)) if not remark.kind.is_note]
    assert odd == []
