"""Events and messages as JSON: the one contract that client and server share.

An event travels as the bytes that its maker wrote (``msgspec.Raw``); :func:`read_event` gives the
typed view. Unknown fields stay in the bytes; unknown types and bodies become ``Unread``.
"""

from collections.abc import Callable
from datetime import MAXYEAR, datetime
from hashlib import sha256
from typing import Annotated, Any, TypeVar, get_type_hints

import msgspec
from msgspec import Meta, Raw, Struct

from wardtui.domain.errors import Damaged
from wardtui.domain.events import BODIES, BODY_VERSION, Body, Erased, Event, Unread
from wardtui.domain.ids import (
    UUID_PATTERN,
    ActionId,
    DeviceId,
    EventId,
    OfficerId,
    ResidentId,
    WardCode,
)
from wardtui.domain.steering import harmless_json
from wardtui.domain.vocabulary import Origin, Role

PROTOCOL = 1
"""Version of this protocol; the server accepts it and the one before."""

BATCH_EVENTS = 500
"""Events in one push, at most."""

BATCH_BYTES = 8 * 2**20
"""Bytes of one push, unpacked, at most."""

EVENT_BYTES = 64 * 2**10
"""Bytes of one event, at most."""

TIME_HEADER = "Wardtui-Time"
EPOCH_HEADER = "Wardtui-Epoch"
HEAD_HEADER = "Wardtui-Head"
PROTOCOL_HEADER = "Wardtui-Protocol"
DIGEST_HEADER = "Wardtui-Digest"
"""SHA-256 of a body, unpacked: a byte that went wrong on the way is noticed."""

BODY_DAMAGED = "body_damaged"
"""Code of the answer to a body that is not what its digest says: it is sent again."""
RECORDED_HEADER = "Wardtui-Recorded"
"""How far the asking device has counted its own events."""

ACCESSES = 500
"""Entries of the access log in one request, at most."""

CODE_PATTERN = r"^[\w.-]{1,64}\Z"
"""Codes of wards and ids of officers: they stand in cursors and file names."""

_UUID = Meta(pattern=UUID_PATTERN)
_CODE = Meta(pattern=CODE_PATTERN)
_Uuid = Annotated[str, _UUID]
_Code = Annotated[str, _CODE]
_Ward = Annotated[WardCode, _CODE]
_Moment = Annotated[datetime, Meta(tz=True)]
_Sequence = Annotated[int, Meta(ge=1, le=2**53)]
_WITHOUT_NUL = r"^[^\x00]*\Z"
"""PostgreSQL keeps no text with one."""


class MalformedEvent(Damaged):
    """Bytes that are no event."""

    CODE = "malformed_event"


class Envelope(Struct, frozen=True, kw_only=True):
    """An event as it travels, whatever its body says."""

    id: Annotated[EventId, _UUID]
    type: Annotated[str, Meta(pattern=r"^[a-z0-9_.]{1,64}\Z")]
    action: Annotated[ActionId, _UUID]
    origin: Origin
    ward: _Ward | None
    resident: Annotated[ResidentId, _UUID] | None
    actor: Annotated[OfficerId, _CODE] | None
    device: Annotated[DeviceId, _UUID]
    device_seq: _Sequence
    occurred_at: _Moment
    recorded_at: _Moment
    clock_offset: float | None
    v: Annotated[int, Meta(ge=1, le=2**31)]
    body: Raw
    to_ward: _Ward | None = None


class _Blank(Struct, frozen=True, forbid_unknown_fields=True):
    erased: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


_decode_envelope = msgspec.json.Decoder(Envelope).decode
_hints = get_type_hints(Envelope)
"""The fields without what is checked of their values."""
_decode_unchecked = msgspec.json.Decoder(
    msgspec.defstruct(
        "Unchecked",
        [(one.name, _hints[one.name], one.default) for one in msgspec.structs.fields(Envelope)],
        kw_only=True,
    )
).decode
_decode_body = {name: msgspec.json.Decoder(body).decode for name, body in BODIES.items()}
_decode_blank = msgspec.json.Decoder(_Blank).decode
_BLANK_BEGINS = b'{"erased":"'
_encode = msgspec.json.Encoder().encode


def write_event(event: Event) -> bytes:
    """The bytes of a new event. Only its maker calls this, once."""
    return _encode(event)


def read_event(raw: bytes | str | Raw) -> Event:
    """The typed view of an event's bytes.

    :raises MalformedEvent: when the envelope is not one
    """
    return _read(raw, _decode_envelope)


def reread_event(raw: bytes | str | Raw) -> Event:
    """The typed view of bytes that were read before: ids and codes are not checked again.

    :raises MalformedEvent: when the envelope is not one
    """
    return _read(raw, _decode_unchecked)


def _read(raw: bytes | str | Raw, decode: Callable[[bytes | str | Raw], Any]) -> Event:
    try:
        envelope: Envelope = decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise MalformedEvent from error
    return Event(
        id=envelope.id,
        type=envelope.type,
        action=envelope.action,
        origin=envelope.origin,
        ward=envelope.ward,
        resident=envelope.resident,
        actor=envelope.actor,
        device=envelope.device,
        device_seq=envelope.device_seq,
        occurred_at=envelope.occurred_at,
        recorded_at=envelope.recorded_at,
        clock_offset=envelope.clock_offset,
        v=envelope.v,
        body=_read_body(envelope),
        to_ward=envelope.to_ward,
    )


def _read_body(envelope: Envelope) -> Body | Unread:
    body = bytes(envelope.body)
    if body.startswith(_BLANK_BEGINS):
        try:
            return Erased(_decode_blank(body).erased)
        except msgspec.ValidationError:
            return Unread()
    decode = _decode_body.get(envelope.type)
    if decode is None or envelope.v > BODY_VERSION:
        return Unread()
    try:
        return decode(harmless_json(body))
    except msgspec.ValidationError:
        # A code that a later version added to a vocabulary: kept, passed on, shown as unread.
        return Unread()


def blanked(raw: bytes | str) -> bytes:
    """An event of which nothing is kept but its envelope and the hash of what it was.

    Device and server make the same bytes of the same event. One that is blank stays as it is.

    :raises MalformedEvent: when the envelope is not one
    """
    whole = raw.encode() if isinstance(raw, str) else raw
    if isinstance(read_event(whole).body, Erased):
        return whole
    blank = Raw(_encode(_Blank(content_hash(whole).hex())))
    return _encode(msgspec.structs.replace(_decode_envelope(whole), body=blank))


def original_hash(event: Event, raw: bytes) -> bytes:
    """SHA-256 of the bytes that an event's maker wrote, also of one that was blanked since."""
    return bytes.fromhex(event.body.sha256) if isinstance(event.body, Erased) else content_hash(raw)


T = TypeVar("T")


class MalformedMessage(ValueError):
    """Bytes that are no such message."""


def read_message(body: bytes, kind: type[T]) -> T:
    """A message of the protocol.

    :raises MalformedMessage: when the bytes are none of this kind
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise MalformedMessage from error


def body_digest(body: bytes) -> str:
    """What stands in the header of a message's digest."""
    return sha256(body).hexdigest()


def content_hash(raw: bytes) -> bytes:
    """SHA-256 of an event's bytes: two events with one id are equal when this is."""
    return sha256(raw).digest()


class PairRequest(Struct, frozen=True, kw_only=True):
    """A device asks to be bound to an officer."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]
    device: _Uuid
    device_name: Annotated[str, Meta(max_length=120, pattern=_WITHOUT_NUL)] = ""
    public_key: Annotated[str, Meta(max_length=200, pattern=_WITHOUT_NUL)] | None = None


class ReplaceRequest(Struct, frozen=True, kw_only=True):
    """A restored vault says that it takes the place of its device before."""

    device: _Uuid
    replaces: Annotated[tuple[_Uuid, ...], Meta(max_length=100)]


class ReplaceAnswer(Struct, frozen=True, kw_only=True):
    """The new device speaks for the officer now; the ones before are closed."""

    next_device_seq: int


class PairAnswer(Struct, frozen=True, kw_only=True):
    """What a paired device needs to know."""

    token: str
    officer: str
    name: str
    role: Role
    wards: tuple[str, ...]
    next_device_seq: int
    server_public_key: str | None = None


class Me(Struct, frozen=True, kw_only=True):
    """Who the server takes this device for."""

    officer: str
    name: str
    role: Role
    wards: tuple[str, ...]
    server_time: datetime
    epoch: str
    head: int


class Push(Struct, frozen=True):
    """Events for the server, each as its maker's bytes."""

    events: tuple[Raw, ...]


class PushResult(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What became of one offered event."""

    id: str
    status: str
    """``accepted``, ``duplicate`` (stored already, same content), ``conflict``, ``rejected``."""
    seq: int | None = None
    code: str | None = None
    message: str | None = None


class PushAnswer(Struct, frozen=True):
    """One result an offered event, in the order in which they were offered."""

    results: tuple[PushResult, ...]


class Numbered(Struct, frozen=True, kw_only=True):
    """An event with what the server put beside it."""

    seq: int
    received_at: datetime
    actor: _Code | None
    ward: _Code | None
    event: Raw


class Pull(Struct, frozen=True, kw_only=True):
    """The next part of the stream of the wards a device sees."""

    events: tuple[Numbered, ...]
    next: dict[_Code, int]
    """Where to go on, by ward."""
    more: bool
    reset: tuple[_Code, ...] = ()
    """Wards whose events this device has to forget and read afresh."""


class Fingerprint(Struct, frozen=True, kw_only=True):
    """What two sides that hold the same events agree on."""

    count: int
    xor: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    """Of the SHA-256 of each event as its maker wrote it."""


class Access(Struct, frozen=True, kw_only=True):
    """Somebody saw, or took out, what a device masks by default."""

    id: _Uuid
    at: _Moment
    what: Annotated[str, Meta(pattern=r"^[a-z_]{1,16}\Z")]
    command: Annotated[str, Meta(max_length=64, pattern=_WITHOUT_NUL)]
    residents: Annotated[int, Meta(ge=0, le=2**31 - 1)]
    """How many people."""
    resident: _Uuid | None = None
    """Whom, when it was one."""
    ward: _Code | None = None
    """Null: the first of the officer's wards."""

    def __post_init__(self) -> None:
        if not 1 < self.at.year < MAXYEAR:
            raise ValueError("in another time zone it would be no moment")


class Accesses(Struct, frozen=True):
    """A part of a device's access log."""

    accesses: Annotated[tuple[Access, ...], Meta(max_length=ACCESSES)]


class AccessesAnswer(Struct, frozen=True, kw_only=True):
    """What became of it; what was kept before counts as kept."""

    kept: int
    refused: tuple[str, ...] = ()
    """Ids of those about wards that are not the officer's."""


class KnownDevice(Struct, frozen=True, kw_only=True):
    """A laptop as those who lead its officer see it."""

    device: str
    name: str
    officer: str
    officer_name: str
    seen_at: datetime | None
    version: str | None
    """Of wardtui."""
    missing: int | None
    """Events that it has recorded and that have not arrived; null while it has told nothing."""
    quarantined: int
    """Events that it has sent since it was revoked and that wait for a decision."""
    revoked: bool


class KnownDevices(Struct, frozen=True):
    """The laptops of some wards."""

    devices: tuple[KnownDevice, ...]


class KeysRequest(Struct, frozen=True, kw_only=True):
    """A device that was paired without keys says which ones its bundles are made with."""

    public_key: Annotated[str, Meta(max_length=200)]


class KeysAnswer(Struct, frozen=True, kw_only=True):
    """Which ones the server's are made with."""

    server_public_key: str


class Outbox(Struct, frozen=True, kw_only=True):
    """What a bundle brings from a device to the server."""

    number: Annotated[int, Meta(ge=1)]
    """Counts the bundles of the device."""
    epoch: str | None
    """That of the server's database, as the device knows it."""
    after: dict[_Code, Annotated[int, Meta(ge=0, le=2**53)]]
    """How far the device has read, by ward."""
    recorded: Annotated[int, Meta(ge=0)]
    """``device_seq`` of the newest event that the device has made."""
    events: tuple[Raw, ...]
    replaces: Annotated[tuple[_Uuid, ...], Meta(max_length=100)] = ()
    """Devices whose place this one takes, as in ``ReplaceRequest``."""


class OutboxAnswer(Struct, frozen=True, kw_only=True):
    """What a bundle brings back from the server."""

    number: int
    """Of the bundle that is answered."""
    asked_in: str | None
    """The epoch that the device knew when it made that."""
    after: dict[str, int]
    """From where on there is news, by ward."""
    me: Me
    """For whom the server took the device, and how far it was."""
    results: tuple[PushResult, ...]
    news: Pull
    replaced: tuple[str, ...] = ()
    """Devices whose place the server knows to be taken."""


class Problem(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An error answer (RFC 9457, ``application/problem+json``)."""

    status: int
    title: str
    code: str
    detail: str | None = None
    type: str = "about:blank"
