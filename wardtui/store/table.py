"""TinyDB's ``Table`` over rows: documents are read one by one, every change is one commit.

The one difference that a user of TinyDB can see: documents come in the order of their ids.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from tinydb.queries import QueryLike
from tinydb.table import Document
from tinydb.table import Table as TinyTable

from wardtui.store.documents import decode, encode
from wardtui.store.rows import Rows
from wardtui.store.storage import DocumentStorage

_PAGE = 500
_BEFORE_ALL = -(2**63)
_INSERTED_AT_ONCE = 500


class DocumentTable(TinyTable):
    """A TinyDB table whose documents are rows.

    :param key: field whose value is unique; :meth:`by_key` reads one document by it
    :param indexes: further fields that :meth:`by_field` reads by
    """

    _storage: DocumentStorage
    _next_id: Any

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
                    (doc_id, encode(dict(document))),
                )
                doc_ids.append(doc_id)
        self.clear_cache()
        return doc_ids

    def insert_texts(self, texts: Iterable[str]) -> None:
        """Insert documents that somebody with an encoder of their own has written as JSON."""
        rest = iter(texts)
        with self._storage.transaction():
            table = self._ready()
            while some := list(islice(rest, _INSERTED_AT_ONCE)):
                # One statement for many rows: with one each, SQLite's journal of every statement
                # costs more the more was written before.
                first = self._get_next_id()
                self._next_id = first + len(some)
                self._storage.connection.execute(
                    f"INSERT INTO {table} (doc_id, doc) "
                    "SELECT ?1 + key, value FROM json_each(?2) ORDER BY key",
                    (first, json.dumps(some)),
                )
        self.clear_cache()

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
            return None if text is None else self.document_class(decode(text), doc_id)
        if doc_ids is not None:
            wanted = {int(one) for one in doc_ids}
            table = self._table()
            found = ((one, table and self._text(table, one)) for one in sorted(wanted))
            return [self.document_class(decode(text), one) for one, text in found if text]
        if cond is not None:
            return next((document for document in self if cond(document)), None)
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def put(self, document: Mapping[str, Any]) -> None:
        """Insert a document, or replace the one with the same key; its id stays."""
        self.put_text(document[self._key_field], encode(document))

    def put_text(self, key: object, text: str) -> None:
        """The same with a document that is written as JSON already."""
        with self._storage.transaction():
            table = self._ready()
            replaced = self._storage.connection.execute(
                f"UPDATE {table} SET doc = ?1 WHERE {_path(self._key_field)} = ?2", (text, key)
            )
            if not replaced.rowcount:
                self.insert_texts([text])
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
        return [self.document_class(decode(doc), doc_id) for doc_id, doc in rows.fetchall()]

    def keys_ending(self, ending: str) -> list[str]:
        """The keys that end so, read from the index of keys alone."""
        table = self._table()
        if table is None:
            return []
        path = _path(self._key_field)
        rows = self._storage.connection.execute(
            f"SELECT {path} FROM {table} WHERE {path} IS NOT NULL "
            f"AND substr({path}, -length(?1)) = ?1",
            (ending,),
        )
        return [key for (key,) in rows.fetchall()]

    def values(self, field: str) -> list[Any]:
        """The different values of an indexed field, in their order."""
        table = self._table()
        if table is None:
            return []
        path = _path(field)
        rows = self._storage.connection.execute(
            f"SELECT DISTINCT {path} FROM {table} WHERE {path} IS NOT NULL ORDER BY {path}"
        )
        return [value for (value,) in rows.fetchall()]

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
        return [self.document_class(decode(doc), doc_id) for doc_id, doc in rows.fetchall()]

    def count_having(self, field: str) -> int:
        """How many documents have an indexed field."""
        table = self._table()
        if table is None:
            return 0
        (count,) = self._storage.connection.execute(
            f"SELECT count(*) FROM {table} WHERE {_path(field)} IS NOT NULL"
        ).fetchone()
        return int(count)

    def texts_behind(self, last: int, limit: int) -> list[tuple[int, str]]:
        """Some documents behind an id, each with its own, as JSON text."""
        table = self._table()
        if table is None:
            return []
        rows: list[tuple[int, str]] = self._storage.connection.execute(
            f"SELECT doc_id, doc FROM {table} WHERE doc_id > ? ORDER BY doc_id LIMIT ?",
            (last, limit),
        ).fetchall()
        return rows

    def in_bytes(self) -> Iterator[bytes]:
        """Every document as JSON in UTF-8: what a decoder reads without another copy."""
        last = _BEFORE_ALL
        while table := self._table():
            rows = self._storage.connection.execute(
                f"SELECT doc_id, CAST(doc AS BLOB) FROM {table} WHERE doc_id > ? "
                "ORDER BY doc_id LIMIT ?",
                (last, _PAGE),
            ).fetchall()
            for _, document in rows:
                yield document
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    def texts(self) -> Iterator[tuple[int, str]]:
        """Every document id with its document as JSON text, for readers with a decoder."""
        last = _BEFORE_ALL
        while True:
            rows = self.texts_behind(last, _PAGE)
            yield from rows
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    def __iter__(self) -> Iterator[Document]:
        for doc_id, text in self.texts():
            yield self.document_class(decode(text), doc_id)

    def __len__(self) -> int:
        self._refresh()
        return self._storage.count(self.name)

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

    def lay_out(self) -> None:
        """Make the SQL table and its indexes now instead of at the first write."""
        with self._storage.transaction():
            self._ready()

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
        return Rows(self._storage, table).text(doc_id)

    def _get_next_id(self) -> int:
        if self._next_id is None:
            table = self._table()
            row = (
                table
                and self._storage.connection.execute(f"SELECT max(doc_id) FROM {table}").fetchone()
            )
            self._next_id = ((row and row[0]) or 0) + 1
        next_id = self._next_id
        self._next_id = next_id + 1
        return int(next_id)

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return {str(doc_id): decode(text) for doc_id, text in self.texts()}

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._storage.transaction():
            rows = Rows(self._storage, self._ready())
            updater(rows)
            rows.flush()
        self.clear_cache()


def _path(field: str) -> str:
    if not all(part.isidentifier() for part in field.split(".")):
        raise ValueError(f"not a field that can be indexed: {field}")
    return f"json_extract(doc, '$.{field}')"
