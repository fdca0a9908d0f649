"""Policy files: what is written reads the same, and whatever is wrong has its line."""

import tomllib
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import msgspec
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from wardtui.domain.moments import TimeSlot
from wardtui.domain.policy import (
    PAUSE_OVER,
    Calendar,
    ContactCare,
    EscalationRule,
    PausedWhile,
    Policy,
    PolicyLevel,
    RuleId,
    Title,
    Weekday,
    WithSupportNeeds,
)
from wardtui.domain.policy_faults import PolicyFault, PolicyFaulty
from wardtui.domain.policy_reader import read_policy, write_policy
from wardtui.domain.text import nfc
from wardtui.domain.toml_lines import Path, lines_of
from wardtui.domain.vocabulary import Role

WORDS = (
    st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=30)
    .map(nfc)
    .filter(lambda text: text.isprintable() and text.strip())
)
TITLES = st.builds(Title, vi=WORDS, en=st.none() | WORDS)
COUNTS = st.none() | st.integers(1, 365)
HOURS = st.times()


def some(codes: type[Any], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(list(codes)), unique=True, min_size=least).map(tuple)


@st.composite
def rules(draw: st.DrawFn, number: int, top: int) -> EscalationRule:
    """A rule that a file can hold."""
    attempts = draw(COUNTS)
    below_top = st.lists(st.integers(1, max(top - 1, 1)), unique=True).map(tuple)
    rule = EscalationRule(
        id=RuleId(f"r{number}"),
        title=draw(st.none() | TITLES),
        from_levels=draw(below_top) if top > 1 else (),
        failed_attempts=attempts,
        distinct_days=draw(st.none() | st.integers(1, attempts)) if attempts else None,
        time_slots=draw(some(TimeSlot)) if attempts else (),
        refusals=draw(COUNTS),
        broken_promises=draw(COUNTS),
        missed_bookings=draw(COUNTS),
        days_without_contact=draw(COUNTS),
        days_to_deadline=draw(st.none() | st.integers(0, 365)),
        with_support_needs=draw(st.sampled_from(WithSupportNeeds)),
    )
    return msgspec.structs.replace(rule, unanswered=not asks(rule) or draw(st.booleans()))


def asks(rule: EscalationRule) -> bool:
    """Whether a rule has a condition besides the answer time."""
    return any(
        one is not None
        for one in (
            rule.failed_attempts,
            rule.refusals,
            rule.broken_promises,
            rule.missed_bookings,
            rule.days_without_contact,
            rule.days_to_deadline,
        )
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    top = draw(st.integers(1, 9))
    start, end = sorted(draw(st.lists(HOURS, min_size=2, max_size=2, unique=True)))
    return Policy(
        name=draw(st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True)),
        title=draw(TITLES),
        levels=tuple(
            PolicyLevel(
                level,
                draw(TITLES),
                draw(st.sampled_from(Role)),
                None if level == 1 else draw(st.integers(1, 365)),
            )
            for level in range(1, top + 1)
        ),
        rules=tuple(draw(rules(one, top)) for one in range(draw(st.integers(0, 4)))),
        calendar=Calendar(
            draw(some(Weekday, 1)), draw(HOURS), tuple(draw(st.lists(st.dates(), unique=True)))
        ),
        paused_while=draw(some(PausedWhile)),
        contact=ContactCare(
            calls_per_week=draw(COUNTS),
            hours_between_calls=draw(COUNTS),
            days_after_refusal=draw(COUNTS),
            calls_from=draw(st.sampled_from([None, start])),
            calls_until=draw(st.sampled_from([None, end])),
        ),
        deadline=draw(st.none() | st.dates()),
    )


@given(policies())
def test_a_policy_that_is_written_reads_the_same(policy: Policy) -> None:
    again = read_policy(write_policy(policy))
    assert again == policy
    assert again.version == policy.version


@given(st.text())
def test_any_text_is_a_policy_or_has_faults_with_lines(text: str) -> None:
    assert all(1 <= one.line <= text.count("\n") + 1 for one in faults_of(text))


def faults_of(text: str) -> tuple[PolicyFault, ...]:
    """What is wrong with a text; nothing when it is a policy."""
    try:
        read_policy(text)
    except PolicyFaulty as faulty:
        return faulty.faults
    return ()


PLAIN: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["C"]), max_size=12)
    | st.dates(date(1000, 1, 1))
    | st.times()
    | st.sampled_from(["evening", "mon", "raise", "booked", "officer", PAUSE_OVER])
)
VALUES = st.recursive(
    PLAIN,
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(st.sampled_from(["vi", "en", "a b", "x"]), inside, max_size=3)
    ),
    max_leaves=6,
)


@given(policies(), st.data())
def test_a_policy_in_which_something_was_changed_reads_or_(
    policy: Policy, data: st.DataObject
) -> None:
    document = tomllib.loads(write_policy(policy))
    where = [(document, key) for key in document]
    for name in ("rules", "levels"):
        where += [(one, key) for one in document.get(name, []) for key in one]
    table, key = data.draw(st.sampled_from(where))
    table[key] = data.draw(VALUES.filter(lambda value: value is not None))
    text = tomlkit.dumps(_without_none(document))
    lines = [one.line for one in faults_of(text)]
    assert lines == sorted(lines)
    if not lines:
        changed = read_policy(text)
        assert read_policy(write_policy(changed)) == changed


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_without_none(one) for one in value if one is not None]
    return value


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, one in inside:
        yield (*path, key)
        yield from places(one, (*path, key))


@given(st.dictionaries(st.text(st.characters(exclude_categories=["C"])), VALUES, max_size=5))
def test_every_key_of_a_file_is_found_on_its_line(values: dict[str, Any]) -> None:
    text = tomlkit.dumps(_without_none(values))
    rows = text.split("\n")
    lines = lines_of(text)
    for path in places(tomllib.loads(text)):
        key = path[-1]
        if isinstance(key, str):
            row = rows[lines.of(path) - 1]
            assert tomlkit.key(key).as_string() in row or key in row, path


def test_call_hours_to_the_microsecond_are_written_and_read() -> None:
    hour = time(7, 0, 0, 1)
    text = 'name = "a"\ntitle = { vi = "A" }\n[[levels]]\nlevel = 1\ntitle = { vi = "A" }\n'
    policy = read_policy(f'{text}role = "officer"\n[contact]\ncalls_from = {hour.isoformat()}\n')
    assert policy.contact.calls_from == hour
    assert read_policy(write_policy(policy)) == policy
