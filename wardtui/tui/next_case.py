"""Who is next."""

from collections.abc import Sequence

import msgspec

from wardtui.domain.agenda import Entry
from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist_index import Worklist
from wardtui.tui.view import View


def next_case(
    worklist: Worklist, view: View, waited_for: Sequence[Entry], here: ResidentId | None
) -> ResidentId | None:
    """Whoever is waited for since the time that was agreed, else who of the view is due first.

    :param waited_for: what was agreed for a time that has come, the earliest first
    :param here: the case under the cursor; from it on to the next, in a circle
    """
    wanted = msgspec.structs.replace(view.filter, query="", open_only=True)
    due = [worklist.row(position).id for position in worklist.select(wanted)[:2]]
    for found in ([entry.row.id for entry in waited_for], due):
        at = found.index(here) if here in found else -1
        if len(found) > 1 or (found and at < 0):
            return found[(at + 1) % len(found)]
    return None
