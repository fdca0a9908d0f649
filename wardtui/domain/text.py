"""Vietnamese text: search without diacritics, and the order of the alphabet.

The collation follows CLDR's rule for Vietnamese: letters a ă â b c d đ e ê ... first, tones
(none, huyền, hỏi, ngã, sắc, nặng) only to break ties, case last. Signs stand before digits, digits
before letters, as in CLDR's root order.
"""

import re
import unicodedata
from functools import lru_cache

_SIGNS = "_-–—,;:!?.…·'‘’‚\"“”„«»()[]{}§@*/\\&#%•`´^°+±<=>|~$"
"""In CLDR's order; the space comes before them. Other signs follow them."""
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

_LEAST, _SPACE = "\x01", "\x02"
_SIGN = {sign: chr(3 + i) for i, sign in enumerate(_SIGNS)}
_OTHER_SIGN, _DIGIT, _LETTER, _OTHER_LETTER = "\x60", 0x61, 0x70, "\xf0"
_ALPHABET = {letter: chr(_LETTER + i) for i, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}
"""Huyền, hỏi, ngã, sắc, nặng; 1 is none."""
_FOREIGN_MARK = 7

_ALIKE = str.maketrans("đðɖ’‘ʼʻ`´", "ddd''''''")
"""Letters that look like đ, and the apostrophes of H'Hen, found in real lists."""

CollationKey = str
"""The weights of letters, then of tones, then of capitals, separated by a sign below all of them:
compared letter by letter it gives the order, and equal keys are equal texts."""


def nfc(text: str) -> str:
    """The composed form, which every stored text has: one code point a letter, one cell wide."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=4096)
def fold_word(word: str) -> str:
    """One word without diacritics and case, đ as d. Words repeat, so they are remembered."""
    folded = unicodedata.normalize("NFD", word).casefold()
    decomposed = unicodedata.normalize("NFD", folded).translate(_ALIKE)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def search_fold(text: str) -> str:
    """Text as it is searched: without diacritics and case, đ as d, single spaces."""
    return " ".join(filter(None, map(fold_word, text.split())))


def _clusters(word: str) -> list[str]:
    """Letters with the marks that stand on them, decomposed."""
    clusters: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if unicodedata.combining(char) and clusters:
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _letter_weight(letter: str) -> str:
    weight = _ALPHABET.get(letter) or _SIGN.get(letter)
    if weight is not None:
        return weight
    if letter.isdecimal():
        return chr(_DIGIT + unicodedata.decimal(letter))
    return (_OTHER_LETTER if letter.isalpha() else _OTHER_SIGN) + letter


@lru_cache(maxsize=8192)
def _word_weights(word: str) -> tuple[str, str, str]:
    """Weights of the letters of a word, of their tones, of their case."""
    letters = tones = cases = ""
    for cluster in _clusters(word):
        base, marks = cluster[0], cluster[1:]
        tone = next((_TONES[mark] for mark in reversed(marks) if mark in _TONES), 1)
        letter = nfc(base + "".join(mark for mark in marks if mark not in _TONES))
        folded = letter.casefold()
        if folded not in _ALPHABET and base.casefold() in _ALPHABET:
            folded, tone = base.casefold(), _FOREIGN_MARK  # "ö" stands with "o"
        letters += "".join(map(_letter_weight, folded))
        tones += chr(tone)
        cases += "\x02" if letter != letter.casefold() else _LEAST
    return letters, tones, cases


def collation_key(text: str) -> CollationKey:
    """Sort key of the Vietnamese alphabet. White space counts as one space, wherever it stands."""
    words = [_word_weights(word) for word in text.split()]
    letters = _SPACE.join(letters for letters, _, _ in words)
    tones = _LEAST.join(tones for _, tones, _ in words)
    cases = _LEAST.join(cases for _, _, cases in words)
    return f"{letters}\0{tones.rstrip(_LEAST)}\0{cases.rstrip(_LEAST)}"


def name_key(name: str) -> tuple[CollationKey, CollationKey]:
    """Sort key of a person's name: the given name, which stands last, before the rest."""
    *rest, given = name.split() or [""]
    return collation_key(given), collation_key(" ".join(rest))


_NATURAL = re.compile(r"([^0-9]*)([0-9]*)")

NaturalKey = tuple[tuple[CollationKey, int, str], ...]


@lru_cache(maxsize=4096)
def natural_key(text: str) -> NaturalKey:
    """Sort key in which numbers inside a text count as numbers: Tổ 2 before Tổ 10."""
    return tuple(
        (collation_key(words), len(digits.lstrip("0")), digits.lstrip("0"))
        for words, digits in _NATURAL.findall(nfc(text))
        if words or digits
    )


def tones_last(text: str) -> str:
    """Every tone behind the last letter of its word: hoà and hòa, spelt alike."""
    words = []
    for word in text.split():
        letters = unicodedata.normalize("NFD", word)
        tones = "".join(c for c in letters if c in _TONES)
        words.append(nfc("".join(c for c in letters if c not in _TONES) + tones))
    return " ".join(words)
