"""What waits to be sent and what was not taken, as a page shows it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from wardtui.domain.events import EventRetracted, ResidentListed
from wardtui.domain.ids import ActionId, EventId, OfficerId, ResidentId
from wardtui.services.directory import officers
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.records import Discard, Rejected

LOOKED_AT = 2000
"""Waiting events of which the kinds are counted: an import may leave many more."""

SHOWN_DISCARDS = 100
"""The newest of what was let go; the pages of the people have the rest."""


class Kind(StrEnum):
    """What waits, as people would count it."""

    LISTED = "listed"
    CONTACT = "contact"
    ENROLMENT = "enrolment"
    BOOKING = "booking"
    SESSION = "session"
    UNDONE = "undone"
    RECORD = "record"
    HANDLING = "handling"
    """Levels, holders, pauses, wards."""


_PREFIXES = {
    "contact": Kind.CONTACT,
    "enrolment": Kind.ENROLMENT,
    "need": Kind.ENROLMENT,
    "booking": Kind.BOOKING,
    "session": Kind.SESSION,
    "duty": Kind.SESSION,
    "resident": Kind.RECORD,
}


class Waiting(msgspec.Struct, frozen=True):
    """What waits to be sent."""

    count: int
    kinds: Mapping[Kind, int]
    """Of the oldest ``LOOKED_AT``."""
    since: datetime | None
    """When the oldest was recorded, by this device's clock."""


class NotTaken(msgspec.Struct, frozen=True):
    """What the server did not take of one action."""

    events: tuple[Rejected, ...]
    """In the order in which they were recorded."""
    names: tuple[str, ...]
    """Of those whom it is about and who have a case here."""
    taken: int
    """How many of the same action the server has: they stand."""

    @property
    def first(self) -> Rejected:
        """What stands for it."""
        return self.events[0]

    @property
    def id(self) -> EventId:
        """By which it is named."""
        return self.first.event.id

    @property
    def resident(self) -> ResidentId | None:
        """The first whom it is about."""
        about = (one.event.resident for one in self.events)
        return next((one for one in about if one is not None), None)

    @property
    def discard(self) -> Discard | None:
        """Why it needs no attention any more."""
        return self.first.discard


class Outbox(msgspec.Struct, frozen=True):
    """All that stands between this device and the server."""

    waiting: Waiting
    not_taken: tuple[NotTaken, ...]
    """The oldest first."""
    discarded: tuple[NotTaken, ...]
    """What was let go, the newest first."""
    officers: Mapping[OfficerId, str]
    """Names of those who are known."""


def read_outbox(unit: Unit) -> Outbox:
    """What waits, what was not taken, and what was let go."""
    waiting = unit.events.waiting(LOOKED_AT)
    kinds = Counter(_kind(one.event.type) for one in waiting)
    gone = _by_action(unit, unit.rejected.discarded())
    gone.sort(key=lambda one: one.discard.at if one.discard else one.first.at, reverse=True)
    return Outbox(
        Waiting(
            unit.events.count_waiting(), kinds, waiting[0].event.recorded_at if waiting else None
        ),
        tuple(_by_action(unit, unit.rejected.all())),
        tuple(gone[:SHOWN_DISCARDS]),
        {one.id: one.name for one in officers(unit)},
    )


def _kind(event_type: str) -> Kind:
    if event_type == ResidentListed.TYPE:
        return Kind.LISTED
    if event_type == EventRetracted.TYPE:
        return Kind.UNDONE
    return _PREFIXES.get(event_type.partition(".")[0], Kind.HANDLING)


def _by_action(unit: Unit, rejected: Iterable[Rejected]) -> list[NotTaken]:
    found: dict[ActionId, list[Rejected]] = {}
    for one in sorted(rejected, key=lambda one: one.event.device_seq):
        found.setdefault(one.event.action, []).append(one)
    return [
        NotTaken(
            tuple(events),
            _names(unit, events),
            sum(one.seq is not None for one in unit.events.of_action(action)),
        )
        for action, events in found.items()
    ]


_NAMED = 3
"""So many people stand for all."""


def _names(unit: Unit, events: Iterable[Rejected]) -> tuple[str, ...]:
    about = dict.fromkeys(one.event.resident for one in events if one.event.resident is not None)
    cases = (unit.cases.get(person_of(unit, one).id) for one in list(about)[:_NAMED])
    return tuple(case.resident.name for case in cases if case is not None)
