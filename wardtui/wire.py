"""Events and messages as JSON: the one contract that client and server share.

An event travels as the bytes that its maker wrote (``msgspec.Raw``); :func:`read_event` gives the
typed view. Unknown fields stay in the bytes; unknown types and bodies become ``Unread``.
"""

from datetime import datetime
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta, Raw, Struct

from wardtui.domain.errors import Damaged
from wardtui.domain.events import BODIES, BODY_VERSION, Body, Event, Unread
from wardtui.domain.ids import (
    UUID_PATTERN,
    ActionId,
    DeviceId,
    EventId,
    OfficerId,
    ResidentId,
    WardCode,
)
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

CODE_PATTERN = r"^[\w.-]{1,64}$"
"""Codes of wards and ids of officers: they stand in cursors and file names."""

_Uuid = Annotated[str, Meta(pattern=UUID_PATTERN)]
_Moment = Annotated[datetime, Meta(tz=True)]
_Code = Annotated[str, Meta(pattern=CODE_PATTERN)]
_Sequence = Annotated[int, Meta(ge=1, le=2**53)]


class MalformedEvent(Damaged):
    """Bytes that are no event."""

    CODE = "malformed_event"


class _Envelope(Struct, frozen=True, kw_only=True):
    id: _Uuid
    type: Annotated[str, Meta(pattern=r"^[a-z0-9_.]{1,64}$")]
    action: _Uuid
    origin: Origin
    ward: _Code | None
    resident: _Uuid | None
    actor: _Code | None
    device: _Uuid
    device_seq: _Sequence
    occurred_at: _Moment
    recorded_at: _Moment
    clock_offset: float | None
    v: Annotated[int, Meta(ge=1, le=2**31)]
    body: Raw
    to_ward: _Code | None = None


_decode_envelope = msgspec.json.Decoder(_Envelope).decode
_decode_body = {name: msgspec.json.Decoder(body).decode for name, body in BODIES.items()}
_encode = msgspec.json.Encoder().encode


def write_event(event: Event) -> bytes:
    """The bytes of a new event. Only its maker calls this, once."""
    return _encode(event)


def read_event(raw: bytes | str | Raw) -> Event:
    """The typed view of an event's bytes.

    :raises MalformedEvent: when the envelope is not one
    """
    try:
        envelope = _decode_envelope(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise MalformedEvent from error
    return Event(
        id=EventId(envelope.id),
        type=envelope.type,
        action=ActionId(envelope.action),
        origin=envelope.origin,
        ward=WardCode(envelope.ward) if envelope.ward else None,
        resident=ResidentId(envelope.resident) if envelope.resident else None,
        actor=OfficerId(envelope.actor) if envelope.actor else None,
        device=DeviceId(envelope.device),
        device_seq=envelope.device_seq,
        occurred_at=envelope.occurred_at,
        recorded_at=envelope.recorded_at,
        clock_offset=envelope.clock_offset,
        v=envelope.v,
        body=_read_body(envelope),
        to_ward=WardCode(envelope.to_ward) if envelope.to_ward else None,
    )


def _read_body(envelope: _Envelope) -> Body | Unread:
    decode = _decode_body.get(envelope.type)
    if decode is None or envelope.v > BODY_VERSION:
        return Unread()
    try:
        return decode(envelope.body)
    except msgspec.ValidationError:
        # A code that a later version added to a vocabulary: kept, passed on, shown as unread.
        return Unread()


def content_hash(raw: bytes) -> bytes:
    """SHA-256 of an event's bytes: two events with one id are equal when this is."""
    return sha256(raw).digest()


class PairRequest(Struct, frozen=True, kw_only=True):
    """A device asks to be bound to an officer."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]
    device: _Uuid
    device_name: Annotated[str, Meta(max_length=120)] = ""
    public_key: Annotated[str, Meta(max_length=200)] | None = None


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
    actor: str | None
    ward: str | None
    event: Raw


class Pull(Struct, frozen=True, kw_only=True):
    """The next part of the stream of the wards a device sees."""

    events: tuple[Numbered, ...]
    next: dict[str, int]
    """Where to go on, by ward."""
    more: bool
    reset: tuple[str, ...] = ()
    """Wards whose events this device has to forget and read afresh."""


class Problem(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An error answer (RFC 9457, ``application/problem+json``)."""

    status: int
    title: str
    code: str
    detail: str | None = None
    type: str = "about:blank"
