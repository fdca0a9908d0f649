"""The forecast on simulated campaigns: its band holds about 80 times in 100."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import exp, log
from random import Random

import pytest

from wardtui.domain.forecast import FEWEST, Band, foretell, together

MONDAY = date(2026, 11, 2)
MOMENTS = ((30, 7), (30, 14), (30, 22), (60, 30), (45, 40))
"""Days of a campaign, and how many of them are over."""
EACH = 40
SEED = 20261102

Rate = Callable[[int, int], float]
"""How many are done on average on a day, when so many are left."""


def steady(chance: Random, people: int, days: int) -> Rate:
    """Officers do as many every day, as long as there are any."""
    rate = people * chance.uniform(0.6, 1.3) / days
    return lambda _day, _left: rate


def weekly(chance: Random, people: int, days: int) -> Rate:
    """Most come at the weekend."""
    rate = people * chance.uniform(0.6, 1.3) / days
    shares = (0.7, 0.7, 0.8, 0.8, 1.0, 1.6, 1.4)
    return lambda day, _left: rate * shares[(MONDAY + timedelta(day)).weekday()]


def slowing(chance: Random, people: int, days: int) -> Rate:
    """Fewer are left, so fewer come."""
    share = -log(1 - chance.uniform(0.6, 0.95)) / days
    return lambda _day, left: share * left


def harder(chance: Random, people: int, days: int) -> Rate:
    """Who is easily reached comes first: two of five come four times as slowly."""
    easy, hard = 3 / 5 * people, 2 / 5 * people
    quick = chance.uniform(1.5, 3) / days
    return lambda day, _left: (
        quick * easy * exp(-quick * day) + quick / 4 * hard * exp(-quick / 4 * day)
    )


def poisson(chance: Random, mean: float) -> int:
    count, left = 0, mean
    while (left := left - chance.expovariate(1)) > 0:
        count += 1
    return count


def campaign(
    kind: Callable[[Random, int, int], Rate],
    chance: Random,
    days: int,
    shared: Sequence[float] | None = None,
) -> list[int]:
    """How many are done each day, and how many never: some evenings go better than others.

    :param shared: the luck that an area of a ward has with all others
    """
    people = chance.choice([60, 250, 800] if shared is None else [30, 60, 90])
    rate, left, counts = kind(chance, people, days), people, []
    for day in range(days):
        luck = chance.gammavariate(6, 1 / 6)
        with_all = 1.0 if shared is None else shared[day]
        counts.append(min(left, poisson(chance, with_all * luck * rate(day, left))))
        left -= counts[-1]
    return [*counts, left]


@pytest.mark.parametrize("kind", [steady, weekly, slowing, harder])
def test_the_band_holds_about_80_times_in_100(
    kind: Callable[[Random, int, int], Rate],
) -> None:
    chance = Random(f"{SEED} {kind.__name__}")
    below = above = 0
    for days, over in MOMENTS:
        for _ in range(EACH):
            *counts, never = campaign(kind, chance, days)
            came = sum(counts[over:])
            last, until = MONDAY + timedelta(over - 1), MONDAY + timedelta(days - 1)
            band = foretell(counts[:over], last, until, came + never)
            assert band is not None
            below += came < band.low
            above += came > band.high
    share = 1 - (below + above) / (EACH * len(MOMENTS))
    assert 0.7 <= share <= 0.93, (share, below, above)


def test_a_narrower_band_than_the_truth_is_not_given_away() -> None:
    """What is left is the end of it, whatever the pace."""
    week = [30] * 14
    band = foretell(week, MONDAY, MONDAY + timedelta(20), 40)
    assert band is not None
    assert band.high == 40


def test_more_days_ahead_bring_more_and_are_less_sure() -> None:
    counts = [5, 7, 4, 6, 5, 8, 6, 5, 4, 7, 6, 5, 6, 7]
    near = foretell(counts, MONDAY, MONDAY + timedelta(5), 1000)
    far = foretell(counts, MONDAY, MONDAY + timedelta(25), 1000)
    assert near is not None
    assert far is not None
    assert near.middle < far.middle
    assert near.high - near.low < far.high - far.low


def test_a_weekend_ahead_is_told_by_the_weekends_seen() -> None:
    sunday = MONDAY + timedelta(27)
    counts = [2, 2, 2, 2, 2, 20, 20] * 4
    five_days = foretell(counts, sunday, sunday + timedelta(5), 1000)
    seven_days = foretell(counts, sunday, sunday + timedelta(7), 1000)
    assert five_days is not None
    assert seven_days is not None
    assert five_days.middle < 25
    assert seven_days.middle > 40


def test_too_few_days_tell_nothing() -> None:
    assert foretell([5] * (FEWEST - 1), MONDAY, MONDAY + timedelta(9), 50) is None
    assert foretell([5] * FEWEST, MONDAY, MONDAY + timedelta(9), 50) is not None


@pytest.mark.parametrize(("ahead", "left"), [(0, 50), (9, 0)])
def test_nothing_more_comes_when_it_is_over_or_nobody_is_left(ahead: int, left: int) -> None:
    assert foretell([], MONDAY, MONDAY + timedelta(ahead), left) == Band(0, 0, 0)


@pytest.mark.parametrize("counts", [[0] * 10, [0] * 27 + [900], [100_000] * 28, [1] + [0] * 27])
def test_odd_days_break_nothing(counts: list[int]) -> None:
    for ahead in (1, 30, 700):
        band = foretell(counts, MONDAY, MONDAY + timedelta(ahead), 50_000)
        assert band is not None
        assert 0 <= band.low <= band.middle <= band.high <= 50_000


def test_the_band_of_a_ward_follows_from_those_of_its_areas() -> None:
    """Areas of every kind, with evenings that are good or bad for all of them."""
    chance = Random(SEED)
    holds = []
    for days, over in MOMENTS:
        last, until = MONDAY + timedelta(over - 1), MONDAY + timedelta(days - 1)
        for _ in range(10):
            luck = [chance.gammavariate(12, 1 / 12) for _ in range(days)]
            came, bands = 0, []
            for _ in range(8):
                kind = chance.choice([steady, weekly, slowing, harder])
                *counts, never = campaign(kind, chance, days, luck)
                band = foretell(counts[:over], last, until, sum(counts[over:]) + never)
                assert band is not None
                came += sum(counts[over:])
                bands.append(band)
            whole = together(bands)
            holds.append(whole.low <= came <= whole.high)
    assert 0.7 <= sum(holds) / len(holds) <= 0.97
