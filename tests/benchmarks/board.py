"""The leaders' board with thousands of cases that were handed up.

Two ways to it, both against the start of a bare Textual screen in the same terminal. From its key,
in a program that is at rest: added to a bare screen it must stay within 1.6 of one, so its own
budget is 0.6. From the start of the program, the passphrase given and the key pressed as soon as
the list is painted: that holds the first paint, which has a budget of its own, and the reading of
every line of the worklist, and stands there for information.

The cases are handed up by the product itself, under a policy without rules, so that nothing moves
while it is measured.
"""

from collections.abc import Callable, Sequence

import msgspec

from tests.benchmarks.first_paint import painting
from tests.benchmarks.history import AFTERWARDS, WARD
from tests.benchmarks.rounds import Comparison, Contestant, Options, Tidy, interleaved, say
from tests.benchmarks.screens import ListScreen, environment, shown_name, whole_list
from tests.benchmarks.terminal_harness import BARE, BARE_TEXT, PRODUCT, Terminal
from tests.benchmarks.vaults import Vault, vault_of
from tests.builders import SetClock
from wardtui.bootstrap import RandomIds
from wardtui.domain.escalation_events import PolicyPublished
from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist_filter import Filter
from wardtui.i18n import Language, use_language
from wardtui.services.escalate import raise_cases
from wardtui.services.escalations import ABOVE_THE_FIRST
from wardtui.services.policies import shipped_policy
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, record
from wardtui.store.vault import OpenVault
from wardtui.wording.rules import raised_cause

ROUNDS = 15
BUDGET = 1.6

HANDED_UP = 5000
_AT_ONCE = 1000
"""Cases in one commit."""

_KEY = "b"
_BACK = "\x1b"


def run(options: Options) -> list[Comparison]:
    """Measure a vault of which a tenth was handed up, five thousand at most."""
    count = min(HANDED_UP, options.residents // 10)
    with vault_of(options.residents, options, changed=True) as vault:
        say(f"handing up {count:,} cases …")
        hand_up(vault, count)
        first, marker = _texts(vault, count)
        bare = painting(BARE, {}, BARE_TEXT)
        starts: dict[str, Contestant] = {
            "from the start to the board": lambda: _start_to_board(vault, first, marker),
            "from the start to the list": painting(PRODUCT, environment(vault), first),
            "bare Textual screen": bare,
        }
        say("measuring the board …")
        taken = interleaved(starts, ROUNDS)
        with ListScreen(vault) as at_rest:
            top = at_rest.names(1)[0]
            keys: dict[str, Contestant] = {
                "from its key to the board": lambda: _key_to_board(at_rest, top, marker),
                "bare Textual screen": bare,
            }
            pressed = interleaved(keys, ROUNDS)
    size = f"{count:,} of {options.residents:,}"
    return [
        Comparison(
            f"board of {size} cases painted, from the start",
            taken["from the start to the board"],
            taken["bare Textual screen"],
            BUDGET,
            binding=False,
        ),
        Comparison(
            f"the same, from its key: {size} cases",
            pressed["from its key to the board"],
            pressed["bare Textual screen"],
            BUDGET - 1,
        ),
        Comparison(
            "the list before it, from the start",
            taken["from the start to the list"],
            taken["bare Textual screen"],
        ),
    ]


def hand_up(vault: Vault, count: int) -> None:
    """Hand so many cases up to the second level."""
    tools = Tools(SetClock(AFTERWARDS), RandomIds())
    policy = msgspec.structs.replace(shipped_policy(), rules=())
    publishing = Draft(resident=None, ward=WARD, body=PolicyPublished(policy=policy))
    with OpenVault(vault.folder, vault.key) as opened:
        opened.start_writing("benchmark", AFTERWARDS)
        opened.write(lambda unit: record(unit, [publishing], tools))
        worklist = opened.read(lambda unit: unit.worklist())
        order = worklist.select(Filter(open_only=True))[:count]
        residents = [worklist.row(position).id for position in order]
        for start in range(0, len(residents), _AT_ONCE):
            opened.write(_raising(residents[start : start + _AT_ONCE], tools))
        opened.write(lambda unit: unit.seal_worklist())


def _raising(residents: Sequence[ResidentId], tools: Tools) -> Callable[[Unit], None]:
    def work(unit: Unit) -> None:
        raise_cases(unit, residents, None, tools)

    return work


def _texts(vault: Vault, count: int) -> tuple[str, str]:
    """The first name of the list, and what only the board says."""
    worklist = whole_list(vault)
    assert len(worklist.select(ABOVE_THE_FIRST)) == count
    first = worklist.row(worklist.select(Filter(open_only=True))[0])
    use_language(Language.VIETNAMESE)
    return shown_name(first), raised_cause(None)


def _start_to_board(vault: Vault, first: str, marker: str) -> Tidy:
    terminal = Terminal(PRODUCT, environment(vault))
    terminal.wait_for(first)
    terminal.press(_KEY)
    terminal.wait_for(marker)

    def tidy() -> None:
        terminal.settle()
        terminal.hang_up()

    return tidy


def _key_to_board(screen: Terminal, first: str, marker: str) -> Tidy:
    screen.press(_KEY)
    screen.wait_for(marker)

    def tidy() -> None:
        screen.settle()
        # A letter that follows Esc at once would be read together with it, as another key.
        screen.press(_BACK)
        screen.wait_for(first)
        screen.settle()

    return tidy
