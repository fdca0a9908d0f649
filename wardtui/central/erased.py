"""Those of whom nothing is kept, known by the event that says so."""

from wardtui.central.rights import Refusal
from wardtui.domain.events import Event, ResidentErased, ResidentMerged
from wardtui.domain.ids import ResidentId


class ErasedPeople:
    """Who of the residents of one commit was erased."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._erased: set[str] = set()

    def know(self, resident: ResidentId, kind: str) -> None:
        """Take in the type of an event that is numbered about somebody."""
        if kind == ResidentErased.TYPE:
            self._erased.add(resident)

    def __contains__(self, resident: str | None) -> bool:
        """Whether somebody who was looked up was erased."""
        return resident in self._erased

    def refusal(self, event: Event) -> Refusal | None:
        """Nobody becomes somebody of whom nothing is kept: their case would be lost with it."""
        if isinstance(event.body, ResidentMerged) and event.body.into in self:
            return "resident_erased", "nothing is kept of the resident any more"
        return None
