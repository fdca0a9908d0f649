"""A table's rows as the dict that TinyDB's own operations work on."""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, cast

from wardtui.store.documents import decode, encode
from wardtui.store.storage import DocumentStorage


class Rows(MutableMapping[int, Any]):
    """The documents of one table by their ids.

    It holds one document at a time and writes it back when it was changed in place.
    """

    def __init__(self, storage: DocumentStorage, table: str) -> None:
        self._connection = storage.connection
        self._table = table
        self._held: tuple[int, str, dict[str, Any]] | None = None

    def text(self, doc_id: int) -> str | None:
        """A document as it is stored."""
        row = self._connection.execute(
            f"SELECT doc FROM {self._table} WHERE doc_id = ?",
            (doc_id,),
        ).fetchone()
        return None if row is None else row[0]

    def __getitem__(self, doc_id: int) -> dict[str, Any]:
        if self._held is not None and self._held[0] == doc_id:
            return self._held[2]
        self.flush()
        text = self.text(doc_id)
        if text is None:
            raise KeyError(doc_id)
        document: dict[str, Any] = decode(text)
        self._held = (doc_id, text, document)
        return document

    def __setitem__(self, doc_id: int, document: Mapping[str, Any]) -> None:
        self.flush()
        text = encode(document)
        replaced = self._connection.execute(
            f"UPDATE {self._table} SET doc = ? WHERE doc_id = ?", (text, doc_id)
        )
        if not replaced.rowcount:
            self._connection.execute(
                f"INSERT INTO {self._table} (doc_id, doc) VALUES (?, ?)", (doc_id, text)
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
        return self.text(cast("int", doc_id)) is not None

    def __iter__(self) -> Iterator[int]:
        self.flush()
        ids = self._connection.execute(f"SELECT doc_id FROM {self._table} ORDER BY doc_id")
        return iter([doc_id for (doc_id,) in ids.fetchall()])

    def __len__(self) -> int:
        (count,) = self._connection.execute(f"SELECT count(*) FROM {self._table}").fetchone()
        return int(count)

    def clear(self) -> None:
        """Remove every document."""
        self._held = None
        self._connection.execute(f"DELETE FROM {self._table}")

    def flush(self) -> None:
        """Write the document in hand back when it was changed."""
        if self._held is None:
            return
        doc_id, before, document = self._held
        self._held = None
        after = encode(document)
        if after != before:
            self[doc_id] = document
