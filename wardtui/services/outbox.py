"""What was not taken by the server, and the ways out of it: send it again, or let it go.

What one user action recorded belongs together, and so it goes together: half of an exchange of one
booking for another, sent alone, would say something that nobody meant. None of this is ever
dropped. Neither way is an event: the server has never had what it is about, and could refuse it.
"""

from collections.abc import Iterable, Sequence

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.events import ContactLogged, EventRetracted
from wardtui.domain.ids import EventId, ResidentId, is_uuid
from wardtui.domain.same_person import link
from wardtui.services.deriving import refold
from wardtui.services.find_resident import SHORTEST
from wardtui.services.in_its_place import (
    counts,
    let_go,
    logged_before,
    me,
    standing,
    standing_with,
    take_back,
    taken_back,
    with_what_went_before,
)
from wardtui.services.ports import Tools, Unit
from wardtui.services.records import Discard, DiscardReason, Rejected, StoredEvent
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
    """What was recorded in its place counts, or may yet: with both there would be two."""

    CODE = "stands_instead"


class RecordedAnewBefore(Refused):
    """What was recorded in its place was taken back; brought back, it would count beside it."""

    CODE = "recorded_anew_before"


class LoggedOtherwise(Refused):
    """The contact to which details were added counts in a form that they do not take back."""

    CODE = "logged_otherwise"


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

    Details of a contact go with what they were added to: without that they would stand beside it.

    :raises UnknownRejected: when there is no such event
    :raises CannotResend: when the server has an event of its own under the id
    :raises StandsInstead: when what was recorded in its place counts, or may yet
    :raises RecordedAnewBefore: when what was recorded in its place was taken back
    :raises LoggedOtherwise: when what details were added to counts otherwise than it did then
    """
    first = find_rejected(unit, event)
    found = with_what_went_before(unit, standing_with(unit, first))
    for one in found:
        if one.code == CONFLICT or unit.events.get(one.event.id) is not None:
            raise CannotResend
        _check_instead(unit, one)
        if taken_back(unit, one):
            raise RecordedAnewBefore
    _check_logged_before(unit, found)
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
    found = standing_with(unit, first)
    done = Discard(at=tools.clock.now(), by=me(unit), reason=reason, note=note)
    for one in found:
        let_go(unit, one, done)
    return Handled(tuple(found))


def take_up(unit: Unit, event: str, tools: Tools) -> Handled:
    """Take a discard back: the event needs attention again.

    :raises UnknownRejected: when there is no such event
    :raises NotDiscarded: when it was not let go
    :raises StandsInstead: when what was recorded in its place counts, or may yet
    """
    first = find_rejected(unit, event)
    if first.discard is None:
        raise NotDiscarded
    found = standing_with(unit, first)
    for one in found:
        _check_instead(unit, one)
    take_back(unit, found, tools.clock.now())
    return Handled(tuple(found))


def _about(found: Iterable[Rejected]) -> list[ResidentId]:
    pairs = [link(StoredEvent(raw=one.raw, event=one.event).entry) or () for one in found]
    about = [resident for pair in pairs for resident in pair]
    return [*(one.event.resident for one in found if one.event.resident is not None), *about]


def _check_logged_before(unit: Unit, found: Sequence[Rejected]) -> None:
    bodies = [one.event.body for one in found]
    if not any(isinstance(body, ContactLogged) for body in bodies):
        return
    takes_back = {body.event for body in bodies if isinstance(body, EventRetracted)}
    for stored in logged_before(unit, found):
        if stored.event.id not in takes_back and counts(unit, stored.event.id):
            raise LoggedOtherwise


def _check_instead(unit: Unit, one: Rejected) -> None:
    if standing(unit, one) is not None:
        raise StandsInstead
