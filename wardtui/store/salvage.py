"""Reading what can still be read of a damaged database, document by document."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wardtui.domain.errors import WardtuiError
from wardtui.store.files import PAGE_BYTES
from wardtui.store.sqlcipher import Connection, DatabaseError, connect, translated

_PAGE = 500
_UNKNOWN = 1 << 40
"""Stands for a count that cannot be read."""

_INDEXES = {
    "events": {"id", "resident", "action", "own", "waiting"},
    "attention": {"id", "resident"},
    "forgotten": {"id"},
    "state": {"name"},
}
"""The indexed fields of each table, by which it can be told from the others."""
_MISSING_BYTES = 1 << 30
"""What may be missing behind a file that was cut off."""

_GIVE_UP_AFTER = 100_000
"""Documents in a row that cannot be read, behind which nothing more is looked for."""


def copy_to_read(database: Path, folder: Path) -> Path:
    """A copy that SQLite agrees to open: of a file that was cut off it refuses even what is there.

    The copy is as long as the whole may have been, where the file system can do that without taking
    the room; what is missing reads like any other torn page.
    """
    copy = folder / "damaged.db"
    shutil.copyfile(database, copy)
    log = database.with_name(f"{database.name}-wal")
    if log.exists():
        shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
    size = (copy.stat().st_size + _MISSING_BYTES) // PAGE_BYTES * PAGE_BYTES
    with contextlib.suppress(OSError):  # a file system that really takes the room may not have it
        os.truncate(copy, size)
    return copy


def documents(path: Path, data_key: bytes, table: str) -> Iterator[str]:
    """The documents of a table that can be read, as JSON text.

    A torn page costs what stood on it, and nothing else.
    """
    reading = _Reading(path, data_key, table)
    try:
        yield from reading.documents()
    finally:
        reading.close()


class _Reading:
    """One table of a damaged file. A connection that met an error is broken: a new one is made."""

    def __init__(self, path: Path, data_key: bytes, table: str) -> None:
        self._path = path
        self._data_key = data_key
        self._connection: Connection | None = None
        self._table, self._count = self._find(table)

    def _find(self, table: str) -> tuple[str | None, int]:
        row = self._try("SELECT number, documents FROM wardtui_tables WHERE name = ?", (table,))
        if row:
            return f"documents_{row[0][0]}", int(row[0][1])
        if row is None:
            return self._recognise(table), _UNKNOWN
        return None, 0

    def _recognise(self, table: str) -> str | None:
        """The page that says which table is which is torn: each is known by its indexes."""
        rows = self._try("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'", ())
        fields: dict[str, set[str]] = {}
        for name, index in rows or ():
            fields.setdefault(name, set()).add(index.removeprefix(f"{name}_"))
        wanted = _INDEXES.get(table)
        return next((name for name, found in fields.items() if found == wanted), None)

    def documents(self) -> Iterator[str]:
        if self._table is None:
            return
        last, failed, read = 0, 0, 0
        while failed < _GIVE_UP_AFTER and read < self._count:
            rows = self._try(
                f"SELECT doc_id, doc FROM {self._table} WHERE doc_id > ? ORDER BY doc_id LIMIT ?",
                (last, _PAGE),
            )
            if rows == []:
                return
            if rows is not None:
                failed = 0
                read += len(rows)
                last = rows[-1][0]
                yield from (doc for _, doc in rows)
                continue
            # Somewhere ahead is a torn page: one by one until it lies behind.
            for doc_id in range(last + 1, last + 1 + _PAGE):
                one = self._try(f"SELECT doc FROM {self._table} WHERE doc_id = ?", (doc_id,))
                failed = 0 if one else failed + 1
                if one:
                    read += 1
                    yield one[0][0]
            last += _PAGE

    def _try(self, statement: str, values: tuple[object, ...]) -> list[Any] | None:
        """The rows, or none when they cannot be read."""
        try:
            with translated(self._path):
                if self._connection is None:
                    self._connection = connect(self._path, self._data_key, read_only=True)
                rows: list[Any] = self._connection.execute(statement, values).fetchall()
                return rows
        except (WardtuiError, DatabaseError):
            self.close()
            return None

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(DatabaseError):
                self._connection.close()
            self._connection = None
