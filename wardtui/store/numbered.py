"""Events by the server's numbers, as documents."""

from collections.abc import Callable, Collection, Iterator

import msgspec

from wardtui.domain.events import SAY_WHAT_HOLDS, SAY_WHICH_SESSIONS, Erased, Event
from wardtui.domain.ids import EventId, ResidentId, WardCode
from wardtui.domain.vocabulary import Origin
from wardtui.services.numbered_store import Gone, Hashed
from wardtui.services.records import Device
from wardtui.store.arranged import VaultArrangement
from wardtui.store.database import DocumentDatabase
from wardtui.store.events import events_table
from wardtui.store.sessions import VaultSessions
from wardtui.wire import original_hash, read_event


class _Document(msgspec.Struct, frozen=True):
    id: str
    raw: str
    resident: str | None = None
    into: str | None = None
    own: int | None = None
    seq: int | None = None
    ward: str | None = None
    unsure: int | None = None

    @property
    def event(self) -> Event:
        """What its maker wrote."""
        return read_event(self.raw)

    @property
    def seen_by(self) -> set[str | None]:
        """The wards in whose streams it stands."""
        event = self.event
        return {self.ward or event.ward, event.to_ward} - {None}


_decode = msgspec.json.Decoder(_Document).decode


class VaultNumbered:
    """Events by the server's numbers: what happens to them when those hold no more."""

    def __init__(self, database: DocumentDatabase) -> None:
        self._table = events_table(database)
        self._arranged = VaultArrangement(database)
        self._sessions = VaultSessions(database)

    def doubt(self) -> None:
        """The order of events has changed: what they say of holders and sessions may have too."""
        self._arranged.doubt()
        self._sessions.doubt()

    def fall_back(self, device: Device, after: int, limit: int) -> Gone:
        """The server's numbers hold no more: own events wait again, others are unsure."""
        self._table.lay_out()
        texts = self._table.texts_behind(after, limit)
        touched: list[_Document] = []
        for _, text in texts:
            one = _decode(text)
            if one.seq is None or one.unsure is not None:
                continue
            document = msgspec.json.decode(text)
            if _is_to_be_offered(one, device):
                document |= {"waiting": one.own or one.event.device_seq}
                for field in ("seq", "received_at"):
                    document.pop(field, None)
            else:
                document |= {"unsure": 1}
            self._table.put(document)
            touched.append(one)
        return self._gone(touched, texts[-1][0] if len(texts) == limit else None)

    def drop_unsure(self, limit: int) -> Gone:
        """Remove events that the server no longer had when all was read afresh."""
        some = [_of(one) for one in self._table.having("unsure", limit)]
        return self._remove(some)

    def leave(self, left: Collection[WardCode], kept: Collection[WardCode]) -> Gone:
        """Remove the numbered events that only wards which were left see."""

        def is_over(one: _Document) -> bool:
            seen_by = one.seen_by
            return not seen_by.isdisjoint(left) and seen_by.isdisjoint(kept)

        return self._remove(list(self._numbered(is_over)))

    def hashed(self, ward: WardCode, upto: int) -> list[Hashed]:
        """The numbered events that a ward sees, in their order."""
        found = [
            Hashed(one.seq, EventId(one.id), original_hash(one.event, one.raw.encode()))
            for one in self._numbered(lambda one: ward in one.seen_by)
            if one.seq is not None and one.seq <= upto
        ]
        return sorted(found, key=lambda one: one.seq)

    def drop(self, events: Collection[EventId]) -> Gone:
        """Remove numbered events that the server does not have."""
        found = [self._table.by_key(one) for one in events]
        some = [_of(one) for one in found if one is not None and "waiting" not in one]
        return self._remove(some)

    def _numbered(self, which: Callable[[_Document], bool]) -> Iterator[_Document]:
        documents = (_decode(text) for _, text in self._table.texts())
        return (one for one in documents if one.seq is not None and which(one))

    def _remove(self, some: list[_Document]) -> Gone:
        for one in some:
            self._table.remove_by_key(one.id)
        return self._gone(some, None)

    def _gone(self, some: list[_Document], last: int | None) -> Gone:
        said = {one.event.type for one in some if one.resident is None}
        if not said.isdisjoint(SAY_WHAT_HOLDS):
            self._arranged.doubt()
        if not said.isdisjoint(SAY_WHICH_SESSIONS):
            self._sessions.doubt()
        about = (who for one in some for who in (one.resident, one.into) if who)
        residents = dict.fromkeys(ResidentId(who) for who in about)
        return Gone(len(some), tuple(residents), last)


def _of(document: object) -> _Document:
    return msgspec.convert(document, _Document)


def _is_to_be_offered(one: _Document, device: Device) -> bool:
    """Whether an event is this device's to offer: its own, and that of one whose place it took.

    What a backup lacked of that one came back from the server, so it counts as somebody else's.
    A decision that another device offered first stands here in that one's bytes. Of who was erased
    there is nothing to offer any more.
    """
    if one.own is None and not device.former:
        return False
    event = one.event
    if one.own is None and event.device not in device.former:
        return False
    is_own = event.device == device.id or event.origin is Origin.PERSON
    return is_own and not isinstance(event.body, Erased)
