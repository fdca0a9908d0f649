"""A case in words, as named rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from wardtui.domain.case import Case, Why
from wardtui.domain.events import Event
from wardtui.domain.ids import EventId, OfficerId, short_id
from wardtui.domain.moments import local_day
from wardtui.domain.resident import Phone, Resident
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import day_text, moment
from wardtui.i18n.labels import label
from wardtui.services.records import StoredEvent
from wardtui.wording.cards import action_text, card_rows
from wardtui.wording.faults import ask_text
from wardtui.wording.history import short_event_text
from wardtui.wording.phones import phone_text
from wardtui.wording.sessions import booking_text
from wardtui.wording.timeline import NO_NAMES

Row = tuple[str, str]
"""What it is, and what it is in this case."""


def next_rows(
    case: Case,
    now: datetime,
    history: Sequence[StoredEvent] = (),
    names: Mapping[OfficerId, str] = NO_NAMES,
) -> list[Row]:
    """What has to happen next, by when, whose it is, and why; or that nothing has to.

    :param history: in which the facts stand that led to it
    :param names: of the officers who are known
    """
    events = {stored.event.id: stored.event for stored in history}
    why = {one.what: _why(one, events, now) for one in case.why}
    action = case.next_action
    if action is None:
        first = [(tr("Next"), label(case.status)), (tr("because"), why["status"])]
        return [*first, *booking_rows(case, now)]
    overdue = tr("overdue")
    late = f"  ! {overdue}" if action.due < now else ""
    return [
        (tr("Next"), f"{action_text(case, now)} · {moment(action.due, now)}{late}"),
        (tr("because"), why["next_action"]),
        (tr("Whose"), owner_text(action.owner, names)),
        *booking_rows(case, now),
    ]


def booking_rows(case: Case, now: datetime) -> list[Row]:
    """Where somebody is expected or waits, and how far a service at their place has come."""
    live = sorted((one for one in case.bookings if one.is_live), key=lambda one: one.at)
    rows = [(tr("Appointment"), booking_text(one, now)) for one in live]
    if case.home_service is not None:
        rows.append((tr("At home"), label(case.home_service)))
    return rows


def _why(why: Why, events: Mapping[EventId, Event], now: datetime) -> str:
    """The rule, and the facts that fired it."""
    facts = [events[one] for one in why.events if one in events]
    if not facts:
        return label(why.rule)
    told = ", ".join(f"{short_event_text(one)} {day_text(one.effective_at, now)}" for one in facts)
    return f"{label(why.rule)} ({told})"


def owner_text(owner: str, names: Mapping[OfficerId, str] = NO_NAMES) -> str:
    """Whose a next action is."""
    level = owner.removeprefix("level:")
    if level != owner:
        return tr("level {level}, nobody in particular", level=level)
    return names.get(OfficerId(owner)) or short_id(owner)


def record_rows(case: Case, resident: Resident, now: datetime) -> list[Row]:
    """What is known, the most useful first; what is not known has no row.

    :param resident: the record of the case, masked or not
    """
    level = tr("level {level}", level=case.level)
    rows: list[tuple[str, str | None]] = [
        (tr("Needs"), " · ".join(label(need) for need in case.unmet)),
        (tr("Status"), f"{label(case.status)} · {level}"),
        (tr("Ask"), ask_text(case.flags)),
    ]
    rows += card_rows(case, now)
    rows += [(tr("Phone"), _phone(phone)) for phone in resident.phones]
    rows += [
        (tr("Address"), _address(resident)),
        (tr("Born"), _born(resident, now)),
        (tr("Number"), resident.personal_id),
        (tr("Guardian"), _guardian(resident)),
        (tr("Residence"), _residence(resident)),
        (tr("Tried"), tried_text(case)),
        (tr("Reasons"), " · ".join(label(reason) for reason in case.reasons)),
        (tr("Support"), " · ".join(label(need) for need in case.support_needs)),
        (tr("To correct"), " · ".join(label(flag) for flag in case.flags)),
        (tr("Note"), resident.note),
    ]
    return [(name, value) for name, value in rows if value]


def household_row(others: Sequence[Case]) -> list[Row]:
    """Who else lives behind the same door."""
    if not others:
        return []
    names = ", ".join(f"{one.resident.name} ({short_id(one.id)})" for one in others)
    return [(tr("Same door"), names)]


def _phone(phone: Phone) -> str:
    number = phone_text(phone.number)
    return number + (f" ({phone.answers})" if phone.answers else "")


def _address(resident: Resident) -> str:
    place = ", ".join(part for part in (resident.address, resident.area) if part)
    if resident.lives_at:
        place += " · " + tr("now at: {place}", place=resident.lives_at)
    return place


def _born(resident: Resident, now: datetime) -> str | None:
    if not resident.birth_date:
        return None
    written = "/".join(reversed(resident.birth_date.split("-")))
    age = tr("{age} years", age=resident.age_on(local_day(now)))
    sex = f" · {label(resident.sex)}" if resident.sex else ""
    return f"{written} ({age}){sex}"


def _guardian(resident: Resident) -> str | None:
    guardian = resident.guardian
    if guardian is None:
        return None
    reach = f" · {_phone(Phone(guardian.phone))}" if guardian.phone else ""
    return guardian.name + reach


def _residence(resident: Resident) -> str | None:
    match (resident.registered_here, resident.lives_here):
        case (True, True):
            return tr("registered and living here (KT1)")
        case (True, False):
            return tr("registered here, living elsewhere (KT2)")
        case (False, True):
            return tr("living here, registered elsewhere")
        case _:
            return None


def tried_text(case: Case) -> str:
    """How often somebody tried on each channel, and at what times of the day."""
    tries = case.attempts
    if not tries.total:
        return tr("not yet")
    counts = (
        (tries.call, ntr("{count} call", "{count} calls", tries.call)),
        (tries.visit, ntr("{count} visit", "{count} visits", tries.visit)),
        (tries.letter, ntr("{count} letter", "{count} letters", tries.letter)),
        (tries.message, ntr("{count} message", "{count} messages", tries.message)),
    )
    slots = ", ".join(label(slot) for slot in case.slots)
    return " · ".join(text for count, text in counts if count) + f" ({slots})"
