"""From the start of the program to its question for the passphrase, against a bare screen."""

from tests.benchmarks.first_paint import painting
from tests.benchmarks.rounds import Comparison, Options, interleaved, say
from tests.benchmarks.screens import PROMPT, environment
from tests.benchmarks.terminal_harness import BARE, BARE_TEXT, PRODUCT
from tests.benchmarks.vaults import vault_of

ROUNDS = 20
BUDGET = 1.1


def run(options: Options) -> list[Comparison]:
    """Measure the prompt. How many residents wait behind it makes no difference."""
    with vault_of(options.small, options, changed=True) as vault:
        say("measuring the prompt …")
        taken = interleaved(
            {
                "unlock_prompt": painting(PRODUCT, environment(vault, passphrase=False), PROMPT),
                "bare Textual screen": painting(BARE, {}, BARE_TEXT),
            },
            ROUNDS,
        )
    return [
        Comparison(
            "the passphrase asked for",
            taken["unlock_prompt"],
            taken["bare Textual screen"],
            BUDGET,
        )
    ]
