"""One row of a list becomes a resident's record, or is rejected with its reason."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from wardtui.domain.phones import read_phones
from wardtui.domain.resident import (
    AREA_LIMIT,
    NAME_LIMIT,
    TEXT_LIMIT,
    Guardian,
    Phone,
    Resident,
    Source,
)
from wardtui.domain.roster.cells import (
    Residency,
    clean_text,
    is_marked,
    read_area,
    read_birth_date,
    read_legacy_id9,
    read_name,
    read_note,
    read_personal_id,
    read_residency,
    read_sex,
)
from wardtui.domain.roster.columns import Layout, Meaning, find_layout
from wardtui.domain.roster.grid import Cell, Sheet, text_of
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import Flag, Need

CHILD_BEFORE = 14
"""Below this age the card is a child's (Law on Identification 26/2023, art. 19)."""

_PERSONAL = frozenset(
    {Meaning.BIRTH_DATE, Meaning.SEX, Meaning.PERSONAL_ID, Meaning.LEGACY_ID9, Meaning.PHONE}
)
"""A row with one of these is about somebody."""

_MARKS = {
    Meaning.NEEDS_ID_CARD: Need.ID_CARD,
    Meaning.NEEDS_ACCOUNT: Need.VNEID_ACCOUNT,
    Meaning.NEEDS_ACTIVATION: Need.VNEID_ACTIVATION,
}


class RowReason(StrEnum):
    """Why a row cannot be taken in."""

    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"


class RejectedRow(msgspec.Struct, frozen=True):
    """A row that was not taken in, and why."""

    sheet: str
    row: int
    column: str
    value: str
    reason: RowReason


class ReadSheet(msgspec.Struct, frozen=True):
    """What a sheet holds."""

    residents: tuple[Resident, ...]
    rejected: tuple[RejectedRow, ...]
    dropped_columns: tuple[str, ...]


def read_sheet(sheet: Sheet, today: date) -> ReadSheet | None:
    """Every resident of a sheet, or none when the sheet holds no list."""
    layout = find_layout(sheet)
    if layout is None:
        return None
    residents: list[Resident] = []
    rejected: list[RejectedRow] = []
    title = " ".join(text_of(c) for row in sheet.rows[: layout.header_row] for c in row)
    area = _title_area(sheet.name, title)
    for number, row in _data_rows(sheet, layout):
        filled = [cell for cell in row if text_of(cell)]
        if len(filled) == 1 and (section := read_area(filled[0])):
            area = section
            continue
        if not _is_record(row, layout):
            continue
        name = read_name(_cell(row, layout, Meaning.NAME))
        if not name or len(name) > NAME_LIMIT:
            heading = layout.headings[layout.column(Meaning.NAME) or 0]
            reason = RowReason.NAME_TOO_LONG if name else RowReason.NAME_MISSING
            rejected.append(RejectedRow(sheet.name, number, heading, name[:TEXT_LIMIT], reason))
            continue
        residents.append(_read(row, layout, name, area, Source(sheet.name, number), today))
    return ReadSheet(tuple(residents), tuple(rejected), layout.dropped)


def _title_area(name: str, title: str) -> str | None:
    for words in (name, *title.split("  ")):
        area = read_area(words)
        if area is not None and not words.strip().isdigit():
            return area
    return None


def _data_rows(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, Sequence[Cell]]]:
    start = layout.header_row + 1
    for index, row in enumerate(sheet.rows[start:], start=start):
        yield sheet.first_row + index, row


def _cell(row: Sequence[Cell], layout: Layout, meaning: Meaning) -> Cell:
    column = layout.column(meaning)
    return row[column] if column is not None and column < len(row) else None


def _is_record(row: Sequence[Cell], layout: Layout) -> bool:
    """Totals, signatures and rows of column numbers are no records."""
    known = {
        meaning: text_of(row[i])
        for i, meaning in layout.columns.items()
        if i < len(row) and text_of(row[i]) and meaning is not Meaning.FORBIDDEN
    }
    if all(text.strip("()").isdigit() and len(text) <= 4 for text in known.values()):
        return False  # "(1) (2) (3)" under the headings
    if search_fold(known.get(Meaning.NAME, "")).startswith(("tong", "cong ", "total")):
        return False
    if not _PERSONAL.isdisjoint(known):
        return True
    return Meaning.NAME in known and known.get(Meaning.ORDINAL, "").isdigit()


def _read(
    row: Sequence[Cell],
    layout: Layout,
    name: str,
    area: str | None,
    source: Source,
    today: date,
) -> Resident:
    def cell(meaning: Meaning) -> Cell:
        return _cell(row, layout, meaning)

    flags: list[Flag] = []
    sex = read_sex(cell(Meaning.SEX))
    id_text = "".join(c for c in clean_text(cell(Meaning.PERSONAL_ID)) if c.isdigit())
    birth = read_birth_date(cell(Meaning.BIRTH_DATE), id_text, today)
    flags += [birth.flag] if birth.flag else []
    birth_year = int(birth.value[:4]) if birth.value else None
    number = read_personal_id(cell(Meaning.PERSONAL_ID), birth_year, sex)
    flags += number.flags
    phones, phone_flags = _phones(cell(Meaning.PHONE))
    flags += phone_flags
    residency = _residency(cell(Meaning.RESIDENCY), layout, row)
    address, lives_at = _addresses(
        clean_text(cell(Meaning.ADDRESS)), clean_text(cell(Meaning.CURRENT_ADDRESS)), residency
    )
    if not address:
        flags.append(Flag.MISSING_ADDRESS)
    own_area = read_area(cell(Meaning.AREA))
    if own_area is None and (area is None or text_of(cell(Meaning.AREA))):
        flags.append(Flag.UNKNOWN_AREA)
    guardian_name = read_name(cell(Meaning.GUARDIAN))
    guardian_phones = read_phones(clean_text(cell(Meaning.GUARDIAN_PHONE))).phones
    note = read_note(cell(Meaning.NOTE))
    legacy = read_legacy_id9(cell(Meaning.LEGACY_ID9))
    resident = Resident(
        name=name,
        birth_date=birth.value,
        sex=sex,
        personal_id=number.number,
        legacy_id9=number.legacy or legacy,
        phones=phones,
        address=address or None,
        lives_at=lives_at or None,
        area=own_area or area,
        registered_here=residency.registered_here,
        lives_here=residency.lives_here,
        guardian=Guardian(guardian_name, guardian_phones[0].number if guardian_phones else None)
        if guardian_name
        else None,
        note=note,
        flags=tuple(dict.fromkeys(flags)),
        source=source,
        raw={
            layout.headings[i]: text_of(row[i])
            for i, meaning in layout.columns.items()
            if meaning is not Meaning.FORBIDDEN and i < len(row) and text_of(row[i])
        },
    )
    return _held_to_limits(
        msgspec.structs.replace(resident, needs=_needs(resident, row, layout, today))
    )


def _held_to_limits(resident: Resident) -> Resident:
    """Long texts cut to what is stored; the file itself stays with the officer."""

    def cut(text: str | None) -> str | None:
        return text[:TEXT_LIMIT] if text else None

    return msgspec.structs.replace(
        resident,
        address=cut(resident.address),
        lives_at=cut(resident.lives_at),
        area=resident.area[:AREA_LIMIT] if resident.area else None,
        note=cut(resident.note),
        phones=tuple(
            msgspec.structs.replace(phone, answers=cut(phone.answers), raw=cut(phone.raw))
            for phone in resident.phones
        ),
        guardian=resident.guardian
        and msgspec.structs.replace(resident.guardian, name=resident.guardian.name[:TEXT_LIMIT]),
        source=resident.source
        and msgspec.structs.replace(resident.source, sheet=resident.source.sheet[:TEXT_LIMIT]),
        raw=resident.raw
        and {name[:TEXT_LIMIT]: value[:TEXT_LIMIT] for name, value in resident.raw.items()},
    )


def _phones(cell: Cell) -> tuple[tuple[Phone, ...], list[Flag]]:
    read = read_phones(clean_text(cell))
    flags = []
    if read.unclear:
        flags.append(Flag.INVALID_PHONE)
    if not read.phones and not read.unclear:
        flags.append(Flag.MISSING_PHONE)
    if any(phone.converted for phone in read.phones):
        flags.append(Flag.CONVERTED_PHONE)
    return tuple({phone.number: phone for phone in read.phones}.values()), flags


def _residency(cell: Cell, layout: Layout, row: Sequence[Cell]) -> Residency:
    if text_of(cell):
        return read_residency(cell)
    registered = search_fold(clean_text(_cell(row, layout, Meaning.ADDRESS)))
    current = search_fold(clean_text(_cell(row, layout, Meaning.CURRENT_ADDRESS)))
    if registered and current == registered:
        return Residency(registered_here=True, lives_here=True)
    return Residency()


def _addresses(registered: str, current: str, residency: Residency) -> tuple[str, str]:
    """The door in this ward, and where somebody lives who lives elsewhere."""
    if residency.lives_here is False and registered:
        return registered, current if search_fold(current) != search_fold(registered) else ""
    return current or registered, ""


def _needs(
    resident: Resident, row: Sequence[Cell], layout: Layout, today: date
) -> tuple[Need, ...]:
    marked = [need for meaning, need in _MARKS.items() if is_marked(_cell(row, layout, meaning))]
    age = resident.age_on(today)
    card = Need.CHILD_CARD if age is not None and age < CHILD_BEFORE else Need.ID_CARD
    if not marked:
        return (card,)
    return tuple(card if need is Need.ID_CARD else need for need in marked)
