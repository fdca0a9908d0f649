"""Interleaved timing: everything is compared with what was measured beside it, round by round.

A round runs every contestant once, one after the other, each round in another order: whatever else
the machine does, and whatever one contestant leaves to the next, falls on all of them. What counts
are ratios of medians; milliseconds are for information.
"""

import gc
import random
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

Tidy = Callable[[], object]
"""What a contestant leaves to be done after the clock has stopped."""

Contestant = Callable[[], Tidy | None]
"""Does once what is measured."""

WARM_UP = 3
"""Rounds that are run and not counted, unless somebody says how many."""


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    folder: Path
    """Where files are measured: a disk, not memory."""
    cache: Path | None
    """Where built vaults are kept for the next run."""
    residents: int
    """Residents of the large vault, and documents of the large file."""

    @property
    def sizes(self) -> tuple[int, int, int]:
        """The small, a middle and the large number of residents."""
        return self.small, max(self.residents // 5, 20), self.residents

    @property
    def small(self) -> int:
        """Residents of the small vault, and documents of the small file."""
        return max(self.residents // 50, 20)


@dataclass(frozen=True)
class Sample:
    """What one contestant took in each round."""

    name: str
    seconds: Sequence[float]

    @property
    def median(self) -> float:
        """Seconds."""
        return median(self.seconds)

    def __str__(self) -> str:
        low, _, high = quantiles(self.seconds, method="inclusive")
        return f"{_ms(self.median)} ({_ms(low)}–{_ms(high)})"


@dataclass(frozen=True)
class Comparison:
    """One contestant against another of the same rounds."""

    what: str
    measured: Sample
    floor: Sample
    budget: float | None = None
    """The ratio that must not be exceeded."""
    binding: bool = True
    """Whether the run fails when it is; else the budget stands there for information."""

    @property
    def ratio(self) -> float:
        """How many times as long as the floor."""
        return self.measured.median / self.floor.median

    @property
    def spread(self) -> tuple[float, float]:
        """Quartiles of the ratios of the single rounds."""
        pairs = zip(self.measured.seconds, self.floor.seconds, strict=True)
        low, _, high = quantiles([one / other for one, other in pairs], method="inclusive")
        return low, high

    @property
    def missed(self) -> bool:
        """Whether the ratio is above the budget."""
        return self.budget is not None and self.ratio > self.budget


def interleaved(
    contestants: Mapping[str, Contestant],
    rounds: int,
    clock: Callable[[], float] = perf_counter,
    warm_up: int = WARM_UP,
) -> dict[str, Sample]:
    """Run all contestants, round after round.

    :param clock: what is counted, in seconds
    :param warm_up: rounds that are run before and not counted, no more than those that are
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    shuffled = random.Random(0)
    order = list(contestants)
    for number in range(-min(warm_up, rounds), rounds):
        shuffled.shuffle(order)
        for name in order:
            start = clock()
            tidy = contestants[name]()
            taken = clock() - start
            if number >= 0:
                seconds[name].append(taken)
            if tidy is not None:
                tidy()
        # Nobody pays for the garbage of another round.
        gc.collect()
    return {name: Sample(name, taken) for name, taken in seconds.items()}


def table(comparisons: Iterable[Comparison]) -> str:
    """The figures as a Markdown table: medians, and in brackets the quartiles."""
    lines = [
        "| what | ratio | budget | | measured | ms | against | ms | rounds |",
        "|---|--:|--:|---|---|--:|---|--:|--:|",
    ]
    for one in comparisons:
        low, high = one.spread
        cells = (
            one.what,
            f"**{_times(one.ratio)}** ({_times(low)}–{_times(high)})",
            "" if one.budget is None else f"≤ {one.budget:g}",
            _verdict(one),
            one.measured.name,
            str(one.measured),
            one.floor.name,
            str(one.floor),
            str(len(one.measured.seconds)),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def say(text: str) -> None:
    """Tell on stderr what is being done."""
    print(text, file=sys.stderr, flush=True)


def _verdict(one: Comparison) -> str:
    if one.budget is None:
        return "for information"
    verdict = "missed" if one.missed else "kept"
    return verdict if one.binding else f"{verdict}, for information"


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.3g}" if seconds < 1 else f"{seconds * 1000:.0f}"
