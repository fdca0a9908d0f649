"""What the seed has in store for each day: who works, who has a line, and what goes wrong."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import NamedTuple

from tests.simulator.size import Size
from tests.thirty_days.play import DAYS

_WORKS, _LEADS = 0.3, 0.6
"""How often an officer, and a leader, works on a day."""
_SYNCS, _LEADERS_SYNC = 0.16, 0.4
"""How often their laptops exchange at the end of a day."""
_LATER = _SYNCS / 2
"""How often somebody exchanges before they begin."""
_STEPS = (1, 2, 3)
_ERRORS = (
    timedelta(minutes=-20),
    timedelta(minutes=4),
    timedelta(hours=2),
    timedelta(hours=-7),
    timedelta(days=3),
    timedelta(days=-2),
)
"""By how much a clock is wrong, when it is."""


class Exchange(NamedTuple):
    """A laptop that exchanges, and what its line is like."""

    laptop: int
    cut_at: int
    """At which step the line is cut; 0: it holds."""
    twice: bool
    """What is sent arrives twice."""


class Day(NamedTuple):
    """What is in store."""

    working: tuple[tuple[int, int], ...]
    """Laptops with the number of things that are done there, in the order of the evening."""
    mornings: tuple[Exchange, ...]
    nights: tuple[Exchange, ...]
    clocks: tuple[tuple[int, timedelta], ...]
    """Laptops whose clocks are ahead from now on, and by how much."""
    lost: int | None = None
    """A laptop that is lost; another one comes in its place."""
    backed_up: int | None = None
    put_back: bool = False
    """The laptop that was backed up goes on from its backup."""
    server_backed_up: bool = False
    server_put_back: bool = False


class Fortune(NamedTuple):
    """What a seed has in store."""

    days: tuple[Day, ...]
    on_a_stick: int
    """The laptop that never has a line; files are carried for it."""


def draw(rng: Random, size: Size) -> Fortune:
    """Draw thirty days."""
    everybody = range(size.laptops)
    stick = rng.randrange(size.officers)
    lost = {rng.randrange(4, DAYS): rng.choice(everybody) for _ in range(rng.choice((0, 1, 1, 2)))}
    backed_up, put_back = _from_to(rng) if rng.random() < 0.8 else (DAYS, DAYS)
    server_backed_up, server_put_back = _from_to(rng) if rng.random() < 0.5 else (DAYS, DAYS)
    whose = rng.choice(everybody)
    offline = [_offline(rng) for _ in everybody]
    days = []
    for number in range(DAYS):
        online = [one for one in everybody if number not in offline[one] or one == stick]
        at_night = [one for one in online if rng.random() < _chance(one, size)]
        days.append(
            Day(
                working=_working(rng, size),
                mornings=_exchanges(rng, [one for one in online if rng.random() < _LATER]),
                nights=_exchanges(rng, at_night),
                clocks=_clocks(rng, size),
                lost=lost.get(number),
                backed_up=whose if number == backed_up else None,
                put_back=number == put_back,
                server_backed_up=number == server_backed_up,
                server_put_back=number == server_put_back,
            )
        )
    return Fortune(tuple(days), stick)


def _chance(laptop: int, size: Size) -> float:
    return _LEADERS_SYNC if laptop in size.leaders else _SYNCS


def _from_to(rng: Random) -> tuple[int, int]:
    first = rng.randrange(1, DAYS - 2)
    return first, rng.randrange(first + 1, min(DAYS, first + 12))


def _offline(rng: Random) -> set[int]:
    """Days on which a laptop has no line: some in a row, now and then."""
    found: set[int] = set()
    for _ in range(rng.randrange(3)):
        first = rng.randrange(DAYS)
        found.update(range(first, first + rng.randint(2, 8)))
    return found


def _working(rng: Random, size: Size) -> tuple[tuple[int, int], ...]:
    here = [
        (one, rng.choice(_STEPS))
        for one in range(size.laptops)
        if rng.random() < (_LEADS if one in size.leaders else _WORKS)
    ]
    rng.shuffle(here)
    return tuple(here)


def _exchanges(rng: Random, laptops: Sequence[int]) -> tuple[Exchange, ...]:
    order = rng.sample(laptops, len(laptops))
    return tuple(
        Exchange(one, rng.choice((0, 0, 0, 1, 2, 3, 4, 5)), rng.random() < 0.1) for one in order
    )


def _clocks(rng: Random, size: Size) -> tuple[tuple[int, timedelta], ...]:
    """Now and then a clock goes wrong, or somebody sets it right."""
    if rng.random() < 0.7:
        return ()
    ahead = timedelta(0) if rng.random() < 0.4 else rng.choice(_ERRORS)
    return ((rng.randrange(size.laptops), ahead),)
