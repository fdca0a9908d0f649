"""What somebody types to find people, and the text in which it is looked for.

A query has words; a line is found when its text holds them all, wherever they stand.
"""

import re
from functools import lru_cache

import msgspec

from wardtui.domain.phone_forms import national
from wardtui.domain.resident import Resident
from wardtui.domain.text import fold_word, nfc, search_fold, tones_last

NAME_END = "\t"
"""Stands behind the name in a search text. No query holds it."""

_COMMAS = str.maketrans(",;", "  ")
_NUMBER = re.compile(r"[+(0-9][0-9 .\-()]*")
_INITIALS = re.compile(r"[^\W\d_](?:[ .]+[^\W\d_])+\.?")
_JOINED_DIGITS = 6
"""So many digits are one number even when they are typed in groups; fewer may be two doors."""


def search_text(resident: Resident) -> str:
    """What a resident is found by: folded name, initials, phones, personal numbers, address."""
    name = search_fold(resident.name)
    initials = "".join(word[0] for word in name.split())
    numbers = [national(phone.number) for phone in resident.phones]
    numbers += [n for n in (resident.personal_id, resident.legacy_id9) if n]
    address = search_fold((resident.address or "").translate(_COMMAS))
    rest = " ".join([initials, *numbers, address])
    return f"{name}{NAME_END}{rest}"


class QueryWord(msgspec.Struct, frozen=True):
    """One word of a query."""

    folded: str
    """As it is looked for."""
    marked: str | None
    """As it was typed, when it was typed with marks."""


def read_query(text: str) -> tuple[QueryWord, ...]:
    """The words of a query, folded.

    Digits in groups are one number (``0570 000 123``), with +84 as without; letters that stand
    alone are initials (``n v a``).
    """
    text = text.translate(_COMMAS).strip()
    digits = _digits(text)
    if digits is not None:
        return (QueryWord(digits, None),) if digits else ()
    folded = search_fold(text)
    if _INITIALS.fullmatch(folded):
        return (QueryWord(re.sub(r"[ .]", "", folded), None),)
    words = [(fold_word(word), marked_fold(word)) for word in text.split()]
    return tuple(
        QueryWord(folded, marked if marked != folded else None)
        for folded, marked in words
        if folded
    )


def _digits(text: str) -> str | None:
    """The digits of a telephone or personal number as it is searched; none for other texts."""
    if not _NUMBER.fullmatch(text):
        return None
    digits = re.sub(r"[^0-9]", "", text)
    if text.startswith("+"):
        if "84".startswith(digits):
            return ""  # Vietnam's code, still being typed, is everybody's
        return "0" + digits[2:].lstrip("0") if digits.startswith("84") else digits
    whole = re.fullmatch(r"(?:00)?84(?:0?)([35789][0-9]{8}|2[0-9]{9})", digits)
    if whole is not None:
        return "0" + whole[1]
    if digits.startswith("0") or len(digits) >= _JOINED_DIGITS:
        return digits
    return None


@lru_cache(maxsize=8192)
def _marked_word(word: str) -> str:
    return tones_last(nfc(word).casefold())


def marked_fold(text: str) -> str:
    """Text as it is compared when marks count: without case, hòa as hoà."""
    return " ".join(map(_marked_word, text.split()))
