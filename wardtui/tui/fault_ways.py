"""What can be done about a fault: the values to choose from, and the fields to type anew."""

from typing import Any

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.proposals import listed_otherwise
from wardtui.domain.quality import FIELDS
from wardtui.domain.resident import Field, field_value
from wardtui.domain.vocabulary import Flag
from wardtui.services.data_quality import CONFLICT, Detail

_TYPED: dict[Flag, tuple[Field, ...]] = {
    Flag.LEGACY_ID9: (Field.PERSONAL_ID, Field.LEGACY_ID9),
    Flag.ID_BIRTH_YEAR_MISMATCH: (Field.BIRTH_DATE, Field.PERSONAL_ID),
    Flag.ID_SEX_MISMATCH: (Field.SEX, Field.PERSONAL_ID),
}
"""Fields of the flags that are about two, the one that is wrong more often first."""


class Choice(msgspec.Struct, frozen=True):
    """A value that one key gives a field."""

    field: Field
    value: Any
    """As an event carries it."""
    stands: bool
    """It is what the record says now."""


def choices(detail: Detail) -> list[Choice]:
    """Values between which somebody has to choose; none when there is a proposal or nothing."""
    case = detail.case
    if detail.fault.kind == CONFLICT:
        found = [
            Choice(one.field, version.value, version.value == _now(case, one.field))
            for one in case.conflicts
            for version in one.versions
        ]
    elif detail.fault.kind == Flag.LIST_DIFFERS:
        found = []
        differing = listed_otherwise(case)
        if len(differing) > 1:
            for field, value in differing.items():
                found += [Choice(field, _now(case, field), True), Choice(field, value, False)]
    else:
        return []
    return _each_once(found)


def _each_once(found: list[Choice]) -> list[Choice]:
    """Two devices may have given a field the same value."""
    return [one for place, one in enumerate(found) if one not in found[:place]]


def _now(case: Case, field: Field) -> Any:
    return field_value(case.resident, field)


def typed_fields(detail: Detail) -> tuple[Field, ...]:
    """The fields whose right value somebody may type, the likeliest first."""
    kind = detail.fault.kind
    if kind == CONFLICT:
        return tuple(one.field for one in detail.case.conflicts)
    if kind == Flag.LIST_DIFFERS:
        return tuple(listed_otherwise(detail.case))
    flag = Flag(kind)
    return _TYPED.get(flag, tuple(FIELDS[flag]))
