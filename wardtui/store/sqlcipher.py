"""Connections to the encrypted database file, set up so that a commit survives a power cut."""

import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from wardtui.domain.errors import CannotWrite, Damaged, DiskFull, VaultLocked
from wardtui.store.names import KEY_BYTES
from wardtui.store.os_calls import is_full

Connection = Any
"""``sqlcipher3.dbapi2.Connection``; the package ships no types."""

DatabaseError = dbapi2.DatabaseError
OperationalError = dbapi2.OperationalError

# SQLite's primary result codes (sqlite.org/rescode.html).
_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = (
    3, 5, 6, 8, 10, 11, 13, 14, 26,
)  # fmt: skip

_SALT_BYTES = 16
BUSY_MILLISECONDS = 5_000


class NotOurDatabase(Damaged):
    """The file is no database, is damaged, or was encrypted with another key."""

    CODE = "database_unreadable"


class DiskFailed(Damaged):
    """The disk does not read or write."""

    CODE = "disk_failed"


class VaultBusy(VaultLocked):
    """Another process holds the database for longer than was waited."""

    CODE = "vault_busy"


class TornDocument(dbapi2.DatabaseError):  # type: ignore[misc]  # the driver has no types
    """A page that was cut off gave something else than the document that was written."""

    sqlite_errorcode = _CORRUPT


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the driver's errors about a file into those that a user can do something about."""
    try:
        yield
    except dbapi2.Error as error:
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case code if code == _FULL:
                raise DiskFull from error
            case code if code in (_CORRUPT, _NOTADB):
                raise NotOurDatabase(file=path.name) from error
            case code if code in (_BUSY, _LOCKED):
                raise VaultBusy from error
            case code if code in (_IOERR, _CANTOPEN) and is_full(path.parent):
                raise DiskFull from error
            case code if code == _IOERR:
                raise DiskFailed(file=path.name) from error
            case code if code in (_PERM, _READONLY, _CANTOPEN):
                raise CannotWrite(file=path.name) from error
            case _:
                raise


def connect(path: Path, data_key: bytes, *, read_only: bool = False) -> Connection:
    """Open the file, making it when it is not there (unless ``read_only``).

    WAL with ``synchronous=FULL``: a commit returns when it is on the disk. The key is used as it
    is (raw), so no key derivation happens here; ``wardtui.store.key_slots`` does that.

    What is deleted is overwritten, so that nothing forgotten stays behind in the file.

    :raises NotOurDatabase: when the file cannot be read with this key
    :raises CannotWrite: when it cannot be opened
    """
    if len(data_key) != KEY_BYTES:
        raise ValueError(f"a data key has {KEY_BYTES} bytes")
    new = not path.exists() or not path.stat().st_size
    try:
        return _open(path, data_key, _salt(data_key) if new else "", read_only=read_only)
    except NotOurDatabase:
        # SQLCipher takes the salt from the first bytes of the file. A power cut while they were
        # written may have spoilt them, and the log still has the whole page.
        return _open(path, data_key, _salt(data_key), read_only=read_only)


def cipher_version() -> str:
    """The version of the library that encrypts; nothing is opened for it."""
    connection = dbapi2.connect(":memory:")
    try:
        found = connection.execute("PRAGMA cipher_version").fetchone()
        return str(found[0]) if found else "-"
    finally:
        connection.close()


def _salt(data_key: bytes) -> str:
    """The salt of a new file, hexadecimal. It is no secret: it stands at the file's beginning."""
    return hmac.digest(data_key, b"wardtui salt", "sha256")[:_SALT_BYTES].hex()


def _open(path: Path, data_key: bytes, salt: str, *, read_only: bool) -> Connection:
    mode = "rwc"
    if read_only:
        mode = "ro&immutable=1" if _nothing_can_change(path) else "ro"
    with translated(path):
        connection = dbapi2.connect(
            # Without "psow" nothing is taken for granted of the disk: a commit never shares a
            # sector with the one before, which a power cut could spoil together with it.
            f"{path.absolute().as_uri()}?psow=0&mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
    try:
        # The library would write its own lines on stderr, between ours or over a screen.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{data_key.hex()}{salt}'\"")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except DatabaseError as error:
        connection.close()
        with translated(path):
            raise error
    return connection


def _nothing_can_change(path: Path) -> bool:
    """In a folder that may not be written SQLite cannot make its shared memory, and needs none.

    Not when there is a write-ahead log: it holds what the database itself does not have yet.
    """
    log = path.with_name(f"{path.name}-wal")
    return not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
