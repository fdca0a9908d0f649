"""Connections to the encrypted database file, set up so that a commit survives a power cut."""

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from wardtui.domain.errors import Damaged

Connection = Any
"""``sqlcipher3.dbapi2.Connection``; the package ships no types."""

DatabaseError = dbapi2.DatabaseError
OperationalError = dbapi2.OperationalError

KEY_BYTES = 32
BUSY_MILLISECONDS = 5_000


class NotOurDatabase(Damaged):
    """The file is no database, is damaged, or was encrypted with another key."""

    CODE = "database_unreadable"


def connect(path: Path, data_key: bytes, *, read_only: bool = False) -> Connection:
    """Open the file, making it when it is not there (unless ``read_only``).

    WAL with ``synchronous=FULL``: a commit returns when it is on the disk. The key is used as it
    is (raw), so no key derivation happens here; ``wardtui.store.key_slots`` does that.

    :raises NotOurDatabase: when the file cannot be read with this key
    """
    if len(data_key) != KEY_BYTES:
        raise ValueError(f"a data key has {KEY_BYTES} bytes")
    mode = "ro" if read_only else "rwc"
    connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except DatabaseError as error:
        connection.close()
        raise NotOurDatabase(file=path.name) from error
    return connection
