"""Devices and the server's own code, in any order of work, exchange and cut lines.

No HTTP here: the use cases talk to the server's ingest and stream directly, so that a thousand
histories fit into a test. The wire itself is tested over real sockets elsewhere.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from tests.builders import AN, MONDAY, CountingIds, SetClock
from wardtui.central import accounts
from wardtui.central.database import open_engine, prepare
from wardtui.central.ingest import Ingest, Offered
from wardtui.central.stream import read_stream
from wardtui.domain.errors import NetworkFailed, Refused
from wardtui.domain.events import ContactLogged, EnrolmentRecorded, ResidentListed
from wardtui.domain.fold import fold
from wardtui.domain.ids import DeviceId, OfficerId, ResidentId, WardCode
from wardtui.domain.vocabulary import Channel, Need, Outcome, Role, Step
from wardtui.domain.worklist import worklist_row
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, record
from wardtui.services.records import Device, Pairing, entries
from wardtui.services.sync import sync
from wardtui.services.undo import redo, undo
from wardtui.store.database import open_database
from wardtui.store.files import DATABASE
from wardtui.store.schema import lay_out
from wardtui.store.sqlcipher import KEY_BYTES
from wardtui.store.unit import VaultUnit
from wardtui.store.vault import OpenVault
from wardtui.wire import PairRequest, Pull, Push, PushAnswer, read_event

KEY = bytes(KEY_BYTES)
WARD = WardCode("PHUONG-MAU")
DEVICES = 2


class Line:
    """The server as a device reaches it, over a line that may be cut before or after any answer."""

    server_clock = 0.0

    def __init__(self, machine: "SyncMachine", account: accounts.Account, cut_at: int) -> None:
        self._machine = machine
        self._account = account
        self._left = cut_at
        self.epoch: str | None = machine.epoch
        self.head: int | None = None

    def _step(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise NetworkFailed("server_unreachable", server="-")

    def push(self, events: Push) -> PushAnswer:
        self._step()
        offered = [Offered(read_event(raw).id, bytes(raw)) for raw in events.events]
        results = self._machine.ingest.submit(self._account, offered).result()
        self.head = self._machine.ingest.head
        self._step()
        return PushAnswer(tuple(results))

    def pull(self, after: dict[str, int], limit: int) -> Pull:
        self._step()
        cursor = ",".join(f"{ward}:{seq}" for ward, seq in after.items())
        # Small pages, so that a cut can fall between two of them.
        page = read_stream(self._machine.engine, self._account, cursor, min(limit, 3))
        self.head = self._machine.ingest.head
        self._step()
        return msgspec.json.decode(msgspec.json.encode(page), type=Pull)

    def pair(self, request: PairRequest) -> None:
        raise NotImplementedError


class SyncMachine(RuleBasedStateMachine):
    """Two devices of one ward and their server."""

    residents: Bundle[ResidentId] = Bundle("residents")

    @initialize()
    def set_up(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.ids = CountingIds(1 << 50)
        self.tools = Tools(SetClock(MONDAY), self.ids)
        self.engine = open_engine(f"sqlite:///{self.folder / 'central.db'}")
        self.epoch = prepare(self.engine)
        self.ingest = Ingest(self.engine)
        self.accounts: list[accounts.Account] = []
        self.vaults: list[OpenVault] = []
        for number in range(DEVICES):
            self._add_device(number)

    def _add_device(self, number: int) -> None:
        home = self.folder / f"device-{number}"
        home.mkdir()
        device = DeviceId(self.ids.new())
        writing = self.engine.connect().execution_options(writing=True)
        with writing as connection, connection.begin():
            role = (Role.OFFICER, Role.LEADER)[number % 2]
            officer = accounts.add_officer(connection, f"Cán bộ {number}", role, [WARD])
            code = accounts.new_pairing_code(connection, officer)
            accounts.pair(connection, PairRequest(code=code, device=device))
        self.accounts.append(accounts.Account(device, officer, "-", role, (WARD,)))
        with open_database(home / DATABASE, KEY) as database:
            lay_out(VaultUnit(database))
            state = VaultUnit(database).state
            state.device = Device(id=device)
            state.pairing = Pairing(
                url="-", token="-", officer=OfficerId(officer), name="-", role=role, wards=(WARD,)
            )
        vault = OpenVault(home, KEY)
        vault.start_writing("test", MONDAY)
        self.vaults.append(vault)

    def teardown(self) -> None:
        if hasattr(self, "vaults"):
            self._all_devices_agree_after_a_sync()
            for vault in self.vaults:
                vault.close()
            self.ingest.close()
            self.engine.dispose()
            shutil.rmtree(self.folder)

    devices = st.integers(0, DEVICES - 1)

    @rule(target=residents, device=devices, name=st.sampled_from(["An", "Bình", "Chi"]))
    def list_somebody(self, device: int, name: str) -> ResidentId:
        resident = ResidentId(self.ids.new())
        body = ResidentListed(resident=msgspec.structs.replace(AN, name=name))
        self._record(device, Draft(resident=resident, ward=WARD, body=body))
        return resident

    @rule(device=devices, resident=residents, outcome=st.sampled_from(Outcome))
    def log_a_call(self, device: int, resident: ResidentId, outcome: Outcome) -> None:
        body = ContactLogged(channel=Channel.CALL, outcome=outcome)
        self._record(device, Draft(resident=resident, ward=WARD, body=body))

    @rule(device=devices, resident=residents, step=st.sampled_from(Need.ID_CARD.steps))
    def enrol(self, device: int, resident: ResidentId, step: Step) -> None:
        body = EnrolmentRecorded(need=Need.ID_CARD, step=step)
        self._record(device, Draft(resident=resident, ward=WARD, body=body))

    def _record(self, device: int, draft: Draft) -> None:
        self.tools.clock.forward(minutes=1)  # type: ignore[attr-defined]
        self.vaults[device].write(lambda unit: record(unit, [draft], self.tools))

    @rule(device=devices)
    def undo_something(self, device: int) -> None:
        self._try(device, lambda unit: undo(unit, self.tools, confirmed=True))

    @rule(device=devices)
    def redo_something(self, device: int) -> None:
        self._try(device, lambda unit: redo(unit, self.tools))

    def _try(self, device: int, work: object) -> None:
        with suppress(Refused):
            self.vaults[device].write(work)  # type: ignore[arg-type]

    @rule(device=devices, cut_at=st.integers(1, 8))
    def exchange_over_a_line_that_is_cut(self, device: int, cut_at: int) -> None:
        with suppress(NetworkFailed):
            self._sync(device, cut_at)

    @rule(device=devices)
    def exchange(self, device: int) -> None:
        self._sync(device)

    @rule(device=devices)
    def close_and_open_the_vault(self, device: int) -> None:
        self.vaults[device].close()
        vault = OpenVault(self.folder / f"device-{device}", KEY)
        vault.start_writing("test", MONDAY)
        self.vaults[device] = vault

    def _sync(self, device: int, cut_at: int = 0) -> None:
        @contextmanager
        def connect(_: Pairing) -> Iterator[Line]:
            yield Line(self, self.accounts[device], cut_at)

        sync(self.vaults[device], connect, self.tools, lambda _: None)  # type: ignore[arg-type]

    @invariant()
    def the_cases_are_the_fold_of_the_events(self) -> None:
        for vault in getattr(self, "vaults", ()):
            vault.read(_check_read_models)

    def _all_devices_agree_after_a_sync(self) -> None:
        for device in (*range(DEVICES), *range(DEVICES)):
            self._sync(device)
        histories = [vault.read(_everything) for vault in self.vaults]
        assert all(history == histories[0] for history in histories)
        for vault in self.vaults:
            assert vault.read(lambda unit: unit.events.count_waiting()) == 0
            assert vault.read(lambda unit: unit.events.rejected()) == []
        for device in range(DEVICES):
            seqs = vault_device_seqs(self.vaults[0], self.accounts[device].device)
            assert seqs == list(range(1, len(seqs) + 1)), "device_seq is gapless"


def _everything(unit: Unit) -> list[tuple[int | None, str]]:
    table = unit.events._table  # type: ignore[attr-defined]
    return sorted((document.get("seq"), document["raw"]) for document in table)


def vault_device_seqs(vault: OpenVault, device: str) -> list[int]:
    events = [read_event(raw) for _, raw in vault.read(_everything)]
    return sorted(event.device_seq for event in events if event.device == device)


def _check_read_models(unit: Unit) -> None:
    table = unit.events._table  # type: ignore[attr-defined]
    residents = {document["resident"] for document in table}
    logs = [
        entry
        for resident in residents
        for entry in entries(unit.events.of_resident(ResidentId(resident)))
    ]
    folded = fold(logs).cases
    assert {case.id: case for case in unit.cases.all()} == folded
    shown = {row.id: row for row in unit.worklist().rows()}
    assert shown == {case.id: worklist_row(case) for case in folded.values()}


SyncMachine.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestSync = SyncMachine.TestCase
