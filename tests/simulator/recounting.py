"""The figures of a ward by a plain reading of what the server has numbered."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from tests.property.test_recount import Life, Told, recount
from wardtui.domain.escalation_events import CaseResumed, EscalationRaised
from wardtui.domain.events import (
    EnrolmentRecorded,
    Entry,
    EventRetracted,
    ResidentCorrected,
    ResidentListed,
)
from wardtui.domain.handoff_events import HandoffUpdated
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import local
from wardtui.domain.resident import Field
from wardtui.domain.same_person import history, people
from wardtui.domain.session_events import (
    BookingAttended,
    BookingMade,
    BookingMissed,
)

_RESIDENCY = (Field.REGISTERED_HERE, Field.LIVES_HERE)


class Person(Life):
    """What a notebook says of one person, listed once or twice, whose bookings end in every way."""

    def __init__(self, entries: list[Entry], day: date) -> None:
        super().__init__(entries, day)
        self.record = [one for one in self.lines if isinstance(one.body, ResidentListed)][
            -1
        ].body.resident

    @property
    def residency(self) -> str:
        """By what was put right last, of which nobody knows that it was put right again."""
        told = self.lines
        said = [
            one
            for one in told
            if isinstance(one.body, ResidentCorrected) and one.body.field in _RESIDENCY
        ]
        replaced = {which for one in said for which in one.body.replaces}
        self.lines = [one for one in said if one.id not in replaced]
        try:
            return super().residency
        finally:
            self.lines = told

    def book(self, one: Told) -> None:
        match one.body:
            case BookingMade(replaces=replaced):
                for before in replaced:
                    if self.bookings.get(before) == "booked":
                        del self.bookings[before]
                self.bookings[one.id] = "booked"
            case BookingMissed(booking=which) if self.bookings.get(which) == "booked":
                self.bookings[which] = "missed"
            case BookingAttended(booking=str(which)) if self.bookings.get(which) in (
                "booked",
                "missed",
            ):
                self.bookings[which] = "attended"
                self.came_on.append(one.day)
            case BookingAttended(booking=str()):
                pass
            case _:
                super().book(one)


def recounted(entries: Sequence[Entry], days: Sequence[date]) -> list[dict[str, int]]:
    """The figures of each day of those whom a ward has listed, but for the faults of records.

    :param entries: what the ward's devices see, in the server's order
    """
    logs: dict[ResidentId, list[Entry]] = {}
    for entry in entries:
        if entry.event.resident is not None:
            logs.setdefault(entry.event.resident, []).append(_in_time(entry))
    everybody = []
    for members in people(logs).values():
        log = _first_listed(history(logs, members))
        if log is not None:
            everybody.append(log)
    counted = [recount([Person(log, day) for log in everybody], day) for day in days]
    return [
        {name: count for name, count in one.items() if "data_flags" not in name} for one in counted
    ]


def _in_time(entry: Entry) -> Entry:
    """An event at the time that counts, and a step that another ward has told as that step."""
    at, body = local(entry.event.effective_at), entry.event.body
    if isinstance(body, HandoffUpdated) and body.need is not None and body.step is not None:
        body = EnrolmentRecorded(need=body.need, step=body.step)
    event = msgspec.structs.replace(entry.event, occurred_at=at, clock_offset=None, body=body)
    return msgspec.structs.replace(entry, event=event)


def _first_listed(log: Sequence[Entry]) -> list[Entry] | None:
    """A history that begins with the list, without what rules made of what was taken back.

    None when no list names them any more.
    """
    gone = _taken_back(log)
    made_by_rules = [one for one in log if _trigger(one) is not None]
    for one in made_by_rules:
        trigger = _trigger(one)
        if trigger in gone or all(trigger != other.event.id for other in log):
            gone.add(one.event.id)
    listings = [
        one
        for one in log
        if isinstance(one.event.body, ResidentListed) and one.event.id not in gone
    ]
    if not listings:
        return None
    first = min(listings, key=lambda one: one.event.occurred_at)
    return [first, *(one for one in log if one is not first and one.event.id not in gone)]


def _taken_back(log: Sequence[Entry]) -> set[str]:
    gone: set[str] = set()
    for one in reversed(log):
        if isinstance(one.event.body, EventRetracted) and one.event.id not in gone:
            gone.add(one.event.body.event)
    return gone


def _trigger(entry: Entry) -> Any:
    body = entry.event.body
    return body.trigger if isinstance(body, (EscalationRaised, CaseResumed)) else None
