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
_GIVE_UP_AFTER = 20_000
"""Documents in a row that cannot be read, behind which nothing more is looked for."""


def copy_to_read(database: Path, folder: Path) -> Path:
    """A copy that SQLite agrees to open: of a file that was cut off it refuses even what is there.

    The copy is as long as the whole may have been, without taking that room on the disk; what is
    missing reads like any other torn page.
    """
    copy = folder / "damaged.db"
    shutil.copyfile(database, copy)
    log = database.with_name(f"{database.name}-wal")
    if log.exists():
        shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
    os.truncate(copy, copy.stat().st_size * 4 // PAGE_BYTES * PAGE_BYTES)
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
        return (f"documents_{row[0][0]}", int(row[0][1])) if row else (None, 0)

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
