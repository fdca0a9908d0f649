"""TinyDB over SQLCipher: every document is one encrypted row, every change one commit.

TinyDB's own extension points (``Storage`` and ``Table`` classes) are used, so this is TinyDB to
whoever uses it. Documents are read one by one; nothing loads or rewrites a whole file. The one
visible difference: a table is iterated in the order of its document ids.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import tinydb
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document
from tinydb.table import Table as TinyTable

from wardtui.store.sqlcipher import Connection, connect

_PAGE = 500

_LAYOUT = """
CREATE TABLE IF NOT EXISTS wardtui_tables (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
)
"""


def _encode(document: Mapping[str, Any]) -> str:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate cannot be stored but as an escape
        return json.dumps(document, separators=(",", ":"))
    return text


class DocumentStorage(Storage):
    """The database file under TinyDB."""

    def __init__(self, path: Path, data_key: bytes, *, read_only: bool = False) -> None:
        self.connection: Connection = connect(path, data_key, read_only=read_only)
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
        self._sql_names[name] = made
        return made

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
                str(doc_id): json.loads(doc)
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
                    [(int(doc_id), _encode(doc)) for doc_id, doc in documents.items()],
                )

    def close(self) -> None:
        """Close the file; what is committed is there."""
        self.connection.close()


class _Rows(MutableMapping[int, Any]):
    """A table's documents as the dict that TinyDB's own operations work on.

    It holds one document at a time and writes it back when it was changed in place.
    """

    def __init__(self, storage: DocumentStorage, table: str) -> None:
        self._connection = storage.connection
        self._table = table
        self._held: tuple[int, str, dict[str, Any]] | None = None

    def _text(self, doc_id: int) -> str | None:
        row = self._connection.execute(
            f"SELECT doc FROM {self._table} WHERE doc_id = ?",
            (doc_id,),
        ).fetchone()
        return None if row is None else row[0]

    def __getitem__(self, doc_id: int) -> dict[str, Any]:
        if self._held is not None and self._held[0] == doc_id:
            return self._held[2]
        self.flush()
        text = self._text(doc_id)
        if text is None:
            raise KeyError(doc_id)
        document: dict[str, Any] = json.loads(text)
        self._held = (doc_id, text, document)
        return document

    def __setitem__(self, doc_id: int, document: Mapping[str, Any]) -> None:
        self.flush()
        self._connection.execute(
            f"INSERT OR REPLACE INTO {self._table} (doc_id, doc) VALUES (?, ?)",
            (doc_id, _encode(document)),
        )

    def __delitem__(self, doc_id: int) -> None:
        self._held = None if self._held and self._held[0] == doc_id else self._held
        deleted = self._connection.execute(
            f"DELETE FROM {self._table} WHERE doc_id = ?",
            (doc_id,),
        )
        if not deleted.rowcount:
            raise KeyError(doc_id)

    def __contains__(self, doc_id: object) -> bool:
        return self._text(cast("int", doc_id)) is not None

    def __iter__(self) -> Iterator[int]:
        self.flush()
        ids = self._connection.execute(f"SELECT doc_id FROM {self._table} ORDER BY doc_id")
        return iter([doc_id for (doc_id,) in ids.fetchall()])

    def __len__(self) -> int:
        (count,) = self._connection.execute(f"SELECT count(*) FROM {self._table}").fetchone()
        return int(count)

    def clear(self) -> None:
        self._held = None
        self._connection.execute(f"DELETE FROM {self._table}")

    def flush(self) -> None:
        """Write the document in hand back when it was changed."""
        if self._held is None:
            return
        doc_id, before, document = self._held
        self._held = None
        after = _encode(document)
        if after != before:
            self[doc_id] = document


class DocumentTable(TinyTable):
    """A TinyDB table whose documents are rows.

    :param key: field whose value is unique; :meth:`by_key` reads one document by it
    :param indexes: further fields that :meth:`by_field` reads by
    """

    _storage: DocumentStorage

    def __init__(
        self,
        storage: DocumentStorage,
        name: str,
        cache_size: int = TinyTable.default_query_cache_capacity,
        persist_empty: bool = False,
        key: str | None = None,
        indexes: Sequence[str] = (),
    ) -> None:
        self._seen_version = storage.version
        self._key = key
        self._indexes = tuple(indexes)
        self._indexed = False
        super().__init__(storage, name, cache_size, persist_empty)

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document; its id is the next one unless it brings its own."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert documents in one commit."""
        doc_ids: list[int] = []
        with self._storage.transaction():
            table = self._ready()
            for document in documents:
                if not isinstance(document, Mapping):
                    raise ValueError("Document is not a Mapping")
                if isinstance(document, self.document_class):
                    doc_id = document.doc_id
                    self._next_id = None
                    if self._text(table, doc_id) is not None:
                        raise ValueError(f"Document with ID {doc_id!s} already exists")
                else:
                    doc_id = self._get_next_id()
                self._storage.connection.execute(
                    f"INSERT INTO {table} (doc_id, doc) VALUES (?, ?)",
                    (doc_id, _encode(dict(document))),
                )
                doc_ids.append(doc_id)
        self.clear_cache()
        return doc_ids

    def search(self, cond: QueryLike) -> list[Document]:
        """All documents that match."""
        self._refresh()
        return super().search(cond)

    def get(  # type: ignore[override]  # TinyDB's overloads say less than its code
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: list[int] | None = None,
    ) -> Document | list[Document] | None:
        """One document by id or condition, or several by their ids."""
        if doc_id is not None:
            table = self._table()
            text = None if table is None else self._text(table, doc_id)
            return None if text is None else self.document_class(json.loads(text), doc_id)
        if doc_ids is not None:
            wanted = {int(one) for one in doc_ids}
            table = self._table()
            found = ((one, table and self._text(table, one)) for one in sorted(wanted))
            return [self.document_class(json.loads(text), one) for one, text in found if text]
        if cond is not None:
            return next((document for document in self if cond(document)), None)
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def put(self, document: Mapping[str, Any]) -> None:
        """Insert a document, or replace the one with the same key; its id stays."""
        with self._storage.transaction():
            table = self._ready()
            field = self._key_field
            replaced = self._storage.connection.execute(
                f"UPDATE {table} SET doc = ?1 WHERE {_path(field)} = ?2",
                (_encode(document), document[field]),
            )
            if not replaced.rowcount:
                self.insert(document)
        self.clear_cache()

    def remove_by_key(self, value: object) -> bool:
        """Remove the document with a key; whether there was one."""
        with self._storage.transaction():
            table = self._ready()
            removed = self._storage.connection.execute(
                f"DELETE FROM {table} WHERE {_path(self._key_field)} = ?", (value,)
            )
        self.clear_cache()
        return bool(removed.rowcount)

    @property
    def _key_field(self) -> str:
        if self._key is None:
            raise RuntimeError(f"table {self.name} has no key")
        return self._key

    def by_key(self, value: object) -> Document | None:
        """The document whose key field has this value."""
        return next(iter(self.by_field(self._key_field, value)), None)

    def by_field(self, field: str, value: object) -> list[Document]:
        """The documents in which an indexed field has this value, by document id."""
        table = self._table()
        if table is None:
            return []
        rows = self._storage.connection.execute(
            f"SELECT doc_id, doc FROM {table} WHERE {_path(field)} = ? ORDER BY doc_id",
            (value,),
        )
        return [self.document_class(json.loads(doc), doc_id) for doc_id, doc in rows.fetchall()]

    def having(
        self, field: str, limit: int, *, newest_first: bool = False, beyond: object = None
    ) -> list[Document]:
        """Documents that have an indexed field, in its order.

        :param beyond: go on behind this value of the field
        """
        table = self._table()
        if table is None:
            return []
        path = _path(field)
        compare, order = ("<", "DESC") if newest_first else (">", "ASC")
        further = f"AND {path} {compare} ?2" if beyond is not None else ""
        rows = self._storage.connection.execute(
            f"SELECT doc_id, doc FROM {table} WHERE {path} IS NOT NULL {further} "
            f"ORDER BY {path} {order} LIMIT ?1",
            (limit, beyond) if further else (limit,),
        )
        return [self.document_class(json.loads(doc), doc_id) for doc_id, doc in rows.fetchall()]

    def count_having(self, field: str) -> int:
        """How many documents have an indexed field."""
        table = self._table()
        if table is None:
            return 0
        (count,) = self._storage.connection.execute(
            f"SELECT count(*) FROM {table} WHERE {_path(field)} IS NOT NULL"
        ).fetchone()
        return int(count)

    def texts(self) -> Iterator[tuple[int, str]]:
        """Every document id with its document as JSON text, for readers with a decoder."""
        table = self._table()
        if table is None:
            return
        last: int | None = None
        while True:
            rows = self._storage.connection.execute(
                f"SELECT doc_id, doc FROM {table} WHERE ?1 IS NULL OR doc_id > ?1 "
                "ORDER BY doc_id LIMIT ?2",
                (last, _PAGE),
            ).fetchall()
            yield from rows
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    def __iter__(self) -> Iterator[Document]:
        for doc_id, text in self.texts():
            yield self.document_class(json.loads(text), doc_id)

    def __len__(self) -> int:
        table = self._table()
        return 0 if table is None else len(_Rows(self._storage, table))

    def _refresh(self) -> None:
        """Forget what another connection or a rollback has made stale."""
        if not self._storage.depth:
            self._storage.notice_others()
        if self._seen_version != self._storage.version:
            self._seen_version = self._storage.version
            self._next_id = None
            self._indexed = False
            self.clear_cache()

    def _table(self) -> str | None:
        self._refresh()
        return self._storage.sql_name(self.name)

    def _ready(self) -> str:
        """The SQL table with its indexes, inside a transaction."""
        self._refresh()
        table = self._storage.ensure(self.name)
        if not self._indexed:
            for field in (*([self._key] if self._key else ()), *self._indexes):
                unique = "UNIQUE" if field == self._key else ""
                path = _path(field)
                name = f"{table}_{field.replace('.', '_')}"
                self._storage.connection.execute(
                    f"CREATE {unique} INDEX IF NOT EXISTS {name} "
                    f"ON {table} ({path}) WHERE {path} IS NOT NULL"
                )
            self._indexed = True
        return table

    def _text(self, table: str, doc_id: int) -> str | None:
        return _Rows(self._storage, table)._text(doc_id)  # noqa: SLF001

    def _get_next_id(self) -> int:
        if self._next_id is None:
            table = self._table()
            row = table and self._storage.connection.execute(
                f"SELECT max(doc_id) FROM {table}"
            ).fetchone()
            self._next_id = ((row and row[0]) or 0) + 1
        next_id = self._next_id
        self._next_id = next_id + 1
        return next_id

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return {str(doc_id): json.loads(text) for doc_id, text in self.texts()}

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._storage.transaction():
            rows = _Rows(self._storage, self._ready())
            updater(rows)
            rows.flush()
        self.clear_cache()


def _path(field: str) -> str:
    if not all(part.isidentifier() for part in field.split(".")):
        raise ValueError(f"not a field that can be indexed: {field}")
    return f"json_extract(doc, '$.{field}')"


class DocumentDatabase(tinydb.TinyDB):
    """A TinyDB whose file is encrypted and whose changes are transactions."""

    table_class = DocumentTable
    default_storage_class = DocumentStorage

    @property
    def documents(self) -> DocumentStorage:
        """The storage, with the type that it has."""
        return cast("DocumentStorage", self.storage)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Changes to any tables inside are one commit; an error takes all of them back."""
        with self.documents.transaction():
            yield

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


def open_database(path: str | Path, data_key: bytes, *, read_only: bool = False) -> DocumentDatabase:
    """Open the encrypted database file as a TinyDB, making it when it is not there.

    :param data_key: 32 bytes
    :raises wardtui.store.sqlcipher.NotOurDatabase: when the file cannot be read with this key
    """
    return DocumentDatabase(Path(path), data_key, read_only=read_only)
