"""What a record's flags say: which fields they are about, and which of them its values show.

A list is flagged when it is read, for then the cells are at hand. What somebody corrects is judged
anew, by its value alone.
"""

from wardtui.domain.personal_number import parse_personal_number
from wardtui.domain.resident import Field, Resident
from wardtui.domain.vocabulary import Flag

FIELDS: dict[Flag, frozenset[Field]] = {
    Flag.MISSING_PHONE: frozenset({Field.PHONES}),
    Flag.INVALID_PHONE: frozenset({Field.PHONES}),
    Flag.CONVERTED_PHONE: frozenset({Field.PHONES}),
    Flag.MISSING_PERSONAL_ID: frozenset({Field.PERSONAL_ID}),
    Flag.INVALID_PERSONAL_ID: frozenset({Field.PERSONAL_ID}),
    Flag.LEGACY_ID9: frozenset({Field.PERSONAL_ID, Field.LEGACY_ID9}),
    Flag.ID_BIRTH_YEAR_MISMATCH: frozenset({Field.PERSONAL_ID, Field.BIRTH_DATE}),
    Flag.ID_SEX_MISMATCH: frozenset({Field.PERSONAL_ID, Field.SEX}),
    Flag.MISSING_BIRTH_DATE: frozenset({Field.BIRTH_DATE}),
    Flag.INVALID_BIRTH_DATE: frozenset({Field.BIRTH_DATE}),
    Flag.MISSING_ADDRESS: frozenset({Field.ADDRESS}),
    Flag.UNKNOWN_AREA: frozenset({Field.AREA}),
    Flag.POSSIBLE_DUPLICATE: frozenset(),
    Flag.LIST_DIFFERS: frozenset(),
}
"""The fields whose correction settles a flag; a duplicate and a list are settled otherwise."""


def shown_by(record: Resident) -> frozenset[Flag]:
    """The flags that the values of a record show by themselves."""
    number = parse_personal_number(record.personal_id or "")
    checks = {
        Flag.MISSING_PHONE: not record.phones,
        Flag.CONVERTED_PHONE: any(phone.converted for phone in record.phones),
        Flag.MISSING_PERSONAL_ID: record.personal_id is None,
        Flag.LEGACY_ID9: record.personal_id is None and record.legacy_id9 is not None,
        Flag.ID_BIRTH_YEAR_MISMATCH: number is not None
        and record.birth_year is not None
        and number.birth_year != record.birth_year,
        Flag.ID_SEX_MISMATCH: number is not None
        and record.sex is not None
        and number.sex is not record.sex,
        Flag.MISSING_BIRTH_DATE: record.birth_date is None,
        Flag.MISSING_ADDRESS: not record.address,
        Flag.UNKNOWN_AREA: record.area is None,
    }
    return frozenset(flag for flag, shown in checks.items() if shown)


def flags_after(before: frozenset[Flag], record: Resident, changed: frozenset[Field]) -> set[Flag]:
    """The flags of a record of which some fields are no longer what the list gave.

    :param before: as the list was flagged
    :param changed: the fields that somebody put right
    """
    if not changed:
        return set(before)
    kept = {flag for flag in before if FIELDS[flag].isdisjoint(changed)}
    return kept | {flag for flag in shown_by(record) if not FIELDS[flag].isdisjoint(changed)}
