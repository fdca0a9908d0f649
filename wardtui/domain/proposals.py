"""What one key can do about a flag: a value that the data themselves suggest.

A personal number never fills in a birth date or a sex: it only says that somebody has to look.
"""

from typing import Any

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.personal_number import restored
from wardtui.domain.resident import Field, field_value
from wardtui.domain.vocabulary import Flag


class Proposal(msgspec.Struct, frozen=True):
    """A value that would settle a flag."""

    field: Field
    value: Any
    """As an event carries it."""


def proposal(case: Case, flag: Flag) -> Proposal | None:
    """The value that would settle a flag, when the data suggest one."""
    record = case.resident
    doubtful = record.doubtful or {}
    if flag is Flag.INVALID_PERSONAL_ID and record.personal_id is None:
        number = restored(doubtful.get(Field.PERSONAL_ID, ""))
        return Proposal(Field.PERSONAL_ID, number) if number else None
    if flag is Flag.LIST_DIFFERS:
        return _of_the_list(case)
    return None


def listed_otherwise(case: Case) -> dict[Field, Any]:
    """What the last list says of each field in which the record differs, as an event carries it."""
    listed = next((one.record for one in case.listed if one.resident == case.id), None)
    if listed is None:
        return {}
    said = {field: field_value(listed, field) for field in Field}
    return {
        field: value
        for field, value in said.items()
        if value not in (None, []) and value != field_value(case.resident, field)
    }


def _of_the_list(case: Case) -> Proposal | None:
    """What the list says of the one field in which it differs."""
    differing = listed_otherwise(case)
    if len(differing) != 1:
        return None
    return Proposal(*differing.popitem())
