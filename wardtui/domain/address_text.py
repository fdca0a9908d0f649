"""A text of which more and more has been read, and the numbers that doors bear."""

import re
from typing import NamedTuple

from wardtui.domain.address_words import TAKEN, words_for
from wardtui.domain.text import nfc

Link = tuple[int, str]
"""A number and its suffix: ``12A`` is ``(12, "a")``."""
Chain = tuple[Link, ...]

_LONGEST = 500
"""Characters that are read; what is stored of an address is no longer."""

_LINK = re.compile(r"(?:[kh]\.?\s?)?(\d{1,4})\s?([a-zđ]*\d{0,2})")
_CODE = re.compile(r"([a-zđ]{1,3})[\s\-]?0*(\d{1,3}[a-z]?)", re.IGNORECASE)


class _Lower(dict[int, int]):
    """Lower case letter by letter, so that places in a text stay where they are."""

    def __missing__(self, code: int) -> int:
        lower = chr(code).lower()
        self[code] = found = ord(lower) if len(lower) == 1 else code
        return found


_LOWER = _Lower({ord(a): ord(b) for a, b in zip(";\n()|\t\r", ",,,,,  ", strict=True)})
_ALIKE = str.maketrans("ÐƉðɖ–—\\\x00", "ĐĐđđ--/ ")
_DASH = re.compile(r"\s-+\s(?!\d)|(?<!\d)\s-+\s")
_GLUED = re.compile(r"(?<=\d)(?=(?:ngõ|ngách|hẻm|kiệt|phố|đường)\b)", re.IGNORECASE)


class AddressText:
    """An address while it is read: what has been taken is read no second time."""

    def __init__(self, text: str) -> None:
        written = nfc(text)[:_LONGEST].translate(_ALIKE)
        self._written = _GLUED.sub(" ", _DASH.sub(" , ", written))
        self.line = self._written.translate(_LOWER)
        """In lower case; every letter of a part that has been taken is ``TAKEN``."""
        self.words = words_for(self.line)

    def find(self, pattern: re.Pattern[str] | None) -> re.Match[str] | None:
        """The first place that fits."""
        return pattern.search(self.line) if pattern is not None else None

    def take(self, match: re.Match[str]) -> None:
        """This part has been read."""
        start, end = match.span()
        self.line = self.line[:start] + TAKEN * (end - start) + self.line[end:]

    def name(self, match: re.Match[str], group: int) -> str:
        """What stands there, as it was written."""
        start, end = match.span(group)
        return " ".join(self._written[start:end].split()).strip(" .:-")


class Numbers(NamedTuple):
    """Numbers of doors, and where they stand in the text."""

    links: Chain
    start: int
    end: int
    level: int = 0
    """Of alleys: how far from the street."""


def read_link(text: str) -> Link | None:
    """One number; none when the text is something else."""
    match = _LINK.fullmatch(text.strip())
    return (int(match[1]), match[2]) if match is not None else None


def read_links(text: str) -> Chain:
    """The numbers between slashes; a lone letter belongs to the number before it."""
    links: list[Link] = []
    for part in text.split("/"):
        link = read_link(part)
        if link is not None:
            links.append(link)
        elif links:
            links[-1] = (links[-1][0], links[-1][1] + part.strip())
    return tuple(links)


def sign(text: str) -> str:
    """A building or a row as its sign says it: "ct 01" is CT1."""
    match = _CODE.fullmatch(text)
    if match is not None:
        return f"{match[1]}{match[2]}".upper()
    return text.upper() if len(text) < 3 or "." in text else text
