"""The operating system calls of the store, in one place: files made durable, and the lock.

Linux and macOS are what was tested. On Windows a folder cannot be synced (a rename is durable by
the file system's own journal) and the lock uses ``msvcrt``; both were written from the
documentation and could not be run.
"""

import contextlib
import errno
import os
import shutil
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO

from wardtui.domain.errors import CannotWrite, DiskFull, WardtuiError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

OWNER_ONLY_FOLDER = 0o700
_LOCK_OFFSET = 1 << 30
_ROOM_BYTES = 256 * 1024
"""With less, SQLite cannot even make its shared memory, and says that the disk failed."""


def cannot_write(file: Path, error: OSError) -> WardtuiError:
    """What a user is told when the operating system does not let a file be written."""
    if error.errno == errno.ENOSPC:
        return DiskFull()
    return CannotWrite(file=str(file))


def is_full(folder: Path) -> bool:
    """Whether a disk has no room for anything more."""
    try:
        return shutil.disk_usage(folder).free < _ROOM_BYTES
    except OSError:
        return False


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter."""
    folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename inside a folder durable."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(file: IO[bytes]) -> None:
    """Bring what was written to an open file to the disk."""
    file.flush()
    os.fsync(file.fileno())


def step_back() -> None:
    """Let this thread yield to all others: work that nobody waits for."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)


def file_identity(file: Path) -> tuple[int, int]:
    """What tells a file from another one that takes its name."""
    found = file.stat()
    return found.st_dev, found.st_ino


def copy_durably(source: Path, target: Path) -> None:
    """Copy a file; it is on the disk when this returns."""
    shutil.copyfile(source, target)
    with target.open("rb+") as file:
        sync_file(file)


def write_durably(path: Path, content: bytes) -> None:
    """Replace a file as a whole: after a power cut it is the old one or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            sync_file(file)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def try_lock(file: IO[bytes]) -> bool:
    """Take the exclusive lock of an open file. It dies with the process, however that ends."""
    try:
        if sys.platform == "win32":
            file.seek(_LOCK_OFFSET)  # far behind what is read, for a locked byte cannot be
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
