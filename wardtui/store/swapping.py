"""Putting a database in the place of another so that a crash leaves the old one or the new one.

The old files are moved aside, not shared: what lies aside never changes again. A marker says while
that is going on; whoever opens the vault next takes back what was not finished.
"""

import contextlib
from pathlib import Path

from wardtui.domain.errors import Damaged
from wardtui.store import key_slots
from wardtui.store.files import DATABASE, SHARED_MEMORY, WAL
from wardtui.store.os_calls import copy_durably, make_private_folder, sync_folder, write_durably

MARKER = "restoring"
"""Holds the name of the folder into which the old files are being moved."""


def swap(home: Path, made: Path, slots: key_slots.KeySlots, aside: Path) -> bool:
    """Put a database in its place with its keys; whether there was anything to move aside.

    :param made: the new database, whole and on the disk, on the same file system
    :param aside: a folder that is not there yet
    """
    present = [home / name for name in (DATABASE, WAL, key_slots.FILE) if (home / name).exists()]
    if present:
        make_private_folder(aside)
        if (home / key_slots.FILE).exists():
            copy_durably(home / key_slots.FILE, aside / key_slots.FILE)
        sync_folder(aside)
        sync_folder(home)
    if (home / DATABASE).exists():
        write_durably(home / MARKER, aside.name.encode())
    try:
        # The log first: it must never meet another database than its own.
        for name in (WAL, DATABASE):
            if (home / name).exists():
                (home / name).replace(aside / name)
        (home / SHARED_MEMORY).unlink(missing_ok=True)
        sync_folder(home)
        key_slots.write_slots(home, slots)
        made.replace(home / DATABASE)
    except OSError:
        take_back(home)
        raise
    if present:
        sync_folder(aside)
    sync_folder(home)
    (home / MARKER).unlink(missing_ok=True)
    return bool(present)


def take_back(home: Path) -> None:
    """Undo a swap that was cut off before the new database stood in its place."""
    marker = home / MARKER
    if not marker.exists():
        return
    aside = home / marker.read_text("utf-8").strip()
    finished = (home / DATABASE).exists() and (aside / DATABASE).exists()
    if not finished and aside.parent == home:
        for name in (DATABASE, WAL):
            if (aside / name).exists():
                (aside / name).replace(home / name)
        if (aside / key_slots.FILE).exists():
            with contextlib.suppress(Damaged):  # the new ones are better than such
                key_slots.read_slots(aside)
                copy_durably(aside / key_slots.FILE, home / key_slots.FILE)
            (aside / key_slots.FILE).unlink()
        if aside.exists():
            aside.rmdir()
        sync_folder(home)
    marker.unlink()
