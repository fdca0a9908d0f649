"""Put a field of a resident's record right."""

from typing import Any

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.errors import Refused
from wardtui.domain.events import ResidentCorrected, ResidentFlagged
from wardtui.domain.ids import ResidentId
from wardtui.domain.record import sources
from wardtui.domain.resident import Field, field_value
from wardtui.domain.same_person import counting
from wardtui.domain.vocabulary import Flag
from wardtui.services.find_resident import find_resident
from wardtui.services.person import person_of
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record


class AlreadySo(Refused):
    """The record says this already, and nothing speaks against it."""

    CODE = "already_so"


class CorrectRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What to put right."""

    resident: ResidentId
    field: Field
    value: Any
    """As an event carries it (``wardtui.domain.resident.field_value``)."""
    why: str | None = None


def correct_record(unit: Unit, command: CorrectRecord, tools: Tools) -> Saved:
    """Record what is right. It also settles what people or lists say differently of the field.

    A personal number that somebody else has flags both as possible duplicates.

    :raises UnknownResident: when nobody has this id
    :raises AlreadySo: when the record says so and nothing differs
    """
    case = find_resident(unit, command.resident)
    draft = correction(unit, case, command.field, command.value, command.why)
    settled = (
        field_value(case.resident, command.field) == command.value
        and Flag.LIST_DIFFERS not in case.flags
        and all(conflict.field is not command.field for conflict in case.conflicts)
    )
    if settled:
        raise AlreadySo(field=command.field)
    drafts = [draft]
    if command.field is Field.PERSONAL_ID and command.value is not None:
        for other in unit.cases.with_number(command.value):
            if other.id != case.id:
                drafts += may_be_the_same(case, other)
    return record(unit, drafts, tools)


def correction(unit: Unit, case: Case, field: Field, value: Any, why: str | None = None) -> Draft:
    """The event that gives a field a value."""
    log = [event.entry for event in person_of(unit, case.id).events]
    body = ResidentCorrected(
        field=field,
        old=field_value(case.resident, field),
        new=value,
        replaces=sources(counting(log), field),
        why=why,
    )
    return Draft(resident=case.id, ward=case.ward, body=body)


def may_be_the_same(one: Case, other: Case) -> list[Draft]:
    """The events that flag two cases as each other's possible duplicates."""
    return [
        Draft(
            resident=flagged.id,
            ward=flagged.ward,
            body=ResidentFlagged(flag=Flag.POSSIBLE_DUPLICATE, of=of.id),
        )
        for flagged, of in ((one, other), (other, one))
        if of.id not in flagged.duplicate_of
    ]
