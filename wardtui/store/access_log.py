"""The access log, as documents."""

from collections.abc import Callable, Collection
from itertools import islice

import msgspec

from wardtui.services.records import AccessRecord
from wardtui.store.database import DocumentDatabase


class VaultAccessLog:
    """Who saw, or took out, what is masked by default."""

    def __init__(self, database: DocumentDatabase) -> None:
        self._table = database.table("access", cache_size=0, indexes=("told",))

    def add(self, record: AccessRecord) -> None:
        """Append an entry."""
        self._table.insert(msgspec.to_builtins(record))

    def all(self) -> list[AccessRecord]:
        """The whole log."""
        return [msgspec.convert(dict(one), AccessRecord) for one in self._table]

    def has_untold(self) -> bool:
        """Whether there is anything of which the server was not told yet."""
        return len(self._table) > self._table.count_having("told")

    def untold(self, limit: int, new_id: Callable[[], str]) -> list[AccessRecord]:
        """Some of those entries. One that has no id yet gets one, and keeps it."""
        some = list(islice((one for one in self._table if "told" not in one), limit))
        for one in some:
            if one.get("id") is None:
                one["id"] = new_id()
                self._table.update({"id": one["id"]}, doc_ids=[one.doc_id])
        return [msgspec.convert(dict(one), AccessRecord) for one in some]

    def note_told(self, ids: Collection[str]) -> None:
        """The server has them."""
        told = [one.doc_id for one in self._table if one.get("id") in ids and "told" not in one]
        if told:
            self._table.update({"told": 1}, doc_ids=told)
