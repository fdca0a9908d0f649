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
from wardtui.services.records import Device, Lost

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
        return _decode(self._file.read(_LENGTH))

    def note(self, save: LastSave) -> None:
        """Note how far the device has come."""
        text = msgspec.json.encode(save)
        line = b"%s %08x" % (text, zlib.crc32(text))
        self._file.seek(0)
        self._file.write(line.ljust(_LENGTH))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read_last_save(folder: Path) -> LastSave | None:
    """What was noted beside the database in a folder."""
    try:
        return _decode((folder / FILE).read_bytes())
    except OSError:
        return None


def missed(noted: LastSave | None, device: Device, now: datetime) -> Lost | None:
    """The entries of a device that were saved and are not in its database.

    :param noted: read before the database was, so that nothing saved in between accuses it
    """
    if noted is None or noted.device != device.id or noted.next_seq <= device.next_seq:
        return None
    return Lost(
        device=device.id,
        first=device.next_seq,
        last=noted.next_seq - 1,
        saved_at=noted.at,
        found_at=now,
    )


def _decode(content: bytes) -> LastSave | None:
    text, _, check = content[:_LENGTH].rstrip().rpartition(b" ")
    if b"%08x" % zlib.crc32(text) != check:
        return None
    try:
        return msgspec.json.decode(text, type=LastSave)
    except msgspec.MsgspecError:
        return None
