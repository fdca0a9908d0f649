"""The worklist as of now: what time has decided is shown although it is not recorded."""

from datetime import datetime

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import worklist_row
from wardtui.domain.worklist_index import Worklist
from wardtui.services.moving import moved_by_now
from wardtui.services.ports import Unit


class Listing(msgspec.Struct, frozen=True):
    """Every case as a line, as of now."""

    worklist: Worklist
    moved: dict[ResidentId, Case]
    """Those whom the policy has moved and of whom that is not recorded."""
    supposed: frozenset[ResidentId]
    """Of them, those whom this device only supposes to have moved: it has not read for long."""

    def case(self, unit: Unit, resident: ResidentId) -> Case | None:
        """A case as of now."""
        return self.moved.get(resident) or unit.cases.get(resident)


def list_as_of(unit: Unit, now: datetime) -> Listing:
    """The worklist with all that the policy has decided by now."""
    worklist = unit.worklist()
    moved = {one.case.id: one for one in moved_by_now(unit, now)}
    worklist.put([worklist_row(one.case, probably=one.probably) for one in moved.values()])
    return Listing(
        worklist,
        {who: one.case for who, one in moved.items()},
        frozenset(who for who, one in moved.items() if one.probably),
    )
