"""The floors: tables of texts in bare SQLite and in bare SQLCipher, as durable as ours."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

_DURABLE = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")


def plain_sqlite(path: Path) -> sqlite3.Connection:
    """SQLite as Python brings it; a commit returns when it is on the disk."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in _DURABLE:
        connection.execute(statement)
    return connection


def bare_sqlcipher(path: Path, key: bytes) -> Any:
    """SQLCipher without anything of ours; a commit returns when it is on the disk."""
    connection = keyed(path, key)
    for statement in _DURABLE:
        connection.execute(statement)
    return connection


def keyed(path: Path, key: bytes) -> Any:
    """A SQLCipher connection that was given its key, and nothing else."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def fill(connection: Any, table: str, texts: Iterable[str]) -> None:
    """Make a table of texts, numbered from 1."""
    connection.execute(f"CREATE TABLE {table} (doc_id INTEGER PRIMARY KEY, doc TEXT NOT NULL)")
    connection.execute("BEGIN")
    rows = ((text,) for text in texts)
    connection.executemany(f"INSERT INTO {table} (doc) VALUES (?)", rows)  # noqa: S608
    connection.execute("COMMIT")
