"""What a cell of a list says: names, dates, sex, areas, residency, numbers."""

import re
import unicodedata
from calendar import monthrange
from datetime import date

import msgspec

from wardtui.domain.personal_number import parse_personal_number
from wardtui.domain.roster.grid import Cell, text_of
from wardtui.domain.text import nfc, search_fold
from wardtui.domain.vocabulary import Flag, Sex

_D_LOOKALIKES = str.maketrans("ÐƉðɖ", "ĐĐđđ")
"""Eth and African D look like the Vietnamese letter and are found in real lists."""

_OLDEST = 1890


def clean_text(cell: Cell) -> str:
    """Text in composed form, without invisible signs, with the Vietnamese Đ."""
    text = unicodedata.normalize("NFC", text_of(cell)).translate(_D_LOOKALIKES)
    return "".join(c for c in text if c not in "\u200b\u200c\u200d\ufeff\u00ad")


def read_name(cell: Cell) -> str:
    """A person's name; one written in capitals is given its proper case."""
    name = clean_text(cell).strip(" .,-*")
    if name.isupper():
        name = " ".join(_capitalised(word) for word in name.split())
    return name


def _capitalised(word: str) -> str:
    # "H'HEN" is "H'Hen": an apostrophe starts a new part, as a hyphen does.
    return "".join(part.capitalize() for part in re.split(r"(['’\-])", word))


class BirthDate(msgspec.Struct, frozen=True):
    """A birth date as far as a cell gives it."""

    value: str | None
    flag: Flag | None = None


def read_birth_date(cell: Cell, personal_id: str | None, today: date) -> BirthDate:
    """Read a birth date. Two digits of a year follow the personal number, else the last century."""
    if isinstance(cell, date):
        return _checked(cell.year, cell.month, cell.day, today)
    text = clean_text(cell)
    if not text:
        return BirthDate(None, Flag.MISSING_BIRTH_DATE)
    numbers = re.findall(r"\d+", text)
    match [len(n) for n in numbers]:
        case [4]:
            return _checked(int(numbers[0]), 0, 0, today)
        case [8]:
            digits = numbers[0]
            return _checked(int(digits[4:]), int(digits[2:4]), int(digits[:2]), today)
        case [4, 1 | 2, 1 | 2]:
            year, month, day = (int(n) for n in numbers)
            return _checked(year, month, day, today)
        case [1 | 2, 1 | 2, 4, *_]:
            day, month, year = (int(n) for n in numbers[:3])
            return _checked(year, month, day, today)
        case [1 | 2, 4]:
            return _checked(int(numbers[1]), int(numbers[0]), 0, today)
        case [1 | 2, 1 | 2, 2]:
            day, month, year = (int(n) for n in numbers)
            return _checked(_century(year, personal_id, today), month, day, today)
        case _:
            return BirthDate(None, Flag.INVALID_BIRTH_DATE)


def _century(year: int, personal_id: str | None, today: date) -> int:
    number = parse_personal_number(personal_id or "")
    if number is not None and number.birth_year % 100 == year:
        return number.birth_year
    return 2000 + year if 2000 + year <= today.year else 1900 + year


def _checked(year: int, month: int, day: int, today: date) -> BirthDate:
    if not _OLDEST <= year <= today.year:
        return BirthDate(None, Flag.INVALID_BIRTH_DATE)
    if month == 0 and day == 0:
        return BirthDate(f"{year:04}")
    if not 1 <= month <= 12:
        return BirthDate(f"{year:04}", Flag.INVALID_BIRTH_DATE)
    if day == 0:
        return BirthDate(f"{year:04}-{month:02}")
    if day > monthrange(year, month)[1] or date(year, month, day) > today:
        return BirthDate(f"{year:04}", Flag.INVALID_BIRTH_DATE)
    return BirthDate(f"{year:04}-{month:02}-{day:02}")


def read_sex(cell: Cell) -> Sex | None:
    """Nam or Nữ, in the ways in which lists write them."""
    match search_fold(clean_text(cell)).strip("."):
        case "nam" | "m" | "male" | "trai":
            return Sex.MALE
        case "nu" | "f" | "female" | "gai":
            return Sex.FEMALE
        case _:
            return None


class PersonalId(msgspec.Struct, frozen=True):
    """The numbers of a person as far as a cell gives them."""

    number: str | None = None
    legacy: str | None = None
    flags: tuple[Flag, ...] = ()


def read_personal_id(cell: Cell, birth_year: int | None, sex: Sex | None) -> PersonalId:
    """Read a personal number.

    Zeros that a spreadsheet dropped are put back only when the result agrees with both birth year
    and sex. Nine digits are the number of an old card, which says nothing of its owner.
    """
    text = clean_text(cell)
    digits = re.sub(r"[\s.\-']", "", text)
    if not digits:
        return PersonalId(flags=(Flag.MISSING_PERSONAL_ID,))
    if not digits.isascii() or not digits.isdigit():
        return PersonalId(flags=(Flag.INVALID_PERSONAL_ID,))
    if len(digits) == 9 and not _agrees(digits.zfill(12), birth_year, sex):
        return PersonalId(legacy=digits, flags=(Flag.LEGACY_ID9, Flag.MISSING_PERSONAL_ID))
    if 9 <= len(digits) < 12 and _agrees(digits.zfill(12), birth_year, sex):
        return PersonalId(digits.zfill(12))
    number = parse_personal_number(digits)
    if number is None:
        return PersonalId(flags=(Flag.INVALID_PERSONAL_ID,))
    flags = []
    if birth_year is not None and number.birth_year != birth_year:
        flags.append(Flag.ID_BIRTH_YEAR_MISMATCH)
    if sex is not None and number.sex is not sex:
        flags.append(Flag.ID_SEX_MISMATCH)
    return PersonalId(digits, flags=tuple(flags))


def read_legacy_id9(cell: Cell) -> str | None:
    """The number of an old nine-digit card."""
    digits = re.sub(r"\D", "", clean_text(cell))
    return digits if len(digits) == 9 and digits.isascii() else None


def _agrees(digits: str, birth_year: int | None, sex: Sex | None) -> bool:
    number = parse_personal_number(digits)
    return (
        number is not None
        and birth_year is not None
        and sex is not None
        and number.birth_year == birth_year
        and number.sex is sex
    )


_GROUP = re.compile(
    r"^(?:to dan pho|to dp|tdp|to|khu dan cu|kdc)?\s*(?:so|:|-)?\s*0*(\d+)(?:\s*[/-].*)?$"
)
_HAMLET = re.compile(r"^(?:thôn|xóm|bản|ấp|buôn|làng)\s+(.+)$", re.IGNORECASE)


def read_area(cell: Cell) -> str | None:
    """``Tổ N`` or ``Thôn X``, however the list writes it."""
    text = clean_text(cell).strip(" .,:;")
    hamlet = _HAMLET.match(text)
    if hamlet is not None:
        name = hamlet[1].strip()
        return "Thôn " + (read_name(name) if not name.isdigit() else str(int(name)))
    group = _GROUP.match(search_fold(text))
    return f"Tổ {int(group[1])}" if group is not None else None


class Residency(msgspec.Struct, frozen=True):
    """Two facts from which the labels KT1 and KT2 derive."""

    registered_here: bool | None = None
    lives_here: bool | None = None


def read_residency(cell: Cell) -> Residency:
    """What a column about residence says."""
    text = search_fold(clean_text(cell))
    if "kt1" in text or text == "thuong tru":
        return Residency(registered_here=True, lives_here=True)
    if "kt2" in text or "di khoi" in text or "di lam xa" in text or "vang" in text:
        return Residency(registered_here=True, lives_here=False)
    if "kt3" in text or "kt4" in text or "tam tru" in text:
        return Residency(registered_here=False, lives_here=True)
    return Residency()


_YES = frozenset({"x", "1", "co", "chua", "yes", "true", "v", "✓", "✔", "chua co", "chua cap"})


def is_marked(cell: Cell) -> bool:
    """Whether a cell of a column of crosses is crossed."""
    return search_fold(clean_text(cell)).strip(".") in _YES


def read_note(cell: Cell) -> str | None:
    """A note as it stands."""
    return nfc(clean_text(cell)) or None
