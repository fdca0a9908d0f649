"""Log an attempt to reach a resident, or everybody behind one door."""

from datetime import datetime, timedelta

import msgspec

from wardtui.domain.errors import BadInput
from wardtui.domain.events import NOTE_LIMIT, ContactLogged
from wardtui.domain.ids import ResidentId
from wardtui.services.find_resident import UnknownResident
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record

CLOCK_SLACK = timedelta(minutes=5)


class NoteTooLong(BadInput):
    """A note is longer than what is kept."""

    CODE = "note_too_long"


class NotYet(BadInput):
    """Something that has happened cannot lie in the future."""

    CODE = "time_in_future"


class LogContact(msgspec.Struct, frozen=True, kw_only=True):
    """What to log."""

    resident: ResidentId
    contact: ContactLogged
    household: bool = False
    """For everybody behind the same door whose case is open."""
    at: datetime | None = None
    """When it happened; now unless said."""


def log_contact(unit: Unit, command: LogContact, tools: Tools) -> Saved:
    """Log a contact.

    :raises UnknownResident: when nobody has this id
    :raises NoteTooLong: when the note does not fit
    :raises NotYet: when it is said to have happened in the future
    """
    case = unit.cases.get(command.resident)
    if case is None:
        raise UnknownResident(resident=command.resident)
    if command.contact.note is not None and len(command.contact.note) > NOTE_LIMIT:
        raise NoteTooLong(limit=NOTE_LIMIT, length=len(command.contact.note))
    check_past(command.at, tools)
    cases = [case]
    if command.household and case.household is not None:
        cases += [
            other
            for other in unit.cases.of_household(case.household)
            if other.id != case.id and other.status.needs_action
        ]
    drafts = [
        Draft(resident=one.id, ward=one.ward, body=command.contact, occurred_at=command.at)
        for one in cases
    ]
    return record(unit, drafts, tools)


def check_past(at: datetime | None, tools: Tools) -> None:
    """Refuse a time that has not come.

    :raises NotYet: when it lies in the future
    """
    if at is not None and at > tools.clock.now() + CLOCK_SLACK:
        raise NotYet(time=at.isoformat(timespec="minutes"))
