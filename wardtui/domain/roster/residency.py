"""Residence as two facts: registered in this ward, and living in this ward.

The Residence Law 2020 knows permanent and temporary residence, short stays and declared absence;
KT1 to KT4 have no legal basis any more and are still written. KT2 is read as the officers use it:
registered here, living elsewhere.
"""

import re

import msgspec

from wardtui.domain.roster.cell_text import clean_text
from wardtui.domain.roster.grid import Cell
from wardtui.domain.text import search_fold


class Residency(msgspec.Struct, frozen=True):
    """Two facts from which the labels KT1 and KT2 derive; ``None`` is what nobody said."""

    registered_here: bool | None = None
    lives_here: bool | None = None


class _Phrase(msgspec.Struct, frozen=True):
    """What words say, and what they let us suppose as long as no other words say otherwise."""

    pattern: re.Pattern[str]
    says: Residency
    implies: Residency = Residency()


def _phrase(
    pattern: str, says: tuple[bool | None, bool | None], implies: tuple[bool | None, bool | None]
) -> _Phrase:
    return _Phrase(re.compile(pattern), Residency(*says), Residency(*implies))


_NOT = r"\b(?:khong|chua|ko|k)\b(?: (?:co|con|thuc te|thuong xuyen|dang ky|dk|khai bao|nhap))*"
_REGISTERED = (
    r"(?:\b(?:dk|dang ky )?(?:thuong tru|hktt|hk|ho khau(?: thuong tru)?)\b"
    r"|\b(?:dktt|dkhk(?:tt)?)\b)"
)
_ELSEWHERE = (
    r"(?:(?:o|tai|den|di|thuoc) )*(?:(?:noi|cho) khac"
    r"|(?:tinh|phuong|xa|quan|huyen|thanh pho|tp|dia phuong|to|thon) (?:khac|ngoai)"
    r"|ngoai (?:tinh|thanh pho|phuong|xa|dia ban)|nuoc ngoai)"
)
_IN_PLACE = r"(?:dia phuong|dia ban|day|nha|phuong|xa)\b"
_SEPARATOR = r"[ :\-,]*"

_PHRASES = (
    _phrase(r"\bkt[ .\-]?1\b", (True, True), (None, None)),
    _phrase(r"\bkt[ .\-]?2\b", (True, False), (None, None)),
    _phrase(r"\bkt[ .\-]?[34]\b", (False, True), (None, None)),
    _phrase(rf"{_REGISTERED}{_SEPARATOR}{_ELSEWHERE}", (False, None), (None, True)),
    # "Thường trú tại Nam Định": a place that may or may not be this ward.
    _phrase(
        rf"{_REGISTERED} (?:tai|o) (?!dia phuong|dia ban|day|phuong|xa|to|thon|nha|cho)",
        (None, None),
        (None, None),
    ),
    _phrase(rf"{_NOT} {_REGISTERED}", (False, None), (None, None)),
    _phrase(
        rf"\b(?:cat|chuyen|xoa)\b(?: dang ky)? (?:khau\b|{_REGISTERED})",
        (False, None),
        (None, False),
    ),
    _phrase(rf"{_NOT} (?:tam )?vang\b", (None, None), (None, None)),
    _phrase(rf"{_NOT} tam tru\b", (False, None), (None, None)),
    _phrase(rf"\btam tru{_SEPARATOR}{_ELSEWHERE}", (None, False), (True, None)),
    _phrase(
        rf"{_NOT} (?:o|co mat|cu tru|sinh song|song)\b(?: thuc te| (?:tai |o )?{_IN_PLACE})*",
        (None, False),
        (True, None),
    ),
    _phrase(rf"\b(?:tu )?{_ELSEWHERE} (?:chuyen )?(?:den|ve|toi)\b", (False, True), (None, None)),
    _phrase(r"\b(?:chuyen|don|moi) (?:den|ve|toi)\b", (None, True), (None, None)),
    _phrase(r"\b(?:chuyen|don|bo) (?:nha )?di\b|\bda chuyen\b", (None, False), (None, None)),
    _phrase(
        rf"\bvang(?: mat| nha)?\b|\bdi (?:khoi|xa|lam|hoc xa|bo doi)\b|\blam an xa\b|\bdu hoc\b"
        rf"|\bxkld\b|\bxuat khau lao dong\b|\b(?:song|sinh song|o|di|dang|den)\b {_ELSEWHERE}"
        rf"|\btv\b",
        (None, False),
        (True, None),
    ),
    _phrase(r"\btam tru\b|\bttr\b", (False, None), (None, True)),
    _phrase(r"\bluu tru\b", (False, None), (None, None)),
    _phrase(_REGISTERED, (True, None), (None, True)),
    # Both "thường trú" and "tạm trú" are shortened so: certain is only what they share.
    _phrase(r"\bt\. ?t(?:ru)?\b|\btt\b", (None, None), (None, True)),
    _phrase(
        r"\bco mat\b|\bthuc te\b|\b(?:dang|hien|co|van|thuong xuyen) o\b|\btai cho\b|\bo nha\b"
        rf"|\b(?:o|thue) (?:tro|nho|thue|nha)\b|\bsinh song\b|\b(?:tai|o) {_IN_PLACE}",
        (None, True),
        (None, None),
    ),
)
"""Searched in this order; words that were understood are taken out before the next search."""


def read_residency(cell: Cell) -> Residency:
    """What a column about residence says. A fact of which a cell says both things is unknown."""
    rest = search_fold(clean_text(cell))
    understood: list[_Phrase] = []
    for phrase in _PHRASES:
        rest, count = phrase.pattern.subn("|", rest)
        if count:
            understood.append(phrase)
    return Residency(
        _settled(
            [phrase.says.registered_here for phrase in understood],
            [phrase.implies.registered_here for phrase in understood],
        ),
        _settled(
            [phrase.says.lives_here for phrase in understood],
            [phrase.implies.lives_here for phrase in understood],
        ),
    )


def _settled(said: list[bool | None], implied: list[bool | None]) -> bool | None:
    for facts in (said, implied):
        values = {fact for fact in facts if fact is not None}
        if values:
            return values.pop() if len(values) == 1 else None
    return None
