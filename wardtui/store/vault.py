"""The open vault: one thread writes, one connection reads, every change is one commit."""

import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TypeVar

import msgspec

from wardtui.domain.errors import BadInput, CannotWrite, Damaged
from wardtui.domain.ids import DeviceId
from wardtui.services.ports import Ids, Priority, Unit, VaultClosed
from wardtui.services.records import AccessRecord, Device
from wardtui.store import key_slots
from wardtui.store.database import DocumentDatabase, open_database
from wardtui.store.os_calls import make_private_folder, sync_folder
from wardtui.store.sqlcipher import translated
from wardtui.store.unit import VaultUnit, lay_out
from wardtui.store.writer_lock import WriterLock

T = TypeVar("T")

DATABASE = "vault.db"
SEAL_AFTER = 50
"""Changed lines after which the worklist is sealed anew when the vault is closed."""

COMMAND_WAIT_SECONDS = 10.0
"""How long a command waits for another one to finish writing."""


class NoVault(BadInput):
    """There is no vault in this folder."""

    CODE = "no_vault"


class VaultExists(BadInput):
    """There is a vault in this folder already."""

    CODE = "vault_exists"


class KeysMissing(Damaged):
    """There is a database in this folder, and nothing that opens it."""

    CODE = "keys_missing"


class NewVault(msgspec.Struct, frozen=True):
    """What making a vault gives."""

    device: DeviceId
    recovery_code: str
    """Shown once; it stands nowhere else."""


def vault_exists(folder: Path) -> bool:
    """Whether a folder holds a vault."""
    return (folder / key_slots.FILE).exists() or (folder / DATABASE).exists()


def create_vault(folder: Path, passphrase: str, ids: Ids) -> NewVault:
    """Make an empty vault.

    :raises VaultExists: when there is one
    :raises KeysMissing: when there is a database without its keys; it is not touched
    """
    if (folder / key_slots.FILE).exists():
        raise VaultExists(folder=str(folder))
    if (folder / DATABASE).exists():
        raise KeysMissing(folder=str(folder))
    try:
        make_private_folder(folder)
    except OSError as error:
        raise CannotWrite(file=str(folder)) from error
    data_key = key_slots.new_data_key()
    recovery_code = key_slots.new_recovery_code()
    slots = key_slots.make_slots(ids.new(), data_key, passphrase, recovery_code)
    device = DeviceId(ids.new())
    # Made beside its place and moved there when it is whole, keys first: a crash in between leaves
    # a vault whose database is missing, never a database that nobody can open.
    with TemporaryDirectory(dir=folder, prefix=".new-") as workshop:
        made = Path(workshop) / DATABASE
        with translated(DATABASE), open_database(made, data_key) as database:
            lay_out(database)
            VaultUnit(database).state.device = Device(id=device)
        key_slots.write_slots(folder, slots)
        made.replace(folder / DATABASE)
    sync_folder(folder)
    return NewVault(device, recovery_code)


def unlock(folder: Path, secret: str) -> bytes:
    """The data key of the vault in a folder.

    :raises NoVault: when there is none
    :raises wardtui.store.key_slots.WrongSecret: when the secret does not open it
    """
    if not vault_exists(folder):
        raise NoVault(folder=str(folder))
    if not (folder / key_slots.FILE).exists():
        raise KeysMissing(folder=str(folder))
    return key_slots.open_slots(key_slots.read_slots(folder), secret)


class OpenVault:
    """The vault, open. Use as a context manager."""

    def __init__(self, folder: Path, data_key: bytes) -> None:
        self._folder = folder
        self._data_key = data_key
        self._reading = threading.Lock()
        self._reader: VaultUnit | None = _unit(folder, data_key, read_only=True)
        self._writer: _Writer | None = None

    def start_writing(self, purpose: str, since: datetime, wait: float = 0.0) -> None:
        """Take the lock and start the writing thread.

        :raises wardtui.store.writer_lock.VaultInUse: when another process writes
        """
        if self._writer is None:
            lock = WriterLock(self._folder, purpose, since, wait=wait)
            self._writer = _Writer(lock, self._folder, self._data_key)

    def read(self, work: Callable[[Unit], T]) -> T:
        """Run a reading in the calling thread. Everything it sees is of one moment."""
        with self._reading, translated(DATABASE):
            if self._reader is None:
                raise VaultClosed
            connection = self._reader.database.documents.connection
            connection.execute("BEGIN")
            try:
                return work(self._reader)
            finally:
                connection.execute("COMMIT")

    def write(self, work: Callable[[Unit], T], priority: Priority = Priority.ACTION) -> T:
        """Run a change and return when it is on the disk."""
        return self.submit(work, priority).result()

    def submit(
        self, work: Callable[[Unit], T], priority: Priority = Priority.ACTION
    ) -> "Future[T]":
        """Queue a change; the future is done when it is on the disk."""
        if self._writer is None:
            raise VaultClosed
        return self._writer.submit(work, priority)

    def note_access(self, record: AccessRecord) -> None:
        """Append to the access log, in a short transaction of its own, whoever is writing."""
        with (
            translated(DATABASE),
            open_database(self._folder / DATABASE, self._data_key) as database,
        ):
            VaultUnit(database).note_access(record)

    def close(self) -> None:
        """Finish what is queued and close. The key is dropped with this object."""
        with self._reading:
            reader, self._reader = self._reader, None
            # Before the writer: the last connection to close puts everything into one file.
            if reader is not None:
                reader.database.close()
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def __enter__(self) -> "OpenVault":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _unit(folder: Path, data_key: bytes, *, read_only: bool) -> VaultUnit:
    database: DocumentDatabase = open_database(folder / DATABASE, data_key, read_only=read_only)
    return VaultUnit(database)


class _Writer:
    """The thread that owns the writing connection, fed by a queue."""

    def __init__(self, lock: WriterLock, folder: Path, data_key: bytes) -> None:
        self._lock = lock
        self._unit = _unit(folder, data_key, read_only=False)
        self._order = itertools.count()
        self._queue: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = (
            queue.PriorityQueue()
        )
        self._thread = threading.Thread(target=self._run, name="vault-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Unit], T], priority: Priority) -> "Future[T]":
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                with translated(DATABASE), self._unit.database.transaction():
                    result = work(self._unit)
            except BaseException as error:  # noqa: BLE001  carried to whoever waits
                future.set_exception(error)
            else:
                future.set_result(result)

        self._queue.put((priority, next(self._order), run))
        return future

    def _run(self) -> None:
        while True:
            _, _, run = self._queue.get()
            if run is None:
                return
            run()

    def close(self) -> None:
        # Behind everything that is queued, whatever its priority.
        self._queue.put((len(Priority), next(self._order), None))
        self._thread.join()
        if self._unit.changed_since_sealing() >= SEAL_AFTER:
            self._unit.seal_worklist()
        self._unit.database.close()
        self._lock.release()
