"""Those of whom nothing is kept, looked up when something is said of somebody."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from wardtui.central.among import among
from wardtui.central.rights import Refusal
from wardtui.central.tables import erased_people
from wardtui.domain.events import Event, ResidentMerged


class ErasedPeople:
    """Who of some residents was erased."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._erased: set[str] = set()

    def look_up(self, residents: Iterable[str]) -> None:
        """Read which of some residents were erased, at once for all."""
        whom = erased_people.c.resident
        found = select(whom).where(among(self._connection, whom, residents))
        self._erased |= set(self._connection.scalars(found))

    def __contains__(self, resident: str | None) -> bool:
        """Whether somebody who was looked up was erased."""
        return resident in self._erased

    def refusal(self, event: Event) -> Refusal | None:
        """Nobody becomes somebody of whom nothing is kept: their case would be lost with it."""
        if isinstance(event.body, ResidentMerged) and event.body.into in self:
            return "resident_erased", "nothing is kept of the resident any more"
        return None
