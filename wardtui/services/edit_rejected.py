"""Edit what the server did not take: a new event says it as it is meant and stands in its place.

An event is never changed: the one that was not taken keeps what it says, and is let go in the
commit that records the other. When it happened stays what was said at first.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

from wardtui.domain.errors import Refused
from wardtui.domain.events import (
    SAY_WHICH_SESSIONS,
    ContactLogged,
    EnrolmentRecorded,
    Event,
    EventRetracted,
    ResidentCorrected,
    ResidentFlagged,
)
from wardtui.domain.ids import EventId, ResidentId, SessionId
from wardtui.domain.session_events import (
    BookingCancelled,
    BookingMade,
    SessionChanged,
    SessionOpened,
)
from wardtui.domain.sessions import Session, sessions
from wardtui.services.find_resident import find_resident
from wardtui.services.in_its_place import (
    counts,
    logged_before,
    put_in_place,
    recorded_with,
    standing,
    standing_with,
    with_what_went_before,
)
from wardtui.services.log_contact import check_contact
from wardtui.services.outbox import AlreadyDiscarded, StandsInstead, find_rejected
from wardtui.services.person import person_of
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import Rejected, StoredEvent, entries


class CannotEdit(Refused):
    """What was recorded has no form in which it could be changed."""

    CODE = "cannot_edit"


class TakenBackSince(Refused):
    """Something else takes back what was not taken: recorded anew it would count after all."""

    CODE = "taken_back_since"


class Form(StrEnum):
    """In which form something was recorded."""

    CONTACT = "contact"
    CORRECTION = "correction"
    RESULT = "result"
    """Of an enrolment."""
    BOOKING = "booking"
    SESSION = "session"


_FORMS: dict[type, tuple[Form, tuple[type, ...]]] = {
    ResidentCorrected: (Form.CORRECTION, (ResidentFlagged,)),
    EnrolmentRecorded: (Form.RESULT, (BookingCancelled,)),
    BookingMade: (Form.BOOKING, ()),
    SessionOpened: (Form.SESSION, ()),
    SessionChanged: (Form.SESSION, ()),
}
"""By what stands first in an action: its form, and what may follow from it by itself."""


def form_of(events: Sequence[Event]) -> Form | None:
    """The form for what one action recorded; none when there is none for the whole of it."""
    bodies = [one.body for one in events]
    contacts = [body for body in bodies if isinstance(body, ContactLogged)]
    if contacts:
        retracted = sum(isinstance(body, EventRetracted) for body in bodies)
        same = all(body == contacts[0] for body in contacts)
        return Form.CONTACT if same and len(contacts) + retracted == len(bodies) else None
    form, with_it = _FORMS.get(type(bodies[0]), (None, ()))
    return form if all(isinstance(body, with_it) for body in bodies[1:]) else None


def contact_to_edit(unit: Unit, event: str) -> ContactLogged:
    """What a contact says that was not taken.

    :raises wardtui.services.outbox.UnknownRejected: when there is no such event
    :raises wardtui.services.outbox.AlreadyDiscarded: when it was let go
    :raises CannotEdit: when it is no contact
    """
    found = _to_edit(unit, event, Form.CONTACT)
    return next(one.event.body for one in found if isinstance(one.event.body, ContactLogged))


def edit_contact(unit: Unit, event: str, contact: ContactLogged, tools: Tools) -> Saved:
    """Log a contact that was not taken anew, with everybody for whom it was logged.

    What it took back, to add details, is taken back again, or let go with it.

    :raises wardtui.domain.errors.BadInput: as ``log_contact`` does
    :raises CannotEdit: when it is no contact
    :raises TakenBackSince: when something else takes it back
    """
    found = _to_edit(unit, event, Form.CONTACT)
    everything = with_what_went_before(unit, found)
    # Also what does not count now: it may be brought back.
    drafts = [
        Draft(
            resident=stored.event.resident,
            ward=stored.ward or stored.event.ward,
            body=EventRetracted(event=stored.event.id),
        )
        for stored in logged_before(unit, everything)
    ]
    people: set[ResidentId] = set()
    for one in everything:
        said = one.event
        if one in found and isinstance(said.body, ContactLogged) and said.resident is not None:
            check_contact(contact, said.occurred_at)
            case = find_resident(unit, said.resident)
            if case.id not in people:
                at = said.occurred_at
                drafts.append(Draft(resident=case.id, ward=case.ward, body=contact, occurred_at=at))
            people.add(case.id)
    saved = record(unit, drafts, tools)
    new = [one for one in saved.events if isinstance(one.body, ContactLogged)]
    by_person = {who: one.id for one in new for who in _members(unit, one.resident)}
    replaced = {
        one.event.id: by_person.get(one.event.resident or ResidentId(""), new[0].id)
        for one in everything
    }
    put_in_place(unit, replaced, everything, tools.clock.now())
    return saved


def session_to_edit(unit: Unit, event: str) -> tuple[Session | None, Session]:
    """The session that was to change, null for one that was to be opened; and how it was to be.

    :raises CannotEdit: when the session is not known here any more, or does not take place
    """
    (one,) = _to_edit(unit, event, Form.SESSION)
    said = StoredEvent(raw=one.raw, event=one.event).entry
    known = entries(unit.events.about_nobody(*sorted(SAY_WHICH_SESSIONS)))
    body = one.event.body
    which = body.session if isinstance(body, SessionChanged) else SessionId(one.event.id)
    meant = sessions([*known, said]).get(which)
    if meant is None or not meant.takes_place:
        raise CannotEdit
    return unit.sessions.get(which), meant


def record_instead(
    unit: Unit, event: str, form: Form, record_it: Callable[[Unit], Saved], tools: Tools
) -> Saved:
    """Record something in the place of what was not taken.

    :param form: in which it was filled in
    :param record_it: the use case of that form
    :raises CannotEdit: when what was not taken has another form
    :raises TakenBackSince: when something else takes it back
    """
    found = _to_edit(unit, event, form)
    saved = record_it(unit)
    replaced = dict.fromkeys((one.event.id for one in found), saved.event)
    put_in_place(unit, replaced, found, tools.clock.now())
    return saved


def _to_edit(unit: Unit, event: str, form: Form) -> list[Rejected]:
    first = find_rejected(unit, event)
    if first.discard is not None:
        raise AlreadyDiscarded
    found = standing_with(unit, first)
    if form_of([one.event for one in found]) is not form:
        raise CannotEdit
    if any(standing(unit, one) is not None for one in found):
        raise StandsInstead
    if any(_is_taken_back(unit, one) for one in found):
        raise TakenBackSince
    return found


def _is_taken_back(unit: Unit, one: Rejected) -> bool:
    """Whether a retraction names it that counts, or may do so yet."""
    if isinstance(one.event.body, EventRetracted):
        return False
    resident, which = one.event.resident, one.event.id
    if resident is None:
        log = unit.events.about_nobody(EventRetracted.TYPE)
        open_, gone = unit.rejected.all(), unit.rejected.discarded()
    else:
        log = unit.events.of_resident(resident)
        open_ = unit.rejected.of_resident(resident)
        gone = unit.rejected.discarded_of(resident)
    # Whoever takes up the details of a contact that were let go means those.
    may_count = [*open_, *(other for other in gone if _logs_anew(unit, other))]
    retractions = (entry.event for entry in entries(log) if _takes_back(entry.event, which))
    return any(counts(unit, event.id) for event in retractions) or any(
        _takes_back(other.event, which) for other in may_count
    )


def _logs_anew(unit: Unit, one: Rejected) -> bool:
    together = recorded_with(unit, one.event.action)
    return any(isinstance(other.event.body, ContactLogged) for other in together)


def _takes_back(event: Event, which: EventId) -> bool:
    return isinstance(event.body, EventRetracted) and event.body.event == which


def _members(unit: Unit, resident: ResidentId | None) -> tuple[ResidentId, ...]:
    return () if resident is None else person_of(unit, resident).members
