"""A small file beside the database that says how far this device had come.

The database alone cannot tell that its newest entries are gone: without its write-ahead log, or
replaced by an older copy, it is whole and merely older. So after every commit the next number of
the device is noted here. The note is not synced: it may be behind after a power cut, never ahead,
so it accuses nobody falsely. It holds no personal data.
"""

import zlib
from datetime import datetime
from pathlib import Path

import msgspec

from wardtui.domain.ids import DeviceId

FILE = "last-save"
_LENGTH = 200
"""Bytes of the file: always overwritten as a whole, in one block of the disk."""


class LastSave(msgspec.Struct, frozen=True):
    """How far a device had come."""

    device: DeviceId
    next_seq: int
    at: datetime


class LastSaveFile:
    """The note, kept open while the vault is written."""

    def __init__(self, folder: Path) -> None:
        path = folder / FILE
        path.touch(0o600)
        self._file = path.open("r+b", buffering=0)

    def read(self) -> LastSave | None:
        """What was noted; none when there is nothing that can be read."""
        self._file.seek(0)
        text, _, check = self._file.read(_LENGTH).rstrip().rpartition(b" ")
        if b"%08x" % zlib.crc32(text) != check:
            return None
        try:
            return msgspec.json.decode(text, type=LastSave)
        except msgspec.MsgspecError:
            return None

    def note(self, save: LastSave) -> None:
        """Note how far the device has come."""
        text = msgspec.json.encode(save)
        line = b"%s %08x" % (text, zlib.crc32(text))
        self._file.seek(0)
        self._file.write(line.ljust(_LENGTH))

    def close(self) -> None:
        """Close the file."""
        self._file.close()
