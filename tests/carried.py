"""A ward whose laptops exchange by files that are carried, and over a line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select

from tests.builders import AN, MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from wardtui import messages
from wardtui.central import accounts, tables
from wardtui.central.bundles import answer_bundle
from wardtui.central.database import open_engine, prepare, writing
from wardtui.central.ingest import Ingest
from wardtui.central.offered import read_offered
from wardtui.central.server_key import server_keys
from wardtui.central.standing import Standing, standing
from wardtui.central.stream import read_stream
from wardtui.domain.events import Body, ResidentListed
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.vocabulary import Role
from wardtui.remote.bundle import open_answer, seal_outbox
from wardtui.services.bundles import AnswerRead, known_keys, read_answer, write_outbox
from wardtui.services.pair import pair
from wardtui.services.ports import Standpoint, Tools
from wardtui.services.recording import Draft, record
from wardtui.services.records import Pairing
from wardtui.services.sync import Synced, sync
from wardtui.store.key_slots import Cost
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

WARD = WardCode("PHUONG-MAU")
CHEAP = Cost(memory_kib=8, iterations=1)


class Line:
    """The server as a device reaches it, without HTTP."""

    server_clock = 0.0

    def __init__(self, ward: "CarriedWard", token: str = "") -> None:
        self._ward = ward
        self._token = token

    @property
    def epoch(self) -> str | None:
        return self._ward.standing.epoch

    @property
    def head(self) -> int | None:
        return self._ward.standing.head

    @property
    def account(self) -> accounts.Account:
        with self._ward.engine.connect() as connection:
            found = accounts.account_of(connection, self._token)
        assert found is not None
        return found

    def stand_at(self, standpoint: Standpoint) -> None:
        """Nothing here is an old copy."""

    def stop_when(self, stop: Callable[[], bool]) -> None:
        """Nobody waits here."""

    def pair(self, request: messages.PairRequest) -> messages.PairAnswer:
        with self._ward.writing() as connection:
            return accounts.pair(connection, request)

    def replace(self, request: messages.ReplaceRequest) -> messages.ReplaceAnswer:
        with self._ward.writing() as connection:
            return accounts.replace(connection, self._token, request)

    def me(self) -> messages.Me:
        account, now = self.account, self._ward.standing
        return messages.Me(
            officer=account.officer,
            name=account.name,
            role=account.role,
            wards=account.wards,
            server_time=self._ward.clock.now(),
            epoch=now.epoch,
            head=now.head,
        )

    def exchange_keys(self, request: messages.KeysRequest) -> messages.KeysAnswer:
        with self._ward.writing() as connection:
            accounts.keep_public_key(connection, self.account.device, request.public_key)
            return messages.KeysAnswer(server_public_key=server_keys(connection).public)

    def push(self, events: messages.Push) -> messages.PushAnswer:
        offered = [read_offered(raw) for raw in events.events]
        taken = self._ward.ingest.submit(self.account, offered).result()
        return messages.PushAnswer(tuple(taken.results))

    def pull(self, after: dict[str, int], limit: int) -> messages.Pull:
        cursor = ",".join(f"{ward}:{seq}" for ward, seq in after.items())
        page = read_stream(self._ward.engine, self.account, cursor, limit)
        return msgspec.json.decode(msgspec.json.encode(page), type=messages.Pull)

    def tell_accesses(self, told: tuple[messages.Access, ...]) -> messages.AccessesAnswer:
        raise NotImplementedError

    def fingerprint(self, ward: str, after: int, to: int) -> messages.Fingerprint:
        raise NotImplementedError

    def devices(self) -> messages.KnownDevices:
        raise NotImplementedError


class Laptop:
    """A device of an officer of the ward."""

    def __init__(self, ward: "CarriedWard", home: Path, role: Role) -> None:
        self._ward = ward
        self.home = home
        create_vault(home, PASSPHRASE, ward.tools.ids, lambda: CHEAP)
        with ward.writing() as connection:
            self.officer = accounts.add_officer(connection, f"Cán bộ {home.name}", role, [WARD])
        self.open()
        self.pair()

    def open(self) -> None:
        self.vault = OpenVault(self.home, unlock(self.home, PASSPHRASE))
        self.vault.start_writing("test", MONDAY)

    def pair(self) -> Pairing:
        with self._ward.writing() as connection:
            code = accounts.new_pairing_code(connection, self.officer)
        return pair(self.vault, Line(self._ward), "-", code, "")

    def lists(self, name: str) -> ResidentId:
        """List somebody."""
        resident = ResidentId(self._ward.tools.ids.new())
        record_of = msgspec.structs.replace(AN, name=name, personal_id=None)
        self.says(resident, ResidentListed(resident=record_of))
        return resident

    def says(self, resident: ResidentId, body: Body) -> None:
        """Record something about somebody."""
        self._ward.clock.forward(minutes=1)
        drafts = [Draft(resident=resident, ward=WARD, body=body)]
        self.vault.write(lambda unit: record(unit, drafts, self._ward.tools))

    def writes(self) -> bytes:
        """The file for the server."""
        return seal_outbox(write_outbox(self.vault))

    def reads(self, file: bytes) -> AnswerRead:
        """Take in an answer."""
        keys, device = self.vault.read(lambda unit: (known_keys(unit), unit.state.device.id))
        answer = open_answer(file, keys, device)
        return read_answer(self.vault, answer, self._ward.tools, lambda _: None)

    def syncs(self) -> Synced:
        """Exchange over the line."""

        @contextmanager
        def connect(pairing: Pairing) -> Iterator[Line]:
            yield Line(self._ward, pairing.token)

        return sync(self.vault, connect, self._ward.tools, lambda _: None)

    def holds(self) -> list[tuple[int, str]]:
        """Every event that the server has numbered, by number."""
        found = self.vault.read(lambda unit: list(unit.events.all()))
        return sorted((one.seq, one.raw) for one in found if one.seq is not None)

    def waits(self) -> int:
        """How many events wait."""
        return self.vault.read(lambda unit: unit.events.count_waiting())

    def everything(self) -> list[tuple[str, str]]:
        """All that the vault keeps, but for what counts bundles and times of contact."""
        cases = self.vault.read(lambda unit: [repr(case) for case in unit.cases.all()])
        events = self.vault.read(
            lambda unit: [(str(one.seq), one.raw) for one in unit.events.all()]
        )
        state = self.vault.read(lambda unit: unit.state.sync.cursors)
        return [("cases", one) for one in sorted(cases)] + sorted(events) + [("at", str(state))]


class CarriedWard:
    """A server in this process, and the laptops of its ward."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.clock = SetClock(MONDAY)
        self.tools = Tools(self.clock, CountingIds(1 << 50))
        self.engine = open_engine(database)
        prepare(self.engine)
        self.ingest = Ingest(self.engine)
        self.laptops: list[Laptop] = []

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.vault.close()
        self.ingest.close()
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with writing(self.engine) as connection:
            yield connection

    @property
    def standing(self) -> Standing:
        with self.engine.connect() as connection:
            return standing(connection)

    def laptop(self, role: Role = Role.OFFICER) -> Laptop:
        """Another officer with a laptop, paired."""
        made = Laptop(self, self.folder / f"laptop-{len(self.laptops)}", role)
        self.laptops.append(made)
        return made

    def answers(self, file: bytes) -> bytes:
        """What the server says to a file."""
        return answer_bundle(self.engine, self.ingest, file).file

    def told(self) -> list[tuple[int, str]]:
        """All that the server has, by number."""
        stored = tables.events.c
        with self.engine.connect() as connection:
            rows = connection.execute(select(stored.seq, stored.raw).order_by(stored.seq))
            return [(row.seq, bytes(row.raw).decode()) for row in rows]
