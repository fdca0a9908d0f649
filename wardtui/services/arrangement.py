"""What holds for the wards of this device, by the events as they are now."""

from wardtui.domain import directory
from wardtui.domain.arrangement import Arrangement, policies
from wardtui.domain.directory import Place
from wardtui.domain.events import SAY_WHAT_HOLDS
from wardtui.domain.ids import WardCode
from wardtui.services.policies import shipped_force
from wardtui.services.ports import Unit
from wardtui.services.records import entries


def present_arrangement(unit: Unit) -> Arrangement:
    """Who holds which area and which policies are in force."""
    known = unit.arranged.known()
    if known is not None and not unit.arranged.doubtful:
        return Arrangement(*known, shipped_force())
    told = entries(unit.events.about_nobody(*sorted(SAY_WHAT_HOLDS)))
    return Arrangement(directory.holders(told), policies(told), shipped_force())


def take_note(unit: Unit) -> tuple[Arrangement, set[Place], set[WardCode | None]]:
    """What holds now, and which places and wards the cases were made otherwise for."""
    before = unit.arranged.known()
    now = present_arrangement(unit)
    if before is not None and not unit.arranged.doubtful:
        return now, set(), set()
    unit.arranged.keep(now.holders, now.policies)
    if before is None:
        return now, set(), set()
    held, published = before
    places = {place for place in {*held, *now.holders} if held.get(place) != now.holders.get(place)}
    wards = {
        ward
        for ward in {*published, *now.policies}
        if published.get(ward) != now.policies.get(ward)
    }
    return now, places, wards
