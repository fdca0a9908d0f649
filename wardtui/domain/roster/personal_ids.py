"""The numbers of a person that a cell gives: the personal number and that of an old card."""

import re
from collections.abc import Iterator

import msgspec

from wardtui.domain.personal_number import parse_personal_number, restored
from wardtui.domain.resident import TEXT_LIMIT
from wardtui.domain.roster.cell_text import clean_text
from wardtui.domain.roster.grid import Cell
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import Flag, Sex

_FULL, _OLD = 12, 9
"""Digits of a personal number and of an old card's number."""

_NOTHING = frozenset(
    "x,k,ko,khong,khong co,ko co,k co,chua,chua co,chua cap,chua lam,chua duoc cap,chua co so"
    ",khong ro,chua ro,n/a,na,nil,null,none,#n/a,nan,trong".split(",")
)
"""Folded words that say that there is no number."""

_ISSUED = re.compile(r"(?<![\d.\-/])\d{1,2}([/.\-])\d{1,2}\1(?:19|20)\d\d(?!\d)", re.ASCII)
"""The date of issue beside a number."""

_SCIENTIFIC = re.compile(r"(?<![\d.,])(\d)[.,](\d+)e\+?(\d{1,3})(?!\d)", re.ASCII | re.IGNORECASE)
_FRACTION = re.compile(r"(?<=\d{8})[.,]0{1,2}(?!\d)", re.ASCII)
_THOUSANDS = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3}){2,3}(?![\d,])", re.ASCII)
_TYPED_DIGITS = re.compile(r"(?<![^\W_])[0-9OoIl|]{12}(?![^\W_])")
_LETTERS_AS_DIGITS = str.maketrans("OoIl|", "00111")
_REAL_DIGITS = 4
"""With fewer real digits than this, twelve signs are no number."""

_RUN = re.compile(r"\d(?:[ .\-–'’‘`´_]*\d)*", re.ASCII)
_BREAKS = re.compile(r"\D+", re.ASCII)
_OLD_CARD = re.compile(r"\b(?:cmnd|cmtnd|cmt|chung minh(?: thu| nhan dan)?)\b")


class PersonalId(msgspec.Struct, frozen=True):
    """The numbers of a person as far as a cell gives them."""

    number: str | None = None
    """Twelve digits."""
    legacy: str | None = None
    """Nine digits, of an old card."""
    flags: tuple[Flag, ...] = ()
    doubtful: str | None = None
    """What the cell said, when no number could be taken from it with certainty."""


def read_personal_id(cell: Cell, birth_year: int | None, sex: Sex | None) -> PersonalId:
    """Read a cell of personal numbers.

    Zeros that a spreadsheet dropped are put back only when the result agrees with both birth year
    and sex. Nine digits are else the number of an old card, which says nothing of its owner. Of
    several personal numbers the one that agrees with both is taken; never one at random.
    """
    text = clean_text(cell)
    doubtful = text[:TEXT_LIMIT]
    if not any(c in "123456789" for c in text):
        said = doubtful if _says_something(text) else None
        return PersonalId(flags=(Flag.MISSING_PERSONAL_ID,), doubtful=said)
    found = tuple(dict.fromkeys(_numbers(text)))
    old = [digits for digits in found if len(digits) == _OLD]
    number = _the_number(
        found, birth_year, sex, old_card=not text.isdigit() and _names_old_card(text)
    )
    legacy = old[0] if len(old) == 1 and restored(old[0]) != number else None
    if number is not None and len(set(number)) > 1:  # one digit throughout stands for none
        return PersonalId(number, legacy, _mismatches(number, birth_year, sex))
    if found == (legacy,):
        return PersonalId(None, legacy, (Flag.LEGACY_ID9, Flag.MISSING_PERSONAL_ID))
    return PersonalId(None, legacy, (Flag.INVALID_PERSONAL_ID,), doubtful)


def read_legacy_id9(cell: Cell) -> str | None:
    """The number of an old nine-digit card; eight digits are not guessed at."""
    old = {digits for digits in _numbers(clean_text(cell)) if len(digits) == _OLD}
    return old.pop() if len(old) == 1 else None


def _says_something(text: str) -> bool:
    folded = search_fold(text)
    return folded.strip(" .:") not in _NOTHING and any(c.isalpha() for c in folded)


def _names_old_card(text: str) -> bool:
    return _OLD_CARD.search(search_fold(text)) is not None


def _the_number(
    found: tuple[str, ...], birth_year: int | None, sex: Sex | None, *, old_card: bool
) -> str | None:
    full = [digits for digits in found if len(digits) == _FULL]
    if len(full) == 1:
        return full[0]
    if not full and len(found) == 1 and not (old_card and len(found[0]) == _OLD):
        full = [number for digits in found if (number := restored(digits))]
    agreeing = [digits for digits in full if _agrees(digits, birth_year, sex)]
    return agreeing[0] if len(agreeing) == 1 else None


def _agrees(digits: str, birth_year: int | None, sex: Sex | None) -> bool:
    number = parse_personal_number(digits)
    return number is not None and number.birth_year == birth_year and number.sex is sex


def _mismatches(digits: str, birth_year: int | None, sex: Sex | None) -> tuple[Flag, ...]:
    number = parse_personal_number(digits)
    if number is None:
        return ()
    flags = []
    if birth_year is not None and number.birth_year != birth_year:
        flags.append(Flag.ID_BIRTH_YEAR_MISMATCH)
    if sex is not None and number.sex is not sex:
        flags.append(Flag.ID_SEX_MISMATCH)
    return tuple(flags)


def _numbers(text: str) -> Iterator[str]:
    """Every run of 9 digits and more. Shorter ones are dates, years and serials beside it."""
    if len(text) >= _OLD and text.isascii() and text.isdigit():
        yield text
        return
    text = _ISSUED.sub(" / ", text)
    text = _FRACTION.sub("", _SCIENTIFIC.sub(_written_out, text))
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    text = _TYPED_DIGITS.sub(_as_digits, text)
    for run in _RUN.findall(text):
        digits = _BREAKS.sub("", run)
        pieces = _BREAKS.split(run)
        if len(digits) > _FULL and any(len(piece) in (_OLD, _FULL) for piece in pieces):
            yield from (piece for piece in pieces if len(piece) >= _OLD)
        elif len(digits) >= _OLD:
            yield digits


def _written_out(match: re.Match[str]) -> str:
    """``1.198000001E+09`` in full; digits that were rounded away cannot come back."""
    digits = match[1] + match[2]
    return digits if len(digits) == int(match[3]) + 1 else " ? "


def _as_digits(match: re.Match[str]) -> str:
    if sum(c.isdigit() for c in match[0]) < _REAL_DIGITS:
        return match[0]
    return match[0].translate(_LETTERS_AS_DIGITS)
