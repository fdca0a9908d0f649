"""What was recorded, what is known to be lost of it, and the story of the thirty days."""

from collections import Counter
from collections.abc import Collection, Iterable

from wardtui.domain.events import Event
from wardtui.domain.ids import EventId
from wardtui.domain.vocabulary import Origin


class Ledger:
    """Kept beside the play, by nobody who takes part in it."""

    def __init__(self) -> None:
        self.recorded: dict[EventId, str] = {}
        """What people recorded, and at which laptop."""
        self.types: dict[EventId, str] = {}
        self.lost: set[EventId] = set()
        """What went with a laptop, or with a database, before anybody else had it."""
        self.story: list[str] = []
        self.counts: Counter[str] = Counter()

    def note(self, laptop: str, events: Iterable[Event]) -> None:
        """Something was recorded."""
        for event in events:
            if event.origin is Origin.PERSON:
                assert event.id not in self.recorded, "an id is given once"
                self.recorded[event.id] = laptop
                self.types[event.id] = event.type

    def of(self, laptop: str) -> set[EventId]:
        """All that was recorded at a laptop."""
        return {one for one, whose in self.recorded.items() if whose == laptop}

    def lose(self, events: Collection[EventId]) -> int:
        """Some are lost; how many that are new."""
        new = set(events) - self.lost
        self.lost |= new
        return len(new)

    def find(self, events: Collection[EventId]) -> None:
        """Some were in a backup."""
        self.lost.difference_update(events)

    def tell(self, line: str) -> None:
        """Write down what happened: names of people and laptops are not needed for it."""
        self.story.append(line)
