"""The directory: who works in the wards of this device, and who holds which area."""

import msgspec

from wardtui.domain import directory
from wardtui.domain.directory import Officer, Place
from wardtui.domain.errors import BadInput
from wardtui.domain.events import OfficerPublished
from wardtui.domain.ids import OfficerId
from wardtui.domain.text import NaturalKey, name_key, natural_key, search_fold
from wardtui.services.arrangement import present_arrangement
from wardtui.services.ports import Unit
from wardtui.services.records import entries

SHORTEST = 6
"""Characters of the end of an officer's id that are enough to name them."""

_SHOWN = 64


class UnknownOfficer(BadInput):
    """The directory has nobody with this id or name."""

    CODE = "unknown_officer"


class AmbiguousOfficer(BadInput):
    """Several officers have this name, or an id that ends so."""

    CODE = "ambiguous_officer"


def officers(unit: Unit) -> list[Officer]:
    """Everybody who works in a ward that this device reads, by given name.

    This device's own officer is among them before the server has told of anybody.
    """
    told = directory.published(entries(unit.events.about_nobody(OfficerPublished.TYPE)))
    found = {
        one.officer: Officer(one.officer, one.name, one.role, one.wards)
        for one in told.values()
        if one.wards
    }
    me = unit.state.pairing
    if me is not None:
        found.setdefault(me.officer, Officer(me.officer, me.name, me.role, me.wards))
    held: dict[OfficerId, list[Place]] = {}
    for place, officer in present_arrangement(unit).holders.items():
        held.setdefault(officer, []).append(place)
    holding = (
        msgspec.structs.replace(one, holds=tuple(sorted(held.get(one.id, ()), key=_order)))
        for one in found.values()
    )
    return sorted(holding, key=lambda one: (name_key(one.name), one.id))


def _order(place: Place) -> tuple[str, NaturalKey, int]:
    ward, area, level = place
    return ward or "", natural_key(area), level


def find_officer(unit: Unit, text: str) -> Officer:
    """The officer with an id, an id that ends so, or exactly this name, marks and case aside.

    :raises UnknownOfficer: when there is none
    :raises AmbiguousOfficer: when there are several
    """
    everybody = officers(unit)
    wanted = text.strip()
    found = [one for one in everybody if one.id == wanted]
    if not found:
        folded = search_fold(wanted)
        ending = wanted.lower() if len(wanted) >= SHORTEST else None
        found = [
            one
            for one in everybody
            if search_fold(one.name) == folded or (ending and one.id.lower().endswith(ending))
        ]
    if not found:
        raise UnknownOfficer(officer=wanted[:_SHOWN])
    if len(found) > 1:
        raise AmbiguousOfficer(officer=wanted[:_SHOWN], count=len(found))
    return found[0]
