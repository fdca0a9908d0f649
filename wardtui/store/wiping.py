"""Deleting a vault with everything that was ever made of it."""

import os
import shutil
from pathlib import Path

from wardtui.domain.errors import CannotWrite
from wardtui.store import backup, key_slots, last_save, swapping, writer_lock, wrong_tries
from wardtui.store.files import DATABASE, SHARED_MEMORY, WAL, WORKSHOPS
from wardtui.store.names import CODE_UNREAD
from wardtui.store.os_calls import sync_file, sync_folder
from wardtui.store.restore import ASIDE

_FOLDERS = (backup.FOLDER, f"{ASIDE}*", *WORKSHOPS)
_FILES = (
    # The log before its database: it must never meet another one.
    WAL, SHARED_MEMORY, DATABASE, swapping.MARKER, last_save.FILE, wrong_tries.FILE,
    f".{key_slots.FILE}-*", writer_lock.FILE, CODE_UNREAD,
)  # fmt: skip


def wipe(home: Path) -> None:
    """Delete a vault: what carries its keys first, so that little can be read of what is left.

    On a solid-state disk overwriting reaches only the present copy of a block; what protects an
    older one is that it is encrypted.

    :raises CannotWrite: when something could not be deleted
    """
    _overwrite(home / key_slots.FILE)
    for pattern in (f"{ASIDE}*", *WORKSHOPS):
        for keys in home.glob(f"{pattern}/{key_slots.FILE}"):
            _overwrite(keys)
    sync_folder(home)
    try:
        for pattern in _FOLDERS:
            for folder in home.glob(pattern):
                shutil.rmtree(folder)
        for pattern in _FILES:
            for file in home.glob(pattern):
                file.unlink()
    except OSError as error:
        raise CannotWrite(file=str(error.filename or home)) from error
    sync_folder(home)


def _overwrite(file: Path) -> None:
    if not file.exists():
        return
    with file.open("r+b") as content:
        content.write(os.urandom(file.stat().st_size))
        sync_file(content)
    file.unlink()
