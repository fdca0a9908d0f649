"""Devices and the server's own code, in any order of work, exchange and cut lines.

No HTTP here: the use cases talk to the server's ingest and stream directly, so that a thousand
histories fit into a test. The wire itself is tested over real sockets elsewhere.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, Engine, select

from tests.builders import AN, MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.databases import Kind, copy_of, new_database, put_back
from tests.faults.sizes import size
from tests.line import Line
from wardtui import wire
from wardtui.central import accounts, tables
from wardtui.central.admin import initialise
from wardtui.central.database import open_engine, prepare, writing
from wardtui.central.ingest import Ingest
from wardtui.central.laptops import release, revoke
from wardtui.domain.arrangement import arranged
from wardtui.domain.case_fold import fold_case
from wardtui.domain.errors import BadInput, NetworkFailed, Refused
from wardtui.domain.events import (
    Body,
    ContactLogged,
    EnrolmentRecorded,
    Entry,
    Event,
    EventRetracted,
    OfficerPublished,
    ResidentListed,
    ResidentMerged,
)
from wardtui.domain.fold import fold
from wardtui.domain.ids import EventId, ResidentId, WardCode
from wardtui.domain.resident import Resident
from wardtui.domain.same_person import history, people
from wardtui.domain.vocabulary import Channel, Need, Outcome, Role, Step
from wardtui.domain.worklist import worklist_row
from wardtui.services.arrangement import present_arrangement
from wardtui.services.compare import compare
from wardtui.services.deriving import refold
from wardtui.services.forget import purge
from wardtui.services.merge_residents import merge_residents, split_person
from wardtui.services.pair import pair
from wardtui.services.policies import shipped_force
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import Pairing, entries
from wardtui.services.report_daily import report_daily
from wardtui.services.sync import sync
from wardtui.services.undo import Undone, redo, undo
from wardtui.services.verify import verify
from wardtui.store.keeping import back_up
from wardtui.store.key_slots import Cost
from wardtui.store.making import create_vault
from wardtui.store.restore import restore
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

WARD = WardCode("PHUONG-MAU")
DEVICES = 2
CHEAP = Cost(memory_kib=8, iterations=1)
LAST_STEPS = {Need.ID_CARD: Step.CAPTURED, Need.VNEID_ACTIVATION: Step.ACTIVATED}


class SyncMachine(RuleBasedStateMachine):
    """Two devices of one ward and their server."""

    kind: ClassVar[Kind] = Kind.SQLITE

    residents: Bundle[ResidentId] = Bundle("residents")
    backups: Bundle[tuple[int, Path]] = Bundle("backups")
    copies: Bundle[tuple[str, str]] = Bundle("copies")

    @initialize()
    def set_up(self) -> None:
        # Nothing here is about the disk, and waiting for one would take most of the time.
        memory = Path("/dev/shm")  # noqa: S108
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        self.clock = SetClock(MONDAY)
        self.tools = Tools(self.clock, CountingIds(1 << 50))
        self.databases = ExitStack()
        self.database = self.databases.enter_context(new_database(self.kind, self.folder))
        self._serve()
        self.used: set[tuple[str, int]] = set()
        self.vaults = [self._new_device(number) for number in range(DEVICES)]

    def _serve(self) -> None:
        self.engine = open_engine(self.database)
        self.epoch = prepare(self.engine)
        self.ingest = Ingest(self.engine)

    def _stop_serving(self) -> None:
        self.ingest.close()
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with writing(self.engine) as connection:
            yield connection

    def _home(self, device: int) -> Path:
        return self.folder / f"device-{device}"

    def _new_device(self, number: int) -> OpenVault:
        create_vault(self._home(number), PASSPHRASE, self.tools.ids, lambda: CHEAP)
        with self.writing() as connection:
            role = (Role.OFFICER, Role.LEADER)[number % 2]
            officer = accounts.add_officer(connection, f"Cán bộ {number}", role, [WARD])
            code = accounts.new_pairing_code(connection, officer)
        pair(vault := self._open(number), Line(self), "-", code, "")
        return vault

    def _open(self, device: int) -> OpenVault:
        vault = OpenVault(self._home(device), unlock(self._home(device), PASSPHRASE))
        vault.start_writing("test", MONDAY)
        return vault

    def teardown(self) -> None:
        if not hasattr(self, "vaults"):
            return
        try:
            self._all_devices_agree_after_a_sync()
        finally:
            for vault in self.vaults:
                vault.close()
            self._stop_serving()
            self.databases.close()
            shutil.rmtree(self.folder)

    devices = st.integers(0, DEVICES - 1)
    needs = st.sampled_from([(Need.ID_CARD,), tuple(LAST_STEPS)])
    names = st.sampled_from(["An", "Bình", "Chi"])
    numbers = st.sampled_from([None, "000085000123", "000085000124"])
    records = st.builds(
        msgspec.structs.replace, st.just(AN), name=names, needs=needs, personal_id=numbers
    )
    bodies = st.one_of(
        st.builds(ResidentListed, resident=records),
        st.builds(ContactLogged, channel=st.just(Channel.CALL), outcome=st.sampled_from(Outcome)),
        st.sampled_from([EnrolmentRecorded(need=Need.ID_CARD, step=s) for s in Need.ID_CARD.steps]),
    )

    @rule(target=residents, device=devices, record=records, finished=st.booleans())
    def list_somebody(self, device: int, record: Resident, finished: bool) -> ResidentId:
        resident = ResidentId(self.tools.ids.new())
        self.work(device, resident, ResidentListed(resident=record))
        if finished:
            self.finish(device, resident)
        return resident

    @rule(device=devices, resident=residents)
    def finish(self, device: int, resident: ResidentId) -> None:
        for need, step in LAST_STEPS.items():
            self.work(device, resident, EnrolmentRecorded(need=need, step=step))

    @rule(device=devices, resident=residents, body=bodies)
    def work(self, device: int, resident: ResidentId, body: Body) -> None:
        self.clock.forward(minutes=1)
        drafts = [Draft(resident=resident, ward=WARD, body=body)]
        self._note(self.vaults[device].write(partial(record, drafts=drafts, tools=self.tools)))

    def _note(self, saved: Saved) -> None:
        for event in saved.events:
            assert (event.device, event.device_seq) not in self.used, "never used twice"
            self.used.add((event.device, event.device_seq))

    @rule(device=devices, one=residents, other=residents)
    def say_that_two_are_one(self, device: int, one: ResidentId, other: ResidentId) -> None:
        self.clock.forward(minutes=1)
        work = partial(merge_residents, resident=one, into=other, tools=self.tools)
        with suppress(Refused, BadInput):
            self._note(self.vaults[device].write(work))

    @rule(device=devices, one=residents)
    def take_merges_back(self, device: int, one: ResidentId) -> None:
        work = partial(split_person, resident=one, tools=self.tools)
        with suppress(Refused, BadInput):
            self._note(self.vaults[device].write(work))

    @rule(device=devices, back=st.booleans())
    def undo_or_redo_something(self, device: int, back: bool) -> None:
        def work(unit: Unit) -> Undone:
            return redo(unit, self.tools) if back else undo(unit, self.tools, confirmed=True)

        with suppress(Refused):
            self._note(self.vaults[device].write(work).saved)

    @rule(device=devices, cut_at=st.integers(0, 8))
    def exchange_over_a_line_that_may_be_cut(self, device: int, cut_at: int) -> None:
        with suppress(NetworkFailed):
            self._sync(device, cut_at)

    @rule(device=devices, exchanged=st.booleans())
    def forget_whose_needs_are_met(self, device: int, exchanged: bool) -> None:
        if exchanged:
            self._sync(device)
        purge(self.vaults[device], self.clock.now(), timedelta(0))

    @rule(device=devices, hours=st.integers(0, 30))
    def close_and_open_the_vault_later(self, device: int, hours: int) -> None:
        self.vaults[device].close()
        self.clock.forward(hours=hours)
        self.vaults[device] = self._open(device)

    @rule(target=backups, device=devices)
    def make_a_backup(self, device: int) -> tuple[int, Path]:
        file = self.folder / f"{self.tools.ids.new()}.wardbackup"
        return device, back_up(self._home(device), self.vaults[device], self.clock.now(), file).file

    @rule(backup=backups, salvage=st.booleans())
    def put_a_device_back_from_a_backup(self, backup: tuple[int, Path], salvage: bool) -> None:
        device, file = backup
        self.vaults[device].close()
        restore(self._home(device), file, PASSPHRASE, self.tools.ids, MONDAY, salvage=salvage)
        self.vaults[device] = self._open(device)
        self._pair_whom_it_does_not_know()

    @rule(target=copies)
    def copy_the_database_of_the_server(self) -> tuple[str, str]:
        self._stop_serving()
        copy = self.databases.enter_context(copy_of(self.database, self.folder))
        self._serve()
        return self.epoch, copy

    @rule(copy=copies)
    def put_the_server_back_from_a_copy(self, copy: tuple[str, str]) -> None:
        self._stop_serving()
        put_back(self.database, copy[1])
        initialise(self.database, restored=True)
        self._serve()
        self._pair_whom_it_does_not_know()

    def _pair_whom_it_does_not_know(self) -> None:
        """A token that one side has only as it was before has to be given again."""
        for number, vault in enumerate(self.vaults):
            pairing = vault.read(lambda unit: unit.state.pairing)
            assert pairing is not None
            with self.engine.connect() as connection:
                known = accounts.account_of(connection, pairing.token)
            if known is None or known.revoked:
                self._pair_anew(number)

    @rule(device=devices, copy=copies, cut_at=st.integers(0, 8))
    def read_from_an_old_copy(self, device: int, copy: tuple[str, str], cut_at: int) -> None:
        epoch, database = copy
        if epoch != self.epoch:
            return
        replica = open_engine(database)
        with suppress(NetworkFailed):
            self._sync(device, cut_at, replica)
        replica.dispose()

    @rule(device=devices, cut_at=st.integers(0, 8))
    def take_the_ward_away_and_give_it_back(self, device: int, cut_at: int) -> None:
        self._sync(device)
        self._give_ward(device, "PHUONG-KHAC")
        with suppress(NetworkFailed):
            self._sync(device, cut_at)
            seen = self.vaults[device].read(lambda unit: [*unit.cases.all(), *unit.forgotten.all()])
            assert seen == []
        self._give_ward(device, WARD)

    def _give_ward(self, device: int, ward: str) -> None:
        pairing = self.vaults[device].read(lambda unit: unit.state.pairing)
        assert pairing is not None
        with self.writing() as connection:
            accounts.change_officer(connection, pairing.officer, None, [ward])

    @rule(device=devices, cut_at=st.integers(0, 8), resident=residents, body=bodies)
    def revoke_a_device_and_let_in_what_it_sends(
        self, device: int, cut_at: int, resident: ResidentId, body: Body
    ) -> None:
        me = self.vaults[device].read(lambda unit: unit.state.device.id)
        self._sync(device)
        self.work(device, resident, body)
        revoke(self.database, me)
        with pytest.raises(NetworkFailed):
            self._sync(device, cut_at)
        assert release(self.database, me).refused == ()
        self._pair_anew(device)

    def _pair_anew(self, device: int) -> None:
        vault = self.vaults[device]
        pairing = vault.read(lambda unit: unit.state.pairing)
        assert pairing is not None
        with self.writing() as connection:
            code = accounts.new_pairing_code(connection, pairing.officer)
        pair(vault, Line(self), "-", code, "")

    def _sync(self, device: int, cut_at: int = 0, replica: Engine | None = None) -> None:
        @contextmanager
        def connect(pairing: Pairing) -> Iterator[Line]:
            yield Line(self, pairing.token, cut_at, replica)

        sync(self.vaults[device], connect, self.tools, lambda _: None)

    @invariant()
    def the_cases_are_the_fold_of_the_events(self) -> None:
        for vault in getattr(self, "vaults", ()):
            vault.read(check_read_models)

    def _all_devices_agree_after_a_sync(self) -> None:
        for device in (*range(DEVICES), *range(DEVICES)):
            self._sync(device)
        for device in range(DEVICES):
            self._what_is_lost_is_found_by_comparing(device)
        told = self._told()
        for vault in self.vaults:
            vault.read(partial(check_history, told=told))
        for number in range((self.clock.now().date() - MONDAY.date()).days + 1):
            day = MONDAY.date() + timedelta(days=number)
            reported = [vault.read(partial(report_daily, day=day)) for vault in self.vaults]
            assert reported[0].report == reported[1].report, day

    def _what_is_lost_is_found_by_comparing(self, device: int) -> None:
        vault = self.vaults[device]

        @contextmanager
        def connect(pairing: Pairing) -> Iterator[Line]:
            yield Line(self, pairing.token)

        def lose_one(unit: Unit) -> None:
            about_nobody = unit.events.about_nobody(OfficerPublished.TYPE)
            gone = unit.numbered.drop([about_nobody[0].event.id])
            refold(unit, gone.residents)

        vault.write(lose_one)
        assert compare(vault, connect).repaired == 1
        assert compare(vault, connect).repaired == 0

    def _told(self) -> list[tuple[int, bytes]]:
        """All that the server has of the ward, in its order."""
        stored = tables.events.c
        with self.engine.connect() as connection:
            rows = select(stored.seq, stored.raw).where(stored.ward == WARD).order_by(stored.seq)
            return list(connection.execute(rows))


def check_history(unit: Unit, told: list[tuple[int, bytes]]) -> None:
    """A device has all that the server has, less what stands about whom it has forgotten."""
    numbered = [Entry(wire.read_event(raw), seq, WARD) for seq, raw in told]
    cases = fold(numbered, shipped_force()).cases
    forgotten = {one.id for one in unit.forgotten.all()}
    gone = forgotten | {one for who in forgotten for one in cases[who].same_as}
    by_id = {event.id: event for event in (wire.read_event(raw) for _, raw in told)}
    expected = [
        (seq, raw)
        for seq, raw in told
        if (event := wire.read_event(raw)).resident not in gone or is_about_a_merge(event, by_id)
    ]
    assert sorted((one.seq or 0, one.raw.encode()) for one in unit.events.all()) == expected
    assert {case.id: case for case in unit.cases.all()} == {
        one: case for one, case in cases.items() if one not in forgotten
    }
    assert forgotten <= cases.keys()
    assert unit.events.count_waiting() == unit.events.count_rejected() == 0


def is_about_a_merge(event: Event, by_id: dict[EventId, Event]) -> bool:
    """It stays when a person is forgotten: it says who is the same, and nothing of anybody."""
    while isinstance(event.body, EventRetracted) and event.body.event in by_id:
        event = by_id[event.body.event]
    return isinstance(event.body, ResidentMerged)


def check_read_models(unit: Unit) -> None:
    before = {one.id: one.needs for one in unit.forgotten.all()}
    logs = {one: entries(unit.events.of_resident(one)) for one in unit.events.residents()}
    folds = [
        fold_case(who, history(logs, members), met_before=before.get(who, ()), members=members)
        for who, members in people(logs).items()
    ]
    arrangement = present_arrangement(unit)
    folded = {case.id: arranged(case, arrangement) for case in folds if case is not None}
    assert {case.id: case for case in unit.cases.all()} == folded
    shown = {row.id: row for row in unit.worklist().rows()}
    assert shown == {case.id: worklist_row(case) for case in folded.values()}
    counted = sum(area.total for area in unit.worklist().areas())
    assert counted == len(folded.keys() | before.keys())
    assert verify(unit).problems == ()


class SyncOnPostgreSQL(SyncMachine):
    """The same with the other database."""

    kind = Kind.POSTGRESQL


SyncMachine.TestCase.settings = settings(
    max_examples=size(10, 250), stateful_step_count=50, deadline=None
)
SyncOnPostgreSQL.TestCase.settings = settings(
    max_examples=size(2, 100), stateful_step_count=50, deadline=None
)
TestSync = SyncMachine.TestCase
TestSyncOnPostgreSQL = SyncOnPostgreSQL.TestCase
