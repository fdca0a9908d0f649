"""What the use cases need from the world. ``store``, ``remote`` and ``bootstrap`` provide it."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from enum import IntEnum
from typing import Protocol, TypeVar

import msgspec

from wardtui.domain.errors import NetworkFailed, VaultLocked
from wardtui.domain.worklist_index import Worklist
from wardtui.services.records import (
    AccessRecord,
)
from wardtui.services.stores import (
    ArrangementStore,
    Cases,
    Events,
    ForgottenStore,
    SessionStore,
    StateStore,
)
from wardtui.wire import (
    PairAnswer,
    PairRequest,
    Pull,
    Push,
    PushAnswer,
    ReplaceAnswer,
    ReplaceRequest,
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


class CentralApi(Protocol):
    """The central server. Every call raises ``NetworkFailed`` when it gets no usable answer."""

    def pair(self, request: PairRequest) -> PairAnswer:
        """Bind this device to an officer."""
        ...

    def replace(self, request: ReplaceRequest) -> ReplaceAnswer:
        """Take the place of the device before, whose vault was restored into this one."""
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
