"""Escalation over a whole ward: who moves by now, and what another policy costs.

The product asks one index who moves by a moment; nothing is evaluated, because the engine has said
so of each case when it was last changed. Beside it stands the engine itself over every case, beyond
reading them. The floor of both is reading every case.

Another policy is one commit: every case is read, evaluated anew and kept where it moves at another
time. Its floor is reading every case and keeping it as it was; it has no budget.
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from itertools import cycle

import msgspec

from tests.benchmarks.history import AFTERWARDS, LISTED, WARD
from tests.benchmarks.rounds import Comparison, Options, Sample, interleaved, say
from tests.benchmarks.vaults import vault_of
from tests.builders import SetClock
from wardtui.bootstrap import RandomIds
from wardtui.domain.escalation import next_decision
from wardtui.domain.escalation_events import PolicyPublished
from wardtui.domain.policy import Policy
from wardtui.services.arrangement import present_arrangement
from wardtui.services.moving import AT_ONCE
from wardtui.services.policies import shipped_policy
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, record
from wardtui.store.vault import OpenVault

ROUNDS = 15
POLICY_ROUNDS = 5

MOVING_BUDGET = 0.05
"""Of reading every case: asking who moves by now must not grow with what a case holds."""

ENGINE_BUDGET = 1.25
"""Reading and evaluating every case against reading them, for information."""


def run(options: Options) -> list[Comparison]:
    """Measure a large vault."""
    with ExitStack() as opened:
        kept = opened.enter_context(vault_of(options.residents, options, changed=True))
        vault = opened.enter_context(OpenVault(kept.folder, kept.key))
        vault.start_writing("benchmark", AFTERWARDS)
        say("measuring who moves …")
        moving = interleaved(_asking(vault), ROUNDS)
        say("measuring another policy …")
        policy = interleaved(_publishing(vault), POLICY_ROUNDS)
    _say_each("asking who moves", moving["moving"], options.residents)
    _say_each("reading", moving["read"], options.residents)
    _say_each("reading and evaluating", moving["evaluate"], options.residents)
    _say_each("publishing a policy", policy["publish"], options.residents)
    size = f"{options.residents:,}"
    return [
        Comparison(
            f"who of {size} moves by now, against reading every case",
            moving["moving"],
            moving["read"],
            MOVING_BUDGET,
        ),
        Comparison(
            f"the engine over {size} cases and reading them, against reading them",
            moving["evaluate"],
            moving["read"],
            ENGINE_BUDGET,
            binding=False,
        ),
        Comparison(
            f"another policy for {size} cases, against reading every case and keeping it",
            policy["publish"],
            policy["keep"],
        ),
    ]


def _asking(vault: OpenVault) -> dict[str, Callable[[], None]]:
    """Each round asks as of another moment, from when nobody moves to when everybody has."""
    moments = cycle(LISTED + timedelta(days=7 * number) for number in range(9))

    def read(unit: Unit) -> None:
        for _ in unit.cases.all():
            pass

    def evaluate(unit: Unit) -> None:
        force = present_arrangement(unit).force(WARD)
        now = next(moments)
        for case in unit.cases.all():
            decision = next_decision(case, force)
            _ = decision is not None and decision.at <= now

    def ask(unit: Unit) -> None:
        unit.cases.moving(next(moments), AT_ONCE)

    return {
        "moving": lambda: vault.read(ask),
        "read": lambda: vault.read(read),
        "evaluate": lambda: vault.read(evaluate),
    }


def _publishing(vault: OpenVault) -> dict[str, Callable[[], None]]:
    """Each round publishes a policy under which cases move at another time."""
    clock = SetClock(AFTERWARDS)
    tools = Tools(clock, RandomIds())
    told: list[int] = []
    policies = cycle((_waiting(30), _waiting(31)))

    def publish(unit: Unit) -> None:
        body = PolicyPublished(policy=next(policies))
        saved = record(unit, [Draft(resident=None, ward=WARD, body=body)], tools)
        if not told:
            told.append(len(saved.cases))
            say(f"  cases that move at another time: {told[0]:,}")

    def keep(unit: Unit) -> None:
        for case in list(unit.cases.all()):
            unit.cases.put(case)

    def published() -> None:
        clock.forward(minutes=1)
        vault.write(publish)

    return {"publish": published, "keep": lambda: vault.write(keep)}


def _waiting(days: int) -> Policy:
    """The shipped policy with another patience: cases that nobody tries move on another day."""
    policy = shipped_policy()
    rules = tuple(
        rule
        if rule.days_without_contact is None
        else msgspec.structs.replace(rule, days_without_contact=days)
        for rule in policy.rules
    )
    return msgspec.structs.replace(policy, rules=rules)


def _say_each(what: str, sample: Sample, residents: int) -> None:
    say(f"  {what}: {sample.median / residents * 1e6:.2f} µs a case")
