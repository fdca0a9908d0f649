"""One writer at a time: a lock of the operating system, with who holds it and since when.

The lock dies with its process, so a crash leaves nothing to clean up. Readers need no lock.
"""

import os
import time
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from wardtui.domain.errors import CannotWrite, VaultLocked
from wardtui.store.os_calls import try_lock

FILE = "writer.lock"
_STEP_SECONDS = 0.05


class Holder(msgspec.Struct, frozen=True):
    """Who holds the lock."""

    pid: int
    purpose: str
    since: datetime


class VaultInUse(VaultLocked):
    """Another process is writing to the vault."""

    CODE = "vault_in_use"


class WriterLock:
    """The right to write to a vault, held until it is released or the process ends."""

    def __init__(self, folder: Path, purpose: str, since: datetime, *, wait: float) -> None:
        """Take the lock.

        :param purpose: what a second process is told (``tui``, or a command's name)
        :param wait: seconds to wait for another command to finish
        :raises VaultInUse: when somebody else holds it, with who and since when
        :raises CannotWrite: when the folder may not be written
        """
        try:
            # "r+b" needs the file, "a+b" makes it and never empties what the holder wrote.
            self._file: IO[bytes] = (folder / FILE).open("a+b")
        except OSError as error:
            raise CannotWrite(file=str(folder)) from error
        deadline = time.monotonic() + wait
        while not try_lock(self._file):
            holder = _read_holder(self._file)
            # A screen stays open for hours; only a command is worth waiting for.
            if time.monotonic() >= deadline or (holder and holder.purpose == "tui"):
                self._file.close()
                facts = msgspec.structs.asdict(holder) if holder else {}
                raise VaultInUse(**facts)
            time.sleep(_STEP_SECONDS)
        self._file.truncate(0)
        self._file.write(msgspec.json.encode(Holder(os.getpid(), purpose, since)))
        self._file.flush()

    def release(self) -> None:
        """Give the lock back."""
        self._file.truncate(0)
        self._file.close()

    def __enter__(self) -> "WriterLock":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def holder_of(folder: Path) -> Holder | None:
    """Who is writing to the vault in a folder, if anybody is."""
    try:
        with (folder / FILE).open("r+b") as file:
            return None if try_lock(file) else _read_holder(file)
    except OSError:
        return None


def _read_holder(file: IO[bytes]) -> Holder | None:
    file.seek(0)
    try:
        return msgspec.json.decode(file.read(), type=Holder)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
