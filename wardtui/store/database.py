"""The encrypted TinyDB: the way in to the database file, for the product and for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import tinydb

from wardtui.store.storage import DocumentStorage
from wardtui.store.table import DocumentTable


class DocumentDatabase(tinydb.TinyDB):
    """A TinyDB whose file is encrypted and whose changes are transactions."""

    table_class: Any = DocumentTable
    default_storage_class: Any = DocumentStorage

    @property
    def documents(self) -> DocumentStorage:
        """The storage, with the type that it has."""
        return cast("DocumentStorage", self.storage)

    def table(self, name: str, **options: Any) -> DocumentTable:
        """A table by its name. Options go to :class:`DocumentTable` when it is first used."""
        return cast("DocumentTable", super().table(name, **options))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Changes to any tables inside are one commit; an error takes all of them back."""
        with self.documents.transaction():
            yield

    def settle(self) -> None:
        """Bring everything from the write-ahead log into the file itself.

        Closing tries that too, and says nothing when there is no room for it.
        """
        self.documents.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def tables(self) -> set[str]:
        """Names of the tables that were written."""
        return self.documents.names()

    def drop_tables(self) -> None:
        """Remove every table with its documents."""
        with self.transaction():
            for name in self.tables():
                self.documents.drop(name)
        self._tables.clear()

    def drop_table(self, name: str) -> None:
        """Remove one table with its documents."""
        self._tables.pop(name, None)
        self.documents.drop(name)


def open_database(
    path: str | Path, data_key: bytes, *, read_only: bool = False
) -> DocumentDatabase:
    """Open the encrypted database file as a TinyDB, making it when it is not there.

    :param data_key: 32 bytes
    :raises wardtui.store.sqlcipher.NotOurDatabase: when the file cannot be read with this key
    """
    return DocumentDatabase(path, data_key, read_only=read_only)
