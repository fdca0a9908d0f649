"""Vietnamese text in the fonts of the time before Unicode: told apart, and converted.

Lists that were kept for twenty years hold text in which the letters stand for others, which only
the right font showed: TCVN3 (fonts named ``.Vn…``, one sign a letter) and VNI (fonts named
``VNI-…``, a letter and a sign behind it). Read as what they are they look like "NguyÔn V¨n §¹t"
and "Nguyeãn Vaên Ñaït". Sources: TCVN 5712:1993, VN3; the character set of VNI for Windows.

In TCVN3 the fonts whose names end in H show small letters as capitals: such text comes out small.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

import msgspec

from wardtui.domain.roster.grid import Cell, Sheet
from wardtui.domain.roster.syllables import is_syllable


class LegacyEncoding(StrEnum):
    """An encoding from before Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"


_TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)

_VNI_MARKS = {
    # Behind a, e, o, u, y, ô (ơ), ö (ư) and their capitals: a tone, or a shape with a tone.
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {
    "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư",
    "Í": "Í", "Ì": "Ì", "Æ": "Ỉ", "Ó": "Ĩ", "Ò": "Ị", "Î": "Ỵ", "Ñ": "Đ", "Ô": "Ơ", "Ö": "Ư",
}  # fmt: skip
_MARK_SIGNS = "".join(_VNI_MARKS) + "".join(_VNI_MARKS).upper()
_VNI = re.compile(f"([aeouyôöAEOUYÔÖ])([{_MARK_SIGNS}])|([{''.join(_VNI_LETTERS)}])")

_SIGN = re.compile(r"[\u00a1-\u00ff]")
_SURELY_UNICODE = re.compile(r"[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")
"""Letters that neither encoding has: such a cell is proper Unicode."""

_BETWEEN_WORDS = re.compile(r"[\s\x21-\x2f0-9:-@\x5b-\x60{-~\u2010-\u2026]+")

_HEADING_ROWS = 40
"""A list's headings stand within so many rows."""

_ENOUGH_CELLS = 3
_ENOUGH_SHARE = 0.05
"""So many different cells of one column or row, and so large a part of those that tell, show that
the encoding is there: typing faults and foreign names look like it now and then."""


def convert(text: str, encoding: LegacyEncoding) -> str:
    """The text in Unicode, composed."""
    if encoding is LegacyEncoding.TCVN3:
        return unicodedata.normalize("NFC", text.translate(_TCVN3))
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def _vni_letter(found: re.Match[str]) -> str:
    letter, mark, alone = found.groups()
    if alone:
        return _VNI_LETTERS[alone]
    return _VNI_LETTERS.get(letter, letter) + _VNI_MARKS[mark.lower()]


class _Looks(StrEnum):
    """What a cell is, seen by itself."""

    PLAIN = "plain"
    """The same in every reading."""
    UNICODE = "unicode"
    LEGACY = "legacy"
    UNSURE = "unsure"


_MAY_BE = frozenset({_Looks.LEGACY, _Looks.UNSURE})


def detect(sheets: Sequence[Sheet]) -> LegacyEncoding | None:
    """The encoding that some column, or some row of headings, is in, or none.

    Where both occur, the one with more cells: after converting, ask again.
    """
    lines = [texts for sheet in sheets for texts in _lines(sheet)]
    found = {encoding: _evidence(lines, encoding) for encoding in LegacyEncoding}
    best = max(found, key=lambda encoding: found[encoding])
    return best if found[best] else None


def _lines(sheet: Sheet) -> Iterable[set[str]]:
    """The different texts with signs, of each column and of each row that may be the headings."""
    columns: dict[int, set[str]] = {}
    for index, row in enumerate(sheet.rows):
        texts = set()
        for column, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii():
                columns.setdefault(column, set()).add(cell)
                texts.add(cell)
        if index < _HEADING_ROWS:
            yield texts
    yield from columns.values()


def _evidence(lines: Iterable[set[str]], encoding: LegacyEncoding) -> int:
    """How many cells are in the encoding, in those lines that hold enough of them."""
    total = 0
    for texts in lines:
        looks = Counter(_looks(text, encoding) for text in texts)
        legacy, proper = looks[_Looks.LEGACY], looks[_Looks.UNICODE]
        if legacy >= _ENOUGH_CELLS and legacy >= _ENOUGH_SHARE * (legacy + proper):
            total += legacy
    return total


def convert_sheets(sheets: Iterable[Sheet], encoding: LegacyEncoding) -> list[Sheet]:
    """The sheets with what is in the encoding in Unicode, and all else untouched.

    A cell that reads as Vietnamese either way ("Vò" is a name, and "Vũ" in TCVN3) follows its
    column, and stays as it is when the column holds both.
    """
    return [_convert_sheet(sheet, encoding) for sheet in sheets]


def _convert_sheet(sheet: Sheet, encoding: LegacyEncoding) -> Sheet:
    columns: dict[int, set[_Looks]] = {}
    headings: dict[int, set[_Looks]] = {}
    for index, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii():
                looks = _looks(cell, encoding)
                columns.setdefault(column, set()).add(looks)
                if index < _HEADING_ROWS:
                    headings.setdefault(index, set()).add(looks)
    pure_columns, pure_rows = _pure(columns), _pure(headings)

    def converted(cell: Cell, index: int, column: int) -> Cell:
        if not isinstance(cell, str) or cell.isascii():
            return cell
        looks = _looks(cell, encoding)
        # A heading over numbers ("Sè §DCN") has only its row to tell by.
        by_row = index in pure_rows and _Looks.UNICODE not in columns[column]
        sure = looks is _Looks.LEGACY or column in pure_columns or by_row
        return convert(cell, encoding) if sure and looks in _MAY_BE else cell

    rows = tuple(
        tuple([converted(cell, index, column) for column, cell in enumerate(row)])
        for index, row in enumerate(sheet.rows)
    )
    is_legacy = _looks(sheet.name, encoding) is _Looks.LEGACY
    name = convert(sheet.name, encoding) if is_legacy else sheet.name
    return msgspec.structs.replace(sheet, name=name, rows=rows)


def _pure(lines: dict[int, set[_Looks]]) -> set[int]:
    """The columns, or the rows, in which something is in the encoding and nothing is Unicode."""
    return {
        number
        for number, looks in lines.items()
        if _Looks.LEGACY in looks and _Looks.UNICODE not in looks
    }


@lru_cache(maxsize=65536)
def _looks(text: str, encoding: LegacyEncoding) -> _Looks:
    if _SURELY_UNICODE.search(text):
        return _Looks.UNICODE
    if not _SIGN.search(text) or convert(text, encoding) == text:
        return _Looks.PLAIN
    gained = lost = neither = 0
    for word in _BETWEEN_WORDS.split(text):
        if len(word) > 1 and _SIGN.search(word):
            as_it_stands = is_syllable(word)
            read = is_syllable(convert(word, encoding))
            gained += read and not as_it_stands
            lost += as_it_stands and not read
            neither += not read and not as_it_stands
    if gained > neither and not lost:
        return _Looks.LEGACY
    return _Looks.UNICODE if lost > neither and not gained else _Looks.UNSURE
