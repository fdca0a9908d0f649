"""What the vault keeps, as the use cases see it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from wardtui.domain.events import Entry, Event
from wardtui.domain.ids import DeviceId, EventId, OfficerId, ResidentId, WardCode
from wardtui.domain.vocabulary import Role
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_orders import Sort


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the vault keeps it."""

    raw: str
    """The bytes of its maker."""
    event: Event
    seq: int | None = None
    """Null while it waits to be sent."""
    received_at: datetime | None = None
    actor: OfficerId | None = None
    """As the server stamped it."""
    ward: WardCode | None = None
    """As the server stamped it."""

    @property
    def entry(self) -> Entry:
        """The event as the fold takes it."""
        return Entry(self.event, self.seq, self.ward or self.event.ward)


class DiscardReason(StrEnum):
    """Why somebody lets an event go that the server did not take."""

    DONE_AGAIN = "done_again"
    """It was recorded anew in another way: another session, another officer."""
    NOT_NEEDED = "not_needed"
    MISTAKE = "mistake"
    NOT_OURS = "not_ours"
    """Another officer or ward does it."""
    OTHER = "other"
    """As its note says."""


class Discard(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """That somebody let an event go that the server did not take."""

    at: datetime
    by: OfficerId | None
    reason: DiscardReason
    note: str | None = None
    instead: EventId | None = None
    """The event that stands in its place."""
    taken_back_at: datetime | None = None


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """An event that the server did not take. It is kept and shown, and no longer counts."""

    raw: str
    event: Event
    code: str
    message: str
    at: datetime
    discards: tuple[Discard, ...] = ()
    """The oldest first; all but the last were taken back."""

    @property
    def discard(self) -> Discard | None:
        """Why it needs no attention any more; null while it does."""
        last = self.discards[-1] if self.discards else None
        return None if last is None or last.taken_back_at is not None else last


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """This device."""

    id: DeviceId
    next_seq: int = 1
    """``device_seq`` of the next event."""
    last_recorded_at: datetime | None = None
    """By this device's clock; a clock that stands before it has gone back."""
    replaces: tuple[DeviceId, ...] = ()
    """Devices whose place this one takes and of which the server was not told yet."""
    former: tuple[DeviceId, ...] = ()
    """All whose place this one has taken: what they recorded is this one's to offer."""


class Trust(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """By what this device takes whoever answers for its server."""

    insecure_http: bool = False
    """Somebody has said that an unencrypted line will do."""
    pin: str | None = None
    """SHA-256 of the public key that the server's certificate must have, in hexadecimal digits."""
    pin_alone: bool = False
    """Nobody who is known vouches for the certificate: the pin has to do."""
    authority: str | None = None
    """The certificates (PEM) of those who alone may vouch; null: whom the machine trusts."""


class BundleKeys(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """With what bundles are made, and how many were."""

    private: bytes
    """The device's own keys (:class:`wardtui.sealed.Keys`)."""
    server: str | None = None
    """The server's public key; null while it is not known."""
    told_as: DeviceId | None = None
    """The device under whose name the server knows the public key."""
    written: int = 0
    """Number of the newest bundle."""
    answered: int = 0
    """Number of the newest one whose answer was taken in whole."""


class Pairing(msgspec.Struct, frozen=True, kw_only=True):
    """The server that this device is paired with, and who its officer is there."""

    url: str
    token: str
    officer: OfficerId
    name: str
    role: Role
    wards: tuple[WardCode, ...]
    trust: Trust = Trust()


class SyncState(msgspec.Struct, frozen=True, kw_only=True):
    """How far the exchange with the server has come."""

    cursors: dict[str, int] = {}
    epoch: str | None = None
    last_contact: datetime | None = None
    """When the server last answered."""
    last_success: datetime | None = None
    """When everything was last sent and read."""
    last_error: str | None = None
    """Code of the error that ended the last try."""
    clock_offset: float | None = None
    """Seconds to add to this clock to get the server's."""
    coming_back: tuple[ResidentId, ...] = ()
    """Residents who were forgotten here and whose history is being read again."""
    reading_again: bool = False
    """The server's database was replaced by a backup, and not all of it has been read since."""
    set_aside: int = 0
    """``device_seq`` up to which events were offered since the server revoked this device."""


class SavedView(msgspec.Struct, frozen=True, kw_only=True):
    """A way to look at the worklist that somebody wants to have again."""

    name: str
    filter: Filter
    sort: Sort = Sort.DUE


class VaultSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What is chosen once for a vault."""

    ward: WardCode | None = None
    views: tuple[SavedView, ...] = ()


class SeatCount(msgspec.Struct):
    """How full a session is."""

    taken: int = 0
    waiting: int = 0


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """Entries that this device had saved and that are no longer in the database."""

    device: DeviceId
    first: int
    last: int
    """``device_seq`` of the first and the last of them."""
    saved_at: datetime
    """When the last of them was saved."""
    found_at: datetime
    """When they were missed."""


class AccessRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody saw or took out what is masked by default."""

    at: datetime
    what: str
    """``reveal`` or ``export``."""
    command: str
    residents: int
    resident: ResidentId | None = None
    id: str | None = None
    """Made when the server is told of it for the first time."""


def entries(events: Sequence[StoredEvent]) -> list[Entry]:
    """Stored events as the fold takes them."""
    return sorted((event.entry for event in events), key=lambda entry: entry.order)
