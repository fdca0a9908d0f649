"""What an erasure that the server tells of does on this device."""

from wardtui.domain.erasure import ResidentErased
from wardtui.domain.forgotten import erased
from wardtui.domain.ids import ResidentId
from wardtui.services.ports import Unit
from wardtui.services.records import StoredEvent


def take_erasure(unit: Unit, event: StoredEvent) -> tuple[ResidentId, ...]:
    """Keep nothing of a resident but counts; nobody's when it is another event.

    :return: the resident and whom a merge linked with them until now: their cases are to be folded
        anew, and the resident's goes by it
    """
    body, resident = event.event.body, event.event.resident
    if not isinstance(body, ResidentErased) or resident is None or event.seq is None:
        return ()
    linked = unit.events.blank(resident)
    left, before = erased(resident, event.ward, body, event.seq), unit.forgotten.get(resident)
    if left is not None:
        unit.forgotten.put(left)
    elif before is not None and not before.erased:
        # What retention had left of them holds marks by which a list finds them.
        unit.forgotten.remove(resident)
    return (resident, *linked)
