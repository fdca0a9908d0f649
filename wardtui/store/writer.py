"""The thread that writes: it owns the writing connection and is fed by a queue."""

import contextlib
import itertools
import queue
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from wardtui.domain.errors import WardtuiError
from wardtui.services.ports import Priority, Unit, VaultClosed
from wardtui.services.records import Device, Lost
from wardtui.store.database import open_database
from wardtui.store.files import DATABASE, WORKSHOPS
from wardtui.store.last_save import LastSave, LastSaveFile, missed
from wardtui.store.sqlcipher import translated
from wardtui.store.unit import SEAL_AFTER, VaultUnit
from wardtui.store.writer_lock import WriterLock

T = TypeVar("T")


class Writer:
    """Carries out changes one after the other, each in one commit."""

    def __init__(self, lock: WriterLock, folder: Path, data_key: bytes, now: datetime) -> None:
        self._lock = lock
        for pattern in WORKSHOPS:
            for left in folder.glob(pattern):
                shutil.rmtree(left, ignore_errors=True)
        self._file = folder / DATABASE
        with translated(self._file):
            self._unit = VaultUnit(open_database(self._file, data_key))
            self._last_save = LastSaveFile(folder)
            self.lost = self._miss(now)
            self._device = self._unit.state.device
        self._closing = threading.Lock()
        self._closed = False
        self._order = itertools.count()
        self._queue: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = (
            queue.PriorityQueue()
        )
        self._thread = threading.Thread(target=self._run, name="vault-writer", daemon=True)
        self._thread.start()

    def _miss(self, now: datetime) -> Lost | None:
        """Entries that were saved and are not in the database; their numbers stay used."""
        noted, state = self._last_save.read(), self._unit.state
        lost = missed(noted, state.device, now)
        if lost is not None:
            with self._unit.database.transaction():
                state.lost = (*state.lost, lost)
                state.device = msgspec.structs.replace(state.device, next_seq=lost.last + 1)
        return lost

    def submit(self, work: Callable[[Unit], T], priority: Priority) -> "Future[T]":
        """Queue a change; the future is done when it is on the disk."""

        def in_one_commit() -> T:
            with self._unit.database.transaction():
                result = work(self._unit)
                device = self._unit.state.device
            # It is saved: whatever becomes of the note beside it must not say otherwise.
            with contextlib.suppress(OSError):
                self._note(device)
            return result

        return self._put(in_one_commit, priority)

    def compact(self) -> "Future[None]":
        """Queue the rewriting of the file, so that nothing of what was deleted is left in it."""

        def vacuum() -> None:
            self._unit.connection.execute("VACUUM")
            self._unit.database.settle()

        return self._put(vacuum, Priority.HOUSEKEEPING)

    def _put(self, work: Callable[[], T], priority: Priority) -> "Future[T]":
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                with translated(self._file):
                    result = work()
            except BaseException as error:  # noqa: BLE001  carried to whoever waits
                future.set_exception(error)
            else:
                future.set_result(result)

        with self._closing:
            if self._closed:
                raise VaultClosed
            self._queue.put((priority, next(self._order), run))
        return future

    def _note(self, device: Device) -> None:
        """Say beside the database how far this device has come."""
        if device.next_seq != self._device.next_seq:
            at = device.last_recorded_at or datetime.now(UTC)
            self._last_save.note(LastSave(device.id, device.next_seq, at))
        self._device = device

    def _run(self) -> None:
        while True:
            _, _, run = self._queue.get()
            if run is None:
                return
            run()

    def close(self) -> None:
        """Finish what is queued, close the database and give the lock back."""
        with self._closing:
            self._closed = True
            # Behind everything that is queued, whatever its priority.
            self._queue.put((len(Priority), next(self._order), None))
        self._thread.join()
        try:
            # The seal is disposable: without it the next opening takes a little longer.
            with contextlib.suppress(WardtuiError), translated(self._file):
                if self._unit.changed_since_sealing() >= SEAL_AFTER:
                    self._unit.seal_worklist()
        finally:
            self._unit.database.close()
            self._last_save.close()
            self._lock.release()
