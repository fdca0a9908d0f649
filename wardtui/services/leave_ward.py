"""Forgetting wards that the officer no longer has: the server names them with a page."""

from collections.abc import Collection

from wardtui.domain.ids import ResidentId, WardCode
from wardtui.services.ports import Unit


def leave_wards(
    unit: Unit, left: Collection[WardCode], kept: Collection[WardCode]
) -> tuple[ResidentId, ...]:
    """Remove what only those wards see; whose cases are to be folded anew.

    What this device has recorded and not sent yet stays: the server says what becomes of it. What
    retention has left of people of those wards goes with them, and counts in no figure any more.
    """
    gone = unit.numbered.leave(left, kept)
    forgotten = [one.id for one in unit.forgotten.all() if one.ward in left]
    for one in forgotten:
        unit.forgotten.remove(one)
    return (*gone.residents, *forgotten)
