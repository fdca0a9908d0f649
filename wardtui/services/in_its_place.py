"""What stands in the place of something that the server did not take, so that nothing counts twice.

Once it is recorded anew, what was not taken is let go, and it says by what. That holds as long as
the other counts: taken back, it leaves the first to be dealt with again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.events import ContactLogged, EventRetracted
from wardtui.domain.ids import ActionId, EventId, OfficerId, ResidentId
from wardtui.domain.retraction import live
from wardtui.domain.session_events import BookingMade
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.records import Discard, DiscardReason, Rejected, StoredEvent, entries
from wardtui.services.refusals import NO_SEAT


def standing(unit: Unit, one: Rejected) -> EventId | None:
    """What was recorded in the place of something and counts, or may do so yet, because the server
    did not take it either."""
    not_taken = (event for event in _named(one) if unit.rejected.get(event) is not None)
    return _counting_instead(unit, one) or next(not_taken, None)


def taken_back(unit: Unit, one: Rejected) -> bool:
    """Whether something was recorded in its place that was taken back, and may be brought back."""
    if _is_booking(one):
        return False
    return any(unit.events.get(event) is not None for event in _named(one))


def put_in_place(
    unit: Unit, replaced: Mapping[EventId, EventId], found: Iterable[Rejected], now: datetime
) -> None:
    """Let go what was recorded anew; what was let go before stands for nothing else any more.

    :param replaced: by what, for each of them
    """
    for one in found:
        if one.discard is not None:
            take_back(unit, [one], now)
        kept = unit.rejected.get(one.event.id) or one
        let_go(unit, kept, _done_again(unit, replaced[one.event.id], now))


def move_on(
    unit: Unit,
    residents: Iterable[ResidentId],
    replaced: Mapping[EventId, EventId],
    now: datetime,
) -> None:
    """What stood in a place was itself logged anew: the new one stands there.

    :param residents: whom it is about
    """
    for one in _of(unit, residents, discarded=False):
        then = next((replaced[event] for event in _named(one) if event in replaced), None)
        if then is not None:
            let_go(unit, one, _done_again(unit, then, now))


def settle_replaced(unit: Unit, about: Iterable[ResidentId | None], now: datetime) -> None:
    """Let go what was recorded anew, and the bookings without a seat of those who were booked anew;
    take that back once the new one was taken back.

    Call it behind the refold, in the same commit.

    :param about: residents, or null for what is about nobody
    """
    for who in dict.fromkeys(about):
        members = (None,) if who is None else person_of(unit, who).members
        for one in _of(unit, members, discarded=True):
            instead = one.discard.instead if one.discard is not None else None
            # One that the server did not take either is dealt with in its own right.
            if instead is None or unit.rejected.get(instead) is not None:
                continue
            if not counts(unit, instead):
                take_back(unit, standing_with(unit, one), now)
        for one in _of(unit, members, discarded=False):
            later = _counting_instead(unit, one)
            if later is None or (_is_booking(one) and one.code not in NO_SEAT):
                continue
            for each in standing_with(unit, one):
                own = _counting_instead(unit, each) or later
                let_go(unit, each, _done_again(unit, own, now))


def settle_what_was_recorded(unit: Unit, stored: Sequence[StoredEvent], now: datetime) -> None:
    """The same for those about whom some events are that make bookings, or take back and bring back
    what stands in the place of something."""
    about = (
        one.event.resident
        for one in stored
        if isinstance(one.event.body, BookingMade | EventRetracted)
    )
    settle_replaced(unit, about, now)


def recorded_with(unit: Unit, action: ActionId) -> list[Rejected]:
    """What was not taken of one action, whether or not it was let go."""
    everything = (*unit.rejected.all(), *unit.rejected.discarded())
    found = (one for one in everything if one.event.action == action)
    return sorted(found, key=lambda one: one.event.device_seq)


def standing_with(unit: Unit, first: Rejected) -> list[Rejected]:
    """What was recorded with an event and stands as it does: let go, or not."""
    gone = first.discard is not None
    found = recorded_with(unit, first.event.action)
    return [one for one in found if (one.discard is not None) == gone]


def with_what_went_before(unit: Unit, found: Sequence[Rejected]) -> list[Rejected]:
    """Details of a contact with all that was not taken of the contact as it was logged before: with
    details of its own, or bare. In the order in which it was recorded."""
    chain: dict[EventId, Rejected] = {}
    waiting = list(found)
    while waiting:
        one = waiting.pop()
        chain[one.event.id] = one
        if not isinstance(one.event.body, EventRetracted):
            continue
        together = recorded_with(unit, one.event.action)
        target = unit.rejected.get(one.event.body.event)
        if target is not None and any(
            isinstance(each.event.body, ContactLogged) for each in together
        ):
            before = standing_with(unit, target)
            waiting += (each for each in before if each.event.id not in chain)
    return sorted(chain.values(), key=lambda one: one.event.device_seq)


def logged_before(unit: Unit, found: Iterable[Rejected]) -> list[StoredEvent]:
    """The contact to which details were added, as often as it was logged before; the newest first.

    :param found: with what went before
    """
    before: dict[EventId, StoredEvent] = {}
    targets = [one.event.body.event for one in found if isinstance(one.event.body, EventRetracted)]
    while targets:
        stored = unit.events.get(targets.pop(0))
        if stored is None or not isinstance(stored.event.body, ContactLogged):
            continue
        before[stored.event.id] = stored
        bodies = (one.event.body for one in unit.events.of_action(stored.event.action))
        targets += (body.event for body in bodies if isinstance(body, EventRetracted))
    return list(before.values())


def let_go(unit: Unit, one: Rejected, why: Discard) -> None:
    """It needs no attention any more."""
    unit.rejected.keep(msgspec.structs.replace(one, discards=(*one.discards, why)))


def take_back(unit: Unit, found: Iterable[Rejected], now: datetime) -> None:
    """Those that were let go need attention again."""
    for one in found:
        if one.discard is not None:
            last = msgspec.structs.replace(one.discard, taken_back_at=now)
            unit.rejected.keep(msgspec.structs.replace(one, discards=(*one.discards[:-1], last)))


def me(unit: Unit) -> OfficerId | None:
    """The officer of this device; nobody before pairing."""
    pairing = unit.state.pairing
    return pairing.officer if pairing is not None else None


def counts(unit: Unit, event: EventId) -> bool:
    """Whether an event is there and was not taken back."""
    stored = unit.events.get(event)
    if stored is None:
        return False
    resident = stored.event.resident
    if resident is None:
        log = unit.events.about_nobody(stored.event.type, EventRetracted.TYPE)
    else:
        log = unit.events.of_resident(resident)
    return any(entry.event.id == event for entry in live(entries(log)))


def _counting_instead(unit: Unit, one: Rejected) -> EventId | None:
    if _is_booking(one) and one.event.resident is not None:
        return _booked_since(unit.cases.get(person_of(unit, one.event.resident).id), one)
    return next((event for event in _named(one) if counts(unit, event)), None)


def _named(one: Rejected) -> Collection[EventId]:
    """What was ever recorded in its place, the newest first."""
    return [why.instead for why in reversed(one.discards) if why.instead is not None]


def _booked_since(case: Case | None, one: Rejected) -> EventId | None:
    """The first booking after one that was not taken; one that was cancelled is none."""
    made = sorted(booking.id for booking in case.bookings) if case is not None else []
    return next((EventId(later) for later in made if later > one.event.id), None)


def _is_booking(one: Rejected) -> bool:
    return isinstance(one.event.body, BookingMade)


def _done_again(unit: Unit, instead: EventId, now: datetime) -> Discard:
    return Discard(at=now, by=me(unit), reason=DiscardReason.DONE_AGAIN, instead=instead)


def _of(unit: Unit, members: Iterable[ResidentId | None], *, discarded: bool) -> list[Rejected]:
    found: list[Rejected] = []
    for who in members:
        if who is None:
            everything = unit.rejected.discarded() if discarded else unit.rejected.all()
            found += (one for one in everything if one.event.resident is None)
        elif discarded:
            found += unit.rejected.discarded_of(who)
        else:
            found += unit.rejected.of_resident(who)
    return found
