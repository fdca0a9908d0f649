"""Events by the server's numbers, as the use cases see them. ``store`` provides it."""

from collections.abc import Collection
from typing import Protocol

import msgspec

from wardtui.domain.ids import EventId, ResidentId, WardCode
from wardtui.services.records import Device


class Gone(msgspec.Struct, frozen=True):
    """Events that are other than they were, or no longer there."""

    count: int
    residents: tuple[ResidentId, ...]
    """Whom they are about, and into whom they merge."""
    last: int | None = None
    """Where to go on; null when all were looked at."""


class Hashed(msgspec.Struct, frozen=True):
    """An event of a ward's stream, as two sides compare it."""

    seq: int
    id: EventId
    sha256: bytes
    """Of the bytes that its maker wrote."""


class NumberedStore(Protocol):
    """Events by the server's numbers: what happens to them when those hold no more."""

    def doubt(self) -> None:
        """The order of events has changed: what they say of holders and sessions may have too."""
        ...

    def fall_back(self, device: Device, after: int, limit: int) -> Gone:
        """The server's numbers hold no more: own events wait again, others are unsure.

        :param device: whose events are own, with those of the devices before it
        :param after: go on behind this place
        :param limit: events to look at
        """
        ...

    def drop_unsure(self, limit: int) -> Gone:
        """Remove events that the server no longer had when all was read afresh."""
        ...

    def leave(self, left: Collection[WardCode], kept: Collection[WardCode]) -> Gone:
        """Remove the numbered events that only wards which were left see."""
        ...

    def hashed(self, ward: WardCode, upto: int) -> list[Hashed]:
        """The numbered events that a ward sees, in their order."""
        ...

    def drop(self, events: Collection[EventId]) -> Gone:
        """Remove numbered events that the server does not have."""
        ...
