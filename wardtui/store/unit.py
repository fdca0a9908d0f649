"""The vault's contents as the use cases see them, on one connection."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.ids import (
    ActionId,
    DeviceId,
    EventId,
    OfficerId,
    ResidentId,
    WardCode,
)
from wardtui.domain.worklist import worklist_row
from wardtui.domain.worklist_index import StaleIndex, Worklist
from wardtui.services.ports import (
    AccessRecord,
    Device,
    Pairing,
    Rejected,
    StoredEvent,
    SyncState,
    VaultSettings,
)
from wardtui.store.database import DocumentDatabase
from wardtui.wire import read_event

_PAGE = 200

_LAYOUT = """
CREATE TABLE IF NOT EXISTS wardtui_worklist (id INTEGER PRIMARY KEY CHECK (id = 1), sealed BLOB);
CREATE TABLE IF NOT EXISTS wardtui_changed (resident TEXT PRIMARY KEY) WITHOUT ROWID;
"""


def lay_out(database: DocumentDatabase) -> None:
    """Make the tables that are no documents."""
    with database.transaction():
        for statement in _LAYOUT.strip().split("\n"):
            database.documents.connection.execute(statement)


class _Event(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An event as a document. A field that is absent keeps the document out of its index."""

    id: str
    resident: str | None
    action: str
    raw: str
    own: int | None = None
    """``device_seq``, when this device made it."""
    waiting: int | None = None
    """``device_seq``, while it waits to be sent."""
    seq: int | None = None
    received_at: datetime | None = None
    actor: str | None = None
    ward: str | None = None

    def stored(self) -> StoredEvent:
        """The event as the use cases see it."""
        return StoredEvent(
            raw=self.raw,
            event=read_event(self.raw),
            seq=self.seq,
            received_at=self.received_at,
            actor=OfficerId(self.actor) if self.actor else None,
            ward=WardCode(self.ward) if self.ward else None,
        )


def _document(value: msgspec.Struct) -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(value)
    return made


class VaultEvents:
    """All events that count, and beside them those that the server did not take."""

    def __init__(self, database: DocumentDatabase) -> None:
        self._table = database.table(
            "events",
            cache_size=0,
            key="id",
            indexes=("resident", "action", "own", "waiting"),
        )
        self._rejected = database.table("attention", cache_size=0, key="id", indexes=("resident",))

    def add(self, event: StoredEvent, *, own: bool) -> None:
        """Keep a new event; ``own`` when this device made it."""
        self._table.insert(_document(_pack(event, own=own)))

    def receive(self, event: StoredEvent, *, own: bool) -> bool:
        """Keep what the server sent; whether that changed anything."""
        packed = _pack(event, own=own)
        found = self._table.by_key(packed.id)
        if found is not None and dict(found) == _document(packed):
            return False
        self._table.put(_document(packed))
        return True

    def number(self, event: EventId, seq: int) -> ResidentId | None:
        """Note the server's number of an event that waited; whom the event is about."""
        found = self._table.by_key(event)
        if found is None or "waiting" not in found:
            return None
        found["seq"] = seq
        del found["waiting"]
        self._table.put(found)
        return ResidentId(found["resident"]) if found["resident"] else None

    def reject(self, rejected: Rejected) -> None:
        """Take an event out of what counts and keep it for attention."""
        self._table.remove_by_key(rejected.event.id)
        self._rejected.put(
            {
                "id": rejected.event.id,
                "resident": rejected.event.resident,
                "raw": rejected.raw,
                "code": rejected.code,
                "message": rejected.message,
                "at": rejected.at.isoformat(),
            }
        )

    def get(self, event: EventId) -> StoredEvent | None:
        """One event."""
        found = self._table.by_key(event)
        return None if found is None else _unpack(found)

    def of_resident(self, resident: ResidentId) -> list[StoredEvent]:
        """The events about a resident, in order."""
        found = [_unpack(one) for one in self._table.by_field("resident", resident)]
        return sorted(found, key=lambda event: event.entry.order)

    def of_action(self, action: ActionId) -> list[StoredEvent]:
        """The events of one user action, in order."""
        found = [_unpack(one) for one in self._table.by_field("action", action)]
        return sorted(found, key=lambda event: event.entry.order)

    def newest_own(self) -> Iterator[StoredEvent]:
        """The events that this device made, the newest first."""
        beyond = None
        while page := self._table.having("own", _PAGE, newest_first=True, beyond=beyond):
            yield from (_unpack(one) for one in page)
            beyond = page[-1]["own"]

    def waiting(self, limit: int, after: int = 0) -> list[StoredEvent]:
        """Events to send, in the order of ``device_seq``, behind ``after``."""
        return [_unpack(one) for one in self._table.having("waiting", limit, beyond=after)]

    def count_waiting(self) -> int:
        """How many events wait to be sent."""
        return self._table.count_having("waiting")

    def count_rejected(self) -> int:
        """How many events need attention."""
        return len(self._rejected)

    def rejected(self) -> list[Rejected]:
        """Events that need attention."""
        return [_unpack_rejected(one) for one in self._rejected]

    def rejected_of(self, resident: ResidentId) -> list[Rejected]:
        """Those about one resident."""
        return [_unpack_rejected(one) for one in self._rejected.by_field("resident", resident)]


def _pack(event: StoredEvent, *, own: bool) -> _Event:
    inner = event.event
    return _Event(
        id=inner.id,
        resident=inner.resident,
        action=inner.action,
        raw=event.raw,
        own=inner.device_seq if own else None,
        waiting=inner.device_seq if event.seq is None else None,
        seq=event.seq,
        received_at=event.received_at,
        actor=event.actor,
        ward=event.ward,
    )


def _unpack(document: dict[str, Any]) -> StoredEvent:
    return msgspec.convert(dict(document), _Event).stored()


def _unpack_rejected(document: dict[str, Any]) -> Rejected:
    return Rejected(
        raw=document["raw"],
        event=read_event(document["raw"]),
        code=document["code"],
        message=document["message"],
        at=datetime.fromisoformat(document["at"]),
    )


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
        self._table.put(_document(case))
        self._note(case.id)

    def remove(self, resident: ResidentId) -> None:
        """Forget a case that is no longer there."""
        if self._table.remove_by_key(resident):
            self._note(resident)

    def _note(self, resident: ResidentId) -> None:
        self._connection.execute("INSERT OR IGNORE INTO wardtui_changed VALUES (?)", (resident,))


def _case(document: dict[str, Any]) -> Case:
    return msgspec.convert(dict(document), Case)


F = TypeVar("F")


class _Fact(Generic[F]):
    """One document of the ``state`` table as an attribute; what is null has no document."""

    def __init__(self, kind: Any, default: F) -> None:
        self._kind = kind
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, state: "VaultState", owner: type) -> F:
        found = state.table.by_key(self._name)
        if found is None:
            return self._default
        value: F = msgspec.convert(found["value"], self._kind)
        return value

    def __set__(self, state: "VaultState", value: F) -> None:
        if value is None:
            state.table.remove_by_key(self._name)
        else:
            state.table.put({"name": self._name, "value": msgspec.to_builtins(value)})


class VaultState:
    """The few facts about this vault itself."""

    device = _Fact(Device, Device(id=DeviceId("")))
    pairing: _Fact[Pairing | None] = _Fact(Pairing, None)
    sync = _Fact(SyncState, SyncState())
    settings = _Fact(VaultSettings, VaultSettings())

    def __init__(self, database: DocumentDatabase) -> None:
        self.table = database.table("state", cache_size=0, key="name")


class VaultUnit:
    """Everything the vault holds, on one connection."""

    def __init__(self, database: DocumentDatabase) -> None:
        self.database = database
        self.events = VaultEvents(database)
        self.cases = VaultCases(database)
        self.state = VaultState(database)
        self._access = database.table("access", cache_size=0)

    def worklist(self) -> Worklist:
        """Every case as a line: the sealed index and what has changed since."""
        connection = self.database.documents.connection
        row = connection.execute("SELECT sealed FROM wardtui_worklist").fetchone()
        try:
            worklist = Worklist.unseal(row[0] if row else b"")
        except StaleIndex:
            return Worklist(worklist_row(case) for case in self.cases.all())
        changed = connection.execute("SELECT resident FROM wardtui_changed").fetchall()
        now = {resident: self.cases.get(resident) for (resident,) in changed}
        worklist.put(
            [worklist_row(case) for case in now.values() if case is not None],
            [resident for resident, case in now.items() if case is None],
        )
        return worklist

    def seal_worklist(self) -> None:
        """Keep the worklist so that the next opening only reads it."""
        sealed = self.worklist().seal()
        connection = self.database.documents.connection
        with self.database.transaction():
            connection.execute("INSERT OR REPLACE INTO wardtui_worklist VALUES (1, ?)", (sealed,))
            connection.execute("DELETE FROM wardtui_changed")

    def changed_since_sealing(self) -> int:
        """How many lines the sealed index no longer has right."""
        (count,) = self.database.documents.connection.execute(
            "SELECT count(*) FROM wardtui_changed"
        ).fetchone()
        return int(count)

    def note_access(self, record: AccessRecord) -> None:
        """Append to the access log."""
        self._access.insert(_document(record))

    def accesses(self) -> list[AccessRecord]:
        """The access log."""
        return [msgspec.convert(dict(one), AccessRecord) for one in self._access]
