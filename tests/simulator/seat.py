"""A laptop of the play with its own officer before it, and everybody behind the list."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from tests.simulator.laptop import Laptop
from tests.simulator.size import Size
from tests.thirty_days.desk import Desk
from tests.thirty_days.play import FIRST_DAY
from tests.thirty_days.residents import Life
from wardtui.domain.case import Case
from wardtui.domain.directory import Officer
from wardtui.domain.ids import ResidentId
from wardtui.services.ports import Unit

_LOOKED_AT = 5
"""Cases from the top of somebody's list."""


class Lives(dict[ResidentId, Life]):
    """Everybody behind their line in a list; whoever is new to it begins to live."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed = seed

    def of(self, case: Case) -> Life:
        """One of them."""
        if case.id not in self:
            self[case.id] = Life(case, FIRST_DAY, self._seed)
        return self[case.id]


class Seat(Desk):
    """A laptop with its own officer before it."""

    def __init__(self, unit: Unit, laptop: Laptop, size: Size, lives: Lives, rng: Random) -> None:
        super().__init__(unit, laptop.clock, lives)
        self.tools = laptop.tools
        self.rng = rng
        self.number, self.size = laptop.number, size
        pairing = unit.state.pairing
        assert pairing is not None
        self.me = Officer(pairing.officer, pairing.name, pairing.role, pairing.wards)
        self._lives = lives

    def sign_in(self, officer: Officer) -> None:
        """Nobody else works here."""

    def case(self, resident: ResidentId) -> Case:
        found = super().case(resident)
        self._lives.of(found)
        return found

    def life_of(self, case: Case) -> Life:
        """Who is behind a case."""
        return self._lives.of(case)

    def waiting(self, officer: Officer, until: datetime | None = None) -> list[Case]:
        """The first cases on somebody's list, as they are on record."""
        mine = [
            case
            for case in self.cases()
            if case.next_action is not None
            and case.next_action.owner == officer.id
            and (until is None or case.next_action.due <= until)
        ]
        mine.sort(key=lambda case: case.next_action.due if case.next_action else self.clock.now())
        for case in mine[:_LOOKED_AT]:
            self._lives.of(case)
        return mine[:_LOOKED_AT]

    def cases(self) -> list[Case]:
        """Everybody known here, in the order of their ids."""
        return sorted(self.unit.cases.all(), key=lambda case: case.id)

    def one_of(self, found: Sequence[Case]) -> Case | None:
        """Any of some cases."""
        return self.case(self.rng.choice(found).id) if found else None
