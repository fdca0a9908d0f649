"""Deleting a vault with everything that was ever made of it."""

import os
import shutil
from pathlib import Path

from wardtui.store import backup, key_slots, last_save, writer_lock, wrong_tries
from wardtui.store.files import DATABASE, SHARED_MEMORY, WAL
from wardtui.store.os_calls import sync_file, sync_folder
from wardtui.store.restore import ASIDE


def wipe(home: Path) -> None:
    """Delete a vault, the keys first: what an interruption leaves can no longer be read.

    On a solid-state disk overwriting reaches only the present copy of a block; what protects an
    older one is that it is encrypted.
    """
    for keys in [home / key_slots.FILE, *home.glob(f"{ASIDE}*/{key_slots.FILE}")]:
        _overwrite(keys)
    sync_folder(home)
    shutil.rmtree(home / backup.FOLDER, ignore_errors=True)
    for folder in home.glob(f"{ASIDE}*"):
        shutil.rmtree(folder, ignore_errors=True)
    names = (DATABASE, WAL, SHARED_MEMORY, last_save.FILE, wrong_tries.FILE, writer_lock.FILE)
    for name in names:
        (home / name).unlink(missing_ok=True)
    sync_folder(home)


def _overwrite(file: Path) -> None:
    if not file.exists():
        return
    with file.open("r+b") as content:
        content.write(os.urandom(file.stat().st_size))
        sync_file(content)
    file.unlink()
