"""What was not taken by the server, and the ways out of it: send it again, or let it go.

What one user action recorded belongs together, and so it goes together: half of an exchange of one
booking for another, sent alone, would say something that nobody meant. None of this is ever
dropped. Neither way is an event: the server has never had what it is about, and could refuse it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.events import EventRetracted
from wardtui.domain.ids import ActionId, EventId, OfficerId, ResidentId, is_uuid
from wardtui.domain.same_person import counting, link
from wardtui.domain.session_events import BookingMade
from wardtui.services.deriving import refold
from wardtui.services.find_resident import SHORTEST
from wardtui.services.person import person_of
from wardtui.services.ports import Tools, Unit
from wardtui.services.records import Discard, DiscardReason, Rejected, StoredEvent, entries
from wardtui.services.refusals import NO_SEAT
from wardtui.services.texts import check_text

CONFLICT = "conflict"
"""The server has another event under the same id: its own stays."""


class UnknownRejected(BadInput):
    """The server has not refused an event with this id."""

    CODE = "unknown_rejected"


class AmbiguousRejected(BadInput):
    """The ids of several events end so."""

    CODE = "ambiguous_rejected"


class NotDiscarded(Refused):
    """The event needs attention; nobody has let it go."""

    CODE = "not_discarded"


class AlreadyDiscarded(Refused):
    """Somebody has let the event go."""

    CODE = "already_discarded"


class ReasonMissing(BadInput):
    """Another reason than those of the list is not said in words."""

    CODE = "discard_reason_missing"


class CannotResend(Refused):
    """The server has its own event under the id; the one of this device can never be taken."""

    CODE = "cannot_resend"


class StandsInstead(Refused):
    """What was recorded in its place counts: with both there would be two."""

    CODE = "stands_instead"


class Handled(msgspec.Struct, frozen=True):
    """What was done about an event, and about those that were recorded with it."""

    events: tuple[Rejected, ...]
    """As they were before, in the order in which they were recorded."""
    cases: tuple[Case, ...] = ()
    """Those that changed by it."""


def find_rejected(unit: Unit, text: str) -> Rejected:
    """What was not taken, by its id or the end of it.

    :raises UnknownRejected: when there is no such event
    :raises AmbiguousRejected: when there are several
    """
    wanted = text.strip().lower()
    found = [EventId(wanted)]
    if not is_uuid(wanted):
        found = unit.rejected.with_id_ending(wanted) if len(wanted) >= SHORTEST else []
    if len(found) > 1:
        raise AmbiguousRejected(event=wanted, count=len(found))
    one = unit.rejected.get(found[0]) if found else None
    if one is None:
        raise UnknownRejected(event=wanted)
    return one


def resend(unit: Unit, event: str) -> Handled:
    """Offer what was not taken once more, as it is: it counts again, and waits to be sent.

    :raises UnknownRejected: when there is no such event
    :raises CannotResend: when the server has an event of its own under the id
    :raises StandsInstead: when something else that counts was recorded in its place
    """
    first = find_rejected(unit, event)
    found = _with(unit, first)
    for one in found:
        if one.code == CONFLICT or unit.events.get(one.event.id) is not None:
            raise CannotResend
        _check_instead(unit, one)
    for one in found:
        unit.rejected.remove(one.event.id)
    unit.events.add([StoredEvent(raw=one.raw, event=one.event) for one in found], own=True)
    return Handled(tuple(found), tuple(refold(unit, _about(found))))


def discard(
    unit: Unit, event: str, reason: DiscardReason, tools: Tools, note: str | None = None
) -> Handled:
    """Let go what was not taken. It stays in the history with the reason.

    :raises UnknownRejected: when there is no such event
    :raises AlreadyDiscarded: when somebody did that before
    :raises ReasonMissing: when the reason is another one and no words say which
    :raises wardtui.services.texts.UnsuitableText: when the note speaks about the person
    """
    note = check_text(note)
    if reason is DiscardReason.OTHER and note is None:
        raise ReasonMissing
    first = find_rejected(unit, event)
    if first.discard is not None:
        raise AlreadyDiscarded
    found = _with(unit, first)
    done = Discard(at=tools.clock.now(), by=_me(unit), reason=reason, note=note)
    _let_go(unit, found, done)
    return Handled(tuple(found))


def take_up(unit: Unit, event: str, tools: Tools) -> Handled:
    """Take a discard back: the event needs attention again.

    :raises UnknownRejected: when there is no such event
    :raises NotDiscarded: when it was not let go
    :raises StandsInstead: when what was recorded in its place counts
    """
    first = find_rejected(unit, event)
    if first.discard is None:
        raise NotDiscarded
    found = _with(unit, first)
    for one in found:
        _check_instead(unit, one)
    _take_up(unit, found, tools.clock.now())
    return Handled(tuple(found))


def settle_booked_anew(unit: Unit, residents: Iterable[ResidentId], now: datetime) -> None:
    """Let go the bookings without a seat of those who were booked anew, and take that back once the
    new booking was taken back.

    Call it behind the refold, in the same commit.
    """
    for resident in dict.fromkeys(residents):
        person = person_of(unit, resident)
        counted = {entry.event.id for entry in counting(entries(person.events))}
        for one in _of(person.members, unit.rejected.discarded_of):
            instead = one.discard.instead if one.discard is not None else None
            if instead is not None and instead not in counted:
                _take_up(unit, _with(unit, one), now)
        case = unit.cases.get(person.id)
        for one in _of(person.members, unit.rejected.of_resident):
            if one.code not in NO_SEAT or not isinstance(one.event.body, BookingMade):
                continue
            later = _booked_since(case, one)
            if later is not None:
                why = DiscardReason.DONE_AGAIN
                done = Discard(at=now, by=_me(unit), reason=why, instead=later)
                _let_go(unit, _with(unit, one), done)


def settle_what_was_recorded(unit: Unit, stored: Sequence[StoredEvent], now: datetime) -> None:
    """The same for those whose bookings some events are about, or may bring back."""
    about = (
        one.event.resident
        for one in stored
        if isinstance(one.event.body, BookingMade | EventRetracted)
    )
    settle_booked_anew(unit, (one for one in about if one is not None), now)


def recorded_with(unit: Unit, action: ActionId) -> list[Rejected]:
    """What was not taken of one action, whether or not it was let go."""
    everything = (*unit.rejected.all(), *unit.rejected.discarded())
    found = (one for one in everything if one.event.action == action)
    return sorted(found, key=lambda one: one.event.device_seq)


def _with(unit: Unit, first: Rejected) -> list[Rejected]:
    """What was recorded with an event and stands as it does: let go, or not."""
    let_go = first.discard is not None
    found = recorded_with(unit, first.event.action)
    return [one for one in found if (one.discard is not None) == let_go]


def _about(found: Iterable[Rejected]) -> list[ResidentId]:
    pairs = [link(StoredEvent(raw=one.raw, event=one.event).entry) or () for one in found]
    about = [resident for pair in pairs for resident in pair]
    return [*(one.event.resident for one in found if one.event.resident is not None), *about]


def _check_instead(unit: Unit, one: Rejected) -> None:
    if one.event.resident is None or not isinstance(one.event.body, BookingMade):
        return
    if _booked_since(unit.cases.get(person_of(unit, one.event.resident).id), one) is not None:
        raise StandsInstead


def _booked_since(case: Case | None, one: Rejected) -> EventId | None:
    """The first booking after one that was not taken; one that was cancelled is none."""
    made = sorted(booking.id for booking in case.bookings) if case is not None else []
    return next((EventId(later) for later in made if later > one.event.id), None)


def _me(unit: Unit) -> OfficerId | None:
    pairing = unit.state.pairing
    return pairing.officer if pairing is not None else None


def _let_go(unit: Unit, found: Iterable[Rejected], why: Discard) -> None:
    for one in found:
        unit.rejected.keep(msgspec.structs.replace(one, discards=(*one.discards, why)))


def _take_up(unit: Unit, found: Iterable[Rejected], now: datetime) -> None:
    for one in found:
        if one.discard is not None:
            last = msgspec.structs.replace(one.discard, taken_back_at=now)
            unit.rejected.keep(msgspec.structs.replace(one, discards=(*one.discards[:-1], last)))


def _of(
    members: Iterable[ResidentId], read: Callable[[ResidentId], list[Rejected]]
) -> list[Rejected]:
    return [one for member in members for one in read(member)]
