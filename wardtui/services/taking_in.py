"""Taking in a page of what the server has, in one commit with how far it was read.

An event about somebody whom this device has forgotten brings the whole history back: the stream is
read again from its beginning, and until that has passed what was left of the resident, both stand
side by side.
"""

from collections.abc import Collection

import msgspec

from wardtui.domain.events import OfficerPublished, ResidentErased
from wardtui.domain.forgotten import Forgotten
from wardtui.domain.ids import DeviceId, OfficerId, ResidentId, WardCode
from wardtui.domain.same_person import link
from wardtui.messages import Numbered, Pull
from wardtui.services.deriving import refold
from wardtui.services.erasing import take_erasure
from wardtui.services.leave_ward import leave_wards
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.records import Lost, StoredEvent, SyncState
from wardtui.wire import read_event


class TakenIn(msgspec.Struct, frozen=True):
    """What a page brought."""

    state: SyncState
    touched: tuple[ResidentId, ...]
    """Residents whose events have changed."""
    pulled: int
    """New events of other devices; who works in a ward is no news of anybody's work."""
    again: bool
    """The stream has to be read from its beginning."""


def take_in(unit: Unit, page: Pull, device: DeviceId, state: SyncState) -> TakenIn:
    """Keep a page and how far it reaches.

    :param state: how the exchange stood before
    """
    left = {WardCode(ward) for ward in page.reset}
    touched: list[ResidentId] = []
    if left:
        touched += leave_wards(unit, left, {WardCode(ward) for ward in page.next})
    pulled = 0
    coming_back = set(state.coming_back)
    erased: set[ResidentId] = set()
    for item in page.events:
        event = stored(item)
        resident = event.event.resident
        is_erasure = isinstance(event.event.body, ResidentErased)
        if resident is not None and not is_erasure and unit.forgotten.count():
            before = _forgotten(unit, resident, coming_back)
            if before is not None and item.seq <= before.upto:
                continue  # what was left of the resident stands for it
            merged = link(event.entry) or ()
            others = [_forgotten(unit, one, coming_back) for one in merged]
            coming_back.update(one.id for one in (before, *others) if one is not None)
        own = event.event.device == device
        changed = unit.events.receive(event, own=own)
        if changed is not None:
            pulled += not own and event.event.type != OfficerPublished.TYPE
            touched += changed
        gone = take_erasure(unit, event)
        if gone:
            touched += gone
            erased.add(gone[0])
            coming_back.discard(gone[0])
    again = bool(coming_back - set(state.coming_back))
    cursors = {} if again else {**state.cursors, **page.next}
    for ward in left:
        cursors.pop(ward, None)
    for resident in sorted(coming_back):
        before = unit.forgotten.get(resident)
        if before is None or cursors.get(before.ward or "", 0) >= before.upto:
            unit.forgotten.remove(resident)
            coming_back.discard(resident)
            touched.append(resident)
    for case in refold(unit, touched):
        touched += [case.id, *case.same_as]
    if erased:
        unit.seal_worklist()  # in what was sealed before stand their names
    now = msgspec.structs.replace(state, cursors=cursors, coming_back=tuple(sorted(coming_back)))
    unit.state.sync = now
    return TakenIn(now, tuple(dict.fromkeys(touched)), pulled, again)


def _forgotten(
    unit: Unit, resident: ResidentId, coming_back: Collection[ResidentId]
) -> Forgotten | None:
    """What is left of the person whom a resident is, unless the history is coming back already."""
    person = person_of(unit, resident).id
    left = None if person in coming_back else unit.forgotten.get(person)
    return None if left is None or left.erased else left


def still_lost(unit: Unit) -> tuple[Lost, ...]:
    """The lost entries of which not all have come back."""
    lost = unit.state.lost
    if not lost:
        return ()
    there = {(one.event.device, one.event.device_seq) for one in unit.events.all()}
    return tuple(
        one
        for one in lost
        if any((one.device, n) not in there for n in range(one.first, one.last + 1))
    )


def standing_forgotten(unit: Unit, event: StoredEvent) -> bool:
    """Whether what was left of a resident stands for an event."""
    resident = event.event.resident
    if resident is None or event.seq is None or not unit.forgotten.count():
        return False
    before = _forgotten(unit, resident, unit.state.sync.coming_back)
    return before is not None and event.seq <= before.upto


def stored(item: Numbered) -> StoredEvent:
    """An event as the server gives it, to be kept."""
    raw = bytes(item.event)
    return StoredEvent(
        raw=raw.decode(),
        event=read_event(raw),
        seq=item.seq,
        received_at=item.received_at,
        actor=OfficerId(item.actor) if item.actor else None,
        ward=WardCode(item.ward) if item.ward else None,
    )
