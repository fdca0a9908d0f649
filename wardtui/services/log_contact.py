"""Log an attempt to reach a resident, or everybody behind one door."""

from datetime import datetime, timedelta

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import ActionKind
from wardtui.services.find_resident import find_resident
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import CLOCK_SLACK, Draft, Saved, record
from wardtui.services.texts import check_text


class NotYet(BadInput):
    """Something that has happened cannot lie in the future."""

    CODE = "time_in_future"


class LongPast(BadInput):
    """What is agreed for later cannot lie before the contact."""

    CODE = "time_in_past"


class TooFarAhead(BadInput):
    """What is agreed for a time years ahead would be a way to lose somebody."""

    CODE = "time_too_far"


LONGEST_AHEAD = timedelta(days=366)
"""A case waits for what was agreed, so it cannot be agreed for longer."""


class LogContact(msgspec.Struct, frozen=True, kw_only=True):
    """What to log."""

    resident: ResidentId
    contact: ContactLogged
    others: tuple[ResidentId, ...] = ()
    """Further residents to whom the same was done, in the same action."""
    household: bool = False
    """For everybody behind the same door whose case is open."""
    at: datetime | None = None
    """When it happened; now unless said."""


def log_contact(unit: Unit, command: LogContact, tools: Tools) -> Saved:
    """Log a contact.

    :raises UnknownResident: when nobody has one of these ids
    :raises wardtui.services.texts.TextTooLong: when the note does not fit
    :raises NotYet: when it is said to have happened in the future
    :raises LongPast: when a call back or a promise lies before it
    :raises wardtui.services.texts.UnsuitableText: when it speaks about the person
    """
    case = find_resident(unit, command.resident)
    check_past(command.at, tools)
    check_contact(command.contact, command.at or tools.clock.now())
    cases = [case, *(find_resident(unit, one) for one in command.others)]
    if command.household:
        cases += others_at_door(unit, case)
    drafts = [
        Draft(resident=one.id, ward=one.ward, body=command.contact, occurred_at=command.at)
        for one in cases
    ]
    return record(unit, drafts, tools)


def check_contact(contact: ContactLogged, happened: datetime) -> None:
    """Refuse what a contact cannot say.

    :raises wardtui.services.texts.TextTooLong: when the note does not fit
    :raises wardtui.services.texts.UnsuitableText: when it speaks about the person
    :raises LongPast: when a call back or a promise lies before the contact
    :raises TooFarAhead: when one lies more than ``LONGEST_AHEAD`` behind it
    """
    check_text(contact.note)
    for agreed in (contact.call_back_at, contact.promised_for):
        if agreed is not None and agreed < happened - CLOCK_SLACK:
            raise LongPast(time=agreed)
        if agreed is not None and agreed > happened + LONGEST_AHEAD:
            raise TooFarAhead(day=f"{agreed:%d/%m/%Y}", days=LONGEST_AHEAD.days)


def others_at_door(unit: Unit, case: Case) -> list[Case]:
    """Who else lives behind the same door and is still to be reached."""
    if case.household is None:
        return []
    return [
        other
        for other in unit.cases.of_household(case.household)
        if other.id != case.id and other.status.needs_action and not _stopped(other)
    ]


def _stopped(case: Case) -> bool:
    """Somebody said that there is nobody to be visited any more."""
    action = case.next_action
    return action is not None and action.kind is ActionKind.CONFIRM_STATUS


def check_past(at: datetime | None, tools: Tools) -> None:
    """Refuse a time that has not come.

    :raises NotYet: when it lies in the future
    """
    if at is not None and at > tools.clock.now() + CLOCK_SLACK:
        raise NotYet(time=at)
