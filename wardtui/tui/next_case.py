"""Who is next."""

from collections.abc import Callable, Sequence

from wardtui.domain.agenda import Entry
from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import WorklistRow
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_index import Worklist
from wardtui.domain.worklist_orders import place_of


def next_case(
    worklist: Worklist,
    wanted: Filter,
    waited_for: Sequence[Entry],
    here: ResidentId | None,
    concerns: Callable[[WorklistRow], bool],
) -> ResidentId | None:
    """Whoever is waited for since the time that was agreed, else who is due first.

    :param wanted: whom the list shows
    :param waited_for: what was agreed for a time that has come, the earliest first
    :param here: the case under the cursor; from it on to the next, in a circle
    :param concerns: whether the officer has to do with a case
    """
    waiting = [entry.row.id for entry in waited_for if entry.row.id != here]
    if waiting:
        after = [entry.row.id for entry in waited_for]
        start = after.index(here) + 1 if here in after else 0
        return next(one for one in (*after[start:], *after) if one != here)
    due = worklist.select(wanted)
    position = worklist.position(here) if here is not None else None
    place = place_of(due, position) if position is not None else None
    first = 0 if place is None else place + 1
    for position in (*due[first:], *due[: place or 0]):
        row = worklist.row(position)
        if concerns(row):
            return row.id
    return None
