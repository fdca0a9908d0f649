"""Events as JSON: with the messages that carry them the one contract of client and server.

An event travels as the bytes that its maker wrote (``msgspec.Raw``); :func:`read_event` gives the
typed view. Unknown fields stay in the bytes; unknown types and bodies become ``Unread``.
"""

import re
from datetime import datetime
from hashlib import sha256
from typing import Annotated

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
from wardtui.domain.vocabulary import Origin

EVENT_BYTES = 64 * 2**10
"""Bytes of one event, at most."""

CODE_PATTERN = r"^[\w.-]{1,64}\Z"
"""Codes of wards and ids of officers: they stand in cursors and file names."""

_TYPE_PATTERN = r"^[a-z0-9_.]{1,64}\Z"


class MalformedEvent(Damaged):
    """Bytes that are no event."""

    CODE = "malformed_event"


class _Envelope(Struct, frozen=True, kw_only=True):
    """An event as it travels, its ids and codes not looked at."""

    id: EventId
    type: str
    action: ActionId
    origin: Origin
    ward: WardCode | None
    resident: ResidentId | None
    actor: OfficerId | None
    device: DeviceId
    device_seq: Annotated[int, Meta(ge=1, le=2**53)]
    occurred_at: Annotated[datetime, Meta(tz=True)]
    recorded_at: Annotated[datetime, Meta(tz=True)]
    clock_offset: float | None
    v: Annotated[int, Meta(ge=1, le=2**31)]
    body: Raw
    to_ward: WardCode | None = None


_UUID = Meta(pattern=UUID_PATTERN)
_CODE = Meta(pattern=CODE_PATTERN)


class Envelope(_Envelope, frozen=True, kw_only=True):
    """An event as it travels, whatever its body says."""

    id: Annotated[EventId, _UUID]
    type: Annotated[str, Meta(pattern=_TYPE_PATTERN)]
    action: Annotated[ActionId, _UUID]
    ward: Annotated[WardCode, _CODE] | None
    resident: Annotated[ResidentId, _UUID] | None
    actor: Annotated[OfficerId, _CODE] | None
    device: Annotated[DeviceId, _UUID]
    to_ward: Annotated[WardCode, _CODE] | None = None


def _inner(pattern: str) -> str:
    return pattern.removeprefix("^").removesuffix(r"\Z")


_SOME_CODE = "-"

_are_good_names = re.compile(
    r"\n".join(map(_inner, [*[UUID_PATTERN] * 4, _TYPE_PATTERN, *[CODE_PATTERN] * 3]))
).fullmatch
"""All ids and codes of an envelope in one go: one by one they took half the time of reading it."""


class _Blank(Struct, frozen=True, forbid_unknown_fields=True):
    erased: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


_decode_envelope = msgspec.json.Decoder(_Envelope).decode
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
    envelope = _envelope(raw)
    if not _has_good_names(envelope):
        raise MalformedEvent
    return _event(envelope)


def reread_event(raw: bytes | str | Raw) -> Event:
    """The typed view of bytes that were read before: ids and codes are not checked again.

    :raises MalformedEvent: when the envelope is not one
    """
    return _event(_envelope(raw))


def _envelope(raw: bytes | str | Raw) -> _Envelope:
    try:
        return _decode_envelope(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise MalformedEvent from error


def _has_good_names(one: _Envelope) -> bool:
    """Whether ids and codes are what :class:`Envelope` says."""
    names = (
        one.id,
        one.action,
        one.device,
        one.id if one.resident is None else one.resident,
        one.type,
        _SOME_CODE if one.ward is None else one.ward,
        _SOME_CODE if one.actor is None else one.actor,
        _SOME_CODE if one.to_ward is None else one.to_ward,
    )
    return _are_good_names("\n".join(names)) is not None


def _event(envelope: _Envelope) -> Event:
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


def _read_body(envelope: _Envelope) -> Body | Unread:
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
    return _encode(msgspec.structs.replace(_envelope(whole), body=blank))


def original_hash(event: Event, raw: bytes) -> bytes:
    """SHA-256 of the bytes that an event's maker wrote, also of one that was blanked since."""
    return bytes.fromhex(event.body.sha256) if isinstance(event.body, Erased) else content_hash(raw)


def content_hash(raw: bytes) -> bytes:
    """SHA-256 of an event's bytes: two events with one id are equal when this is."""
    return sha256(raw).digest()
