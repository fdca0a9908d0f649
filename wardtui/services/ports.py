"""What the use cases need from the world. ``store``, ``remote`` and ``bootstrap`` provide it."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from enum import IntEnum
from typing import Protocol, TypeVar

import msgspec

from wardtui.domain.errors import NetworkFailed, VaultLocked
from wardtui.domain.worklist_index import Worklist
from wardtui.messages import (
    Access,
    AccessesAnswer,
    Fingerprint,
    KeysAnswer,
    KeysRequest,
    KnownDevices,
    Me,
    PairAnswer,
    PairRequest,
    Pull,
    Push,
    PushAnswer,
    ReplaceAnswer,
    ReplaceRequest,
)
from wardtui.services.access_store import AccessStore
from wardtui.services.numbered_store import NumberedStore
from wardtui.services.records import (
    AccessRecord,
)
from wardtui.services.rejected_store import RejectedStore
from wardtui.services.stores import (
    ArrangementStore,
    Cases,
    Events,
    ForgottenStore,
    SessionStore,
    StateStore,
)

T = TypeVar("T")


class Clock(Protocol):
    """Where ``now`` comes from."""

    @property
    def fixed(self) -> bool:
        """Set by hand for a report or a rehearsal: no real time, so no clock to correct."""
        ...

    def now(self) -> datetime:
        """The present moment, with its offset."""
        ...


class Ids(Protocol):
    """Where random identifiers come from."""

    def new(self) -> str:
        """A UUIDv7."""
        ...


class Unit(Protocol):
    """Everything the vault holds, inside one transaction (or one consistent reading)."""

    @property
    def events(self) -> Events:
        """All events that count."""
        ...

    @property
    def rejected(self) -> RejectedStore:
        """What the server did not take."""
        ...

    @property
    def numbered(self) -> NumberedStore:
        """Events by the server's numbers."""
        ...

    @property
    def access_log(self) -> AccessStore:
        """Who saw, or took out, what is masked by default."""
        ...

    @property
    def cases(self) -> Cases:
        """The read model."""
        ...

    @property
    def forgotten(self) -> ForgottenStore:
        """What is left of residents whom this device has forgotten."""
        ...

    @property
    def arranged(self) -> ArrangementStore:
        """Under which holders of areas and which policies the cases were made."""
        ...

    @property
    def sessions(self) -> SessionStore:
        """The enrolment sessions."""
        ...

    @property
    def state(self) -> StateStore:
        """The facts about the vault itself."""
        ...

    def worklist(self) -> Worklist:
        """Every case as a line, as of now."""
        ...

    def first_lines(self) -> Worklist:
        """What a first screen shows of the worklist; everything when that cannot be told alone."""
        ...

    def seal_worklist(self, *, anew: bool = False) -> None:
        """Keep the worklist so that the next opening only reads it.

        :param anew: make it from the cases, whatever was sealed before
        """
        ...


class VaultClosed(VaultLocked):
    """The vault was closed while something still wanted to work with it."""

    CODE = "vault_closed"


class Priority(IntEnum):
    """Which write goes first."""

    ACTION = 0
    """Somebody waits for it."""
    SYNC = 1
    HOUSEKEEPING = 2


class Vault(Protocol):
    """The open vault. Writes run one after the other, each as one commit."""

    def read(self, work: Callable[[Unit], T]) -> T:
        """Run a reading."""
        ...

    def write(self, work: Callable[[Unit], T], priority: Priority = Priority.ACTION) -> T:
        """Run a change and return when it is on the disk."""
        ...

    def submit(
        self, work: Callable[[Unit], T], priority: Priority = Priority.ACTION
    ) -> "Future[T]":
        """Queue a change; the future is done when it is on the disk."""
        ...

    def compact(self, at_most_bytes: int | None = None) -> None:
        """Rewrite the file so that nothing of what was deleted is left in it.

        :param at_most_bytes: not a larger file, whose rewriting would keep others waiting
        """
        ...

    def note_access(self, record: AccessRecord) -> None:
        """Write down a reveal or an export, beside whoever is writing."""
        ...


class BatchTooLarge(NetworkFailed):
    """The server, or something in front of it, does not take so much at once."""

    CODE = "batch_too_large"


class AnswerTimedOut(NetworkFailed):
    """A batch was sent and no answer came in time: it may have been taken or not."""

    CODE = "server_unreachable"


class DeviceRevoked(NetworkFailed):
    """The server has shut this device out; what it sent was kept aside."""

    CODE = "device_revoked"


class StaleServer(NetworkFailed):
    """The server knows less than this device has read from it: an old copy is answering."""

    CODE = "stale_server"


class SyncStopped(NetworkFailed):
    """Somebody has stopped it. What was exchanged until then stays."""

    CODE = "sync_stopped"


class Standpoint(msgspec.Struct, frozen=True, kw_only=True):
    """How far a device is."""

    epoch: str | None = None
    """Epoch of the server's database when it was read from last."""
    head: int = 0
    """The highest number up to which it was read in that epoch."""
    recorded: int | None = None
    """How far the device has counted its own events."""

    def check(self, epoch: str | None, head: int | None) -> None:
        """:raises StaleServer: when an answer of the same epoch knows less"""
        if head is not None and head < self.head and epoch in (None, self.epoch):
            raise StaleServer


class CentralApi(Protocol):
    """The central server. Every call raises ``NetworkFailed`` when it gets no usable answer.

    One that comes from an old copy (``Standpoint.check``) is asked for again for a while.
    """

    def stand_at(self, standpoint: Standpoint) -> None:
        """Say how far this device is."""
        ...

    def tell_accesses(self, told: tuple[Access, ...]) -> AccessesAnswer:
        """Hand in a part of the access log."""
        ...

    def fingerprint(self, ward: str, after: int, to: int) -> Fingerprint:
        """What the server holds of a ward behind ``after``, up to ``to``."""
        ...

    def devices(self) -> KnownDevices:
        """The laptops of the wards of somebody who leads."""
        ...

    def pair(self, request: PairRequest) -> PairAnswer:
        """Bind this device to an officer."""
        ...

    def replace(self, request: ReplaceRequest) -> ReplaceAnswer:
        """Take the place of the device before, whose vault was restored into this one."""
        ...

    def stop_when(self, stop: Callable[[], bool]) -> None:
        """Say what is asked all the time whether to end; then ``SyncStopped`` is raised."""
        ...

    def me(self) -> Me:
        """For whom the server takes this device."""
        ...

    def exchange_keys(self, request: KeysRequest) -> KeysAnswer:
        """Tell the server with which keys this device makes bundles; repeating it is harmless."""
        ...

    def push(self, events: Push) -> PushAnswer:
        """Offer events.

        :raises BatchTooLarge: when it should be tried with fewer
        :raises AnswerTimedOut: when it should be tried with fewer
        """
        ...

    def pull(self, after: dict[str, int], limit: int) -> Pull:
        """Read on."""
        ...

    @property
    def server_clock(self) -> float | None:
        """Seconds to add to this clock to get the server's, by the last answer."""
        ...

    @property
    def epoch(self) -> str | None:
        """Epoch of the server's database, by the last answer."""
        ...

    @property
    def head(self) -> int | None:
        """The server's newest number, by the last answer."""
        ...


class Tools(msgspec.Struct, frozen=True):
    """What every recording needs besides the vault."""

    clock: Clock
    ids: Ids
