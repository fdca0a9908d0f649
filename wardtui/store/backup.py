"""Backups: one file with the encrypted database, its key slots and their checksums.

The file is a ZIP archive (stored, not compressed: what is encrypted does not get smaller), so that
any tool can look into it. Nothing in it can be read without the passphrase or the recovery code.
"""

import contextlib
import errno
import hashlib
import re
import shutil
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import msgspec

from wardtui.domain.errors import BadInput, Damaged, DiskFull, Refused, WardtuiError
from wardtui.domain.moments import local_day
from wardtui.store import key_slots
from wardtui.store.files import DATABASE
from wardtui.store.os_calls import cannot_write, make_private_folder, sync_file, sync_folder

FORMAT = 1
FOLDER = "backups"
SUFFIX = ".wardbackup"
KEEP_DAYS = 7
"""Days of which the last backup is kept."""

_MANIFEST = "manifest.json"
_LEFT_AFTER_SECONDS = 24 * 3600.0
"""Age of a workshop in which nobody is at work any more."""
_NAME = re.compile(rf"(\d{{4,}})-(\d{{4}}-\d{{2}}-\d{{2}}){re.escape(SUFFIX)}")
_CHUNK = 1 << 20

_UNREADABLE = (
    OSError, EOFError, ValueError, RuntimeError, KeyError, struct.error, zipfile.BadZipFile,
    zlib.error, msgspec.MsgspecError,
)  # fmt: skip
"""What ``zipfile`` raises, one thing or another, when an archive is damaged."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself. It holds no personal data."""

    format: int
    vault: str
    made_at: datetime
    sha256: dict[str, str]
    """Checksum of each file inside, hexadecimal."""


class BackupUnreadable(Damaged):
    """A backup is damaged, or is none."""

    CODE = "backup_unreadable"


class BackupTooNew(Refused):
    """A newer wardtui has written this backup."""

    CODE = "backup_too_new"


class NotABackup(BadInput):
    """A file that is no backup would be overwritten by one."""

    CODE = "not_a_backup"


class NoBackup(BadInput):
    """There is no backup to restore."""

    CODE = "no_backup"


def write_backup(
    target: Path, slots: key_slots.KeySlots, copy_to: Callable[[Path], None], now: datetime
) -> Manifest:
    """Write a backup; it stands under its name only when it is whole and on the disk.

    :param copy_to: writes a consistent copy of the encrypted database to a path
    :raises CannotWrite: when the target cannot be written
    :raises NotABackup: when something else stands there
    """
    if target.exists():
        try:
            read_manifest(target)
        except (Damaged, Refused) as error:
            raise NotABackup(file=str(target)) from error
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".backup-") as workshop:
            database = Path(workshop) / DATABASE
            copy_to(database)
            keys = Path(workshop) / key_slots.FILE
            keys.write_bytes(key_slots.encode_slots(slots))
            packed = Path(workshop) / f"packed{SUFFIX}"
            manifest = _pack(packed, slots.vault, [database, keys], now)
            packed.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise cannot_write(target, error) from error
    return manifest


def _pack(archive: Path, vault: str, members: list[Path], now: datetime) -> Manifest:
    manifest = Manifest(
        format=FORMAT,
        vault=vault,
        made_at=now,
        sha256={member.name: _checksum(member.open("rb")) for member in members},
    )
    with archive.open("wb") as file:
        with zipfile.ZipFile(file, "w") as packed:
            for member in members:
                packed.write(member, member.name)
                member.unlink()
            packed.writestr(_MANIFEST, msgspec.json.encode(manifest))
        sync_file(file)
    archive.chmod(0o600)
    return manifest


def _checksum(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    with file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextlib.contextmanager
def opened(backup: Path) -> Iterator[zipfile.ZipFile]:
    """A backup, open for reading.

    :raises BadInput: when there is no such file
    :raises BackupUnreadable: when it is damaged
    """
    try:
        with zipfile.ZipFile(backup) as packed:
            yield packed
    except FileNotFoundError as error:
        raise BadInput("file_missing", file=str(backup)) from error
    except WardtuiError:
        raise
    except _UNREADABLE as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise DiskFull from error
        raise BackupUnreadable(file=str(backup)) from error


def read_manifest(backup: Path) -> Manifest:
    """What a backup says of itself.

    :raises BackupTooNew: when only a newer version can read it
    """
    with opened(backup) as packed:
        manifest = msgspec.json.decode(packed.read(_MANIFEST), type=Manifest)
    if manifest.format > FORMAT:
        raise BackupTooNew(file=str(backup))
    return manifest


def check_backup(backup: Path) -> Manifest:
    """Read a whole backup and compare it with its checksums.

    :raises BackupUnreadable: when something is not what it was
    """
    manifest = read_manifest(backup)
    with opened(backup) as packed:
        for name in (DATABASE, key_slots.FILE):
            if _checksum(packed.open(name)) != manifest.sha256[name]:
                raise BackupUnreadable(file=str(backup))
    return manifest


def unpack(backup: Path, folder: Path) -> None:
    """Write the files of a backup into a folder."""
    with opened(backup) as packed:
        for name in (DATABASE, key_slots.FILE):
            with packed.open(name) as source, (folder / name).open("wb") as target:
                shutil.copyfileobj(source, target, _CHUNK)


class Kept(msgspec.Struct, frozen=True, order=True):
    """A backup in a vault's own folder. Numbers only rise, whatever a clock says."""

    number: int
    day: str
    """ISO 8601."""
    path: Path


def kept(home: Path) -> list[Kept]:
    """The backups in a vault's own folder, the newest first."""
    names = ((_NAME.fullmatch(file.name), file) for file in (home / FOLDER).glob(f"*{SUFFIX}"))
    return sorted((Kept(int(name[1]), name[2], file) for name, file in names if name), reverse=True)


def place_for_next(home: Path, now: datetime) -> Path:
    """Where the next backup of a vault goes, in its own folder."""
    make_private_folder(home / FOLDER)
    number = max((one.number for one in kept(home)), default=0) + 1
    return home / FOLDER / f"{number:04}-{local_day(now)}{SUFFIX}"


def is_due(home: Path, now: datetime) -> bool:
    """Whether the newest backup was made on another day than today, or there is none."""
    newest = next(iter(kept(home)), None)
    return newest is None or newest.day != local_day(now).isoformat()


def prune(home: Path, now: datetime, retention: timedelta) -> int:
    """Keep the last backup of each of the last days, none older than the retention.

    The newest one is always kept; how many were deleted.
    """
    oldest = local_day(now - retention).isoformat()
    days: set[str] = set()
    deleted = 0
    for one in kept(home):
        is_old = bool(days) and one.day < oldest and not was_away(home, now, retention)
        if one.day in days or len(days) == KEEP_DAYS or is_old:
            one.path.unlink()
            deleted += 1
        else:
            days.add(one.day)
    for left in (home / FOLDER).glob(".backup-*"):
        if left.stat().st_mtime < time.time() - _LEFT_AFTER_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    return deleted


def was_away(home: Path, now: datetime, retention: timedelta) -> bool:
    """Whether no backup but that of today is younger than the retention.

    Then nobody has worked here for long, or the clock has jumped: age is no reason to delete today.
    """
    today, oldest = local_day(now).isoformat(), local_day(now - retention).isoformat()
    others = [one.day for one in kept(home) if one.day != today]
    return bool(others) and max(others) < oldest


def change_keys(home: Path, slots: key_slots.KeySlots) -> list[Path]:
    """Give the backups of a vault its present key slots: an old passphrase opens none of them.

    :returns: the backups that could not be changed, because they are damaged or the disk is full
    """
    failed = []
    for backup in [one.path for one in kept(home)]:
        try:
            _change_keys_of(backup, slots)
        except (WardtuiError, OSError):
            failed.append(backup)
    return failed


def opens_with(backup: Path, slots: key_slots.KeySlots) -> bool:
    """Whether a backup has these key slots, and not those from before a change of passphrase."""
    with opened(backup) as packed:
        return packed.read(key_slots.FILE) == key_slots.encode_slots(slots)


def _change_keys_of(backup: Path, slots: key_slots.KeySlots) -> None:
    with TemporaryDirectory(dir=backup.parent, prefix=".backup-") as workshop:
        manifest = check_backup(backup)
        if manifest.vault != slots.vault:
            return  # another vault's: our keys would lock it for ever
        made_at = manifest.made_at
        unpack(backup, Path(workshop))
        keys = Path(workshop) / key_slots.FILE
        keys.write_bytes(key_slots.encode_slots(slots))
        made = Path(workshop) / backup.name
        _pack(made, slots.vault, [Path(workshop) / DATABASE, keys], made_at)
        made.replace(backup)
    sync_folder(backup.parent)
