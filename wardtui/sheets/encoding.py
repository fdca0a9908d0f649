"""Which encoding a text file is in, by its content."""

import codecs
import re
import unicodedata

from wardtui.domain.roster.legacy_text import LegacyEncoding, convert
from wardtui.domain.roster.syllables import is_syllable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SAMPLE = 1 << 18
"""So many bytes tell a code page; a list is in one throughout."""

_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
"""Text holds none; 0x1A is the end mark of old programs."""

_SIGN = re.compile("[^\x00-\x7f]")
_BETWEEN_WORDS = re.compile(r"[\s\x21-\x2f0-9:-@\x5b-\x60{-~]+")

_FEW = 0.05
_MOST = 0.5


def decode(content: bytes) -> str | None:
    """The text of a file, or none when it is no text in an encoding that lists are in.

    UTF-8 and UTF-16 with a mark or without, Windows-1258, and Windows-1252: the last is how text
    in a legacy encoding comes out as the signs that :mod:`.legacy_text` knows.
    """
    text = _by_mark(content)
    if text is None:
        text = _utf16(content) if b"\0" in content else _eight_bit(content)
    if text is None or len(_CONTROLS.findall(text)) > _FEW * len(text) or "\0" in text:
        return None
    return text


def _by_mark(content: bytes) -> str | None:
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16(content: bytes) -> str | None:
    """Text without a mark: the byte order that gives more of the signs that every list has."""
    found = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        found.append((sum(map(text.count, " \n\t,;0123456789")), text))
    common, text = max(found, default=(0, ""))
    return text if common > _FEW * len(text) else None


def _eight_bit(content: bytes) -> str | None:
    if _is_damaged_utf8(content):
        return None
    vietnamese = _as("cp1258", content)
    western = _as("cp1252", content)
    sample = _as("cp1252", content[:_SAMPLE])
    readings = [
        (_share_read(_as("cp1258", content[:_SAMPLE])), vietnamese),
        *((_share_read(sample, encoding), western) for encoding in LegacyEncoding),
    ]
    share, text = max(readings, key=lambda reading: reading[0])
    if share >= _MOST:
        return text
    return western if len(_SIGN.findall(western)) <= _FEW * len(western) else None


def _is_damaged_utf8(content: bytes) -> bool:
    """Whether most of what is not ASCII is UTF-8, and some is not: a code page would garble it."""
    text = content.decode("utf-8", errors="replace")
    return text.count("\ufffd") < len(_SIGN.findall(text)) * _MOST


def _as(code_page: str, content: bytes) -> str:
    return unicodedata.normalize("NFC", content.decode(code_page, errors="replace"))


def _share_read(text: str, encoding: LegacyEncoding | None = None) -> float:
    """How many of the words with signs are Vietnamese syllables in a reading."""
    words = {word for word in _BETWEEN_WORDS.split(text) if len(word) > 1 and _SIGN.search(word)}
    if not words:
        return 0
    read = (convert(word, encoding) if encoding else word for word in words)
    return sum(map(is_syllable, read)) / len(words)
