"""The thread that writes: it owns the writing connection and is fed by a queue."""

import contextlib
import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from wardtui.domain.errors import WardtuiError
from wardtui.services.ports import Priority, Unit
from wardtui.services.records import Device, Lost
from wardtui.store.database import open_database
from wardtui.store.files import DATABASE
from wardtui.store.last_save import LastSave, LastSaveFile
from wardtui.store.sqlcipher import translated
from wardtui.store.unit import SEAL_AFTER, VaultUnit
from wardtui.store.writer_lock import WriterLock

T = TypeVar("T")


class Writer:
    """Carries out changes one after the other, each in one commit."""

    def __init__(self, lock: WriterLock, folder: Path, data_key: bytes, now: datetime) -> None:
        self._lock = lock
        self._file = folder / DATABASE
        with translated(self._file):
            self._unit = VaultUnit(open_database(self._file, data_key))
            self._last_save = LastSaveFile(folder)
            self.lost = self._miss(now)
            self._device = self._unit.state.device
        self._order = itertools.count()
        self._queue: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = (
            queue.PriorityQueue()
        )
        self._thread = threading.Thread(target=self._run, name="vault-writer", daemon=True)
        self._thread.start()

    def _miss(self, now: datetime) -> Lost | None:
        """Entries that were saved and are not in the database; their numbers stay used."""
        state = self._unit.state
        device, noted = state.device, self._last_save.read()
        if noted is None or noted.device != device.id or noted.next_seq <= device.next_seq:
            return None
        lost = Lost(first=device.next_seq, last=noted.next_seq - 1, saved_at=noted.at, found_at=now)
        with self._unit.database.transaction():
            state.lost = (*state.lost, lost)
            state.device = msgspec.structs.replace(device, next_seq=noted.next_seq)
        return lost

    def submit(self, work: Callable[[Unit], T], priority: Priority) -> "Future[T]":
        """Queue a change; the future is done when it is on the disk."""
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                with translated(self._file), self._unit.database.transaction():
                    result = work(self._unit)
                    device = self._unit.state.device
            except BaseException as error:  # noqa: BLE001  carried to whoever waits
                future.set_exception(error)
            else:
                # It is saved: whatever becomes of the note beside it must not say otherwise.
                with contextlib.suppress(OSError):
                    self._note(device)
                future.set_result(result)

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
        # Behind everything that is queued, whatever its priority.
        self._queue.put((len(Priority), next(self._order), None))
        self._thread.join()
        # The seal is disposable: without it the next opening takes a little longer.
        with contextlib.suppress(WardtuiError), translated(self._file):
            if self._unit.changed_since_sealing() >= SEAL_AFTER:
                self._unit.seal_worklist()
        self._unit.database.close()
        self._last_save.close()
        self._lock.release()
