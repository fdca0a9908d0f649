"""The birth date that a cell gives, as far as it is known."""

import re
from calendar import monthrange
from datetime import date, timedelta

import msgspec

from wardtui.domain.personal_number import parse_personal_number
from wardtui.domain.resident import TEXT_LIMIT
from wardtui.domain.roster.cell_text import clean_text
from wardtui.domain.roster.grid import Cell
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import Flag

_OLDEST = 1890
_SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet's count of days."""

_FIRST_DATE_CELL = date(1906, 1, 1)
"""A date cell before this day is a small number that the spreadsheet shows as a date: 1985 is shown
as 7 June 1905. Nobody born so early is on a list."""

_NOTHING = re.compile(r"[x\W_]*|[0\W_]*|khong|khong co|ko|k|ko co|chua|chua co|n/?a|nan|null|none")
_WORDS = re.compile(
    r"\b(?:ngay,? thang,? nam sinh|ngay sinh|nam sinh|sinh ngay|sinh nam|sinh|n\.?s|s\.?n|dob|ngay)"
    r"(?:\b|(?=\d))[.:]*"
)
_TIME = re.compile(
    r"[ t]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:am|pm|sa|ch))?(?:z|[+\-]\d\d:?\d\d)?$"
)
_FRACTION = re.compile(r"(?<=^\d{4})\.0+$|(?<=^\d{5})\.0+$")
_AGE_BESIDE = re.compile(r"(?<=\d{4})\s*[(,\-]?\s*\d{1,3} tuoi\)?$")
_LUNAR = re.compile(r"\(?\b(?:am lich|lich am|al|am)\b\)?")
_MONTH_WORD = re.compile(r"[\s/.,\-]*\b(?:thang|thg|t)\.? ?(?=[\d?_.…x/*\-]|nam\b)")
_YEAR_WORD = re.compile(r"[\s/.,\-]*\bnam\b:?")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ENGLISH = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]{{0,6}}\b\.?")
_ENGLISH_FIRST = re.compile(rf"^({'|'.join(_MONTHS)})([a-z]{{0,6}}\.?) (\d{{1,2}}),? (\d{{4}})$")
_TYPED_DIGITS = re.compile(r"(?<![a-z])[ol\d]*\d[ol\d]*(?![a-z])")
_LETTERS_AS_DIGITS = str.maketrans("ol", "01")
_SEPARATORS = " /.,-–\\|"
_BETWEEN = re.compile(r"[\s/.,\-–\\|]+")
_BLANK = re.compile(r"[?_.…x*\-\s]*")
"""What stands for a part that nobody knows."""

_UNFINISHED = re.compile(r"(?<!\d)\d{1,3}(?:[?_…x*]|\.\.)[?_…x*.]*$")
"""A year whose last digits nobody knows: ``198?``, ``19..``."""

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)


_USUAL = re.compile(r"(\d\d)/(\d\d)/(\d{4})", re.ASCII)
"""As nearly every list writes it; what is no day then goes the long way."""


class BirthDate(msgspec.Struct, frozen=True):
    """A birth date as far as a cell gives it."""

    value: str | None
    """``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``."""
    flag: Flag | None = None
    doubtful: str | None = None
    """What the cell said, when the value could not be taken from it as it stands."""


class _Parts(msgspec.Struct, frozen=True):
    """Year, month and day that were written; 0 is unknown."""

    year: int
    month: int = 0
    day: int = 0
    certain: bool = True


def read_birth_date(cell: Cell, personal_id: str | None, today: date) -> BirthDate:
    """Read a birth date.

    Two digits of a year follow the personal number, else the last hundred years; a personal number
    never gives a date that the cell does not. An impossible date keeps its year. Month before day
    is read only where nothing else is possible, and somebody has to confirm it.

    Args:
        cell: Any cell.
        personal_id: Digits of the same person's personal number, as far as they are known.
        today: A birth after this day is impossible.
    """
    if isinstance(cell, date):
        return _of_date_cell(date(cell.year, cell.month, cell.day), today)
    text = clean_text(cell)
    usual = _USUAL.fullmatch(text)
    if usual is not None:
        day, month, year = map(int, usual.groups())
        value = _value(_Parts(year, month, day), today) if day and month else None
        if value is not None:
            return BirthDate(value)
    folded = _plain(text)
    if _NOTHING.fullmatch(folded):
        return BirthDate(None, Flag.MISSING_BIRTH_DATE)
    parts = _read(folded, personal_id, today)
    if parts is None:
        return BirthDate(_only_year(folded, today), Flag.INVALID_BIRTH_DATE, text[:TEXT_LIMIT])
    value = _value(parts, today)
    if value is not None and parts.certain:
        return BirthDate(value)
    if value is None and _OLDEST <= parts.year <= today.year:
        value = f"{parts.year:04}"
    return BirthDate(value, Flag.INVALID_BIRTH_DATE, text[:TEXT_LIMIT])


def _of_date_cell(day: date, today: date) -> BirthDate:
    if _FIRST_DATE_CELL <= day <= today:
        return BirthDate(day.isoformat())
    year = (day - _SERIAL_ZERO).days if day < _FIRST_DATE_CELL else day.year
    known = f"{year:04}" if _OLDEST <= year <= today.year else None
    return BirthDate(known, Flag.INVALID_BIRTH_DATE, f"{day:%d/%m/%Y}")


def _value(parts: _Parts, today: date) -> str | None:
    """The date in its stored form; none when there is no such day or it is still to come."""
    year, month, day = parts.year, parts.month, parts.day
    if not _OLDEST <= year <= today.year or not 0 <= month <= 12:
        return None
    if month == 0:
        return f"{year:04}" if day == 0 else None
    if (year, month) > (today.year, today.month):
        return None
    if day == 0:
        return f"{year:04}-{month:02}"
    if day > monthrange(year, month)[1] or date(year, month, day) > today:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _plain(text: str) -> str:
    """Folded, without the words that say that this is a birth date, and without a time of day."""
    folded = _WORDS.sub(" ", _TIME.sub("", search_fold(text)))
    return _FRACTION.sub("", folded.strip(" ,;:'`"))


def _only_year(folded: str, today: date) -> str | None:
    """The year in a text that is no date; none when an age or several years stand there."""
    if "tuoi" in folded:
        return None
    years = {year for year in _YEAR.findall(folded) if _OLDEST <= int(year) <= today.year}
    return years.pop() if len(years) == 1 else None


def _read(folded: str, personal_id: str | None, today: date) -> _Parts | None:
    """What was written, possible or not; none when it is no date."""
    lunar = _LUNAR.search(folded) is not None
    text = _AGE_BESIDE.sub("", _LUNAR.sub(" ", folded)).strip()
    fields = None if _UNFINISHED.search(text) else _fields(_in_digits(text))
    parts = _of_fields(fields, personal_id, today) if fields else None
    if parts is not None and lunar:
        return _Parts(parts.year, certain=False)
    return parts


def _in_digits(text: str) -> str:
    """Months as numbers, letters typed for digits as digits, words between them as slashes."""
    text = _ENGLISH_FIRST.sub(r"\3 \1\2 \4", text)
    text = _ENGLISH.sub(lambda match: f" {_MONTHS.index(match[1]) + 1} ", text)
    text = _TYPED_DIGITS.sub(lambda match: match[0].translate(_LETTERS_AS_DIGITS), text)
    return _YEAR_WORD.sub("/", _MONTH_WORD.sub("/", text))


def _fields(text: str) -> list[str] | None:
    """The numbers between separators; an empty text is a part that is not known."""
    split_at_slashes = text.split("/")
    if len(split_at_slashes) in (2, 3) and (fields := _numbers(split_at_slashes)):
        return fields
    return _numbers(_BETWEEN.split(text.strip(_SEPARATORS)))


def _numbers(pieces: list[str]) -> list[str] | None:
    fields = ["" if _BLANK.fullmatch(piece) else piece.strip() for piece in pieces]
    if all(not field or (field.isascii() and field.isdigit()) for field in fields):
        return fields
    return None


def _of_fields(fields: list[str], personal_id: str | None, today: date) -> _Parts | None:
    match fields, [len(field) for field in fields]:
        case [digits], _:
            return _of_one_number(digits, personal_id, today)
        case [month, year], [0 | 1 | 2, 4]:
            return _Parts(int(year), _number(month))
        case [year, month], [4, 0 | 1 | 2]:
            return _Parts(int(year), _number(month))
        case [month, year], [1 | 2, 2] if int(year) > 31:  # no day, so a year
            return _Parts(_century(int(year), int(month), 0, personal_id, today), int(month))
        case [day, month, year], [0 | 1 | 2, 0 | 1 | 2, 4]:
            return _day_first(_number(day), _number(month), int(year))
        case [year, month, day], [4, 0 | 1 | 2, 0 | 1 | 2]:
            return _Parts(int(year), _number(month), _number(day))
        case [day, month, year], [0 | 1 | 2, 0 | 1 | 2, 2]:
            century = _century(int(year), _number(month), _number(day), personal_id, today)
            return _day_first(_number(day), _number(month), century)
        case _:
            return None


def _number(field: str) -> int:
    return int(field or "0")


def _day_first(day: int, month: int, year: int) -> _Parts:
    if 1 <= day <= 12 < month <= 31:
        return _Parts(year, day, month, certain=False)
    return _Parts(year, month, day)


def _of_one_number(digits: str, personal_id: str | None, today: date) -> _Parts | None:
    """A year, a date without separators, or a spreadsheet's count of days."""
    match len(digits):
        case 2:  # a year or an age: a year only when the personal number says the same
            year = _year_of(personal_id, int(digits))
            return _Parts(year) if year else None
        case 4:
            return _Parts(int(digits))
        case 5 if digits[:2] not in ("19", "20"):  # those may be a year with a digit too many
            day = _SERIAL_ZERO + timedelta(int(digits))
            return _Parts(day.year, day.month, day.day)
        case 6:
            return _of_six_digits(digits, personal_id, today)
        case 7 | 8:
            digits = digits.zfill(8)
            if not _OLDEST <= int(digits[4:]) <= today.year:
                return _Parts(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
            return _day_first(int(digits[:2]), int(digits[2:4]), int(digits[4:]))
        case _:
            return None


def _of_six_digits(digits: str, personal_id: str | None, today: date) -> _Parts | None:
    """``030285``, ``021985`` or ``198502``: read only when one of the three alone is possible."""
    day, month, short = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    readings = (
        _Parts(_century(short, month, day, personal_id, today), month, day),
        _Parts(int(digits[2:]), day),
        _Parts(int(digits[:4]), short),
    )
    possible = [parts for parts in readings if parts.month and _value(parts, today)]
    return possible[0] if len(possible) == 1 else None


def _century(year: int, month: int, day: int, personal_id: str | None, today: date) -> int:
    known = _year_of(personal_id, year)
    if known is not None:
        return known
    born = (2000 + year, month, day)
    return born[0] if born <= (today.year, today.month, today.day) else 1900 + year


def _year_of(personal_id: str | None, short: int) -> int | None:
    number = parse_personal_number(personal_id or "")
    return number.birth_year if number is not None and number.birth_year % 100 == short else None
