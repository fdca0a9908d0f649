"""The value of a field as somebody types it, read by the rules by which lists are read.

A list keeps what it can and flags the rest; somebody who types is told at once instead.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from wardtui.domain.errors import BadInput
from wardtui.domain.neutral import unsuitable
from wardtui.domain.personal_number import parse_personal_number
from wardtui.domain.phones import read_phones
from wardtui.domain.resident import TEXT_LIMIT, Field, Guardian, Resident, carried, check_field
from wardtui.domain.roster.areas import read_area
from wardtui.domain.roster.birth_dates import read_birth_date
from wardtui.domain.roster.cell_text import clean_text
from wardtui.domain.roster.cells import read_sex
from wardtui.domain.roster.names import read_name
from wardtui.domain.roster.personal_ids import read_legacy_id9
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import ValueFault


class BadValue(BadInput):
    """What was typed is no value of the field. The value itself is not repeated: it is personal."""

    CODE = "bad_value"


class BadReason(BadInput):
    """What was typed as a reason cannot be kept."""

    CODE = "bad_reason"


def typed_value(field: Field, text: str, record: Resident, today: date) -> Any:
    """What somebody typed for a field, as an event carries it; nothing typed empties the field.

    :raises BadValue: when it is no value of the field; the fact ``fault`` says why
    """
    text = clean_text(text).strip()
    if not text:
        if field is Field.NAME:
            raise BadValue(field=field, fault=ValueFault.NAME)
        return [] if field is Field.PHONES else None
    value = carried(_READERS[field](text, record, today))
    try:
        check_field(field, value)
    except msgspec.ValidationError as error:
        raise BadValue(field=field, fault=ValueFault.TOO_LONG) from error
    return value


def free_text(text: str | None) -> str | None:
    """Why something was done, as somebody typed it.

    :raises BadReason: when it is too long, or speaks about the person
    """
    if text is None or not text.strip():
        return None
    text = clean_text(text)
    if len(text) > TEXT_LIMIT:
        raise BadReason(fault=ValueFault.TOO_LONG)
    if unsuitable(text):
        raise BadReason(fault=ValueFault.REMARK)
    return text


def _without_remarks(field: Field, *texts: str | None) -> None:
    """Refuse what must not be stored, wherever it was typed."""
    if any(text and unsuitable(text) for text in texts):
        raise BadValue(field=field, fault=ValueFault.REMARK)


def _name(text: str, _record: Resident, _today: date) -> str:
    name = read_name(text)
    if not name:
        raise BadValue(field=Field.NAME, fault=ValueFault.NAME)
    return name


def _birth_date(text: str, record: Resident, today: date) -> str:
    born = read_birth_date(text, record.personal_id, today)
    if born.value is None or born.flag is not None:
        raise BadValue(field=Field.BIRTH_DATE, fault=ValueFault.BIRTH_DATE)
    return born.value


def _sex(text: str, _record: Resident, _today: date) -> str:
    sex = read_sex(text)
    if sex is None:
        raise BadValue(field=Field.SEX, fault=ValueFault.SEX)
    return sex.value


def _personal_id(text: str, _record: Resident, _today: date) -> str:
    digits = "".join(c for c in text if c not in " .-")
    if parse_personal_number(digits) is None:
        raise BadValue(field=Field.PERSONAL_ID, fault=ValueFault.PERSONAL_ID)
    return digits


def _legacy_id9(text: str, _record: Resident, _today: date) -> str:
    number = read_legacy_id9(text)
    if number is None:
        raise BadValue(field=Field.LEGACY_ID9, fault=ValueFault.LEGACY_ID9)
    return number


def _phones(text: str, _record: Resident, _today: date) -> Any:
    read = read_phones(text)
    if read.unclear or not read.phones:
        raise BadValue(field=Field.PHONES, fault=ValueFault.PHONE)
    _without_remarks(Field.PHONES, *(phone.answers for phone in read.phones))
    return tuple(
        msgspec.structs.replace(phone, raw=phone.raw[:TEXT_LIMIT] if phone.raw else None)
        for phone in read.phones
    )


def _area(text: str, _record: Resident, _today: date) -> str:
    area = read_area(text)
    if area is None:
        raise BadValue(field=Field.AREA, fault=ValueFault.AREA)
    return area


def _route_no(text: str, _record: Resident, _today: date) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 99_999):
        raise BadValue(field=Field.ROUTE_NO, fault=ValueFault.NUMBER)
    return int(text)


_YES, _NO = frozenset({"co", "yes", "true", "1", "x"}), frozenset({"khong", "no", "false", "0"})


def _yes_or_no(field: Field) -> Callable[[str, Resident, date], bool]:
    def read(text: str, _record: Resident, _today: date) -> bool:
        word = search_fold(text)
        if word not in _YES | _NO:
            raise BadValue(field=field, fault=ValueFault.YES_OR_NO)
        return word in _YES

    return read


def _guardian(text: str, _record: Resident, _today: date) -> Guardian:
    """A name, and behind a comma or a semicolon the telephone number."""
    name, _, rest = text.replace(";", ",").partition(",")
    read = read_phones(rest)
    if read.unclear or (rest.strip() and not read.phones) or not read_name(name):
        raise BadValue(
            field=Field.GUARDIAN, fault=ValueFault.NAME if not rest else ValueFault.PHONE
        )
    _without_remarks(Field.GUARDIAN, text)
    return Guardian(read_name(name), read.phones[0].number if read.phones else None)


def _note(text: str, _record: Resident, _today: date) -> str:
    _without_remarks(Field.NOTE, text)
    return text


def _text(field: Field) -> Callable[[str, Resident, date], str]:
    def read(text: str, _record: Resident, _today: date) -> str:
        _without_remarks(field, text)
        return text

    return read


_READERS: dict[Field, Callable[[str, Resident, date], Any]] = {
    Field.NAME: _name,
    Field.BIRTH_DATE: _birth_date,
    Field.SEX: _sex,
    Field.PERSONAL_ID: _personal_id,
    Field.LEGACY_ID9: _legacy_id9,
    Field.PHONES: _phones,
    Field.ADDRESS: _text(Field.ADDRESS),
    Field.LIVES_AT: _text(Field.LIVES_AT),
    Field.AREA: _area,
    Field.ROUTE_NO: _route_no,
    Field.REGISTERED_HERE: _yes_or_no(Field.REGISTERED_HERE),
    Field.LIVES_HERE: _yes_or_no(Field.LIVES_HERE),
    Field.GUARDIAN: _guardian,
    Field.NOTE: _note,
}
