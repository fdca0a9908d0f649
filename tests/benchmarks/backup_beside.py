"""The daily backup beside a screen that is worked on: nobody may feel it.

What an officer would feel is the event loop coming back late, so that is measured: a short sleep,
again and again, while a backup of the large vault is written in a thread, against the same before.
Beside it, logging a contact while the backup runs against logging without it.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import perf_counter

from tests.benchmarks.history import AFTERWARDS
from tests.benchmarks.rounds import Comparison, Options, Sample, say
from tests.benchmarks.vaults import Vault, vault_of
from wardtui.bootstrap import make_tools
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.store.keeping import back_up
from wardtui.store.os_calls import step_back
from wardtui.store.vault import OpenVault

NAP_SECONDS = 0.002
AT_REST = 500
"""Naps, and logged contacts, that are measured without a backup."""

NAP_BUDGET = 1.5
LOG_BUDGET = 2.0

CALL = ContactLogged(channel=Channel.CALL, outcome=Outcome.BUSY)


def run(options: Options) -> list[Comparison]:
    """Measure napping and logging, at rest and beside a backup."""
    with vault_of(options.residents, options, changed=True) as vault:
        say("measuring beside a backup …")
        with OpenVault(*vault) as opened:
            opened.start_writing("benchmark", AFTERWARDS)
            beside = _Beside(vault, opened)
            naps = asyncio.run(beside.naps())
            logs = beside.logs()
    return [
        Comparison("a nap of the event loop beside a backup", *naps, NAP_BUDGET),
        Comparison("log a contact beside a backup", *logs, LOG_BUDGET),
    ]


class _Beside:
    """An open vault of which a backup is written while something else is measured."""

    def __init__(self, vault: Vault, opened: OpenVault) -> None:
        self._folder = vault.folder
        self._vault = opened
        self._tools = make_tools()
        self._residents = self._everybody()

    def _everybody(self) -> Iterator[ResidentId]:
        known = self._vault.read(lambda unit: [row.id for row in unit.worklist().rows()])
        while True:
            yield from known

    async def naps(self) -> tuple[Sample, Sample]:
        at_rest = [await _nap() for _ in range(AT_REST)]
        beside = []
        running = self._backup()
        while running():
            beside.append(await _nap())
        return _samples("nap", at_rest, beside)

    def logs(self) -> tuple[Sample, Sample]:
        at_rest = [self._log() for _ in range(AT_REST)]
        beside = []
        running = self._backup()
        while running():
            beside.append(self._log())
        return _samples("log_contact", at_rest, beside)

    def _backup(self) -> Callable[[], bool]:
        def work() -> None:
            step_back()
            back_up(self._folder, self._vault, datetime.now(UTC))

        thread = threading.Thread(target=work)
        thread.start()
        return thread.is_alive

    def _log(self) -> float:
        command = LogContact(resident=next(self._residents), contact=CALL)
        start = perf_counter()
        self._vault.write(lambda unit: log_contact(unit, command, self._tools))
        return perf_counter() - start


async def _nap() -> float:
    start = perf_counter()
    await asyncio.sleep(NAP_SECONDS)
    return perf_counter() - start


def _samples(what: str, at_rest: list[float], beside: list[float]) -> tuple[Sample, Sample]:
    count = min(len(at_rest), len(beside))
    # Spread over the whole of the backup, whose parts differ.
    chosen = [beside[place * len(beside) // count] for place in range(count)]
    return Sample(f"{what}, beside", chosen), Sample(f"{what}, at rest", at_rest[:count])
