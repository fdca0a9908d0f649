"""At which hours people were reached."""

from itertools import chain

from wardtui.domain.events import EventRetracted
from wardtui.domain.heat import Attempt, HeatMap, attempt, attempts, heat_map
from wardtui.domain.ids import ResidentId
from wardtui.services.ports import Unit


def report_hours(unit: Unit, area: str | None = None) -> HeatMap:
    """All calls and visits that this device holds, by hour and weekday.

    What was tried with those whom it has forgotten is no longer known by the hour.

    :param area: only with those who are in this area now
    """
    wanted = None if area is None else _of_area(unit, area)
    found: dict[ResidentId, list[Attempt]] = {}
    retracted: set[ResidentId] = set()
    for entry in unit.events.entries():
        resident = entry.event.resident
        if resident is None or (wanted is not None and resident not in wanted):
            continue
        if isinstance(entry.event.body, EventRetracted):
            retracted.add(resident)
        one = attempt(entry)
        if one is not None:
            found.setdefault(resident, []).append(one)
    # Only where something was taken back do the other events of somebody say what counts.
    logs = (log for _, log in unit.events.of_residents(retracted))
    plain = (those for resident, those in found.items() if resident not in retracted)
    return heat_map(chain(chain.from_iterable(plain), attempts(logs)))


def _of_area(unit: Unit, area: str) -> set[ResidentId]:
    """Everybody in an area, also as whom they were merged."""
    found = set[ResidentId]()
    for one in unit.cases.stood():
        if one.then.area == area:
            found.update((one.id, *one.same_as))
    return found
