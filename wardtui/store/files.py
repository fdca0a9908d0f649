"""The files of a vault, and what can be told of their state before one is opened."""

from pathlib import Path
from typing import TYPE_CHECKING

from wardtui.domain.errors import BadInput, Damaged
from wardtui.store import key_slots, names

if TYPE_CHECKING:
    from wardtui.store.sqlcipher import Connection

DATABASE = names.DATABASE
WAL = "vault.db-wal"
SHARED_MEMORY = "vault.db-shm"
WORKSHOPS = (".new-*", ".restore-*")
"""Folders in which something was being made when the process ended."""
PAGE_BYTES = 4096
"""SQLCipher's page."""


class NoVault(BadInput):
    """There is no vault in this folder."""

    CODE = "no_vault"


class KeysMissing(Damaged):
    """There is a database in this folder, and nothing that opens it."""

    CODE = "keys_missing"


class DatabaseMissing(Damaged):
    """There are keys in this folder, and no database that they open."""

    CODE = "database_missing"


class DatabaseEmpty(Damaged):
    """The database file has no bytes, or too few for a single page."""

    CODE = "database_empty"


def page_problems(connection: "Connection", folder: Path) -> list[str]:
    """What SQLCipher and SQLite find wrong with an open database; empty when it is well.

    SQLCipher's own check looks at the database file alone. While there is a write-ahead log, pages
    may be torn there that the log still has whole, so then only what SQLite reads is looked at.
    """
    log = folder / WAL
    lines = connection.execute("PRAGMA integrity_check(20)").fetchall()
    found = [line for (line,) in lines if line != "ok"]
    if not (log.exists() and log.stat().st_size):
        found += [line for (line,) in connection.execute("PRAGMA cipher_integrity_check")]
    return found


def check_keys(folder: Path) -> None:
    """Refuse a folder in which nothing can be unlocked.

    :raises NoVault: when there is none
    :raises KeysMissing: when the file with the keys is missing
    """
    if not names.vault_exists(folder):
        raise NoVault(folder=str(folder))
    if not (folder / key_slots.FILE).exists():
        raise KeysMissing(folder=str(folder))


def check_database(folder: Path) -> None:
    """Refuse what cannot be a database: SQLite would take a file of one byte for a new one.

    :raises DatabaseMissing: when it is missing
    :raises DatabaseEmpty: when it has not even one page
    """
    try:
        size = (folder / DATABASE).stat().st_size
    except FileNotFoundError as error:
        if not names.vault_exists(folder):
            raise NoVault(folder=str(folder)) from error
        raise DatabaseMissing(folder=str(folder)) from error
    if size < PAGE_BYTES:
        raise DatabaseEmpty(file=DATABASE)
