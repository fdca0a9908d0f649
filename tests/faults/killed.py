"""What a process does to a vault until it is killed."""

import itertools
import os
import random
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path

import msgspec

from tests.builders import AN, MONDAY, make_tools
from tests.conftest import PASSPHRASE
from tests.faults.workload import writer_pragmas
from wardtui.domain.events import ContactLogged, ResidentListed
from wardtui.domain.ids import ActionId, ResidentId
from wardtui.domain.resident import Phone
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import StoredEvent
from wardtui.store.making import create_vault
from wardtui.store.unit import SEAL_AFTER
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

HOUSEHOLD = SEAL_AFTER + 5
"""So many live behind one door that one contact with all of them has the worklist sealed anew."""

PEOPLE = 2 * HOUSEHOLD


class Mark(StrEnum):
    """What a writer says through its pipe, a line each."""

    SAVED = "saved"
    """With the ids of the events whose writing has returned."""
    CLOSING = "closing"
    CLOSED = "closed"
    FAILED = "failed"


def made_vault(folder: Path) -> bytes:
    """Make a vault with everybody listed in one action; its key."""
    tools = make_tools(MONDAY)
    create_vault(folder, PASSPHRASE, tools.ids)
    key = unlock(folder, PASSPHRASE)
    drafts = []
    for number in range(PEOPLE):
        door = 1 if number < HOUSEHOLD else number
        resident = msgspec.structs.replace(
            AN,
            name=f"Nguyễn Văn {number}",
            personal_id=f"000085{number:06}",
            phones=(Phone(f"+84570000{number:03}"),),
            address=f"Số {door} phố Mẫu Đơn",
        )
        drafts.append(
            Draft(resident=ResidentId(tools.ids.new()), body=ResidentListed(resident=resident))
        )
    with OpenVault(folder, key) as vault:
        vault.start_writing("test", tools.clock.now())
        vault.write(lambda unit: record(unit, drafts, tools))
    return key


def sizes(events: Iterable[StoredEvent]) -> dict[ActionId, int]:
    """How many events each action has when it is whole; the note of a contact says it."""
    return {
        one.event.action: int(one.event.body.note or 0)
        if isinstance(one.event.body, ContactLogged)
        else PEOPLE
        for one in events
    }


class Orders(msgspec.Struct, frozen=True):
    """What one writer is to do."""

    number: int
    """No two writers have the same, so that no two make the same ids."""
    seed: int
    closing: bool
    """Close the vault after a few contacts and open it again, all the time."""
    too_early: bool
    """Acknowledge before the commit. No writer may do that; the checks have to notice."""


def work_until_killed(folder: Path, key: bytes, orders: Orders, pipe: int) -> None:
    """Open the vault and log contacts as fast as it goes, telling each that was saved."""
    chance = random.Random(orders.seed)
    tools = make_tools(MONDAY, first_id=(orders.number + 1) << 32)
    # A log that is often brought into the database is more often caught in it.
    with writer_pragmas(f"wal_autocheckpoint = {chance.choice((5, 50, 1000))}"):
        while True:
            with OpenVault(folder, key) as vault:
                vault.start_writing("test", tools.clock.now())
                if vault.lost is not None:
                    raise AssertionError(f"the vault says that it has lost {vault.lost}")
                people = vault.read(lambda unit: [case.id for case in unit.cases.all()])
                for number in range(3) if orders.closing else itertools.count(1):
                    everybody = number % 20 == 0
                    who = people[0] if everybody else chance.choice(people[HOUSEHOLD:])
                    work = _contact(who, HOUSEHOLD if everybody else 1, tools)
                    if orders.too_early:
                        vault.write(_acknowledging(pipe, work))
                    else:
                        _acknowledge(pipe, vault.write(work))
                _say(pipe, Mark.CLOSING)
            _say(pipe, Mark.CLOSED)


def _contact(who: ResidentId, count: int, tools: Tools) -> Callable[[Unit], Saved]:
    contact = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER, note=str(count))
    command = LogContact(resident=who, contact=contact, household=count > 1)
    return lambda unit: log_contact(unit, command, tools)


def _acknowledge(pipe: int, saved: Saved) -> None:
    _say(pipe, Mark.SAVED, *(event.id for event in saved.events))


def _acknowledging(pipe: int, work: Callable[[Unit], Saved]) -> Callable[[Unit], None]:
    return lambda unit: _acknowledge(pipe, work(unit))


def _say(pipe: int, *words: str) -> None:
    os.write(pipe, (" ".join(words) + "\n").encode())
