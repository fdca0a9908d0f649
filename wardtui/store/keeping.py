"""Looking after a vault: its backups, its secrets, and what stands about it."""

import contextlib
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from wardtui.domain.errors import Damaged, WardtuiError
from wardtui.domain.moments import local_day
from wardtui.store import key_slots
from wardtui.store.backup import (
    FOLDER,
    Manifest,
    change_keys,
    check_backup,
    kept,
    opens_with,
    place_for_next,
    prune,
    was_away,
    write_backup,
)
from wardtui.store.files import DATABASE, WAL
from wardtui.store.os_calls import cannot_write
from wardtui.store.restore import ASIDE
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.store.writer_lock import Holder, holder_of


class BackedUp(msgspec.Struct, frozen=True):
    """A backup that was written."""

    file: Path
    manifest: Manifest
    bytes: int


def back_up(home: Path, vault: OpenVault, now: datetime, target: Path | None = None) -> BackedUp:
    """Write a backup of an open vault, beside whoever works with it.

    :param target: where to; without it the vault's own folder of backups
    """
    try:
        file = target or place_for_next(home, now)
    except OSError as error:
        raise cannot_write(home / FOLDER, error) from error
    manifest = write_backup(file, key_slots.read_slots(home), vault.copy_to, now)
    return BackedUp(file, manifest, file.stat().st_size)


def tidy(home: Path, now: datetime, retention: timedelta) -> int:
    """Delete backups, and databases moved aside, that are older than the retention; how many."""
    deleted = prune(home, now, retention)
    oldest = f"{ASIDE}{local_day(now - retention):%Y%m%d}"
    if was_away(home, now, retention):
        return deleted
    for folder in home.glob(f"{ASIDE}*"):
        if folder.name < oldest:
            shutil.rmtree(folder)
            deleted += 1
    return deleted


def damaged_backups(home: Path) -> Iterator[WardtuiError]:
    """What is wrong with the backups in a vault's own folder."""
    slots = key_slots.read_slots(home)
    for one in kept(home):
        try:
            foreign = check_backup(one.path).vault != slots.vault
            if not foreign and not opens_with(one.path, slots):
                yield Damaged("backup_old_keys", file=one.path.name)
        except WardtuiError as error:
            yield error


class Changed(msgspec.Struct, frozen=True):
    """A secret that was changed."""

    unchanged_backups: tuple[str, ...]
    """Backups in the vault's own folder that the old secret still opens."""
    recovery_code: str | None = None
    """The new one, shown once."""


def change_passphrase(home: Path, secret: str, passphrase: str) -> Changed:
    """Wrap the data key under another passphrase, here and in the vault's own backups.

    :param secret: the present passphrase or the recovery code
    """
    return Changed(_change(home, secret, "passphrase", passphrase))


def change_recovery_code(home: Path, secret: str) -> Changed:
    """Wrap the data key under a new recovery code; the old one opens nothing any more."""
    code = key_slots.new_recovery_code()
    return Changed(_change(home, secret, "recovery", code), code)


def _change(home: Path, secret: str, kind: key_slots.Kind, new: str) -> tuple[str, ...]:
    data_key = unlock(home, secret)
    slots = key_slots.with_secret(
        key_slots.read_slots(home), kind, data_key, new, key_slots.calibrate()
    )
    key_slots.write_slots(home, slots)
    for keys in home.glob(f"{ASIDE}*/{key_slots.FILE}"):
        with contextlib.suppress(WardtuiError):
            if key_slots.read_slots(keys.parent).vault == slots.vault:
                key_slots.write_slots(keys.parent, slots)
    return tuple(str(file) for file in change_keys(home, slots))


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What stands about the files of a vault."""

    kdf: key_slots.Cost
    writer: Holder | None
    bytes: int
    """Of the database with its write-ahead log."""
    backups: tuple[str, ...]
    """File names, the newest first."""
    aside: tuple[str, ...]
    """Folders with databases that were moved aside."""


def look_at(home: Path) -> Standing:
    """What stands about the files of a vault."""
    slots = key_slots.read_slots(home).slots
    slot = next(one for one in slots if one.kind == "passphrase").kdf
    files = [home / name for name in (DATABASE, WAL)]
    return Standing(
        kdf=key_slots.Cost(slot.memory_kib, slot.iterations, slot.lanes),
        writer=holder_of(home),
        bytes=sum(file.stat().st_size for file in files if file.exists()),
        backups=tuple(one.path.name for one in kept(home)),
        aside=tuple(sorted(folder.name for folder in home.glob(f"{ASIDE}*"))),
    )
