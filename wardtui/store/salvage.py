"""Reading what can still be read of a damaged database, document by document."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wardtui.domain.errors import WardtuiError
from wardtui.store.documents import decode
from wardtui.store.files import PAGE_BYTES
from wardtui.store.sqlcipher import Connection, DatabaseError, TornDocument, connect, translated

_PAGE = 500
_UNKNOWN = 1 << 40
"""Stands for a count that cannot be read."""

_INDEXES = {
    "events": (
        {"id", "resident", "action", "own", "waiting", "into", "kind"},
        {"id", "resident", "action", "own", "waiting", "into"},
        {"id", "resident", "action", "own", "waiting"},
    ),
    "attention": ({"id", "resident"},),
    "discarded": ({"id", "resident", "discarded_at"},),
    "forgotten": ({"id"},),
    "state": ({"name"},),
}
"""The indexed fields of each table, by which it can be told from the others."""
_MISSING_BYTES = 1 << 30
"""What may be missing behind a file that was cut off."""

_FARTHEST = 1 << 32
"""Ids ahead, behind which nothing more is looked for."""


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


def documents(path: Path, data_key: bytes, table: str) -> Iterator[dict[str, Any]]:
    """The documents of a table that can be read.

    A torn page costs what stood on it: of the file's first page or the inner ones of a tree, all
    that is found through them.
    """
    reading = _Reading(path, data_key, table)
    try:
        for text in reading.texts():
            with contextlib.suppress(TornDocument):
                yield decode(text)
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
        wanted = _INDEXES.get(table, ())
        return next((name for name, found in fields.items() if found in wanted), None)

    def texts(self) -> Iterator[str]:
        if self._table is None:
            return
        start, read = 1, 0
        while read < self._count:
            rows = self._next(start)
            if rows is None:
                beyond = self._behind_the_torn_page(start)
                if beyond is None:
                    return
                start = beyond
                continue
            if not rows:
                return
            read += len(rows)
            start = rows[-1][0] + 1
            yield from (doc for _, doc in rows)

    def _next(self, start: int) -> list[Any] | None:
        """The rows from an id on, up to a torn page; none when the next one lies on it."""
        limit = _PAGE
        while limit:
            rows = self._read(start, limit)
            if rows is not None:
                return rows
            limit //= 2
        return None

    def _behind_the_torn_page(self, start: int) -> int | None:
        """The lowest id from which reading goes on, found by doubling and then halving."""
        near, far = start, start + 1
        while self._read(far, 1) is None:
            if far - start > _FARTHEST:
                return None
            near, far = far, start + 2 * (far - start)
        while far - near > 1:
            middle = (near + far) // 2
            if self._read(middle, 1) is None:
                near = middle
            else:
                far = middle
        return far

    def _read(self, start: int, limit: int) -> list[Any] | None:
        return self._try(
            f"SELECT doc_id, doc FROM {self._table} WHERE doc_id >= ? ORDER BY doc_id LIMIT ?",
            (start, limit),
        )

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
