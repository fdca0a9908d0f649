"""What is left of residents whom this device has forgotten, as documents."""

from collections.abc import Iterator

import msgspec

from wardtui.domain.forgotten import Forgotten
from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import NO_AREA
from wardtui.store.database import DocumentDatabase


class VaultForgotten:
    """The records that stand for forgotten residents."""

    def __init__(self, database: DocumentDatabase) -> None:
        self._documents = database.documents
        self._table = database.table("forgotten", cache_size=0, key="id")

    def get(self, resident: ResidentId) -> Forgotten | None:
        """What is left of one resident."""
        found = self._table.by_key(resident)
        return None if found is None else msgspec.convert(dict(found), Forgotten)

    def all(self) -> Iterator[Forgotten]:
        """What is left of each."""
        decode = msgspec.json.Decoder(Forgotten).decode
        return (decode(text) for _, text in self._table.texts())

    def count(self) -> int:
        """How many were forgotten."""
        return len(self._table)

    def put(self, forgotten: Forgotten) -> None:
        """Keep what is left of a resident."""
        self._table.put(msgspec.to_builtins(forgotten))
        self._unseal()

    def remove(self, resident: ResidentId) -> None:
        """The resident's events come back: nothing stands for them any more."""
        self._table.remove_by_key(resident)
        self._unseal()

    def by_area(self) -> dict[str, int]:
        """How many of each area were done and are not listed again."""
        mine = self._documents.sql_name("forgotten")
        if mine is None or not self.count():
            return {}
        cases = self._documents.sql_name("cases")
        again = "json_extract(c.doc, '$.id') = json_extract(f.doc, '$.id')"
        without = f"WHERE NOT EXISTS (SELECT 1 FROM {cases} c WHERE {again})" if cases else ""
        erased = "coalesce(json_extract(f.doc, '$.erased'), 0)"
        done = f"NOT {erased} OR json_extract(f.doc, '$.days[#-1].standing.status') = 'enrolled'"
        without = f"{without} AND ({done})" if without else f"WHERE {done}"
        rows = self._documents.connection.execute(
            "SELECT coalesce(json_extract(f.doc, '$.days[#-1].standing.area'), ?), count(*) "
            f"FROM {mine} f {without} GROUP BY 1",
            (NO_AREA,),
        )
        return dict(rows.fetchall())

    def _unseal(self) -> None:
        """The first lines, which were sealed with the counts of all, count other people now."""
        self._documents.connection.execute("DELETE FROM wardtui_sealed WHERE id = 2")
