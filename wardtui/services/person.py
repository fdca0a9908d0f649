"""A person's history: that of a resident and of all whom merges make the same person."""

from collections.abc import Mapping

import msgspec

from wardtui.domain.ids import ResidentId
from wardtui.domain.same_person import link, people
from wardtui.services.ports import Unit
from wardtui.services.records import StoredEvent, entries


class Person(msgspec.Struct, frozen=True):
    """One person's history."""

    id: ResidentId
    """The resident who stands for the person."""
    members: tuple[ResidentId, ...]
    """All residents who are the person, beginning with it."""
    events: tuple[StoredEvent, ...]
    """In order; what was retracted is among them."""


def people_with(unit: Unit, resident: ResidentId) -> list[Person]:
    """The person whom a resident is, and those with whom a merge ever linked them."""
    logs = _linked_logs(unit, resident)
    if len(logs) == 1:
        return [Person(resident, (resident,), tuple(logs[resident]))]
    found = []
    for who, members in people({one: entries(log) for one, log in logs.items()}).items():
        events = [event for member in members for event in logs.get(member, ())]
        events.sort(key=lambda event: event.entry.order)
        found.append(Person(who, members, tuple(events)))
    return found


def person_of(unit: Unit, resident: ResidentId) -> Person:
    """The person whom a resident is."""
    return next(one for one in people_with(unit, resident) if resident in one.members)


def _linked_logs(unit: Unit, resident: ResidentId) -> Mapping[ResidentId, list[StoredEvent]]:
    logs: dict[ResidentId, list[StoredEvent]] = {}
    wanted = {resident}
    while wanted:
        one = wanted.pop()
        logs[one] = unit.events.of_resident(one)
        into = {pair[1] for event in logs[one] if (pair := link(event.entry)) is not None}
        wanted |= (into | set(unit.events.merged_into(one))) - logs.keys()
    return logs
