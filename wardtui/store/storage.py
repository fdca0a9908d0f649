"""TinyDB's ``Storage`` over an encrypted database: every document is one row."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from wardtui.store.documents import decode, encode
from wardtui.store.sqlcipher import Connection, connect

_LAYOUT = """
CREATE TABLE IF NOT EXISTS wardtui_tables (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    documents INTEGER NOT NULL DEFAULT 0
)
"""


class DocumentStorage(Storage):
    """The database file under TinyDB."""

    def __init__(self, path: str | Path, data_key: bytes, *, read_only: bool = False) -> None:
        self.connection: Connection = connect(Path(path), data_key, read_only=read_only)
        self.depth = 0
        self.version = 0
        """Rises whenever what tables remember may no longer be so."""
        self._sql_names: dict[str, str] = {}
        self._data_version: int = -1
        if not read_only:
            self.connection.execute(_LAYOUT)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is one commit, or nothing.

        Inside another transaction it joins that one: an error takes back only the inner part,
        and what is kept is committed with the outer part.
        """
        if self.depth:
            yield from self._savepoint()
            return
        self.connection.execute("BEGIN IMMEDIATE")
        self.depth = 1
        try:
            self.notice_others()
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            self.forget()
            raise
        finally:
            self.depth = 0

    def _savepoint(self) -> Iterator[None]:
        name = f"inner_{self.depth}"
        self.connection.execute(f"SAVEPOINT {name}")
        self.depth += 1
        try:
            yield
        except BaseException:
            self.connection.execute(f"ROLLBACK TO {name}")
            self.forget()
            raise
        finally:
            self.depth -= 1
            self.connection.execute(f"RELEASE {name}")

    def forget(self) -> None:
        """Drop what is remembered of the file's content."""
        self.version += 1
        self._sql_names.clear()

    def notice_others(self) -> None:
        """Forget when another connection has committed since."""
        (now,) = self.connection.execute("PRAGMA data_version").fetchone()
        if now != self._data_version:
            self._data_version = now
            self.forget()

    def sql_name(self, name: str) -> str | None:
        """The SQL table that holds the documents of a table, if it was ever written."""
        known = self._sql_names.get(name)
        if known is None:
            row = self.connection.execute(
                "SELECT number FROM wardtui_tables WHERE name = ?", (name,)
            ).fetchone()
            if row is None:
                return None
            known = self._sql_names[name] = f"documents_{row[0]}"
        return known

    def ensure(self, name: str) -> str:
        """The SQL table of a table, made when it is missing."""
        found = self.sql_name(name)
        if found is not None:
            return found
        cursor = self.connection.execute("INSERT INTO wardtui_tables (name) VALUES (?)", (name,))
        made = f"documents_{cursor.lastrowid}"
        self.connection.execute(
            f"CREATE TABLE {made} (doc_id INTEGER PRIMARY KEY, doc TEXT NOT NULL)"
        )
        # Counting rows reads the whole table; a counter that the database keeps does not.
        for change, step in (("INSERT", "+ 1"), ("DELETE", "- 1")):
            counted = f"SET documents = documents {step} WHERE number = {cursor.lastrowid}"
            self.connection.execute(
                f"CREATE TRIGGER {made}_{change} AFTER {change} ON {made} "
                f"BEGIN UPDATE wardtui_tables {counted}; END"
            )
        self._sql_names[name] = made
        return made

    def count(self, name: str) -> int:
        """How many documents a table has."""
        row = self.connection.execute(
            "SELECT documents FROM wardtui_tables WHERE name = ?", (name,)
        ).fetchone()
        return int(row[0]) if row else 0

    def names(self) -> set[str]:
        """Names of all tables that were ever written."""
        return {name for (name,) in self.connection.execute("SELECT name FROM wardtui_tables")}

    def drop(self, name: str) -> None:
        """Remove a table with its documents."""
        with self.transaction():
            found = self.sql_name(name)
            if found is not None:
                self.connection.execute(f"DROP TABLE {found}")
                self.connection.execute("DELETE FROM wardtui_tables WHERE name = ?", (name,))
            self.forget()

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Everything at once, as TinyDB's interface has it. Nothing of ours needs it."""
        names = self.names()
        if not names:
            return None
        return {
            name: {
                str(doc_id): decode(doc)
                for doc_id, doc in self.connection.execute(
                    f"SELECT doc_id, doc FROM {self.sql_name(name)} ORDER BY doc_id"
                )
            }
            for name in names
        }

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace everything at once, as TinyDB's interface has it."""
        with self.transaction():
            for name in self.names():
                self.drop(name)
            for name, documents in data.items():
                table = self.ensure(name)
                self.connection.executemany(
                    f"INSERT INTO {table} (doc_id, doc) VALUES (?, ?)",
                    [(int(doc_id), encode(doc)) for doc_id, doc in documents.items()],
                )

    def close(self) -> None:
        """Close the file; what is committed is there."""
        self.connection.close()
