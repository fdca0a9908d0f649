"""What the open screen costs while nobody touches it, and how soon it is gone with its terminal."""

from tests.benchmarks.rounds import Comparison, Options, Sample, say
from tests.benchmarks.screens import ListScreen
from tests.benchmarks.terminal_harness import Percent
from tests.benchmarks.vaults import vault_of

ROUNDS = 5
SETTLING_SECONDS = 2.0
IDLE_SECONDS = 4.0
IDLE_BUDGET_PERCENT = 0.5
"""Of one processor."""

HANG_UP_BUDGET_SECONDS = 1.0


def run(options: Options) -> list[Comparison]:
    """Measure the large vault's screen at rest, then take its terminal away."""
    shares: list[float] = []
    gone: list[float] = []
    with vault_of(options.residents, options, changed=True) as vault:
        say("measuring idleness …")
        for _ in range(ROUNDS):
            screen = ListScreen(vault)
            screen.rest(SETTLING_SECONDS)
            before = screen.processor_time
            screen.rest(IDLE_SECONDS)
            shares.append((screen.processor_time - before) / IDLE_SECONDS * 100)
            gone.append(screen.hang_up())
    return [
        Comparison(
            "processor time of the screen at rest",
            Percent("idle", shares),
            Percent("budget", [IDLE_BUDGET_PERCENT] * ROUNDS),
            1.0,
        ),
        Comparison(
            "the program gone after its terminal",
            Sample("hang-up", gone),
            Sample("budget", [HANG_UP_BUDGET_SECONDS] * ROUNDS),
            1.0,
        ),
    ]
