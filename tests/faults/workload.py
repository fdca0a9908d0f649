"""A few evenings of work on a new vault, written down action by action."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.builders import AN, MONDAY, SetClock, make_tools
from tests.conftest import PASSPHRASE
from tests.faults.sqlite_vfs import Recorder, Step
from wardtui.domain.case import Case
from wardtui.domain.events import ContactLogged, ResidentListed
from wardtui.domain.ids import ActionId, EventId, ResidentId
from wardtui.domain.resident import Phone, Resident
from wardtui.domain.vocabulary import Channel, Need, Outcome
from wardtui.domain.vocabulary import Step as NeedStep
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Unit
from wardtui.services.record_enrolment import RecordEnrolment, record_enrolment
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import AccessRecord
from wardtui.services.undo import redo, undo
from wardtui.store import key_slots, last_save, sqlcipher, storage
from wardtui.store.files import DATABASE
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

NAME = "Đặng Thị Dấu Vết"
PHONE = "+84570000987"
PERSONAL_ID = "000199887766"
NOTE = "hẹn gặp ở gốc đa đầu làng"

OFTEN = 40
"""Pages in the log after which it is brought into the database; SQLite's own choice is 1,000."""

ACTIONS = 130
"""Contacts and the like in one session."""


class Acknowledged(msgspec.Struct, frozen=True):
    """An action whose writing has returned."""

    position: int
    """How many steps had happened on the disk by then."""
    action: ActionId
    events: tuple[EventId, ...]


class Recording(msgspec.Struct, frozen=True):
    """What happened on the disk, and what was promised meanwhile."""

    steps: list[Step]
    start: int
    """Steps until the vault was made."""
    acknowledged: list[Acknowledged]
    database: Path
    keys: dict[str, bytes]
    """The files beside the database, by name."""
    data_key: bytes


class _Interrupted(Exception):
    """A change that fails after it has written."""


@contextmanager
def writer_pragmas(*pragmas: str) -> Iterator[None]:
    """Run pragmas on every writing connection that the product opens."""
    products = sqlcipher.connect

    def connect(path: Path, data_key: bytes, *, read_only: bool = False) -> Any:
        connection = products(path, data_key, read_only=read_only)
        for pragma in () if read_only else pragmas:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "connect", connect)
        yield


def run_workload(recorder: Recorder, folder: Path, *pragmas: str, seed: int = 1) -> Recording:
    """Make a vault and work with it in three sessions, all seen by the recorder.

    :param pragmas: for the writing connections, once the vault is made
    """
    workload = _Workload(recorder, folder, seed)
    start = workload.make_vault()
    # A cache of few pages makes a large action write to the log long before it commits.
    for often in (f"wal_autocheckpoint = {OFTEN}", "wal_autocheckpoint = 7", "cache_spill = 10"):
        with writer_pragmas(often, "cache_size = 20", *pragmas):
            workload.session()
    return Recording(
        recorder.steps,
        start,
        workload.acknowledged,
        folder / DATABASE,
        {key_slots.FILE: (folder / key_slots.FILE).read_bytes()},
        workload.data_key,
    )


class _Workload:
    def __init__(self, recorder: Recorder, folder: Path, seed: int) -> None:
        self.acknowledged: list[Acknowledged] = []
        self._recorder = recorder
        self._folder = folder
        self._chance = random.Random(seed)
        self._tools = make_tools(MONDAY)
        self._cases: list[Case] = []

    def make_vault(self) -> int:
        """Make the vault; the steps that it took."""
        create_vault(self._folder, PASSPHRASE, self._tools.ids)
        self.data_key = unlock(self._folder, PASSPHRASE)
        made = next(step.file for step in self._recorder.steps)
        self._recorder.note_rename(Path(made), self._folder / DATABASE)
        return self._recorder.position

    def session(self) -> None:
        """Open, work, close."""
        with OpenVault(self._folder, self.data_key) as self._vault:
            self._vault.start_writing("test", self._tools.clock.now())
            self._list_people(1)
            self._list_people(60)
            for number in range(ACTIONS):
                self._clock.forward(minutes=1)
                self._act(number)
            self._vault.note_access(
                AccessRecord(at=self._tools.clock.now(), what="reveal", command="list", residents=3)
            )

    @property
    def _clock(self) -> SetClock:
        clock = self._tools.clock
        assert isinstance(clock, SetClock)
        return clock

    def _act(self, number: int) -> None:
        tools = self._tools
        case = self._chance.choice(self._cases)
        match number % 13:
            case 3:
                self._list_people(self._chance.randint(2, 6))
            case 5:
                self._contact(case, household=True)
            case 7:
                self._write(lambda unit: undo(unit, tools).saved)
            case 8:
                self._write(lambda unit: redo(unit, tools).saved)
            case 10:
                step = self._chance.choice((NeedStep.CAPTURED, NeedStep.RETURNED_FOR_FIX))
                done = RecordEnrolment(resident=case.id, need=Need.ID_CARD, step=step)
                self._write(lambda unit: record_enrolment(unit, done, tools))
            case 11:
                self._fail(case)
            case 12:
                self._vault.write(lambda unit: unit.seal_worklist())
            case _:
                self._contact(case, note=NOTE * self._chance.randint(1, 15))

    def _contact(self, case: Case, *, household: bool = False, note: str | None = None) -> None:
        contact = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER, note=note)
        command = LogContact(resident=case.id, contact=contact, household=household)
        self._write(lambda unit: log_contact(unit, command, self._tools))

    def _list_people(self, count: int) -> None:
        drafts = [
            Draft(resident=ResidentId(self._tools.ids.new()), body=ResidentListed(resident=one))
            for one in (_somebody(len(self._cases) + number) for number in range(count))
        ]
        self._cases += self._write(lambda unit: record(unit, drafts, self._tools)).cases

    def _write(self, work: Any) -> Saved:
        saved: Saved = self._vault.write(work)
        self._recorder.note_content(self._folder / last_save.FILE)
        events = tuple(event.id for event in saved.events)
        self.acknowledged.append(Acknowledged(self._recorder.position, saved.action, events))
        return saved

    def _fail(self, case: Case) -> None:
        contact = ContactLogged(channel=Channel.VISIT, outcome=Outcome.NOT_HOME, note="never saved")

        def work(unit: Unit) -> None:
            command = LogContact(resident=case.id, contact=contact, household=True)
            log_contact(unit, command, self._tools)
            raise _Interrupted

        with pytest.raises(_Interrupted):
            self._vault.write(work)


def _somebody(number: int) -> Resident:
    """Nobody is real. The first is the one whose traces are looked for."""
    if number == 0:
        return msgspec.structs.replace(
            AN, name=NAME, personal_id=PERSONAL_ID, phones=(Phone(PHONE),)
        )
    return msgspec.structs.replace(
        AN,
        name=f"Nguyễn Văn {number}",
        personal_id=f"000085{number:06}",
        phones=(Phone(f"+84570000{number % 1000:03}"),),
        address=f"Số {number // 4} ngõ 72 phố Mẫu Đơn",
    )
