"""One row about a person becomes a resident's record, or is rejected with its reason."""

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache

import msgspec

from wardtui.domain.neutral import names_a_people, unsuitable
from wardtui.domain.resident import AREA_LIMIT, NAME_LIMIT, TEXT_LIMIT, Resident, Source
from wardtui.domain.roster.birth_dates import BirthDate, read_birth_date
from wardtui.domain.roster.cell_text import clean_text
from wardtui.domain.roster.cells import read_mark, read_sex
from wardtui.domain.roster.columns import DROPPED, Column, Layout, Meaning, letter_of
from wardtui.domain.roster.contacts import ReadContacts
from wardtui.domain.roster.grid import Cell
from wardtui.domain.roster.left_out import LeftOut, Rewritten, fit_row
from wardtui.domain.roster.names import ReadName, split_name
from wardtui.domain.roster.need_words import Purpose
from wardtui.domain.roster.needs import CHILD_BEFORE, NeedColumns
from wardtui.domain.roster.one_row import OneRow
from wardtui.domain.roster.personal_ids import PersonalId, read_legacy_id9, read_personal_id
from wardtui.domain.roster.places import area_of_address, is_cross, read_own_area, read_place
from wardtui.domain.vocabulary import Flag, Sex, SupportNeed

_DAY_AND_MONTH = re.compile(r"\d{1,2}[/.\-]\d{1,2}")
_read_sex = lru_cache(maxsize=256)(read_sex)
_ONLY_YEAR = re.compile(r"\d{2}|\d{4}")


class RowReason(StrEnum):
    """Why a row cannot be taken in."""

    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    NAME_UNREADABLE = "name_unreadable"
    """The cell of the name holds something, and it is no name."""


class RejectedRow(msgspec.Struct, frozen=True):
    """A row that was not taken in, and why."""

    sheet: str
    row: int
    column: str
    value: str
    """The cell, less what must not be stored."""
    reason: RowReason


class Around(msgspec.Struct, frozen=True):
    """What a row gets from the sheet around it."""

    sheet: str
    today: date
    area: str | None
    """Of the section, the sheet's name or its title."""
    purpose: Purpose
    needs: NeedColumns
    head: Resident | None
    """The last head of a household in the rows above."""
    raw_titles: tuple[str | None, ...]
    """Under which name each column's cells are kept; none for what is dropped."""
    rewritten: Rewritten


class Taken(msgspec.Struct, frozen=True):
    """What came of one row."""

    resident: Resident | None
    rejected: RejectedRow | None = None
    left_out: tuple[LeftOut, ...] = ()


def raw_titles(layout: Layout) -> tuple[str | None, ...]:
    """Under which name the cells of each column are kept; each name once."""
    titles: list[str | None] = []
    for column in layout.columns:
        title = column.title[:TEXT_LIMIT]
        if unsuitable(title):
            title = column.letter
        if title in titles:
            title = f"{title[: TEXT_LIMIT - 8]} ({column.letter})"
        titles.append(None if column.meaning in DROPPED else title)
    return tuple(titles)


def take_row(row: OneRow, around: Around) -> Taken:
    """Read a row about a person."""
    cell = _name_cell(row)
    name = split_name(cell)
    if not name.name or len(name.name) > NAME_LIMIT or _is_a_label(name.name):
        return Taken(None, _rejected(row, around, name, clean_text(cell)))
    notes, left_out = _notes(row, around, name)
    raw = _raw(row, around)
    row, cells_left_out = fit_row(row, around.sheet, name.name, around.rewritten)
    doubtful: dict[str, str | None] = {}
    flags: list[Flag] = []

    sex, born = _sex_and_birth(row, doubtful)
    numbers = row.filled(Meaning.PERSONAL_ID)
    digits = "".join(filter(str.isdigit, row.text_of(numbers[0]))) if numbers else ""
    birth = _birth(born, digits, around.today)
    number = _number(row, birth, sex)
    contacts = ReadContacts(row)
    place = read_place(row)
    own_area, doubtful["area"] = read_own_area(row)
    area = own_area or around.area or area_of_address(place.address)
    flags += [birth.flag] if birth.flag else []
    flags += [*number.flags, *contacts.flags]
    if not place.address:
        flags.append(Flag.MISSING_ADDRESS)
    if own_area is None and (area is None or doubtful["area"]):
        flags.append(Flag.UNKNOWN_AREA)
    doubtful["birth_date"] = birth.doubtful
    doubtful["personal_id"] = number.doubtful
    doubtful["phones"] = contacts.doubtful
    doubtful["residency"] = place.doubtful_residency
    resident = Resident(
        name=name.name,
        birth_date=birth.value,
        sex=sex,
        personal_id=number.number,
        legacy_id9=number.legacy or read_legacy_id9(row.cell(Meaning.LEGACY_ID9)),
        address=place.address[:TEXT_LIMIT] or None,
        lives_at=place.lives_at[:TEXT_LIMIT] or None,
        area=area[:AREA_LIMIT] if area else None,
        registered_here=place.residency.registered_here,
        lives_here=place.residency.lives_here,
        support_needs=_support(row),
        note="; ".join(notes)[:TEXT_LIMIT] or None,
        flags=tuple(dict.fromkeys(flags)),
        doubtful={
            field: text[:TEXT_LIMIT]
            for field, text in doubtful.items()
            if text and not unsuitable(text)
        }
        or None,
        source=Source("" if unsuitable(around.sheet) else around.sheet[:TEXT_LIMIT], row.number),
        raw=raw,
    )
    age = resident.age_on(around.today)
    same_door = around.head is not None and around.head.address == resident.address
    contacts.find_guardian(
        age, CHILD_BEFORE, around.head if same_door and resident.address else None
    )
    child = age is not None and age < CHILD_BEFORE
    resident = msgspec.structs.replace(
        resident,
        phones=contacts.phones,
        guardian=contacts.guardian,
        needs=around.needs.needs_of(row.cells, around.purpose, child=child),
    )
    return Taken(resident, left_out=(*cells_left_out, *left_out))


def _name_cell(row: OneRow) -> Cell:
    """What stands in the cells that should hold the name."""
    cell = row.cell(Meaning.NAME)
    if cell is not None:
        return cell
    parts = row.filled(Meaning.FAMILY_NAME, Meaning.GIVEN_NAME)
    return " ".join(row.text_of(column) for column in parts)


def _is_a_label(name: str) -> bool:
    """Whether a remark on somebody stands instead of a name. One such word may be a real name."""
    words = unsuitable(name)
    return any(" " in word or word == name for word in words)


def _rejected(row: OneRow, around: Around, name: ReadName, text: str) -> RejectedRow:
    column = row.layout.name_column
    too_long = len(name.name) > NAME_LIMIT
    reason = RowReason.NAME_TOO_LONG if too_long else RowReason.NAME_UNREADABLE
    return RejectedRow(
        around.sheet,
        row.number,
        column.title if column is not None else "",
        "" if unsuitable(text) else text[:TEXT_LIMIT],
        reason if text else RowReason.NAME_MISSING,
    )


def _notes(row: OneRow, around: Around, name: ReadName) -> tuple[list[str], tuple[LeftOut, ...]]:
    """What may be kept of the remark beside the name and of the notes, and what may not."""
    said: list[tuple[Column, str]] = []
    beside = row.layout.name_column
    if name.remark and beside is not None:
        said.append((beside, name.remark))
    said += [(one, row.clean(one)) for one in row.filled(Meaning.NOTE)]
    kept: list[str] = []
    left_out: list[LeftOut] = []
    for column, note in said:
        text = around.rewritten.get((around.sheet, row.number, column.index), note)
        words = unsuitable(text)
        if not words:
            kept += [text] if text else []
            continue
        left_out.append(
            LeftOut(around.sheet, row.number, column.title, column.index, name.name, text, words)
        )
    return kept, tuple(left_out)


def _sex_and_birth(row: OneRow, doubtful: dict[str, str | None]) -> tuple[Sex | None, list[Cell]]:
    """Sex, and the cells that may hold the birth date."""
    cell = row.cell(Meaning.SEX)
    sex = _read_sex(cell)
    if cell is not None and sex is None:
        doubtful["sex"] = clean_text(cell)
    cells: list[Cell] = [row.cell_of(column) for column in row.filled(Meaning.BIRTH_DATE)]
    parts = [row.cell(m) for m in (Meaning.BIRTH_DAY, Meaning.BIRTH_MONTH, Meaning.BIRTH_YEAR)]
    if any(parts):
        texts = [clean_text(part) for part in parts if part is not None]
        whole = next((part for part in parts if isinstance(part, date)), None)
        cells.append(whole or "/".join(texts))
    by_sex = [(Sex.MALE, row.cell(Meaning.MALE)), (Sex.FEMALE, row.cell(Meaning.FEMALE))]
    filled = [(kind, cell) for kind, cell in by_sex if cell is not None]
    for kind, cell in filled:
        if not is_cross(clean_text(cell)) and clean_text(cell) != "1" and read_sex(cell) is None:
            cells.append(cell)
        if len(filled) == 1 and sex is None:
            sex = kind
    if len(filled) > 1 and sex is None:
        doubtful["sex"] = " / ".join(clean_text(cell) for _, cell in filled)
    return sex, cells


def _birth(cells: list[Cell], digits: str, today: date) -> BirthDate:
    """The first cell that gives a birth date; a day and a month may stand apart from the year."""
    if len(cells) == 2:
        day, year = (clean_text(cell) for cell in cells)
        if _DAY_AND_MONTH.fullmatch(day) and _ONLY_YEAR.fullmatch(year):
            cells = [f"{day}/{year}"]
    read = [read_birth_date(cell, digits, today) for cell in cells or [None]]
    return next((one for one in read if one.value is not None and one.flag is None), read[0])


def _number(row: OneRow, birth: BirthDate, sex: Sex | None) -> PersonalId:
    """The first column with a personal number; twelve digits under "CMND" are one too."""
    year = int(birth.value[:4]) if birth.value else None
    cells = [row.cell_of(column) for column in row.filled(Meaning.PERSONAL_ID)]
    read = [read_personal_id(cell, year, sex) for cell in cells]
    for column in row.filled(Meaning.LEGACY_ID9):
        number = read_personal_id(row.cell_of(column), year, sex)
        if number.number is not None and sum(map(str.isdigit, row.text_of(column))) >= 12:
            read.append(number)
    read = read or [read_personal_id(None, year, sex)]
    return next((one for one in read if one.number is not None), read[0])


def _support(row: OneRow) -> tuple[SupportNeed, ...]:
    cell = row.cell(Meaning.HOME_SERVICE)
    crossed = cell is not None and read_mark(cell) is True
    return (SupportNeed.HOME_SERVICE,) if crossed else ()


def _raw(row: OneRow, around: Around) -> dict[str, str]:
    """The row as it stood, less what is dropped and what must not be stored."""
    raw: dict[str, str] = {}
    columns = row.layout.columns
    titles = around.raw_titles
    for index, text in enumerate(row.texts):
        if not text:
            continue
        title = titles[index] if index < len(titles) else letter_of(index)
        if title is None or unsuitable(text):
            continue
        if (index >= len(columns) or columns[index].meaning is None) and names_a_people(text):
            continue
        raw[title] = text[:TEXT_LIMIT]
    return raw
