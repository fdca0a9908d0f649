"""One writer at a time: a lock of the operating system, with who holds it and since when.

The lock dies with its process, so a crash leaves nothing to clean up. Readers need no lock.
"""

import os
import time
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from wardtui.domain.errors import VaultLocked
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
        """
        # "r+b" needs the file, "a+b" makes it and never empties what the holder wrote.
        self._file: IO[bytes] = (folder / FILE).open("a+b")
        deadline = time.monotonic() + wait
        while not try_lock(self._file):
            holder = self._holder()
            # A screen stays open for hours; only a command is worth waiting for.
            if time.monotonic() >= deadline or (holder and holder.purpose == "tui"):
                self._file.close()
                facts = msgspec.structs.asdict(holder) if holder else {}
                raise VaultInUse(**facts)
            time.sleep(_STEP_SECONDS)
        self._file.truncate(0)
        self._file.write(msgspec.json.encode(Holder(os.getpid(), purpose, since)))
        self._file.flush()

    def _holder(self) -> Holder | None:
        self._file.seek(0)
        try:
            return msgspec.json.decode(self._file.read(), type=Holder)
        except msgspec.MsgspecError:
            return None

    def release(self) -> None:
        """Give the lock back."""
        self._file.truncate(0)
        self._file.close()
