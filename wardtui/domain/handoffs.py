"""Handoffs: to which ward somebody who lives there is offered, and what became of it.

Pure and total. The order of the entries decides: the first answer to an offer counts, and one to an
offer that was taken back or is answered says nothing. Once a ward has taken somebody on, no other
offer of theirs is open any more.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

import msgspec

from wardtui.domain.events import Entry
from wardtui.domain.handoff_events import HandoffAccepted, HandoffDeclined, HandoffOffered
from wardtui.domain.ids import EventId, ResidentId, WardCode, rule_made_id
from wardtui.domain.moments import local, local_day


class HandoffState(StrEnum):
    """What has become of an offer."""

    OFFERED = "offered"
    """The other ward has not answered."""
    DECLINED = "declined"
    ACCEPTED = "accepted"


class Handoff(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """Somebody was offered to another ward."""

    offer: EventId
    of: ResidentId
    """Whom the offer names; with merges, not always who stands for the person."""
    from_ward: WardCode | None
    to_ward: WardCode
    offered_at: datetime
    """Effective time."""
    state: HandoffState = HandoffState.OFFERED
    since: datetime
    """Effective time of what brought it to its state."""
    because: EventId
    """What brought it to its state."""
    resident: ResidentId | None = None
    """Who they are in the other ward, once it has taken them on."""
    why: str | None = None
    """Why the other ward did not."""

    @property
    def is_open(self) -> bool:
        """Whether the other ward can answer."""
        return self.state is HandoffState.OFFERED

    @property
    def is_accepted(self) -> bool:
        """Whether the other ward has taken them on."""
        return self.state is HandoffState.ACCEPTED


def resident_there(offer: EventId) -> ResidentId:
    """Who somebody is in the ward that takes them on.

    Made of the offer's own random id and of nothing personal: two officers who accept an offer
    without knowing of each other speak of one resident, and nobody can be drawn into another ward
    under an id that is in use.
    """
    return ResidentId(rule_made_id(offer, HandoffAccepted.TYPE))


def handoffs(counted: Sequence[Entry]) -> dict[EventId, Handoff]:
    """Every offer of a person that counts, in the order in which they were made.

    :param counted: the person's events that count, in order (``Entry.order``)
    """
    found: dict[EventId, Handoff] = {}
    taken_on = False
    for entry in counted:
        event = entry.event
        match event.body:
            case HandoffOffered() if not taken_on:
                offered = _offered(entry)
                if offered is not None:
                    found.setdefault(offered.offer, offered)
            case HandoffAccepted(offer=offer, resident=resident) if not taken_on:
                answered = _answered(found, offer, entry, HandoffState.ACCEPTED)
                if answered is not None:
                    found[offer] = msgspec.structs.replace(answered, resident=resident)
                    taken_on = True
            case HandoffDeclined(offer=offer, why=why) if not taken_on:
                answered = _answered(found, offer, entry, HandoffState.DECLINED)
                if answered is not None:
                    found[offer] = msgspec.structs.replace(answered, why=why)
            case _:
                continue
    return found


def _offered(entry: Entry) -> Handoff | None:
    event = entry.event
    if event.resident is None or event.to_ward is None or event.to_ward == _ward(entry):
        return None
    at = local(event.effective_at)
    return Handoff(
        offer=event.id,
        of=event.resident,
        from_ward=_ward(entry),
        to_ward=event.to_ward,
        offered_at=at,
        since=at,
        because=event.id,
    )


def _answered(
    found: dict[EventId, Handoff], offer: EventId, entry: Entry, state: HandoffState
) -> Handoff | None:
    """The offer with its answer; none when the entry answers nothing that is open."""
    before = found.get(offer)
    if before is None or not before.is_open:
        return None
    if entry.event.resident != before.of or _ward(entry) != before.to_ward:
        return None
    at = local(entry.event.effective_at)
    return msgspec.structs.replace(before, state=state, since=at, because=entry.event.id)


def _ward(entry: Entry) -> WardCode | None:
    return entry.ward or entry.event.ward


def handoff_of(counted: Sequence[Entry], until: date | None = None) -> Handoff | None:
    """How a person's handoff stands: taken on, else waiting, else declined last; none without one.

    :param counted: the person's events that count, in order (``Entry.order``)
    :param until: as it stood at the end of this day, by what is known now
    """
    if not any(isinstance(entry.event.body, HandoffOffered) for entry in counted):
        return None
    if until is not None:
        # An answer counts on its own day, also when the offer's clock was ahead of it.
        counted = [
            entry
            for entry in counted
            if isinstance(entry.event.body, HandoffOffered) or _by(entry, until)
        ]
    found = list(handoffs(counted).values())
    if until is not None:
        found = [one for one in found if local_day(one.since) <= until]
    for state in (HandoffState.ACCEPTED, HandoffState.OFFERED):
        last = next((one for one in reversed(found) if one.state is state), None)
        if last is not None:
            return last
    places = {entry.event.id: place for place, entry in enumerate(counted)}
    return max(found, key=lambda one: places[one.because], default=None)


def _by(entry: Entry, day: date) -> bool:
    return local_day(entry.event.effective_at) <= day


def before_it_went(counted: Sequence[Entry], handoff: Handoff | None) -> Sequence[Entry]:
    """What was said of a person up to when another ward took them on; all, while none has."""
    if handoff is None or not handoff.is_accepted:
        return counted
    for place, entry in enumerate(counted):
        if entry.event.id == handoff.because:
            return counted[:place]
    return counted
