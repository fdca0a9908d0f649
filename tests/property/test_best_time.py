"""Suggestions hold for every case and ward, and following them reaches more people."""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from statistics import NormalDist, fmean

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import moments
from tests.unit.test_best_time import LINE, TODAY, line, suggested
from wardtui.domain.best_time import Group, Statistics, chances, suggest
from wardtui.domain.case import SlotTally, Tallies
from wardtui.domain.moments import VIETNAM, TimeSlot, local, slot_of
from wardtui.domain.vocabulary import ActionKind, Outcome, Status, SupportNeed
from wardtui.domain.worklist import WorklistRow

SLOTS = tuple(TimeSlot)
tallies = st.tuples(
    *[
        st.tuples(st.integers(0, 60), st.integers(0, 60)).map(
            lambda two: SlotTally(sum(two), two[0])
        )
    ]
    * 4
)
lines = st.builds(
    lambda **fields: msgspec.structs.replace(LINE, **fields),
    birth_date=st.sampled_from([None, "1950", "1985-02", "2018-02-03", "2026"]),
    lives_here=st.sampled_from([None, True, False]),
    status=st.sampled_from(Status),
    kind=st.none() | st.sampled_from(ActionKind),
    support_needs=st.lists(st.sampled_from(SupportNeed), max_size=3, unique=True).map(tuple),
    last_at=st.none() | moments,
    last_outcome=st.none() | st.sampled_from(Outcome),
    tallies=tallies,
)
wards = st.builds(Statistics.of, st.lists(lines, max_size=6), st.dates())
FAILED = st.sampled_from(range(4))
days = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def once_more_in_vain(row: WorklistRow, place: int) -> WorklistRow:
    changed: list[SlotTally] = list(row.tallies)
    changed[place] = SlotTally(changed[place].tried + 1, changed[place].reached)
    morning, afternoon, evening, weekend = changed
    after: Tallies = (morning, afternoon, evening, weekend)
    return msgspec.structs.replace(row, tallies=after)


@given(lines, wards, moments)
def test_every_case_has_one_suggestion_or_none_and_always_the_same(
    row: WorklistRow, statistics: Statistics, now: datetime
) -> None:
    found = suggest(row, statistics, now)
    assert found == suggest(row, statistics, now)
    if found is not None:
        assert row.needs_action
        assert found.chance is None or 0 < found.chance < 1
        assert (found.chance is None) == (not statistics.measured)
        assert 0 <= found.reached <= found.tried


@given(lines, wards, days)
def test_the_moment_lies_in_the_slot_and_in_a_shift_and_never_behind(
    row: WorklistRow, statistics: Statistics, now: datetime
) -> None:
    found = suggest(row, statistics, now)
    if found is not None:
        assert slot_of(found.at) is found.slot
        assert found.at.tzinfo is VIETNAM
        assert 7 <= local(found.at).hour < 22
        assert found.at >= now


@given(lines, wards)
def test_every_chance_lies_between_never_and_always(
    row: WorklistRow, statistics: Statistics
) -> None:
    assert all(0 < chance < 1 for chance in chances(row, statistics).values())


@given(lines, wards, FAILED)
def test_one_more_try_in_vain_never_raises_the_chance_of_its_slot(
    row: WorklistRow, statistics: Statistics, place: int
) -> None:
    history = [row]
    for _ in range(3):
        history.append(once_more_in_vain(history[-1], place))
    falling = [chances(one, statistics)[SLOTS[place]] for one in history]
    assert all(after < before for before, after in pairwise(falling))


# Simulated residents: the chances are those of each slot, in the order of TimeSlot.

TRUE_CHANCES = {
    Group.WORKING_AGE: (0.10, 0.15, 0.50, 0.45),
    Group.ELDERLY: (0.55, 0.50, 0.30, 0.40),
    Group.CHILD: (0.10, 0.20, 0.55, 0.35),
    Group.AWAY: (0.20, 0.20, 0.35, 0.25),
    Group.UNKNOWN: (0.20, 0.20, 0.40, 0.30),
}
BORN = {Group.WORKING_AGE: "1985", Group.ELDERLY: "1950", Group.CHILD: "2018"}
SHARES = (12, 50, 20, 13, 5)
"""Percent, in the order of ``Group``."""


class Simulated(msgspec.Struct):
    """Somebody whose true chances are known."""

    row: WorklistRow
    group: Group
    true: tuple[float, ...]
    last: int | None
    """Slot of the last try."""


def residents(
    count: int, *, alike: float = 3, stop: bool = False, seed: int = 1
) -> list[Simulated]:
    """People with none to three tries behind them.

    :param alike: how much people of one group are alike: each has their own chances, drawn from a
        beta distribution that is worth so many tries
    :param stop: whether nobody is tried again once they were reached
    """
    chance = random.Random(seed)
    people = []
    for group in chance.choices(list(Group), SHARES, k=count):
        true = tuple(
            chance.betavariate(alike * mean, alike * (1 - mean)) for mean in TRUE_CHANCES[group]
        )
        tally = [[0, 0] for _ in SLOTS]
        last = None
        for _ in range(chance.randint(0, 3)):
            last = chance.choices(range(4), (2, 2, 4, 2))[0]
            answered = chance.random() < true[last]
            tally[last][0] += 1
            tally[last][1] += answered
            if answered and stop:
                break
        morning, afternoon, evening, weekend = (SlotTally(*one) for one in tally)
        row = line(
            birth_date=BORN.get(group),
            lives_here=group is not Group.AWAY,
            tallies=(morning, afternoon, evening, weekend),
        )
        people.append(Simulated(row, group, true, last))
    return people


def reached(people: Iterable[tuple[Simulated, int]], seed: int) -> list[bool]:
    chance = random.Random(seed)
    return [chance.random() < one.true[slot] for one, slot in people]


def place(one: Simulated, statistics: Statistics) -> int:
    return SLOTS.index(suggested(one.row, statistics).slot)


def clearly_more(ours: Sequence[bool], theirs: Sequence[bool]) -> bool:
    """Whether the first share is the higher one beyond chance (one in a thousand)."""
    mean, other = fmean(ours), fmean(theirs)
    error = (mean * (1 - mean) / len(ours) + other * (1 - other) / len(theirs)) ** 0.5
    return mean - other > NormalDist().inv_cdf(0.999) * error


def test_elderly_people_are_reached_more_often_than_by_calling_everybody_in_the_evening() -> None:
    people = residents(6000)
    statistics = Statistics.of((one.row for one in people), TODAY)
    elderly = [one for one in people if one.group is Group.ELDERLY]
    ours = reached([(one, place(one, statistics)) for one in elderly], 2)
    assert clearly_more(ours, reached([(one, SLOTS.index(TimeSlot.EVENING)) for one in elderly], 3))


def test_everybody_together_is_reached_more_often_than_in_the_evening() -> None:
    people = residents(6000)
    statistics = Statistics.of((one.row for one in people), TODAY)
    ours = reached([(one, place(one, statistics)) for one in people], 2)
    assert clearly_more(ours, reached([(one, SLOTS.index(TimeSlot.EVENING)) for one in people], 3))


@pytest.mark.parametrize("count", [300, 3000])
def test_people_are_reached_more_often_than_at_the_same_time_as_last_time(count: int) -> None:
    people = residents(count)
    statistics = Statistics.of((one.row for one in people), TODAY)
    tried = [(one, one.last) for one in people if one.last is not None]
    ours = reached([(one, place(one, statistics)) for one, _ in tried], 2)
    assert clearly_more(ours, reached(tried, 3))


@pytest.mark.parametrize(
    ("alike", "stop", "tolerance"),
    [(3, False, 0.02), (3, True, 0.03), (6, False, 0.05), (1.5, False, 0.08)],
)
def test_of_a_hundred_tries_with_a_chance_as_many_reach_somebody_as_it_says(
    alike: float, stop: bool, tolerance: float
) -> None:
    people = residents(20_000, alike=alike, stop=stop)
    statistics = Statistics.of((one.row for one in people), TODAY)
    pairs = sorted(
        (
            (said, true)
            for one in people
            for said, true in zip(chances(one.row, statistics).values(), one.true, strict=True)
        ),
        key=lambda pair: pair[0],
    )
    tenth = len(pairs) // 10
    for decile in range(10):
        said, true = zip(*pairs[decile * tenth : (decile + 1) * tenth], strict=True)
        assert fmean(said) == pytest.approx(fmean(true), abs=tolerance)
