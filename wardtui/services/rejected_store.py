"""What the server did not take, as the use cases see it. ``store`` provides it."""

from typing import Protocol

from wardtui.domain.ids import EventId, ResidentId
from wardtui.services.records import Rejected


class RejectedStore(Protocol):
    """Events that the server did not take: those that need attention, and those let go."""

    def keep(self, rejected: Rejected) -> None:
        """Keep one as it is now: it needs attention unless it was let go."""
        ...

    def remove(self, event: EventId) -> None:
        """Keep it no longer among these: it is offered again."""
        ...

    def get(self, event: EventId) -> Rejected | None:
        """One of them, whether or not it needs attention."""
        ...

    def with_id_ending(self, ending: str) -> list[EventId]:
        """Those whose id ends so."""
        ...

    def all(self) -> list[Rejected]:
        """Those that need attention."""
        ...

    def count(self) -> int:
        """How many need attention."""
        ...

    def of_resident(self, resident: ResidentId) -> list[Rejected]:
        """Those about one resident that need attention."""
        ...

    def discarded(self) -> list[Rejected]:
        """Those that somebody let go."""
        ...

    def count_discarded(self) -> int:
        """How many were let go."""
        ...

    def discarded_of(self, resident: ResidentId) -> list[Rejected]:
        """Those about one resident that somebody let go."""
        ...
