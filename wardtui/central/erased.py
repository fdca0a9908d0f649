"""Those of whom nothing is kept, known by the event that says so."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from wardtui.central.among import among
from wardtui.central.rights import Refusal
from wardtui.central.tables import ERASES, events
from wardtui.domain.events import Event, ResidentMerged
from wardtui.domain.ids import ResidentId


class ErasedPeople:
    """Who of the residents of one commit was erased."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._erased: set[str | None] = set()

    def look_up(self, residents: Collection[ResidentId]) -> None:
        """Read who of some residents was erased."""
        if residents:
            found = select(events.c.resident).where(
                ERASES, among(self._connection, events.c.resident, residents)
            )
            self._erased.update(self._connection.scalars(found))

    def __contains__(self, resident: str | None) -> bool:
        """Whether somebody who was looked up was erased."""
        return resident in self._erased

    def refusal(self, event: Event) -> Refusal | None:
        """Nobody becomes somebody of whom nothing is kept: their case would be lost with it."""
        if isinstance(event.body, ResidentMerged) and event.body.into in self:
            return "resident_erased", "nothing is kept of the resident any more"
        return None
