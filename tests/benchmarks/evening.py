"""22:00: fifty laptops send twenty events each, again and again, to a server on PostgreSQL.

Beside it, in turns: a bare endpoint with the same commit, which only decodes and inserts. What
counts is how many events go through in a second, and how long one of twenty waits at least.
"""

from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from tests.benchmarks.history import WARD
from tests.benchmarks.push import Serve, bare, ours
from tests.benchmarks.rounds import Comparison, Options, Sample, say
from tests.databases import Kind, new_database
from tests.many_laptops import make_laptops, send_all
from wardtui.central.database import open_engine, prepare

LAPTOPS = 50
EVENTS = 20
BATCHES = 20
ROUNDS = 7

THROUGHPUT_BUDGET = 1 / 0.7
"""Seconds for the same events: at least 0.7 times the throughput."""

WAIT_BUDGET = 1.3

_OURS, _BARE = "wardtui central", "bare endpoint"


def run(_: Options) -> list[Comparison]:
    """Measure the time for all of them, and the 95th percentile of the single answers."""
    seconds: dict[str, list[float]] = {_OURS: [], _BARE: []}
    waits: dict[str, list[float]] = {_OURS: [], _BARE: []}
    for number in range(ROUNDS):
        say(f"an evening of {LAPTOPS} laptops, round {number + 1} of {ROUNDS} …")
        for name, serve in ((_OURS, ours), (_BARE, bare)):
            taken, wait = _evening(serve)
            seconds[name].append(taken)
            waits[name].append(wait)
    what = f"{LAPTOPS} laptops × {EVENTS} events, postgresql"
    return [
        _comparison(f"{what}: until all are there", seconds, THROUGHPUT_BUDGET),
        _comparison(f"{what}: 95th percentile of a push", waits, WAIT_BUDGET),
    ]


def _evening(serve: Serve) -> tuple[float, float]:
    with (
        TemporaryDirectory(prefix="wardtui-") as name,
        new_database(Kind.POSTGRESQL, Path(name)) as database,
    ):
        engine = open_engine(database)
        prepare(engine)
        laptops = make_laptops(engine, LAPTOPS, BATCHES, EVENTS, WARD)
        engine.dispose()
        with serve(Path(name), database) as url:
            taken = send_all(url, laptops)
    assert sum(one.accepted for one in laptops) == LAPTOPS * BATCHES * EVENTS
    answers = [one for laptop in laptops for one in laptop.seconds]
    return taken, quantiles(answers, n=20)[-1]


def _comparison(what: str, of: dict[str, list[float]], budget: float) -> Comparison:
    return Comparison(what, Sample(_OURS, of[_OURS]), Sample(_BARE, of[_BARE]), budget)
