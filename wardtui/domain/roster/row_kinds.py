"""Which rows below a heading are about a person."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from wardtui.domain.roster.areas import read_area
from wardtui.domain.roster.cells import read_sex
from wardtui.domain.roster.columns import DROPPED, Layout, Meaning
from wardtui.domain.roster.headings import folded_words
from wardtui.domain.roster.layout import is_numbering


class RowKind(StrEnum):
    """What a row is."""

    EMPTY = "empty"
    NUMBERING = "numbering"
    TOTAL = "total"
    SIGNATURE = "signature"
    TEXT = "text"
    """A section, a household, a remark."""
    RECORD = "record"
    """About a person, well or badly."""


_DASHES = re.compile(r"[\s\-–—_.…·*/\\|=~]+")
_TOTAL = re.compile(
    r"(?:[IVX\d]+[.)]\s*)?(?:tổng(?:\s|$|:)|cộng(?:\s|$|:)|(?:tong|cong)\s*(?:so|cong|:|$)|t\.?cộng"
    r"|total\b|grand total)",
    re.IGNORECASE,
)
_CERTAIN_TOTAL = re.compile(r"(tong cong|tong so|tong|cong|total)( \d+.*)?|tong (so|cong) .*")
_SIGNATURE = re.compile(
    r"^.{0,30}ngay( \d{1,2}| )? ?thang( \d{1,2}| )? ?nam|^(nguoi lap|truong cong an|pho truong"
    r"|truong ca|chi huy|xac nhan|noi nhan|kt truong|tm ubnd|tm |tl |thu truong"
    r"|can bo (lap|tong|cskv|khu|phu)|canh sat khu vuc|cskv$|to truong|truong thon|ky (ten|ghi|va)"
    r"|nguoi (tong hop|thong ke|bao cao|kiem tra|phe duyet)|luu (vt|ho so|ca)|nhu tren"
    r"|dai dien (to|cong an|ubnd)|lanh dao|duyet$"
    r"|giam doc|chu tich|cong an (phuong|xa|thi tran)|(trung|thieu|dai) (ta|uy)|thuong (ta|uy))\b"
)
_HOUSEHOLD = re.compile(
    r"(?:[\divx]+\s*[.)/\-]?\s*)?(?:hộ|chủ hộ)\b(?! (?:văn|thị)\b)", re.IGNORECASE
)
_TITLE = re.compile(r"^([ivx\d]+ )?(danh sach|ds|muc|nhom|ghi chu|luu y|phu luc)\b")
_PART = re.compile(r"(?:[ivx\d]+[ .)]+)?phần\b|phan (?:[ivx\d]+|[a-h])\b", re.IGNORECASE)
"""Of a list. Phan is a family name."""
_PLACE = re.compile(
    r"(?:số|phố|đường|ngõ|ngách|hẻm|kiệt|thôn|xóm|ấp|bản|buôn|làng|tổ|khu|khối)\b", re.IGNORECASE
)
_read_sex = lru_cache(maxsize=256)(read_sex)
_SIGNED_CELLS = 5
"""A row of signatures fills so few cells at most."""

_NUMBERS = (
    Meaning.PERSONAL_ID,
    Meaning.LEGACY_ID9,
    Meaning.PHONE,
    Meaning.BIRTH_DATE,
    Meaning.BIRTH_YEAR,
    Meaning.MALE,
    Meaning.FEMALE,
)
_SURE_NUMBERS = tuple(meaning for meaning in _NUMBERS if meaning is not Meaning.PHONE)
"""What stands beside nobody who signs."""
_NAMES = (Meaning.NAME, Meaning.FAMILY_NAME, Meaning.GIVEN_NAME)
_SAYS_LITTLE = frozenset({Meaning.ORDINAL, Meaning.NOTE, *_NAMES})
_ABOUT_SOMEBODY = frozenset(
    {
        Meaning.ADDRESS,
        Meaning.HOUSE_NUMBER,
        Meaning.STREET,
        Meaning.CURRENT_ADDRESS,
        Meaning.GUARDIAN,
        Meaning.FATHER,
        Meaning.MOTHER,
        Meaning.GUARDIAN_PHONE,
        Meaning.HEAD_PHONE,
        Meaning.RELATIVE_PHONE,
        Meaning.RELATION,
        Meaning.NOTE,
    }
)


def is_dash(text: str) -> bool:
    """Whether a cell was filled only to show that it is empty."""
    return _DASHES.fullmatch(text) is not None


def kind_of(texts: Sequence[str], layout: Layout, *, ended: bool) -> RowKind:
    """What a row is.

    :param texts: its cells as texts; dashes count as nothing and are empty here
    :param ended: the list's signatures were seen, so a name alone is that of who signed
    """
    filled = [text for text in texts if text]
    if not filled:
        return RowKind.EMPTY
    known = {
        column.meaning: texts[column.index]
        for column in reversed(layout.columns)
        if column.index < len(texts)
        and texts[column.index]
        and column.meaning is not None
        and column.meaning not in DROPPED
    }
    name = " ".join(known[meaning] for meaning in _NAMES if meaning in known)
    evidence = _is_evidence(known)
    numbered = known.get(Meaning.ORDINAL, "").strip(" .()").isdigit()
    if name and numbered and evidence and not _TOTAL.match(name):
        return RowKind.RECORD
    if is_numbering(texts):
        return RowKind.NUMBERING
    if _is_total(filled[0], name, evidence=evidence):
        return RowKind.TOTAL
    few = not numbered and len(filled) <= _SIGNED_CELLS
    if evidence and not (few and _is_signature(name) and not _is_evidence(known, _SURE_NUMBERS)):
        return RowKind.RECORD
    told = bool(name) and not (few and _is_signature(name)) and _is_told(known)
    if few and not told and any(map(_is_signature, filled)):
        return RowKind.SIGNATURE
    if name:
        return _with_name(name, known, layout, told=told, numbered=numbered, ended=ended)
    if numbered and not _ABOUT_SOMEBODY.isdisjoint(known):
        return RowKind.RECORD
    return RowKind.EMPTY if known.keys() == {Meaning.ORDINAL} and numbered else RowKind.TEXT


def _with_name(
    name: str,
    known: dict[Meaning, str],
    layout: Layout,
    *,
    told: bool,
    numbered: bool,
    ended: bool,
) -> RowKind:
    if _HOUSEHOLD.match(name) or _PART.match(name) or _is_area(name):
        return RowKind.TEXT
    if _TITLE.match(folded_words(name)) and not (told and _is_a_persons(name)):
        return RowKind.TEXT
    if numbered or told or (not ended and known.keys() - _SAYS_LITTLE):
        return RowKind.RECORD
    alone = not ended and Meaning.ORDINAL not in layout.by_meaning and _is_a_persons(name)
    return RowKind.RECORD if alone else RowKind.TEXT


def _is_area(name: str) -> bool:
    return not name.isdigit() and read_area(name) is not None


def _is_a_persons(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 5 and all(word[0].isupper() and word.isalpha() for word in words)


def _is_signature(text: str) -> bool:
    return _SIGNATURE.match(folded_words(text)) is not None


def _is_told(known: dict[Meaning, str]) -> bool:
    """Whether a cell says something about who is named, and not who signs beside him."""
    return any(
        not _is_signature(known[meaning])
        and (not _is_a_persons(known[meaning]) or _PLACE.match(known[meaning]))
        for meaning in known.keys() - _SAYS_LITTLE
    )


def _is_evidence(known: dict[Meaning, str], numbers: Sequence[Meaning] = _NUMBERS) -> bool:
    """Whether some cell holds what only a person has: a number, a birth date, a sex."""
    for meaning in numbers:
        text = known.get(meaning, "")
        if sum(map(str.isdigit, text)) >= 4:
            without_letters = text.lower() == text.upper()
            if without_letters or not _is_signature(text):
                return True
    return Meaning.SEX in known and _read_sex(known[Meaning.SEX]) is not None


def _is_total(first: str, name: str, *, evidence: bool) -> bool:
    """ "Tổng", with its diacritics, is no family name; "Tống" and "Công" are."""
    found = [text for text in (first, name) if _TOTAL.match(text)]
    return any(not evidence or _CERTAIN_TOTAL.fullmatch(folded_words(text)) for text in found)
