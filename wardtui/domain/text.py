"""Vietnamese text: search without diacritics, and the order of the alphabet.

The collation follows CLDR's rule for Vietnamese: letters a ă â b c d đ e ê ... first, tones
(none, huyền, hỏi, ngã, sắc, nặng) only to break ties, case last.
"""

import unicodedata
from functools import lru_cache

_ALPHABET = {letter: i for i, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_D = str.maketrans("đðɖ", "ddd")

Weights = tuple[tuple[int, int], ...]
CollationKey = tuple[Weights, tuple[int, ...], tuple[bool, ...]]


def nfc(text: str) -> str:
    """The composed form, which every stored text has: one code point a letter, one cell wide."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=4096)
def fold_word(word: str) -> str:
    """One word without diacritics and case, đ as d. Words repeat, so they are remembered."""
    decomposed = unicodedata.normalize("NFD", word.casefold()).translate(_D)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def search_fold(text: str) -> str:
    """Text as it is searched: without diacritics and case, đ as d, single spaces."""
    return " ".join(fold_word(word) for word in text.split())


@lru_cache(maxsize=8192)
def _word_key(word: str) -> CollationKey:
    clusters: list[list[str]] = []
    for char in unicodedata.normalize("NFD", word):
        if unicodedata.combining(char) and clusters:
            clusters[-1].append(char)
        else:
            clusters.append([char])
    weights: list[tuple[int, int]] = []
    tones: list[int] = []
    capitals: list[bool] = []
    for base, *marks in clusters:
        tone = next((_TONES[m] for m in reversed(marks) if m in _TONES), 0)
        letter = nfc(base + "".join(m for m in marks if m not in _TONES))
        folded = letter.casefold()
        if folded.isdecimal():
            weights.append((2, int(folded)))
        elif folded in _ALPHABET:
            weights.append((3, _ALPHABET[folded]))
        elif folded.isalpha():
            weights.append((4, ord(folded[0])))
        else:
            weights.append((1, ord(folded[0]) if folded else 0))
        tones.append(tone)
        capitals.append(letter != folded)
    return tuple(weights), tuple(tones), tuple(capitals)


def collation_key(text: str) -> CollationKey:
    """Sort key of the Vietnamese alphabet."""
    weights: list[tuple[int, int]] = []
    tones: list[int] = []
    capitals: list[bool] = []
    for index, word in enumerate(text.split()):
        if index:
            weights.append((0, 0))
            tones.append(0)
            capitals.append(False)
        word_weights, word_tones, word_capitals = _word_key(word)
        weights += word_weights
        tones += word_tones
        capitals += word_capitals
    return tuple(weights), tuple(tones), tuple(capitals)


def name_key(name: str) -> tuple[CollationKey, CollationKey]:
    """Sort key of a person's name: the given name, which stands last, before the rest."""
    *rest, given = name.split() or [""]
    return collation_key(given), collation_key(" ".join(rest))
