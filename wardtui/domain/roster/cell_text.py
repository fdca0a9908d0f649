"""The text of a cell as its writer meant it: composed, in Vietnamese letters, nothing invisible."""

import re
import unicodedata

from wardtui.domain.roster.grid import Cell, text_of

_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
_D_LOOKALIKES = dict(zip(map(ord, "ÐƉðɖ₫"), "ĐĐđđđ", strict=True))
_CERTAIN = _FULL_WIDTH | _D_LOOKALIKES
"""Signs that mean another one wherever they stand. Eth and African D are found in real lists."""

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТХаеѕіјорсух", "ABESIJKMHOPCTXaesijopcyx", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
_FOREIGN = str.maketrans(_CYRILLIC | _GREEK)
"""Letters of other scripts that look the same. They are certain only inside a Latin word."""

_FOREIGN_LETTER = re.compile("[" + "".join((_CYRILLIC | _GREEK).keys()) + "]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_ORDINARY = re.compile("[ -~àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝăĂđĐĩĨũŨơƠưƯẠ-ỹ]*")
"""What nearly every cell holds: there is nothing to mend in it."""

_MARKS = re.compile("[\u0300-\u036f]{2,}")
_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories: control signs, format signs (zero width, direction) and half characters."""


def clean_text(cell: Cell) -> str:
    """A cell's text with single spaces; the same again when it is read again."""
    text = text_of(cell)
    if _ORDINARY.fullmatch(text):
        return text
    text = text.translate(_CERTAIN)
    text = "".join(c for c in text if unicodedata.category(c) not in _INVISIBLE)
    return " ".join(_composed(_in_one_script(word)) for word in text.split())


def _in_one_script(word: str) -> str:
    if _FOREIGN_LETTER.search(word) and _LATIN_LETTER.search(word):
        return word.translate(_FOREIGN)
    return word


def _composed(word: str) -> str:
    """NFC, also when a tone was typed before the mark of its vowel (``e`` + ngã + mũ is ``ễ``)."""
    composed = unicodedata.normalize("NFC", word)
    if composed.isascii() or not any("\u0300" <= c <= "\u036f" for c in composed):
        return composed
    apart = unicodedata.normalize("NFD", composed)
    ordered = _MARKS.sub(lambda run: "".join(sorted(run[0], key=_TONES.__contains__)), apart)
    return unicodedata.normalize("NFC", ordered)
