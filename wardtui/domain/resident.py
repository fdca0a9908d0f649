"""The record of a resident as a list gives it."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta

from wardtui.domain.vocabulary import Flag, Need, Sex, SupportNeed

TEXT_LIMIT = 500
NAME_LIMIT = 200
AREA_LIMIT = 100
"""Characters that are stored, at most."""

Text = Annotated[str, Meta(max_length=TEXT_LIMIT)]
"""What a cell of a list holds."""

Number = Annotated[str, Meta(pattern=r"^\+[0-9]{6,15}\Z")]
"""A telephone number, E.164, for example ``+84570000123``."""


class Phone(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One telephone number."""

    number: Number
    answers: Text | None = None
    """Who answers when it is not the resident ("con gái", "chị Hoa")."""
    raw: Text | None = None
    """The cell as it stood in the list, when it was more than this number."""
    converted: str | None = None
    """``mobile_2018``, ``landline_2017`` or ``zero_restored`` when the number was changed."""


class Guardian(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The parent or guardian who acts for a child."""

    name: Text
    phone: Number | None = None


class Source(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Where in an imported file a record stood. The file's name is not kept."""

    sheet: Text
    row: int
    """Row number as a spreadsheet shows it, from 1."""


class Resident(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is known of one resident, no more than the work needs."""

    name: Annotated[str, Meta(min_length=1, max_length=NAME_LIMIT)]
    birth_date: Annotated[str, Meta(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}\Z")] | None = None
    """``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``: only as much as is known."""
    sex: Sex | None = None
    personal_id: Annotated[str, Meta(pattern=r"^[0-9]{12}\Z")] | None = None
    """Twelve digits."""
    legacy_id9: Annotated[str, Meta(pattern=r"^[0-9]{9}\Z")] | None = None
    """Number of an old nine-digit card."""
    phones: tuple[Phone, ...] = ()
    address: Text | None = None
    """The door in this ward."""
    lives_at: Text | None = None
    """Where somebody lives who is registered here and lives elsewhere."""
    area: Annotated[str, Meta(min_length=1, max_length=AREA_LIMIT)] | None = None
    """``Tổ N`` or ``Thôn X``."""
    route_no: Annotated[int, Meta(ge=1, le=99_999)] | None = None
    """Place on the walk through the area, set by hand; it goes before the order of addresses."""
    registered_here: bool | None = None
    """Residence is registered in this ward."""
    lives_here: bool | None = None
    """Actually lives in this ward. Registered and living here is what people call KT1."""
    needs: tuple[Need, ...] = ()
    support_needs: tuple[SupportNeed, ...] = ()
    guardian: Guardian | None = None
    note: Text | None = None
    flags: tuple[Flag, ...] = ()
    doubtful: dict[str, Text] | None = None
    """By field, what a cell said that could not be taken as it stands, for somebody to settle."""
    source: Source | None = None
    raw: dict[str, str] | None = None
    """The row's cells under their headings, less what must not be stored."""

    @property
    def birth_year(self) -> int | None:
        """The year of birth, when known."""
        return int(self.birth_date[:4]) if self.birth_date else None

    def age_on(self, day: date) -> int | None:
        """Completed years on ``day``; with a year only, counted from 1 January."""
        if not self.birth_date:
            return None
        parts = [int(part) for part in self.birth_date.split("-")]
        month, of_month = (*parts[1:], 1, 1)[:2]
        return day.year - parts[0] - ((day.month, day.day) < (month, of_month))


class Field(StrEnum):
    """The fields of a record that somebody can correct."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    PERSONAL_ID = "personal_id"
    LEGACY_ID9 = "legacy_id9"
    PHONES = "phones"
    ADDRESS = "address"
    LIVES_AT = "lives_at"
    AREA = "area"
    ROUTE_NO = "route_no"
    REGISTERED_HERE = "registered_here"
    LIVES_HERE = "lives_here"
    GUARDIAN = "guardian"
    NOTE = "note"


_HINTS = get_type_hints(Resident, include_extras=True)
_TYPES: dict[Field, Any] = {field: _HINTS[field.value] for field in Field}


def carried(value: Any) -> Any:
    """A value as an event carries it: JSON's own types."""
    return msgspec.json.decode(msgspec.json.encode(value))


def field_value(record: Resident, field: Field) -> Any:
    """A field of a record as an event carries it."""
    return carried(getattr(record, field.value))


def with_fields(record: Resident, values: dict[Field, Any]) -> Resident:
    """The record with other values, given as an event carries them.

    :raises msgspec.ValidationError: when a value is none of its field
    """
    typed = {field.value: msgspec.convert(value, _TYPES[field]) for field, value in values.items()}
    return msgspec.structs.replace(record, **typed)


def check_field(field: Field, value: Any) -> None:
    """Make sure that a field can hold a value, given as an event carries it.

    :raises msgspec.ValidationError: when it cannot
    """
    msgspec.convert(value, _TYPES[field])
