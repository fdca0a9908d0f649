"""How many will be done by a day, with its uncertainty, from how many were done on the days before.

The daily counts are taken as overdispersed (quasi-Poisson: the variance is a multiple of the mean;
McCullagh and Nelder, "Generalized Linear Models", 1989, chapter 9) around a level, a rhythm of the
week and a damped trend (Gardner and McKenzie, "Forecasting trends in time series", 1985). The level
has a gamma posterior; the trend is averaged over a grid of slopes, each weighted by how well it
fits the days. So the band holds the chance of the days to come, what is not known of the level, and
what is not known of the trend. Nothing is drawn at random: the same days give the same band.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import erf, exp, log, sqrt

import msgspec

WINDOW = 28
"""Days looked back at: four weeks tell the rhythm and still the present."""

FEWEST = 4
"""Days without which nothing is foretold."""

LOW, HIGH = 0.1, 0.9
"""The ends of the band: it holds in 80 of 100 cases."""

_DAMPING = 0.97
"""How much of a trend is left a day later."""
_SLOPE_SD = 0.05
"""What slope a day is usual, as a share of the level: about a doubling or halving in three weeks.
"""
_TIRING = -0.01
"""What slope is usual where a day brings a share of those left: who is easily reached comes first.
"""
_SHARED = 0.2
"""Correlation of what goes wrong in the parts of a whole."""
_NOTHING = 1e-6
_STEPS = tuple(step / 4 for step in range(-12, 13))
"""Slopes that are tried, in standard deviations from what is usual."""
_USUAL_DISPERSION = 1.4
_DISPERSION_DAYS = 6
"""So many days' weight has the usual dispersion."""
_WEEKDAY_SPREAD = 0.15
"""Variance of the weekdays around one, before any is seen."""


class Band(msgspec.Struct, frozen=True):
    """A forecast: what is reached with 90, 50 and 10 chances of 100."""

    low: int
    middle: int
    high: int


def together(bands: Sequence[Band]) -> Band:
    """The band of a sum: parts go wrong partly together, as the weather is the same for all."""
    middle = sum(one.middle for one in bands)
    below = _joined([one.middle - one.low for one in bands])
    above = _joined([one.high - one.middle for one in bands])
    return Band(middle - round(below), middle, middle + round(above))


def _joined(spreads: Sequence[int]) -> float:
    alone, at_once = sum(one**2 for one in spreads), sum(spreads) ** 2
    return sqrt((1 - _SHARED) * alone + _SHARED * at_once)


class _Future(msgspec.Struct, frozen=True):
    """What is to come under one slope."""

    weight: float
    mean: float
    variance: float


def foretell(counts: Sequence[int], last: date, until: date, most: int) -> Band | None:
    """How many more there will be after ``last`` up to ``until``; none where it is too early.

    :param counts: of each day up to ``last``, the oldest first
    :param most: there are no more left
    """
    ahead = max(0, (until - last).days)
    if not ahead or most <= 0:
        return Band(0, 0, 0)
    if len(counts) < FEWEST:
        return None
    recent = counts[-WINDOW:]
    mean = sum(recent) / len(recent)
    rhythm = _rhythm(recent, last, mean)
    past = [rhythm[_weekday(last, place - len(recent) + 1)] for place in range(len(recent))]
    to_come = [rhythm[_weekday(last, step)] for step in range(1, ahead + 1)]
    futures = list(_futures(recent, past, to_come, most))
    return Band(*(_quantile(futures, share, most) for share in (LOW, 0.5, HIGH)))


def _weekday(last: date, step: int) -> int:
    return (last + timedelta(days=step)).weekday()


def _rhythm(counts: Sequence[int], last: date, mean: float) -> list[float]:
    """By weekday what share of an average day it brings; the fewer were seen, the nearer to one."""
    if len(counts) < 2 * 7 or not mean:
        return [1.0] * 7
    seen: list[list[int]] = [[] for _ in range(7)]
    for place, count in enumerate(counts):
        seen[_weekday(last, place - len(counts) + 1)].append(count)
    trust = _USUAL_DISPERSION / (_WEEKDAY_SPREAD * mean)
    shares = [(sum(one) / mean + trust) / (len(one) + trust) for one in seen]
    return [share * 7 / sum(shares) for share in shares]


class _Fit(msgspec.Struct, frozen=True):
    """A slope, and how well it tells the days seen."""

    of_those_left: bool
    """A day brings a share of those who are left, not a number of people."""
    slope: float
    level: float
    """What an average day brings at the end of the days seen."""
    expected: list[float]
    """What each of them should have brought."""
    told: float
    """Logarithm of the likelihood, as of Poisson counts."""
    unusual: float
    """Logarithm of how unusual the slope is."""


def _fits(counts: Sequence[int], past: Sequence[float], left: int) -> Iterator[_Fit]:
    """Every slope, if a day brings a number of people, and if it brings a share of those left."""
    days, total = len(counts), sum(counts) + 0.5
    behind = [float(left + sum(counts[place:])) for place in range(days)]
    for of_those_left, sizes in ((False, [1.0] * days), (True, behind)):
        usual = _TIRING if of_those_left else 0.0
        for step in _STEPS:
            slope = usual + step * _SLOPE_SD
            shape = [
                size * share * exp(slope * (place - days + 1))
                for place, (size, share) in enumerate(zip(sizes, past, strict=True))
            ]
            level = total / sum(shape)
            expected = [level * one for one in shape]
            told = sum(
                count * log(mean) - mean for count, mean in zip(counts, expected, strict=True)
            )
            yield _Fit(of_those_left, slope, level, expected, told, step**2 / 2)


def _futures(
    counts: Sequence[int], past: Sequence[float], to_come: Sequence[float], left: int
) -> Iterator[_Future]:
    fits = list(_fits(counts, past, left))
    best = max(fits, key=lambda one: one.told)
    dispersion = _dispersion(counts, best.expected)
    known = dispersion / (sum(counts) + 0.5)
    for one in fits:
        mean = max(_NOTHING, _mean(one, one.level, to_come, left))
        more = _mean(one, one.level * (1 + sqrt(known)), to_come, left)
        by_chance = dispersion * mean * (1 - mean / left if one.of_those_left else 1)
        weight = exp((one.told - best.told) / dispersion - one.unusual)
        yield _Future(weight, mean, max(_NOTHING, by_chance + (more - mean) ** 2))


def _mean(fit: _Fit, level: float, to_come: Sequence[float], left: int) -> float:
    """What the days to come bring on average."""
    mean, bent = 0.0, 0.0
    for step, share in enumerate(to_come):
        bent += _DAMPING**step
        rate = level * share * exp(fit.slope * bent)
        mean += (left - mean) * (1 - exp(-rate)) if fit.of_those_left else rate
    return mean


def _dispersion(counts: Sequence[int], expected: Sequence[float]) -> float:
    """Variance over mean of a day (Pearson), drawn to what is usual."""
    pearson = sum((count - mean) ** 2 / mean for count, mean in zip(counts, expected, strict=True))
    free = max(1, len(counts) - 2)
    known = _USUAL_DISPERSION * _DISPERSION_DAYS
    return max(1.0, (known + pearson) / (_DISPERSION_DAYS + free))


def _quantile(futures: Sequence[_Future], share: float, most: int) -> int:
    """The smallest number that is not exceeded with a chance of ``share``; at most ``most``."""
    low, high = 0, most
    wanted = share * sum(one.weight for one in futures)
    while low < high:
        middle = (low + high) // 2
        if sum(one.weight * _up_to(middle + 0.5, one) for one in futures) >= wanted:
            high = middle
        else:
            low = middle + 1
    return low


def _up_to(value: float, future: _Future) -> float:
    """The chance of a gamma distribution below a value (Wilson and Hilferty, 1931)."""
    spread = future.variance / (9 * future.mean**2)
    score = ((value / future.mean) ** (1 / 3) - 1 + spread) / sqrt(spread)
    return (1 + erf(score / sqrt(2))) / 2
