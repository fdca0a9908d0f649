"""What a vault keeps, kind by kind, as the use cases see it. ``store`` provides it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from wardtui.domain.case import Case
from wardtui.domain.directory import Holders
from wardtui.domain.events import Entry
from wardtui.domain.forgotten import Forgotten
from wardtui.domain.ids import ActionId, EventId, ResidentId, SessionId
from wardtui.domain.sessions import Session
from wardtui.domain.standing import Stood
from wardtui.services.records import (
    BundleKeys,
    Device,
    Lost,
    Pairing,
    Rejected,
    SeatCount,
    StoredEvent,
    SyncState,
    VaultSettings,
)

if TYPE_CHECKING:
    from wardtui.domain.arrangement import Policies


class Events(Protocol):
    """All events that count."""

    def add(self, events: Iterable[StoredEvent], *, own: bool) -> None:
        """Keep new events; ``own`` when this device made them."""
        ...

    def receive(self, event: StoredEvent, *, own: bool) -> tuple[ResidentId, ...] | None:
        """Keep what the server sent; whom it is or was about and into whom it merges or merged.

        None when it was there as it is.
        """
        ...

    def number(self, event: EventId, seq: int) -> ResidentId | None:
        """Note the server's number of an event that waited; whom the event is about."""
        ...

    def reject(self, rejected: Rejected) -> None:
        """Take an event out of what counts and keep it for attention."""
        ...

    def withdraw(self, event: EventId) -> None:
        """Remove an event of this device that the server did not need."""
        ...

    def get(self, event: EventId) -> StoredEvent | None:
        """One event."""
        ...

    def of_resident(self, resident: ResidentId) -> list[StoredEvent]:
        """The events about a resident, in order."""
        ...

    def of_residents(
        self, residents: Collection[ResidentId]
    ) -> Iterator[tuple[ResidentId, list[Entry]]]:
        """The entries about each of some residents, in order. Sooner than one after the other."""
        ...

    def entries(self) -> Iterator[Entry]:
        """Every event as the fold takes it, in no order. Sooner than ``all``."""
        ...

    def about_nobody(self, *types: str) -> list[StoredEvent]:
        """The events of some types that are about no resident, in order."""
        ...

    def offers(self) -> list[StoredEvent]:
        """Every offer to another ward that was made, in order, whether or not it still counts."""
        ...

    def merged_into(self, resident: ResidentId) -> list[ResidentId]:
        """Whom an event merges into a resident, whether or not it still counts."""
        ...

    def of_action(self, action: ActionId) -> list[StoredEvent]:
        """The events of one user action, in order."""
        ...

    def newest_own(self) -> Iterator[StoredEvent]:
        """The events that this device made, the newest first."""
        ...

    def waiting(self, limit: int, after: int = 0) -> list[StoredEvent]:
        """Events to send, in the order of ``device_seq``, behind ``after``."""
        ...

    def count_waiting(self) -> int:
        """How many events wait to be sent."""
        ...

    def count_rejected(self) -> int:
        """How many events need attention."""
        ...

    def rejected(self) -> list[Rejected]:
        """Events that need attention."""
        ...

    def rejected_of(self, resident: ResidentId) -> list[Rejected]:
        """Those about one resident."""
        ...

    def count(self) -> int:
        """How many there are."""
        ...

    def all(self) -> Iterator[StoredEvent]:
        """Every event, in no order."""
        ...

    def unreadable(self) -> int:
        """How many cannot be read at all, not even as an event of a newer version."""
        ...

    def residents(self) -> list[ResidentId]:
        """Everybody whom an event is about."""
        ...

    def forget(self, resident: ResidentId) -> None:
        """Remove the events about a resident, all but those by which records are one person."""
        ...

    def blank(self, resident: ResidentId) -> tuple[ResidentId, ...]:
        """Keep of the events about a resident that was erased their envelopes alone.

        Whom a merge linked with the resident until now.
        """
        ...


class Cases(Protocol):
    """The read model: what the fold gave for each resident."""

    def get(self, resident: ResidentId) -> Case | None:
        """One case."""
        ...

    def all(self) -> Iterator[Case]:
        """Every case."""
        ...

    def stood(self) -> Iterator[Stood]:
        """How everybody with a case stands, in no order. Sooner than to read every case."""
        ...

    def with_id_ending(self, ending: str) -> list[ResidentId]:
        """Residents whose id ends so."""
        ...

    def with_number(self, personal_id: str) -> list[Case]:
        """The cases whose record has a personal number. Reads every case."""
        ...

    def of_household(self, household: str) -> list[Case]:
        """The cases behind one door."""
        ...

    def of_session(self, session: SessionId) -> list[Case]:
        """The cases with a booking in a session, in no order."""
        ...

    def seat_counts(self) -> dict[SessionId, SeatCount]:
        """How many have a seat and how many wait, by session; none without any booking."""
        ...

    def moving(self, until: datetime, limit: int) -> list[ResidentId]:
        """Whom the policy moves by a moment if nobody acts, the earliest first."""
        ...

    def put(self, case: Case) -> None:
        """Keep what the fold gave."""
        ...

    def add(self, cases: Sequence[Case]) -> None:
        """Keep cases of residents who had none."""
        ...

    def remove(self, resident: ResidentId) -> None:
        """Forget a case that is no longer there."""
        ...

    def count(self) -> int:
        """How many cases there are."""
        ...

    def clear(self) -> None:
        """Remove every case, to be made again, and under what they were made."""
        ...

    def fingerprints(self) -> dict[ResidentId, int]:
        """A hash of the bytes of every case as it is kept."""
        ...


class ForgottenStore(Protocol):
    """What is left of residents whom this device has forgotten."""

    def get(self, resident: ResidentId) -> Forgotten | None:
        """What is left of one resident."""
        ...

    def all(self) -> Iterator[Forgotten]:
        """What is left of each."""
        ...

    def count(self) -> int:
        """How many were forgotten."""
        ...

    def put(self, forgotten: Forgotten) -> None:
        """Keep what is left of a resident."""
        ...

    def remove(self, resident: ResidentId) -> None:
        """The resident's events come back: nothing stands for them any more."""
        ...


class ArrangementStore(Protocol):
    """Under which holders of areas and which policies the cases were made."""

    def known(self) -> "tuple[Holders, Policies] | None":
        """What held then; none while no case was made."""
        ...

    @property
    def doubtful(self) -> bool:
        """Whether an event has come or gone since that may say otherwise."""
        ...

    def keep(self, holders: Holders, policies: "Policies") -> None:
        """Note that the cases are made under these."""
        ...


class SessionStore(Protocol):
    """The read model of the enrolment sessions."""

    def get(self, session: SessionId, /) -> Session | None:
        """One session."""
        ...

    def all(self) -> Iterator[Session]:
        """Every session, in no order."""
        ...

    def with_id_ending(self, ending: str) -> list[SessionId]:
        """Sessions whose id ends so."""
        ...

    def put(self, session: Session) -> None:
        """Keep what the events gave."""
        ...

    def remove(self, session: SessionId) -> None:
        """Nothing opens it any more."""
        ...

    @property
    def doubtful(self) -> bool:
        """Whether an event has come or gone since that may say otherwise."""
        ...

    def settle(self) -> None:
        """Note that they are as the events give them."""
        ...

    def clear(self) -> None:
        """Remove every session, to be made again."""
        ...


class StateStore(Protocol):
    """The few facts about this vault itself."""

    @property
    def device(self) -> Device:
        """This device."""
        ...

    @device.setter
    def device(self, value: Device) -> None: ...

    @property
    def pairing(self) -> Pairing | None:
        """The server and the officer, once paired."""
        ...

    @pairing.setter
    def pairing(self, value: Pairing | None) -> None: ...

    @property
    def sync(self) -> SyncState:
        """How far the exchange has come."""
        ...

    @sync.setter
    def sync(self, value: SyncState) -> None: ...

    @property
    def settings(self) -> VaultSettings:
        """What was chosen for this vault."""
        ...

    @settings.setter
    def settings(self, value: VaultSettings) -> None: ...

    @property
    def lost(self) -> tuple[Lost, ...]:
        """Entries that were saved here and were missed when the vault was opened."""
        ...

    @lost.setter
    def lost(self, value: tuple[Lost, ...]) -> None: ...

    @property
    def bundle_keys(self) -> BundleKeys | None:
        """With what bundles are made, once there was a reason to have keys."""
        ...

    @bundle_keys.setter
    def bundle_keys(self, value: BundleKeys | None) -> None: ...

    @property
    def marks_key(self) -> bytes | None:
        """The random key of the marks of forgotten residents, once one was forgotten."""
        ...

    @marks_key.setter
    def marks_key(self, value: bytes | None) -> None: ...
