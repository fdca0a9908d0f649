"""Events as documents: those that count, and those that the server did not take."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from wardtui.domain.events import (
    SAY_WHAT_HOLDS,
    SAY_WHICH_SESSIONS,
    Entry,
    EventRetracted,
    ResidentErased,
)
from wardtui.domain.handoff_events import HandoffOffered
from wardtui.domain.ids import ActionId, EventId, OfficerId, ResidentId, WardCode
from wardtui.domain.same_person import link
from wardtui.services.records import Rejected, StoredEvent
from wardtui.store.arranged import VaultArrangement
from wardtui.store.database import DocumentDatabase
from wardtui.store.rejected import VaultRejected
from wardtui.store.sessions import VaultSessions
from wardtui.store.table import DocumentTable
from wardtui.wire import MalformedEvent, blanked, read_event, reread_event

_PAGE = 200
_FEW = 40
"""To look a resident's events up costs as much as to read so many as they lie."""

_OFFER_MARK = f'"{HandoffOffered.TYPE}"'
_encode = msgspec.json.Encoder().encode


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
    into: str | None = None
    """Whom the event merges its resident into."""
    unsure: int | None = None
    """1 when its number is of a database that was replaced by a backup since."""
    kind: str | None = None
    """The event's type, when it is about no resident, or about one who may have no case here."""

    def stored(self) -> StoredEvent:
        """The event as the use cases see it."""
        return StoredEvent(
            raw=self.raw,
            event=reread_event(self.raw),
            seq=self.seq,
            received_at=self.received_at,
            actor=OfficerId(self.actor) if self.actor else None,
            ward=WardCode(self.ward) if self.ward else None,
        )


class _Kept(msgspec.Struct, frozen=True, gc=False):
    """What the fold takes of an event's document."""

    raw: str
    resident: str | None
    seq: int | None = None
    ward: str | None = None

    @property
    def entry(self) -> Entry:
        """The event as the fold takes it."""
        event = reread_event(self.raw)
        return Entry(event, self.seq, WardCode(self.ward) if self.ward else event.ward)


def events_table(database: DocumentDatabase) -> DocumentTable:
    """The events as documents."""
    indexes = ("resident", "action", "own", "waiting", "into", "kind", "unsure")
    return database.table("events", cache_size=0, key="id", indexes=indexes)


class VaultEvents:
    """All events that count, and beside them those that the server did not take."""

    def __init__(self, database: DocumentDatabase) -> None:
        self._table = events_table(database)
        self._arranged = VaultArrangement(database)
        self._sessions = VaultSessions(database)
        self._rejected = VaultRejected(database)

    def lay_out(self) -> None:
        """Make the indexes that an older version did not have, and what stands in them."""
        self._table.lay_out()
        for document in self._table:
            if document["resident"] is None or _OFFER_MARK in document["raw"]:
                self._table.put(packed_anew(document))

    def add(self, events: Iterable[StoredEvent], *, own: bool) -> None:
        """Keep new events; ``own`` when this device made them."""
        self._table.insert_texts(self._texts(events, own=own))

    def _texts(self, events: Iterable[StoredEvent], *, own: bool) -> Iterator[str]:
        for event in events:
            packed = _pack(event, own=own)
            self._note(packed.kind)
            yield _encode(packed).decode()

    def _note(self, kind: str | None) -> None:
        if kind in SAY_WHAT_HOLDS:
            self._arranged.doubt()
        if kind in SAY_WHICH_SESSIONS:
            self._sessions.doubt()

    def receive(self, event: StoredEvent, *, own: bool) -> tuple[ResidentId, ...] | None:
        """Keep what the server sent; whom it is or was about and into whom it merges or merged."""
        packed = _pack(event, own=own)
        found = self._table.by_key(packed.id)
        if found is not None and "own" in found and not own:
            # Made here before this device took the place of another one.
            packed = msgspec.structs.replace(packed, own=found["own"])
        document: dict[str, Any] = msgspec.to_builtins(packed)
        if found is not None and dict(found) == document:
            return None
        self._note(packed.kind)
        self._table.put(document)
        return tuple(dict.fromkeys((*_residents(document), *_residents(found or {}))))

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
        self._note(rejected.event.type if rejected.event.resident is None else None)
        self._table.remove_by_key(rejected.event.id)
        self._rejected.keep(rejected)

    def withdraw(self, event: EventId) -> None:
        """Remove an event of this device that the server did not need."""
        self._table.remove_by_key(event)

    def get(self, event: EventId) -> StoredEvent | None:
        """One event."""
        found = self._table.by_key(event)
        return None if found is None else _unpack(found)

    def of_resident(self, resident: ResidentId) -> list[StoredEvent]:
        """The events about a resident, in order."""
        found = [_unpack(one) for one in self._table.by_field("resident", resident)]
        return sorted(found, key=lambda event: event.entry.order)

    def of_residents(
        self, residents: Collection[ResidentId]
    ) -> Iterator[tuple[ResidentId, list[Entry]]]:
        """The entries about each of some residents, in order. Sooner than one after the other."""
        if len(residents) * _FEW < len(self._table):
            for one in residents:
                yield one, [event.entry for event in self.of_resident(one)]
            return
        # Read as they lie: by residents, nearly every event would cost a page of its own.
        found: dict[str, list[_Kept]] = {one: [] for one in residents}
        decode = msgspec.json.Decoder(_Kept).decode
        for document in self._table.in_bytes():
            kept = decode(document)
            log = found.get(kept.resident or "")
            if log is not None:
                log.append(kept)
        for one in residents:
            yield one, sorted((kept.entry for kept in found.pop(one)), key=lambda e: e.order)

    def entries(self) -> Iterator[Entry]:
        """Every event that counts as the fold takes it, in no order. Sooner than ``all``."""
        decode = msgspec.json.Decoder(_Kept).decode
        return (decode(document).entry for document in self._table.in_bytes())

    def about_nobody(self, *types: str) -> list[StoredEvent]:
        """The events of some types that are about no resident, in order."""
        found = [_unpack(one) for kind in types for one in self._table.by_field("kind", kind)]
        return sorted(found, key=lambda event: event.entry.order)

    def offers(self) -> list[StoredEvent]:
        """Every offer to another ward that was made, in order, whether or not it still counts."""
        found = [_unpack(one) for one in self._table.by_field("kind", HandoffOffered.TYPE)]
        return sorted(found, key=lambda event: event.entry.order)

    def merged_into(self, resident: ResidentId) -> list[ResidentId]:
        """Whom an event merges into a resident, whether or not it still counts."""
        return [ResidentId(one["resident"]) for one in self._table.by_field("into", resident)]

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

    def last_own(self) -> int:
        """The highest ``device_seq`` of this device that is there, or 0."""
        newest = self._table.having("own", 1, newest_first=True)
        return int(newest[0]["own"]) if newest else 0

    def residents(self) -> list[ResidentId]:
        """Everybody whom an event is about."""
        return [ResidentId(one) for one in self._table.values("resident")]

    def count(self) -> int:
        """How many events count."""
        return len(self._table)

    def all(self) -> Iterator[StoredEvent]:
        """Every event that counts, in no order."""
        return (_unpack(one) for one in self._table)

    def unreadable(self) -> int:
        """How many cannot be read at all, not even as an event of a newer version."""
        count = 0
        for _, text in self._table.texts():
            try:
                read_event(_unpack(msgspec.json.decode(text)).raw)
            except (MalformedEvent, msgspec.MsgspecError):
                count += 1
        return count

    def forget(self, resident: ResidentId) -> None:
        """Remove the events about a resident, all but those by which records are one person."""
        documents = list(self._table.by_field("resident", resident))
        stay = {one["id"] for one in documents if "into" in one}
        bodies = {one["id"]: read_event(one["raw"]).body for one in documents}
        of = {one: body.event for one, body in bodies.items() if isinstance(body, EventRetracted)}
        while further := {one for one, target in of.items() if target in stay} - stay:
            stay |= further
        for one in bodies.keys() - stay:
            self._table.remove_by_key(one)
        self._rejected.forget(resident)

    def blank(self, resident: ResidentId) -> tuple[ResidentId, ...]:
        """Keep of the events about a resident that was erased their envelopes alone.

        What waits goes as it is; the copy with which the server answers is blank.
        """
        linked: list[ResidentId] = []
        for document in self._table.by_field("resident", resident):
            if "waiting" in document or read_event(document["raw"]).type == ResidentErased.TYPE:
                continue
            raw = blanked(document["raw"]).decode()
            if raw != document["raw"]:
                linked += _residents(document)
                self._table.put(packed_anew({**document, "raw": raw}))
        self._rejected.blank(resident)
        return tuple(dict.fromkeys(linked))

    def count_waiting(self) -> int:
        """How many events wait to be sent."""
        return self._table.count_having("waiting")

    def count_rejected(self) -> int:
        """How many events need attention."""
        return self._rejected.count()

    def rejected(self) -> list[Rejected]:
        """Events that need attention."""
        return self._rejected.all()

    def rejected_of(self, resident: ResidentId) -> list[Rejected]:
        """Those about one resident."""
        return self._rejected.of_resident(resident)


def _residents(document: Mapping[str, Any]) -> list[ResidentId]:
    """Whom an event is about, and into whom it merges them."""
    return [ResidentId(document[name]) for name in ("resident", "into") if document.get(name)]


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
        into=pair[1] if (pair := link(event.entry)) is not None else None,
        kind=inner.type if inner.resident is None or inner.type == HandoffOffered.TYPE else None,
    )


def packed_anew(document: dict[str, Any]) -> dict[str, Any]:
    """An event's document with all that this version finds events by."""
    packed: dict[str, Any] = msgspec.to_builtins(_pack(_unpack(document), own="own" in document))
    return packed | ({"unsure": 1} if "unsure" in document else {})


def _unpack(document: dict[str, Any]) -> StoredEvent:
    return msgspec.convert(dict(document), _Event).stored()
