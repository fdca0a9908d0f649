"""Putting a vault back from a backup, with what can still be read of the present one.

Nothing is replaced before what replaces it was made and checked; what was there is moved aside.
"""

import itertools
import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from wardtui.domain.errors import Damaged, WardtuiError
from wardtui.domain.ids import DeviceId
from wardtui.domain.moments import local
from wardtui.services.ports import Ids
from wardtui.services.rebuild import rebuild
from wardtui.services.records import Device
from wardtui.store import key_slots
from wardtui.store.backup import FOLDER, BackupUnreadable, NoBackup, check_backup, kept, unpack
from wardtui.store.database import open_database
from wardtui.store.files import (
    DATABASE,
    WAL,
    check_database,
    page_problems,
)
from wardtui.store.last_save import LastSave, read_last_save
from wardtui.store.merging import Merging
from wardtui.store.names import vault_exists
from wardtui.store.os_calls import make_private_folder, sync_file
from wardtui.store.salvage import copy_to_read
from wardtui.store.schema import lay_out, upgrade
from wardtui.store.sqlcipher import translated
from wardtui.store.swapping import swap, take_back
from wardtui.store.unit import VaultUnit
from wardtui.store.unlocking import open_with
from wardtui.store.writer_lock import WriterLock

ASIDE = "aside-"
"""Beginning of the names of the folders with what was moved aside."""


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What a restore did."""

    backup: str | None
    """The file that was restored; none when there was only the damaged database."""
    made_at: datetime | None
    residents: int
    events: int
    salvaged: int
    """Events that the backup did not have and that were read from the database before."""
    newer: int
    """Events that only the whole database before has; it lies aside."""
    aside: str | None
    """Folder with what was there before."""
    device: DeviceId


def restore(
    home: Path, backup: Path | None, secret: str, ids: Ids, now: datetime, *, salvage: bool
) -> Restored:
    """Put a vault back from a backup, as a new device in the place of the old one.

    :param backup: a backup, or a folder into which an earlier restore moved a vault; without it
        the newest backup of the vault itself that is whole
    :param salvage: bring in what only the present database has, also when it is whole; of a damaged
        one everything that can be read is always brought in
    :raises NoBackup: when there is neither a backup nor anything that could be read
    :raises wardtui.store.key_slots.WrongSecret: when the secret opens neither
    """
    if backup is None and not vault_exists(home) and not kept(home):
        raise NoBackup(folder=str(home))
    make_private_folder(home)
    with (
        WriterLock(home, "restore", now, wait=0),
        TemporaryDirectory(dir=home, prefix=".restore-") as workshop,
    ):
        take_back(home)
        chosen = backup or _newest_whole(home)
        return _Restoring(home, Path(workshop), secret, now).run(chosen, ids, salvage=salvage)


def _newest_whole(home: Path) -> Path | None:
    """The newest whole backup of the vault in a folder, whose own they are when it has keys."""
    try:
        vault = key_slots.read_slots(home).vault
    except Damaged:
        vault = None
    for one in kept(home):
        try:
            if vault in (None, check_backup(one.path).vault):
                return one.path
        except WardtuiError:
            continue
    return None


class _Restoring:
    def __init__(self, home: Path, workshop: Path, secret: str, now: datetime) -> None:
        self._home = home
        self._workshop = workshop
        self._secret = secret
        self._now = now

    def run(self, backup: Path | None, ids: Ids, *, salvage: bool) -> Restored:
        slots, data_key, opened_here = self._keys(backup)
        made_at = None
        if backup is not None:
            made_at = _made_at(backup)
            _lay_out_files(backup, self._workshop)
        whole = opened_here and self._is_whole(data_key)
        if backup is None and whole:
            raise NoBackup(folder=str(self._home))
        read_further = salvage or not whole
        noted = read_last_save(self._home)
        with (
            translated(self._workshop / DATABASE),
            open_database(self._workshop / DATABASE, data_key) as database,
        ):
            unit = VaultUnit(database)
            if backup is None:
                lay_out(unit)
            else:
                _check(unit, backup)
                upgrade(unit)
            with database.transaction():
                further = self._bring_in(unit, data_key, keep=read_further)
                if backup is None and not unit.events.count():
                    raise NoBackup(folder=str(self._home))
                unit.state.device = _successor(unit, ids, noted if read_further else None)
                rebuild(unit)
            # What stands in the log alone would stay in the workshop.
            database.settle()
            done = Restored(
                backup=str(backup) if backup else None,
                made_at=made_at,
                residents=unit.cases.count(),
                events=unit.events.count(),
                salvaged=further if read_further else 0,
                newer=0 if read_further else further,
                aside=None,
                device=unit.state.device.id,
            )
        aside = self._swap(slots)
        return msgspec.structs.replace(done, aside=str(aside) if aside else None)

    def _keys(self, backup: Path | None) -> tuple[key_slots.KeySlots, bytes, bool]:
        """The slots to go on with, the data key, and whether the present slots gave it.

        The present ones come before those of the backup: the passphrase may have changed since.
        """
        try:
            slots = key_slots.read_slots(self._home)
        except Damaged:
            if backup is None:
                raise
        else:
            if backup is None or _vault_of(backup) == slots.vault:
                return slots, open_with(slots, self._secret, self._home), True
        with TemporaryDirectory(dir=self._workshop) as folder:
            _lay_out_files(backup, Path(folder))
            slots = key_slots.read_slots(Path(folder))
        return slots, open_with(slots, self._secret, self._home), False

    def _is_whole(self, data_key: bytes) -> bool:
        """Whether the present database is there and well, so that it could be worked with."""
        try:
            check_database(self._home)
            with (
                translated(self._home / DATABASE),
                open_database(self._home / DATABASE, data_key, read_only=True) as database,
            ):
                return not page_problems(database.documents.connection, self._home)
        except WardtuiError:
            return False

    def _bring_in(self, unit: VaultUnit, data_key: bytes, *, keep: bool) -> int:
        """Look at what only the present database has; how many events those are."""
        source = self._home / DATABASE
        if not source.exists() or not source.stat().st_size:
            return 0
        copy = copy_to_read(source, self._workshop)
        return Merging(unit, copy, data_key, keep=keep).run()

    def _swap(self, slots: key_slots.KeySlots) -> Path | None:
        """Put the new database in its place; the folder into which the old one was moved."""
        aside = _new_folder(self._home / f"{ASIDE}{local(self._now):%Y%m%d-%H%M%S}")
        others = self._of_another_vault(slots)
        with (self._workshop / DATABASE).open("r+b") as made:
            sync_file(made)
        if not swap(self._home, self._workshop / DATABASE, slots, aside):
            return None
        if others and (self._home / FOLDER).exists():
            # Backups go with the vault whose they are.
            (self._home / FOLDER).replace(aside / FOLDER)
        return aside

    def _of_another_vault(self, slots: key_slots.KeySlots) -> bool:
        try:
            return key_slots.read_slots(self._home).vault != slots.vault
        except Damaged:
            return False


def _successor(unit: VaultUnit, ids: Ids, noted: LastSave | None) -> Device:
    """A new device whose numbers go on behind those of the one that it replaces.

    So the order of what waits to be sent stays.

    :param noted: how far the old one had come, when what it had saved is brought in
    """
    device = unit.state.device
    replaced = [*device.replaces, *([device.id] if device.id else [])]
    numbers = [device.next_seq, unit.events.last_own() + 1]
    if noted is not None and (not device.id or noted.device == device.id):
        numbers.append(noted.next_seq)
        replaced += [] if noted.device in replaced else [noted.device]
    return msgspec.structs.replace(
        device,
        id=DeviceId(ids.new()),
        next_seq=max(numbers),
        replaces=tuple(replaced),
        former=tuple(dict.fromkeys((*device.former, *replaced))),
    )


def _new_folder(wanted: Path) -> Path:
    """A name that is not taken yet."""
    names = (wanted.with_name(f"{wanted.name}-{number}") for number in itertools.count(2))
    return next(name for name in itertools.chain([wanted], names) if not name.exists())


def _vault_of(backup: Path) -> str:
    return key_slots.read_slots(backup).vault if backup.is_dir() else check_backup(backup).vault


def _made_at(backup: Path) -> datetime:
    if backup.is_dir():
        check_database(backup)
        return datetime.fromtimestamp((backup / DATABASE).stat().st_mtime, UTC)
    return check_backup(backup).made_at


def _lay_out_files(backup: Path, folder: Path) -> None:
    if not backup.is_dir():
        unpack(backup, folder)
        return
    for name in (DATABASE, WAL, key_slots.FILE):
        if (backup / name).exists():
            shutil.copyfile(backup / name, folder / name)


def _check(unit: VaultUnit, backup: Path) -> None:
    (found,) = unit.connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise BackupUnreadable(file=str(backup))
