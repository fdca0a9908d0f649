"""The open vault: one thread writes, one connection reads, every change is one commit."""

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from wardtui.domain.errors import WardtuiError
from wardtui.services.ports import Priority, Unit, VaultClosed
from wardtui.services.records import AccessRecord, Lost
from wardtui.store.database import open_database
from wardtui.store.files import DATABASE, check_database, page_problems
from wardtui.store.key_slots import read_slots
from wardtui.store.last_save import missed, read_last_save
from wardtui.store.os_calls import file_identity
from wardtui.store.schema import SCHEMA, schema_of, upgrade
from wardtui.store.sqlcipher import Connection, DatabaseError, connect, translated
from wardtui.store.swapping import MARKER, take_back
from wardtui.store.unit import VaultUnit
from wardtui.store.writer import Writer
from wardtui.store.writer_lock import WriterLock

T = TypeVar("T")

COMMAND_WAIT_SECONDS = 10.0
"""How long a command waits for another one to finish writing."""


class OpenVault:
    """The vault, open. Use as a context manager."""

    def __init__(self, folder: Path, data_key: bytes) -> None:
        """Open it, bringing one of an earlier version to the present layout first.

        Before that a backup is made, which the earlier version can restore.

        :raises wardtui.domain.errors.Damaged: when a file of it is not what it should be
        :raises wardtui.store.schema.VaultTooNew: when a newer wardtui has written it
        """
        if (folder / MARKER).exists():
            with WriterLock(folder, "upgrade", datetime.now(UTC), wait=COMMAND_WAIT_SECONDS):
                take_back(folder)
        check_database(folder)
        self._folder = folder
        self._data_key = data_key
        self._reading = threading.Lock()
        noted = read_last_save(folder)
        self._file = file_identity(folder / DATABASE)
        self._reader: VaultUnit | None = self._open_reader()
        self._writer: Writer | None = None
        self._copying: set[Connection] = set()
        device = self.read(lambda unit: unit.state.device)
        self.lost: Lost | None = missed(noted, device, datetime.now(UTC))
        """Entries that were missed when it was opened."""

    def _open_reader(self) -> VaultUnit:
        with translated(self._folder / DATABASE):
            reader = self._unit(read_only=True)
            try:
                up_to_date = schema_of(reader) == SCHEMA
            except BaseException:
                reader.database.close()
                raise
            if up_to_date:
                return reader
            reader.database.close()
            since = datetime.now(UTC)
            with WriterLock(self._folder, "upgrade", since, wait=COMMAND_WAIT_SECONDS):
                backup = self._back_up_before_upgrade(since)
                writer = self._unit(read_only=False)
                try:
                    upgrade(writer)
                except BaseException:
                    if backup is not None:
                        backup.unlink(missing_ok=True)
                    raise
                finally:
                    writer.database.close()
            return self._unit(read_only=True)

    def _back_up_before_upgrade(self, now: datetime) -> Path | None:
        """Keep the vault as the wardtui before reads it; none where there is no room for it.

        Without a way back nobody would be worse off than without the upgrade, so it goes on.
        """
        from wardtui.store.backup import place_for_next, write_backup

        try:
            slots, place = read_slots(self._folder), place_for_next(self._folder, now)
            write_backup(place, slots, self._copy_as_it_is, now)
        except (OSError, WardtuiError):
            return None
        return place

    def _copy_as_it_is(self, target: Path) -> None:
        with translated(target):
            connection = connect(self._folder / DATABASE, self._data_key, read_only=True)
            try:
                connection.execute("VACUUM INTO ?", (str(target),))
            finally:
                connection.close()

    def _unit(self, *, read_only: bool) -> VaultUnit:
        return VaultUnit(
            open_database(self._folder / DATABASE, self._data_key, read_only=read_only)
        )

    @property
    def newly_lost(self) -> list[Lost]:
        """Entries that were missed and of which nothing is written down yet."""
        return [self.lost] if self.lost is not None and self._writer is None else []

    def start_writing(self, purpose: str, since: datetime, wait: float = 0.0) -> None:
        """Take the lock and start the writing thread.

        :raises wardtui.store.writer_lock.VaultInUse: when another process writes
        """
        if self._writer is not None:
            return
        lock = WriterLock(self._folder, purpose, since, wait=wait)
        try:
            self._see_that_it_is_the_same()
            self._writer = Writer(lock, self._folder, self._data_key, since)
        except BaseException:
            lock.release()
            raise
        self.lost = self._writer.lost or self.lost

    def _see_that_it_is_the_same(self) -> None:
        """Whoever held the lock may have put another database in the place of the one read here."""
        check_database(self._folder)
        with self._reading:
            if self._reader is not None and file_identity(self._folder / DATABASE) != self._file:
                self._reader.database.close()
                self._reader = None
                self._file = file_identity(self._folder / DATABASE)
                self._reader = self._open_reader()

    def read(self, work: Callable[[Unit], T]) -> T:
        """Run a reading in the calling thread. Everything it sees is of one moment."""
        with self._reading, translated(self._folder / DATABASE):
            if self._reader is None:
                raise VaultClosed
            connection = self._reader.connection
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

    def compact(self, at_most_bytes: int | None = None) -> None:
        """Rewrite the file so that nothing of what was deleted is left in it.

        :param at_most_bytes: not a larger file, whose rewriting would keep others waiting
        """
        if self._writer is None:
            raise VaultClosed
        if at_most_bytes is None or (self._folder / DATABASE).stat().st_size <= at_most_bytes:
            self._writer.compact().result()

    def note_access(self, record: AccessRecord) -> None:
        """Append to the access log, in a short transaction of its own, whoever is writing."""
        with translated(self._folder / DATABASE):
            unit = self._unit(read_only=False)
            try:
                unit.note_access(record)
            finally:
                unit.database.close()

    def copy_to(self, target: Path) -> None:
        """Write an encrypted copy of the database as it is now, beside whoever reads or writes.

        :raises VaultClosed: when the vault was closed before it was finished
        """
        if self._reader is None:
            raise VaultClosed
        with translated(target):
            connection = connect(self._folder / DATABASE, self._data_key, read_only=True)
            self._copying.add(connection)
            try:
                connection.execute("VACUUM INTO ?", (str(target),))
            except Exception:
                if self._reader is None:
                    raise VaultClosed from None
                raise
            finally:
                self._copying.discard(connection)
                connection.close()

    def check_pages(self) -> list[str]:
        """What SQLCipher and SQLite find wrong with the file, page by page; empty when it is well.

        The lines name pages and tables, never what stands in them.
        """
        with translated(self._folder / DATABASE):
            connection = connect(self._folder / DATABASE, self._data_key, read_only=True)
            try:
                return page_problems(connection, self._folder)
            finally:
                connection.close()

    def close(self) -> None:
        """Finish what is queued and close. The key is dropped with this object."""
        with self._reading:
            reader, self._reader = self._reader, None
            # Before the writer: the last connection to close puts everything into one file.
            if reader is not None:
                reader.database.close()
        for connection in list(self._copying):
            with contextlib.suppress(DatabaseError):  # it was just finished and closed
                connection.interrupt()
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
        self._data_key = b""

    def __enter__(self) -> "OpenVault":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
