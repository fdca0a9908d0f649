"""What must not be stored about people: titles of columns and words in free texts.

Records say what has to be done, never what somebody is thought to be. Drug use, conviction or
prison, diagnosis or mental state (disability among them: support needs say what is to be arranged),
ethnicity, religion, politics and labels of conduct or poverty are not stored and not accepted on
import (Law 91/2025 on personal data calls most of it sensitive).

A false alarm costs a tired officer time. So words count as they are spelled: with diacritics only
in their own spelling ("tù", never "từ"; the place of a tone mark does not matter), without
diacritics only where nothing else is meant ("ma tuy", never "tu"); a place or an office in whose
name such a word stands ("bệnh viện", "trường dân tộc nội trú") is none.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import msgspec

from wardtui.domain.neutral_words import CERTAIN, HARMLESS, MARKED, PEOPLES, PEOPLES_CERTAIN
from wardtui.domain.text import nfc, search_fold

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s.\-–_/'’]{1,3}")
_LOOSE_GAP = re.compile(r"\W{1,3}")
_D = str.maketrans("ðɖ", "đđ")
_LOOSE = ("ta", "ts")
"""An abbreviation that is written with a comma too."""


class _Phrase(msgspec.Struct, frozen=True):
    """Words that stand together."""

    words: tuple[str, ...]
    """Without diacritics."""
    spelled: tuple[str, ...]
    certain: bool
    """Meant by its letters without diacritics too."""
    harmless: bool


def _base(char: str) -> str:
    decomposed = unicodedata.normalize("NFD", char)[0]
    return decomposed if decomposed.isascii() else char


_BASES = {
    code: _base(chr(code))
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if _base(chr(code)) != chr(code)
} | {ord(char): "d" for char in "đðɖ"}


def _flat(text: str) -> str:
    """Lower case without diacritics, letter for letter, so that places in it are places in text."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower()[0] for char in text)
    return lower.translate(_BASES)


@lru_cache(maxsize=4096)
def _spelling(word: str) -> str:
    """A word with its tone at the end, so that "túy" and "tuý" are one."""
    decomposed = unicodedata.normalize("NFD", word.lower().translate(_D))
    tones = "".join(char for char in decomposed if char in _TONES)
    return nfc("".join(char for char in decomposed if char not in _TONES)) + tones


def _phrases() -> dict[str, tuple[_Phrase, ...]]:
    found: dict[str, list[_Phrase]] = {}

    def add(listed: str, *, certain: bool, harmless: bool = False, before: str = "") -> None:
        for phrase in listed.replace("\n", "").split("|"):
            words = (before + phrase).split()
            flat = tuple(_flat(word) for word in words)
            spelled = tuple(_spelling(word) for word in words)
            found.setdefault(flat[0], []).append(_Phrase(flat, spelled, certain, harmless))

    add(MARKED, certain=False)
    add(CERTAIN, certain=True)
    add(HARMLESS, certain=True, harmless=True)
    for before in ("người ", "đồng bào "):
        add(PEOPLES, certain=False, before=before)
        add(PEOPLES_CERTAIN, certain=True, before=before)
    return {
        first: tuple(sorted(phrases, key=lambda one: len(one.words), reverse=True))
        for first, phrases in found.items()
    }


_PHRASES = _phrases()
_FORBIDDEN = [one for those in _PHRASES.values() for one in those if not one.harmless]
_FIRST_SPELLED = frozenset(phrase.spelled[0] for phrase in _FORBIDDEN)
_FIRST_PLAIN = frozenset(phrase.words[0] for phrase in _FORBIDDEN if phrase.certain)
_PEOPLES = frozenset(
    tuple(_spelling(word) for word in people.split())
    for people in PEOPLES.replace("\n", "").split("|")
)


_NO_WORDS = re.compile(r"[\d\s./,+()-]*", re.ASCII)


@lru_cache(maxsize=16384)
def _may_begin(token: str) -> bool:
    """Whether a phrase may begin in a run of signs without spaces. Such runs recur in lists."""
    return any(
        _spelling(word) in _FIRST_SPELLED or (word.isascii() and word.lower() in _FIRST_PLAIN)
        for word in _WORD.findall(_INVISIBLE.sub("", nfc(token)))
    )


@lru_cache(maxsize=8192)
def unsuitable(text: str) -> tuple[str, ...]:
    """The words of a free text that must not be stored, as they stand there, in their order.

    Remembered, for most cells of a list say the same few things, and each is looked at more than
    once while its row is read.
    """
    if _NO_WORDS.fullmatch(text) or not any(map(_may_begin, text.split())):
        return ()
    text = _INVISIBLE.sub("", nfc(text))
    flat = _flat(text)
    spans = [match.span() for match in _WORD.finditer(flat)]
    found: list[str] = []
    position = 0
    while position < len(spans):
        phrase = _phrase_at(text, flat, spans, position)
        if phrase is None:
            position += 1
            continue
        last = position + len(phrase.words) - 1
        if not phrase.harmless:
            found.append(text[spans[position][0] : spans[last][1]])
        position = last + 1
    return tuple(dict.fromkeys(found))


def _phrase_at(text: str, flat: str, spans: list[tuple[int, int]], position: int) -> _Phrase | None:
    """The longest phrase that begins at a word."""
    first = flat[slice(*spans[position])]
    for phrase in _PHRASES.get(first, ()):
        here = spans[position : position + len(phrase.words)]
        if tuple(flat[start:end] for start, end in here) != phrase.words:
            continue
        gap = _LOOSE_GAP if phrase.words == _LOOSE else _GAP
        joined = all(gap.fullmatch(text[one[1] : other[0]]) for one, other in pairwise(here))
        if joined and all(
            _is_spelled(text[start:end], spelled, certain=phrase.certain)
            for (start, end), spelled in zip(here, phrase.spelled, strict=True)
        ):
            return phrase
    return None


def _is_spelled(word: str, spelled: str, *, certain: bool) -> bool:
    return _spelling(word) == spelled or (certain and word.isascii())


def names_a_people(text: str) -> bool:
    """Whether a whole cell is the name of a people: ethnicity, whatever its heading says."""
    return tuple(_spelling(word) for word in _WORD.findall(nfc(text))) in _PEOPLES


_TITLES = re.compile(
    r"suc khoe|the trang|nhom mau|dang tat|tinh trang benh|^tien su|\btiem (chung|vac)|mui tiem"
    r"|vac ?xin|vaccine|muc song|dang phai|chinh kien|\bthai do\b|\bvi pham\b|\bd ?toc\b|\bt giao\b"
    r"|\btgiao\b|\bdtoc\b|\bt an\b|\bta ?ts\b|\bnghien\b(?! cuu)|\bbenh\b(?! vien| xa| binh)"
    r"|\b(health|medical|disabilit|disease|illness|ethnic|religi|faith|criminal|prison|convict|drug"
    r"|politic|party member|poverty|poor|race\b|mental)"
)
_PARTY = re.compile(r"\bđảng\b", re.IGNORECASE)
_SUBJECT = re.compile(r"doi tuong")
_OF_A_PERSON = re.compile(
    r"\b(ten|sinh|cccd|cmnd|can cuoc|dia chi|thuong tru|noi o|sdt|dien thoai|gioi)\b"
)


def is_forbidden_title(heading: str) -> bool:
    """Whether a column with this heading must be dropped.

    "Đối tượng" is a label as a title of its own ("Đối tượng", "Diện đối tượng"); beside a plain
    field ("Họ tên đối tượng") it is only a word for the person, and the column is that field's.
    """
    words = [search_fold(word) for word in unsuitable(heading)]
    if any(not _SUBJECT.fullmatch(word) for word in words):
        return True
    folded = " ".join(re.findall(r"[^\W_]+", search_fold(heading)))
    if _TITLES.search(folded) or _PARTY.search(nfc(heading)):
        return True
    subject = _SUBJECT.search(folded)
    return subject is not None and _OF_A_PERSON.search(folded[: subject.start()]) is None
