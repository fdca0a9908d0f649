"""From the start of the program to the first line of the list, the passphrase given.

The floor is a bare Textual screen in the same terminal. Both are whole processes; what the
operating system has cached stays cached, for both.
"""

from collections.abc import Sequence

from tests.benchmarks.rounds import Comparison, Contestant, Options, Tidy, interleaved, say
from tests.benchmarks.screens import environment, shown_name, whole_list
from tests.benchmarks.terminal_harness import BARE, BARE_TEXT, PRODUCT, Mebibytes, Terminal
from tests.benchmarks.vaults import vault_of
from wardtui.domain.worklist_filter import Filter

ROUNDS = 15
TIME_BUDGET = 1.6
MEMORY_BUDGET_MIB = 80.0
"""Beyond the bare screen."""


def run(options: Options) -> list[Comparison]:
    """Measure the first paint over the large vault."""
    with vault_of(options.residents, options, changed=True) as vault:
        whole = whole_list(vault)
        first = shown_name(whole.row(whole.select(Filter(open_only=True))[0]))
        memory: dict[str, list[float]] = {"first_paint": [], "bare Textual screen": []}
        contestants: dict[str, Contestant] = {
            "first_paint": painting(PRODUCT, environment(vault), first, memory["first_paint"]),
            "bare Textual screen": painting(BARE, {}, BARE_TEXT, memory["bare Textual screen"]),
        }
        say("measuring the first paint …")
        taken = interleaved(contestants, ROUNDS)
    beyond = [one - other for one, other in zip(*memory.values(), strict=True)]
    return [
        Comparison(
            f"first line of {options.residents:,} residents painted",
            taken["first_paint"],
            taken["bare Textual screen"],
            TIME_BUDGET,
        ),
        Comparison(
            "peak memory by then, beyond the bare screen",
            Mebibytes("first_paint", beyond),
            Mebibytes("budget", [MEMORY_BUDGET_MIB] * len(beyond)),
            1.0,
        ),
    ]


def painting(
    command: Sequence[str],
    environment: dict[str, str],
    marker: str,
    memory: list[float] | None = None,
) -> Contestant:
    """Start a program and wait for a text; afterwards note its peak memory in MiB."""

    def paint() -> Tidy:
        terminal = Terminal(command, environment)
        terminal.wait_for(marker)

        def tidy() -> None:
            if memory is not None:
                memory.append(terminal.peak_memory / 2**20)
            terminal.settle()
            terminal.hang_up()

        return tidy

    return paint
