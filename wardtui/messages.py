"""The messages of the protocol, and what their headers are called.

The contract of client and server, beside the events that it carries (:mod:`wardtui.wire`).
"""

from datetime import MAXYEAR, datetime
from hashlib import sha256
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Raw, Struct

from wardtui.domain.ids import UUID_PATTERN
from wardtui.domain.vocabulary import Role
from wardtui.wire import CODE_PATTERN

PROTOCOL = 1
"""Version of this protocol; the server accepts it and the one before."""

BATCH_EVENTS = 500
"""Events in one push, at most."""

BATCH_BYTES = 8 * 2**20
"""Bytes of one push, unpacked, at most."""

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

_Uuid = Annotated[str, Meta(pattern=UUID_PATTERN)]
_Code = Annotated[str, Meta(pattern=CODE_PATTERN)]
_WITHOUT_NUL = r"^[^\x00]*\Z"
"""PostgreSQL keeps no text with one."""

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
    at: Annotated[datetime, Meta(tz=True)]
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
