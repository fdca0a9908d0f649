"""At which hours people were reached."""

from wardtui.domain.events import ContactLogged, Entry, EventRetracted
from wardtui.domain.heat import HeatMap, attempts, heat_map
from wardtui.domain.ids import ResidentId
from wardtui.services.ports import Unit


def report_hours(unit: Unit, area: str | None = None) -> HeatMap:
    """All calls and visits that this device holds, by hour and weekday.

    What was tried with those whom it has forgotten is no longer known by the hour.

    :param area: only with those who are in this area now
    """
    wanted = None if area is None else _of_area(unit, area)
    logs: dict[ResidentId, list[Entry]] = {}
    for stored in unit.events.all():
        event = stored.event
        if event.resident is None or (wanted is not None and event.resident not in wanted):
            continue
        if isinstance(event.body, (ContactLogged, EventRetracted)):
            logs.setdefault(event.resident, []).append(stored.entry)
    return heat_map(attempts(sorted(log, key=lambda one: one.order) for log in logs.values()))


def _of_area(unit: Unit, area: str) -> set[ResidentId]:
    """Everybody in an area, also as whom they were merged."""
    found = set[ResidentId]()
    for case in unit.cases.all():
        if case.resident.area == area:
            found.update((case.id, *case.same_as))
    return found
