"""Looking at the folder of a vault and into it, without changing anything that stays."""

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from wardtui.domain.errors import WardtuiError
from wardtui.domain.moments import local_day
from wardtui.faults import FILE as FAULT_FILE
from wardtui.services.check_up import DiskSeen, FilesSeen, InsideSeen, PairingSeen, WriterSeen
from wardtui.services.ports import Clock, Unit
from wardtui.services.records import Pairing
from wardtui.services.status import read_status
from wardtui.store import key_slots
from wardtui.store.backup import FOLDER, kept
from wardtui.store.files import DATABASE, WAL, WORKSHOPS, check_database, check_keys
from wardtui.store.names import vault_exists
from wardtui.store.os_calls import cannot_write, sync_file, sync_folder
from wardtui.store.restore import ASIDE
from wardtui.store.schema import SCHEMA
from wardtui.store.swapping import MARKER
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.store.writer_lock import holder_of

_TRIED_BYTES = 4096
_COPIERS = ("OneDrive", "Dropbox", "Google Drive", "GoogleDrive", "iCloud", "MEGA", "Zalo")
"""What the folders are called that a service copies elsewhere; two copies of an open database
do not agree with each other."""


def see_disk(home: Path, shown: str) -> DiskSeen:
    """What the folder of a vault can do, or the nearest one above it that is there.

    :param shown: how the folder is told
    """
    folder = next((one for one in (home, *home.parents) if one.is_dir()), home)
    copier = next((name for name in _COPIERS if _is_inside(home, name)), None)
    begun = time.perf_counter()
    fault = _try_to_write(folder)
    return DiskSeen(
        folder=shown,
        free_bytes=_free(folder),
        vault_bytes=sum(_size(home / name) for name in (DATABASE, WAL)),
        fault=fault,
        write_seconds=time.perf_counter() - begun,
        is_private=folder != home or _is_private(home),
        kept_by=copier,
    )


def _is_inside(home: Path, service: str) -> bool:
    named = re.compile(rf"{re.escape(service)}(?![a-z])", re.IGNORECASE)
    return any(named.match(part) for part in home.parts)


def _try_to_write(folder: Path) -> str | None:
    """Bring a small file to the disk and delete it; the code of what went wrong."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
            file.write(os.urandom(_TRIED_BYTES))
            sync_file(file.file)
        sync_folder(folder)
    except OSError as error:
        return cannot_write(folder, error).code
    return None


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _is_private(folder: Path) -> bool:
    """Whether nobody but its owner may enter a folder. On Windows its own rights say it."""
    return sys.platform == "win32" or not folder.stat().st_mode & 0o077


def see_files(home: Path, config: Path, *, code_unread: bool) -> FilesSeen:
    """What can be told of a vault's files without opening it.

    :param config: where wardtui writes down faults of its own
    :param code_unread: whether nobody may have the recovery code
    """
    noted = config / FAULT_FILE
    fault_noted = _day(noted.stat().st_mtime) if noted.exists() else None
    if not vault_exists(home):
        return FilesSeen(is_there=False, fault_noted=fault_noted)
    holder = holder_of(home)
    backups = kept(home)
    workshops = [found for name in WORKSHOPS for found in home.glob(name)]
    workshops += (home / FOLDER).glob(".backup-*")
    return FilesSeen(
        is_there=True,
        fault=_fault(home),
        writer=WriterSeen(holder.pid, holder.purpose, holder.since) if holder else None,
        newest_backup=backups[0].day if backups else None,
        backups=len(backups),
        aside=sum(1 for _ in home.glob(f"{ASIDE}*")),
        unfinished=len(workshops) + (home / MARKER).exists(),
        code_unread=code_unread,
        fault_noted=fault_noted,
    )


def _day(seconds: float) -> str:
    return local_day(datetime.fromtimestamp(seconds).astimezone()).isoformat()


def _fault(home: Path) -> str | None:
    """What keeps anybody from opening the vault, by its files alone."""
    try:
        check_keys(home)
        key_slots.read_slots(home)
        if not (home / MARKER).exists():
            check_database(home)
    except WardtuiError as error:
        return error.code
    return None


def see_inside(
    home: Path, secret: str, clock: Clock, shown: Callable[[str], str]
) -> tuple[InsideSeen, Pairing | None]:
    """What an open vault says, or why it cannot be opened; and with which server it is paired.

    :param shown: how the address of a server is told
    """
    try:
        with OpenVault(home, unlock(home, secret)) as vault:
            torn = vault.check_pages()
            seen, pairing = vault.read(lambda unit: _contents(unit, clock, len(torn), shown))
            lost = [*seen.status.lost, *vault.newly_lost] if seen.status else []
    except WardtuiError as error:
        facts = {name: str(fact) for name, fact in error.facts.items() if name != "folder"}
        return InsideSeen(fault=error.code, fault_facts=facts), None
    missed = sum(one.last - one.first + 1 for one in lost)
    return msgspec.structs.replace(seen, missed=missed), pairing


def _contents(
    unit: Unit, clock: Clock, torn: int, shown: Callable[[str], str]
) -> tuple[InsideSeen, Pairing | None]:
    pairing, state = unit.state.pairing, unit.state.sync
    told = None
    if pairing is not None:
        told = PairingSeen(
            server=shown(pairing.url),
            pinned=pairing.trust.pin is not None,
            own_authority=pairing.trust.authority is not None,
            insecure_http=pairing.trust.insecure_http,
        )
    seen = InsideSeen(
        status=read_status(unit, clock),
        torn_pages=torn,
        layout=SCHEMA,
        pairing=told,
        last_success=state.last_success,
    )
    return seen, pairing
