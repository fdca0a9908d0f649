"""Cases as documents: the read model, which can be made again from the events."""

from collections.abc import Iterator
from typing import Any

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId
from wardtui.store.database import DocumentDatabase


class VaultCases:
    """The read model: what the fold gave for each resident."""

    def __init__(self, database: DocumentDatabase) -> None:
        self._connection = database.documents.connection
        self._table = database.table(
            "cases",
            cache_size=0,
            key="id",
            indexes=("household",),
        )

    def get(self, resident: ResidentId) -> Case | None:
        """One case."""
        found = self._table.by_key(resident)
        return None if found is None else _case(found)

    def all(self) -> Iterator[Case]:
        """Every case."""
        decode = msgspec.json.Decoder(Case).decode
        return (decode(text) for _, text in self._table.texts())

    def with_id_ending(self, ending: str) -> list[ResidentId]:
        """Residents whose id ends so."""
        return [ResidentId(key) for key in self._table.keys_ending(ending)]

    def of_household(self, household: str) -> list[Case]:
        """The cases behind one door."""
        return [_case(one) for one in self._table.by_field("household", household)]

    def put(self, case: Case) -> None:
        """Keep what the fold gave."""
        self._table.put(msgspec.to_builtins(case))
        self._note(case.id)

    def remove(self, resident: ResidentId) -> None:
        """Forget a case that is no longer there."""
        if self._table.remove_by_key(resident):
            self._note(resident)

    def _note(self, resident: ResidentId) -> None:
        self._connection.execute("INSERT OR IGNORE INTO wardtui_changed VALUES (?)", (resident,))


def _case(document: dict[str, Any]) -> Case:
    return msgspec.convert(dict(document), Case)
