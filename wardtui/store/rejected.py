"""Events that the server did not take, as documents: those that need attention, and those that
somebody let go."""

from datetime import datetime
from typing import Any

import msgspec

from wardtui.domain.ids import EventId, ResidentId
from wardtui.services.records import Discard, Rejected
from wardtui.store.database import DocumentDatabase
from wardtui.store.table import DocumentTable
from wardtui.wire import blanked, read_event


class VaultRejected:
    """All that the server did not take. None of it counts."""

    def __init__(self, database: DocumentDatabase) -> None:
        # Two tables: what needs attention is counted with every change.
        self._open = _table(database, "attention", "resident")
        self._discarded = _table(database, "discarded", "resident", "discarded_at")

    def keep(self, rejected: Rejected) -> None:
        """Keep one as it is now: it needs attention unless it was let go."""
        discarded = rejected.discard is not None
        place, other = self._discarded, self._open
        if not discarded:
            place, other = other, place
        other.remove_by_key(rejected.event.id)
        place.put(_pack(rejected))

    def remove(self, event: EventId) -> None:
        """Keep it no longer among these: it is offered again."""
        self._open.remove_by_key(event)
        self._discarded.remove_by_key(event)

    def get(self, event: EventId) -> Rejected | None:
        """One of them, whether or not it needs attention."""
        found = self._open.by_key(event) or self._discarded.by_key(event)
        return None if found is None else _unpack(found)

    def with_id_ending(self, ending: str) -> list[EventId]:
        """Those whose id ends so."""
        return [
            EventId(one)
            for table in (self._open, self._discarded)
            for one in table.keys_ending(ending)
        ]

    def all(self) -> list[Rejected]:
        """Those that need attention."""
        return [_unpack(one) for one in self._open]

    def count(self) -> int:
        """How many need attention."""
        return len(self._open)

    def of_resident(self, resident: ResidentId) -> list[Rejected]:
        """Those about one resident that need attention."""
        return [_unpack(one) for one in self._open.by_field("resident", resident)]

    def discarded(self) -> list[Rejected]:
        """Those that somebody let go."""
        return [_unpack(one) for one in self._discarded]

    def count_discarded(self) -> int:
        """How many were let go."""
        return len(self._discarded)

    def discarded_of(self, resident: ResidentId) -> list[Rejected]:
        """Those about one resident that somebody let go."""
        return [_unpack(one) for one in self._discarded.by_field("resident", resident)]

    def forget(self, resident: ResidentId) -> None:
        """Remove what was let go about a resident."""
        for one in self._discarded.by_field("resident", resident):
            self._discarded.remove_by_key(one["id"])

    def blank(self, resident: ResidentId) -> None:
        """Keep of those about a resident who was erased their envelopes alone."""
        for table in (self._open, self._discarded):
            for one in table.by_field("resident", resident):
                table.put({**one, "raw": blanked(one["raw"]).decode(), "message": ""})


def _table(database: DocumentDatabase, name: str, *indexes: str) -> DocumentTable:
    return database.table(name, cache_size=0, key="id", indexes=indexes)


def _pack(rejected: Rejected) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": rejected.event.id,
        "resident": rejected.event.resident,
        "raw": rejected.raw,
        "code": rejected.code,
        "message": rejected.message,
        "at": rejected.at.isoformat(),
    }
    if rejected.discards:
        document["discards"] = msgspec.to_builtins(rejected.discards)
    if rejected.discard is not None:
        document["discarded_at"] = rejected.discard.at.isoformat()
    return document


def _unpack(document: dict[str, Any]) -> Rejected:
    return Rejected(
        raw=document["raw"],
        event=read_event(document["raw"]),
        code=document["code"],
        message=document["message"],
        at=datetime.fromisoformat(document["at"]),
        discards=msgspec.convert(document.get("discards", []), tuple[Discard, ...]),
    )
