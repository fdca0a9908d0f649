"""A program that kills processes while they write to a vault, and looks at the vault after each.

``python -m tests.faults.killing FOLDER ROUNDS SEED [too-early]``. It is one process with one thread
that forks its writers, so that everything is imported once and a round takes a fraction of a
second. With ``too-early`` the writers acknowledge what they have not committed yet.
"""

import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from tests.builders import MONDAY
from tests.faults.checks import EVERYTHING, badly_derived, broken_tables, half_done, missing
from tests.faults.killed import Mark, Orders, made_vault, sizes, work_until_killed
from wardtui.domain.ids import EventId
from wardtui.services.ports import Unit
from wardtui.services.records import StoredEvent
from wardtui.store.vault import OpenVault

PATIENCE = 60.0
"""Seconds after which a writer that says nothing hangs."""

LOOK_AT_EVERYTHING = 25
"""Rounds between two full looks at the vault; the others look at what is new."""


class Moment(StrEnum):
    """When a writer is killed."""

    WRITING = "writing"
    OPENING = "opening"
    CLOSING = "closing"


# Milliseconds after the mark that is waited for; an opening writer is killed without a mark.
_WAIT_FOR = {Moment.WRITING: Mark.SAVED, Moment.OPENING: None, Moment.CLOSING: Mark.CLOSING}
_LONGEST = {Moment.WRITING: 60.0, Moment.OPENING: 25.0, Moment.CLOSING: 30.0}


class Wrong(Exception):
    """The vault is not what it should be."""


class Rounds:
    """Rounds of killing on one vault, and all that its writers have acknowledged."""

    def __init__(self, folder: Path, seed: int, *, too_early: bool) -> None:
        self.counts = Counter[str]()
        self._too_early = too_early
        self._folder = folder
        self._chance = random.Random(seed)
        self._key = made_vault(folder)
        self._acknowledged: list[EventId] = []
        self._new: list[EventId] = []
        self._checked = 0
        """Number of the newest event that was looked at."""

    def run(self, rounds: int) -> None:
        """Kill so often, and look at the vault after every round.

        :raises Wrong: when something is wrong with it
        """
        for number in range(1, rounds + 1):
            # Some rounds kill the process that repairs what the last one left.
            while self._chance.random() < 0.25:
                self._kill(Moment.OPENING)
            self._kill(self._chance.choice((Moment.WRITING, Moment.WRITING, Moment.CLOSING)))
            self.counts["rounds"] += 1
            wrong = self._look(everything=number % LOOK_AT_EVERYTHING == 0 or number == rounds)
            if wrong:
                raise Wrong(f"round {number}: {'; '.join(wrong)}")

    def _kill(self, moment: Moment) -> None:
        number = self.counts["kills"]
        seed = self._chance.randrange(2**32)
        delay = self._chance.uniform(0, _LONGEST[moment]) / 1000
        orders = Orders(number, seed, closing=moment is Moment.CLOSING, too_early=self._too_early)
        said = _killed(self._folder, self._key, orders, _WAIT_FOR[moment], delay)
        self.counts["kills"] += 1
        self.counts[f"while {moment.value}"] += 1
        last = None
        saved = False
        for line in said:
            mark, *events = line.split(" ", 1 if line.startswith(Mark.FAILED) else -1)
            if mark == Mark.FAILED:
                raise Wrong(f"kill {number}: {events[0]}")
            self._new += map(EventId, events)
            saved = saved or mark == Mark.SAVED
            last = mark
        self.counts["before anything was saved"] += not saved
        self.counts["before it was closed"] += last == Mark.CLOSING

    def _look(self, *, everything: bool) -> list[str]:
        with OpenVault(self._folder, self._key) as vault:
            wrong = vault.read(lambda unit: list(self._new_events(unit)))
            if everything:
                wrong += vault.read(lambda unit: list(self._all_events(unit)))
                wrong += broken_tables(vault)
        if everything:
            # A writer that closes brings the log into the file, whose pages are looked at then.
            with OpenVault(self._folder, self._key) as vault:
                vault.start_writing("test", MONDAY)
                if vault.lost is not None:
                    wrong.append(f"the vault says that it has lost something: {vault.lost}")
            with OpenVault(self._folder, self._key) as vault:
                wrong += vault.check_pages()
        return wrong

    def _new_events(self, unit: Unit) -> Iterator[str]:
        events = unit.events.waiting(EVERYTHING, after=self._checked)
        yield from missing(events, self._new)
        yield from half_done(events, sizes(events), after=self._checked)
        earlier = self._chance.sample(self._acknowledged, min(20, len(self._acknowledged)))
        if any(unit.events.get(event) is None for event in earlier):
            yield "an event that was there is gone"
        self._note(events)
        # Numbers have no gap, so as many as the highest number says nothing that was there is gone.
        if unit.events.count_waiting() != self._checked:
            yield f"{unit.events.count_waiting()} events, and the newest is number {self._checked}"

    def _note(self, events: list[StoredEvent]) -> None:
        self.counts["events"] += len(events)
        self.counts["acknowledged"] += len(self._new)
        self._acknowledged += self._new
        self._new = []
        if events:
            self._checked = events[-1].event.device_seq

    def _all_events(self, unit: Unit) -> Iterator[str]:
        events = unit.events.waiting(EVERYTHING)
        yield from missing(events, self._acknowledged)
        yield from half_done(events, sizes(events))
        yield from badly_derived(unit, events)


def _killed(
    folder: Path, key: bytes, orders: Orders, wait_for: Mark | None, delay: float
) -> list[str]:
    """Start a writer and kill it so long after a mark, or after its start; the lines it said."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _be_writer(folder, key, orders, writing)
    os.close(writing)
    said = bytearray()
    kill_at = None if wait_for else time.monotonic() + delay
    try:
        while kill_at is None or time.monotonic() < kill_at:
            patience = PATIENCE if kill_at is None else max(0.0, kill_at - time.monotonic())
            ready, _, _ = select.select([reading], [], [], patience)
            if not ready and kill_at is None:
                raise Wrong(f"kill {orders.number}: the writer says nothing")
            if ready:
                part = os.read(reading, 65536)
                if not part:
                    break
                said += part
            if kill_at is None and wait_for and wait_for.encode() in said:
                kill_at = time.monotonic() + delay
    finally:
        os.kill(process, signal.SIGKILL)
        while part := os.read(reading, 65536):
            said += part
        os.close(reading)
        _, status = os.waitpid(process, 0)
    # What was not said to its end was not said.
    lines = said.decode().split("\n")[:-1]
    if not os.WIFSIGNALED(status) and not any(line.startswith(Mark.FAILED) for line in lines):
        raise Wrong(f"kill {orders.number}: the writer ended by itself, status {status}")
    return lines


def _be_writer(folder: Path, key: bytes, orders: Orders, pipe: int) -> NoReturn:
    """What a forked process does; it never returns to what its parent was doing."""
    try:
        work_until_killed(folder, key, orders, pipe)
    except BaseException as error:  # noqa: BLE001  told to the parent
        os.write(pipe, f"{Mark.FAILED} {error!r}\n".encode())
    os._exit(1)


def main() -> int:
    """Run, and say on stdout how often what was done."""
    folder, rounds, seed, *how = sys.argv[1:]
    done = Rounds(Path(folder), int(seed), too_early="too-early" in how)
    try:
        done.run(int(rounds))
    except Wrong as wrong:
        print(f"seed {seed}, {wrong}", file=sys.stderr)
        return 1
    print(json.dumps(done.counts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
