"""What helps to put a fault right, as named rows: what the list said, what stands, who the twin is.

The digits of personal numbers are hidden but for those by which a card in the hand is known.
"""

from collections.abc import Iterator
from typing import Any

from wardtui.domain.case import Case
from wardtui.domain.events import ResidentMerged
from wardtui.domain.ids import short_id
from wardtui.domain.personal_number import mask_personal_number, parse_personal_number
from wardtui.domain.proposals import listed_otherwise
from wardtui.domain.quality import FIELDS
from wardtui.domain.resident import Field, field_value
from wardtui.domain.vocabulary import Flag
from wardtui.i18n import N_, ntr, tr
from wardtui.i18n.labels import label
from wardtui.services.data_quality import CONFLICT, Detail
from wardtui.services.recording import Saved
from wardtui.services.view import hide_digits
from wardtui.wording.case import Row
from wardtui.wording.faults import value_text
from wardtui.wording.history import event_text

_STANDS: dict[str, str] = {
    CONFLICT: N_("keep what stands now"),
    Flag.MISSING_PHONE: N_("has no phone"),
    Flag.INVALID_PHONE: N_("do without this number"),
    Flag.CONVERTED_PHONE: N_("the converted number is right"),
    Flag.MISSING_PERSONAL_ID: N_("has no number yet"),
    Flag.INVALID_PERSONAL_ID: N_("do without this number"),
    Flag.LEGACY_ID9: N_("has only the old card"),
    Flag.ID_BIRTH_YEAR_MISMATCH: N_("both are right as they stand"),
    Flag.ID_SEX_MISMATCH: N_("both are right as they stand"),
    Flag.MISSING_BIRTH_DATE: N_("the birth date is not known"),
    Flag.INVALID_BIRTH_DATE: N_("right as it stands"),
    Flag.MISSING_ADDRESS: N_("has no address here"),
    Flag.UNKNOWN_AREA: N_("leave it open"),
    Flag.POSSIBLE_DUPLICATE: N_("two different people"),
    Flag.LIST_DIFFERS: N_("keep what was put right"),
}
"""What it means to let each kind stand as it is."""


def cleaned_text(saved: Saved) -> str:
    """What was put right, in one line, and how to take it back."""
    event = saved.events[0]
    merged = isinstance(event.body, ResidentMerged)
    what = tr("one person now") if merged else event_text(event)
    return f"✓ {saved.case.resident.name}: {what} · " + tr("u takes it back")


_NUMBERS = frozenset({Field.PERSONAL_ID, Field.LEGACY_ID9})


def stands_text(kind: str) -> str:
    """What letting a fault stand as it is says of the resident."""
    return tr(_STANDS[kind])


def fault_rows(detail: Detail) -> list[Row]:
    """What is known about a fault, the cell of the list first."""
    kind = detail.fault.kind
    if kind == CONFLICT:
        return []
    if kind == Flag.LIST_DIFFERS:
        return list(_differing(detail.case))
    return [*_about_fields(detail.case, Flag(kind)), *_twins(detail)]


def _differing(case: Case) -> Iterator[Row]:
    for field, listed in listed_otherwise(case).items():
        now = shown_value(field, field_value(case.resident, field))
        said = shown_value(field, listed)
        yield name_of(field), tr("{now} · the list says {said}", now=now, said=said)


def _about_fields(case: Case, flag: Flag) -> Iterator[Row]:
    resident = case.resident
    said = resident.doubtful or {}
    for field in Field:
        if field not in FIELDS[flag]:
            continue
        if field in said:
            yield tr("List said"), _cell_text(field, said[field])
        value = field_value(resident, field)
        if value not in (None, []):
            yield name_of(field), _with_origin(field, value)


def _cell_text(field: Field, text: str) -> str:
    """What a cell said, and how many digits it had when they are hidden."""
    if field not in _NUMBERS:
        return f"“{text}”"
    count = sum(sign.isdigit() for sign in text)
    digits = ntr("{count} digit", "{count} digits", count)
    return f"“{hide_digits(text)}” ({digits})"


def _with_origin(field: Field, value: Any) -> str:
    """A value, and the cell from which a converted telephone number was read."""
    if field is not Field.PHONES:
        return shown_value(field, value)
    parts = []
    for phone in value:
        text = value_text(field, [phone])
        if phone.get("answers"):
            text += f" ({phone['answers']})"
        if phone.get("converted") and phone.get("raw"):
            text += " " + tr("(the list said “{cell}”)", cell=phone["raw"])
        parts.append(text)
    return ", ".join(parts)


def _twins(detail: Detail) -> Iterator[Row]:
    for twin in detail.twins:
        yield tr("Like"), f"{twin.resident.name} · {place_text(twin)}"


def name_of(field: Field) -> str:
    """A field's name as the name of a row."""
    name = label(field)
    return name[0].upper() + name[1:]


def place_text(case: Case) -> str:
    """When somebody was born, where the door is, and the end of the id."""
    resident = case.resident
    born = value_text(Field.BIRTH_DATE, resident.birth_date)
    place = ", ".join(part for part in (resident.address, resident.area) if part) or "—"
    return f"{born} · {place} · {short_id(case.id)}"


def shown_value(field: Field, value: Any, *, reveal: bool = False) -> str:
    """A field's value for the screen; of a personal number what it says about its owner."""
    text = value_text(field, value)
    if field is Field.LEGACY_ID9:
        return text if reveal else hide_digits(text)
    if field is not Field.PERSONAL_ID:
        return text
    number = parse_personal_number(text)
    if number is None:
        return text if reveal else hide_digits(text)
    shown = text if reveal else mask_personal_number(text)
    return f"{shown} ({label(number.sex)}, {number.birth_year})"


def typed_text(field: Field, value: Any) -> str:
    """A field's value as somebody would type it."""
    if value in (None, "", []):
        return ""
    match field:
        case Field.PHONES:
            return "; ".join(_typed_phone(phone) for phone in value)
        case Field.SEX:
            return "Nam" if value == "M" else "Nữ"
        case Field.GUARDIAN:
            return value_text(field, value).replace(" · ", ", ")
        case _:
            return value_text(field, value)


def _typed_phone(phone: dict[str, Any]) -> str:
    number = value_text(Field.PHONES, [phone])
    return f"{number} ({phone['answers']})" if phone.get("answers") else number


_HINTS: dict[Field, str] = {
    Field.BIRTH_DATE: N_("like 03/02/1985, or 1985 when only the year is known"),
    Field.SEX: N_("Nam or Nữ"),
    Field.PERSONAL_ID: N_("12 digits"),
    Field.LEGACY_ID9: N_("9 digits"),
    Field.PHONES: N_("several with ; between them, who answers in brackets"),
    Field.AREA: N_("like Tổ 5 or Thôn Đoài"),
    Field.REGISTERED_HERE: N_("yes or no"),
    Field.LIVES_HERE: N_("yes or no"),
    Field.GUARDIAN: N_("the name, then a comma and the phone number"),
}


def hint_text(field: Field) -> str:
    """How a field's value is typed."""
    return tr(_HINTS[field]) if field in _HINTS else ""
