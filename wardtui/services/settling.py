"""What the server's answer to a batch does on this device, in one commit."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec

from wardtui.domain.ids import EventId, ResidentId
from wardtui.domain.same_person import link
from wardtui.domain.session_events import BookingMade
from wardtui.domain.vocabulary import Origin
from wardtui.messages import PushAnswer
from wardtui.services.deriving import refold
from wardtui.services.in_its_place import settle_replaced
from wardtui.services.ports import Unit
from wardtui.services.records import Rejected, StoredEvent

SUPERSEDED = "superseded"
ALREADY_ACCEPTED = "already_accepted"

_FOR_INFORMATION = frozenset({SUPERSEDED, ALREADY_ACCEPTED})
"""The codes of events that came too late: nobody has to do anything about them."""


class Settled(msgspec.Struct, frozen=True):
    """What an answer did."""

    count: Counter[str]
    """Events that were ``accepted``, ``duplicate`` or ``rejected``, or by their code when that is
    for information only."""
    touched: tuple[ResidentId, ...]
    """Residents whose events have changed."""


def settle(unit: Unit, batch: Sequence[StoredEvent], answer: PushAnswer, now: datetime) -> Settled:
    """Number what was taken, and take out of the cases what was not.

    An event for which the answer has no result goes on waiting.
    """
    offered = {one.event.id: one for one in batch}
    count: Counter[str] = Counter()
    touched: list[ResidentId] = []
    refused: list[ResidentId] = []
    for result in answer.results:
        event = offered.get(EventId(result.id))
        if event is None:
            continue
        if result.status in ("accepted", "duplicate") and result.seq is not None:
            count[result.status] += 1
            unit.events.number(event.event.id, result.seq)
            is_in_order = result.status == "accepted" or event.event.origin is not Origin.RULE
            if is_in_order and not unit.state.sync.reading_again:
                # The number is higher than all that was read before, so the order of the
                # resident's events is what it was: nothing to fold anew.
                continue
            # Another device came to the same decision, before events that waited here.
        elif result.code in _FOR_INFORMATION:
            count[result.code] += 1
            unit.events.withdraw(event.event.id)
        else:
            count["rejected"] += 1
            unit.events.reject(
                Rejected(
                    raw=event.raw,
                    event=event.event,
                    code=result.code or result.status,
                    message=result.message or "",
                    at=now,
                )
            )
            if event.event.resident is not None and isinstance(event.event.body, BookingMade):
                refused.append(event.event.resident)
        touched += _about(event)
    overtaken = _overtaken(unit, max((one.event.device_seq for one in batch), default=0))
    for one in overtaken:
        touched += _about(one)
    if overtaken or unit.state.sync.reading_again:
        unit.numbered.doubt()
    for case in refold(unit, touched):
        touched += [case.id, *case.same_as]
    settle_replaced(unit, refused, now)
    return Settled(count, tuple(touched))


def _overtaken(unit: Unit, last: int) -> list[StoredEvent]:
    """What still waits although its device has recorded something after it that was answered.

    It stands behind that from now on: it had no result, or is offered once more since.
    """
    first = unit.events.waiting(1)
    if not first or first[0].event.device_seq >= last:
        return []
    everything = unit.events.waiting(unit.events.count_waiting())
    return [one for one in everything if one.event.device_seq < last]


def _about(event: StoredEvent) -> list[ResidentId]:
    """Whose cases may change with an event."""
    return [one for one in (event.event.resident, *(link(event.entry) or ())) if one]
