"""Telephone numbers out of cells as people write them.

A cell holds several numbers, who answers them, and other things. The digits of a cell are cut into
numbers wherever they all have a known shape; what stands beside a number says who answers.
"""

import re
import unicodedata
from typing import NamedTuple

import msgspec

from wardtui.domain.phone_numbers import Number, read_number
from wardtui.domain.resident import Phone

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ADDRESSES = re.compile(r"\S*@\S*|https?://\S*|\S*facebook\.com\S*", re.IGNORECASE)
_TRUNK_ZERO = re.compile(r"(?<=[0-9])\s*\(0\)")
_POINT_ZERO = re.compile(r"([0-9]+)\.0")
_SCIENTIFIC = re.compile(r"([0-9])[.,]([0-9]+)E\+?([0-9]{1,2})", re.IGNORECASE)
_MISTYPED = re.compile(r"(?<![^\W_])[0-9OoIl](?:[ .\-]?[0-9OoIl]){7,}(?![^\W_])")
_LETTERS = re.compile(r"(?<=[0-9])[OoIl]+|[OoIl]+(?=[0-9])|(?<=[ .\-])[OoIl]{3,}(?=[ .\-])")
_AS_DIGITS = str.maketrans("OoIl", "0011")

_RUN = re.compile(r"(?:\+\s?)?[0-9](?:[ .\-–—()]{0,3}[0-9])*")
_DIGITS = re.compile(r"[0-9]+")
_BRACKET = re.compile(r"\([^()]*\)")
_BREAK_SIGNS = "/,;|\n\r\t\\&+→"
_HIDDEN = {ord(sign): 0xE000 + ord(sign) for sign in _BREAK_SIGNS}
_SHOWN = {hidden: sign for sign, hidden in _HIDDEN.items()}
_BREAK = re.compile(rf"[{re.escape(_BREAK_SIGNS)}]|\s[-–—]+\s|[-–—]{{2,}}")
_BREAK_BETWEEN = re.compile(
    rf"{_BREAK.pattern}|(?<=\))|(?<![^\W_])(?:hoặc|và|hoac|hay|or)(?![^\W_])", re.IGNORECASE
)
_LABEL = (
    r"(?:s[đd]t|[đd]t[đd][đd]|[đd][đd]|[đd]t|số điện thoại|điện thoại|so dien thoai|dien thoai"
    r"|số đt|số máy|số|so|di động|di dong|tel|phone|mobile|liên hệ|lien he|lh"
    r"|(?:gọi|goi)(?!\s+(?:sau|trước|truoc|buổi|buoi|tối|toi|ngoài|ngoai)))\s?[0-9]?"
)
_LABEL_BEFORE = re.compile(rf"(?:{_LABEL}(?![^\W_])[\s.:\-]*)+", re.IGNORECASE)
_LABEL_BEHIND = re.compile(rf"(?:(?<![^\W_]){_LABEL}[\s.:\-]*)+$", re.IGNORECASE)
_NO_PHONE = re.compile(
    r"(?<![^\W_])(?:cccd|cmnd|cmtnd|cmt|căn cước|định danh|stk|tài khoản|mst|mã số)\W*(?:số\W*)?$",
    re.IGNORECASE,
)
_EDGES = " .,:;()[]{}-–—/|&+*\"'\t\r\n"

_PHONE_DIGITS = 7
"""Fewer digits say something else when words stand with them: an age, an hour, an extension."""
_LONGEST_CELL = 1000
_MOST_DIGITS = 300
"""What is longer is no cell of telephone numbers and is left as it is."""


class ReadPhones(msgspec.Struct, frozen=True):
    """What a cell of telephone numbers holds."""

    phones: list[Phone]
    """Every number, in order."""
    unclear: list[str]
    """Digits that are no number as they stand."""


def read_phones(cell: str) -> ReadPhones:
    """Every number in a cell, in order, with who answers it. Never fails.

    What stands beside a number ("con gái", "chị Hoa", "máy lẻ 12") is kept as who answers.
    """
    text = _cleaned(cell)
    found = _numbers(text)
    if not found:
        return ReadPhones([], _unclear(text))
    unclear: list[str] = []
    notes: list[list[str]] = [[] for _ in found]

    def tell(parts: list[str], whom: int) -> None:
        for part in parts:
            note = _note(part)
            if sum(map(str.isdecimal, part)) >= _PHONE_DIGITS or not any(map(str.isalpha, note)):
                unclear.extend(run for run in _written_runs(part) if len(run) > 1)
            elif note:
                notes[whom].append(note)

    before = _parts(text[: found[0].start])
    behind = _parts(text[found[-1].end :])
    notes_stand_before = bool(_note(" ".join(before))) and not _note(" ".join(behind))
    tell(before, 0)
    for place in range(1, len(found)):
        parts = _parts(text[found[place - 1].end : found[place].start], _BREAK_BETWEEN)
        if len(parts) == 1:
            tell(parts, place if notes_stand_before else place - 1)
        else:
            tell(parts[:-1], place - 1)
            tell(parts[-1:], place)
    tell(behind, -1)
    raw = cell.strip()
    phones = [
        Phone(
            one.number.e164,
            ", ".join(said) or None,
            raw if one.number.converted or raw != text[one.start : one.end] else None,
            one.number.converted,
        )
        for one, said in zip(found, notes, strict=True)
    ]
    return ReadPhones(phones, unclear)


class _Found(NamedTuple):
    """A number and where it stands."""

    number: Number
    start: int
    end: int


def _cleaned(cell: str) -> str:
    """The cell with the slips of keyboards and spreadsheets mended that can mean one thing only."""
    text = unicodedata.normalize("NFKC", cell[:_LONGEST_CELL]).translate(_INVISIBLE).strip()
    text = _ADDRESSES.sub(" ", text)
    text = _TRUNK_ZERO.sub(" ", text)
    point_zero = _POINT_ZERO.fullmatch(text)
    if point_zero is not None:
        text = point_zero[1]
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific is not None and len(scientific[2]) == int(scientific[3]):
        text = scientific[1] + scientific[2]
    text = _MISTYPED.sub(
        lambda run: _LETTERS.sub(lambda letters: letters[0].translate(_AS_DIGITS), run[0]), text
    )
    return _BRACKET.sub(
        lambda said: said[0] if _numbers(said[0]) else said[0].translate(_HIDDEN), text
    )


def _numbers(text: str) -> list[_Found]:
    """Every number in a text, without those that are said to be of a card or an account."""
    found: list[_Found] = []
    for run in _RUN.finditer(text):
        numbers = _cut(run)
        if numbers and not _NO_PHONE.search(text, 0, numbers[0].start):
            found += numbers
    return found


def _cut(run: re.Match[str]) -> list[_Found]:
    """Cut a run of digits into numbers so that the fewest digits are left over.

    Inside a group of digits it is cut only where all of the group becomes numbers.
    """
    places = [i for i, sign in enumerate(run[0]) if sign.isdecimal()]
    digits = "".join(run[0][i] for i in places)
    ends = {i + 1 for i, place in enumerate(places) if place + 1 not in places[i + 1 : i + 2]}
    borders = {0, *ends}
    total = len(digits)
    if total > _MOST_DIGITS:
        return []
    # For every place: what is left over from there on, restored zeros, cuts in groups, numbers.
    best: dict[int, tuple[tuple[int, int, int, int], list[tuple[int, int, Number]]]] = {
        total: ((0, 0, 0, 0), [])
    }
    for start in range(total - 1, -1, -1):
        ways = []
        if start in borders:
            end = min(end for end in ends if end > start)
            (left, restored, cuts, count), rest = best[end]
            ways.append(((left + end - start, restored, cuts, count), rest))
        for end in range(start + _PHONE_DIGITS, min(start + 17, total) + 1):
            if end not in best:
                continue
            number = read_number(
                digits[start:end],
                plus=start == 0 and "+" in run[0],
            )
            whole = start in borders and end in borders
            if number is None or not (
                whole or (number.converted != "zero_restored" and number.e164[:3] == "+84")
            ):
                continue
            (left, restored, cuts, count), rest = best[end]
            restored += number.converted == "zero_restored"
            cost = (left, restored, cuts + (end not in borders), count + 1)
            ways.append((cost, [(start, end, number), *rest]))
        if ways:
            best[start] = min(ways, key=lambda way: way[0])
    offset = run.start()
    return [
        _Found(number, offset + (places[start] if start else 0), offset + places[end - 1] + 1)
        for start, end, number in best[0][1]
    ]


def _parts(gap: str, breaks: re.Pattern[str] = _BREAK) -> list[str]:
    return breaks.split(gap)


def _note(part: str) -> str:
    """What a part says, without what only announces a number; empty when it says nothing."""
    note = part.translate(_SHOWN).strip(_EDGES)
    announced = _LABEL_BEFORE.match(note)
    if announced is not None:
        note = note[announced.end() :]
    note = " ".join(_LABEL_BEHIND.sub("", note).strip(_EDGES).split())
    return note + ")" if note.count("(") > note.count(")") else note


def _written_runs(text: str) -> list[str]:
    return [run[0].strip() for run in _RUN.finditer(text)]


def _unclear(text: str) -> list[str]:
    """The digits of a cell without any number; a cell that says "không có" or 0 has none."""
    runs = [run for run in _written_runs(text) if len(_DIGITS.sub("", run)) < len(run)]
    long = [run for run in runs if sum(map(str.isdecimal, run)) >= _PHONE_DIGITS]
    if all(digit == "0" for digit in "".join(_DIGITS.findall(text))):
        return []
    return long or [text.translate(_SHOWN)]
