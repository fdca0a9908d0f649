"""Addresses in the order in which somebody walks past them.

An alley takes the number of the house beside it, so every form of an address becomes a chain of
numbers from the street inwards: "Số 9 hẻm 8 ngách 15 ngõ 72" is 72 → 15 → 8 → 9. Chains sorted as
tuples of (number, suffix) are a depth-first walk: 4, 10, 12, 12A, 12bis, 72, 72/1, 72/15, 74.
A tower is walked by floor and flat, where the floor 12A lies above 12 and below 14.
"""

import re
from functools import lru_cache

import msgspec

from wardtui.domain.text import CollationKey, collation_key, nfc, search_fold

Link = tuple[int, str]
"""A number and its suffix: ``12A`` is ``(12, "a")``."""

_LINK = r"\d+(?:[a-z]\b|bis\b|[a-z](?=\d|/|-|\s|,|$))?"
_CHAIN = rf"{_LINK}(?:\s*[/]\s*[kh]?{_LINK})*"
_LEVELS = {"ngo": 1, "kiet": 1, "k": 1, "ngach": 2, "hem": 3, "h": 3}
_ALLEY = re.compile(rf"\b(ngo|ngach|hem|kiet|k|h)\.?\s*({_CHAIN})")
_HOUSE = re.compile(rf"\b(?:so nha|nha so|so)\.?\s*({_CHAIN})")
_LEADING = re.compile(rf"^\s*({_CHAIN})")
_ROW = re.compile(r"\b(bt|lk|tt|sh)\s*(\d+)\s*(?:[-/]|o|\s)\s*(?:o\s*)?(\d+)", re.IGNORECASE)
_FLAT = re.compile(
    r"\b(?:p|ph|phong|can|can ho|ch)\.?\s*(?:so\s*)?(b\d|[gt]|\d+[a-z]?)?[.\-]?(\d{2})\b"
)
_TOWER = re.compile(r"\b(?:toa nha|toa|thap|block|chung cu|nha chung cu)\s+([a-z]*\s?\d*[a-z]?\d*)")
_STREET = re.compile(r"(?:^|[\s,])(?:phố|đường|đại lộ|quốc lộ|tỉnh lộ)\s+([^,;]+)", re.IGNORECASE)
_HAMLET = re.compile(r"(?:^|[\s,])(?:thôn|xóm|bản|ấp|buôn|khu|đội|làng)\s+([^,;]+)", re.IGNORECASE)
_PIECES = re.compile(r"(\d+)([a-z]*)")


class Address(msgspec.Struct, frozen=True):
    """The parts of an address that order it."""

    street: str
    """Street, tower or hamlet; empty when the address names none."""
    chain: tuple[Link, ...]
    """From the street inwards; for a flat, its floor and its number there."""
    flat: bool


def parse_address(text: str) -> Address:
    """Read an address as people write it. Never fails: what is unknown stays empty."""
    text = nfc(text).strip()
    folded = search_fold(text)
    flat = _flat(folded)
    if flat is not None:
        return flat
    row = _ROW.search(folded)
    if row is not None:
        name = f"{row[1].upper()}{row[2]}"
        return Address(name, ((int(row[3]), ""),), flat=False)
    street = _STREET.search(text) or _HAMLET.search(text)
    return Address(street[1].strip() if street else "", _chain(folded), flat=False)


def _flat(folded: str) -> Address | None:
    tower = _TOWER.search(folded)
    found = _FLAT.search(folded)
    if found is None or (tower is None and found[1] is None):
        return None
    name = tower[1].strip().upper() if tower else ""
    return Address(name, (_floor(found[1] or "0"), (int(found[2]), "")), flat=True)


def _floor(text: str) -> Link:
    """Basements below the ground, the ground below the first floor, 12A between 12 and 13."""
    if text.startswith("b"):
        return (-int(text[1:]), "")
    if text in ("g", "t"):
        return (0, "")
    match = _PIECES.match(text)
    return (int(match[1]), match[2]) if match else (0, text)


def _links(text: str) -> tuple[Link, ...]:
    return tuple((int(number), suffix) for number, suffix in _PIECES.findall(text))


def _chain(folded: str) -> tuple[Link, ...]:
    alleys: list[tuple[int, tuple[Link, ...]]] = []
    spans: list[tuple[int, int]] = []
    for match in _ALLEY.finditer(folded):
        alleys.append((_LEVELS[match[1]], _links(match[2])))
        spans.append(match.span())
    outside = _without(folded, spans)
    found = _HOUSE.search(outside) or _LEADING.search(outside)
    house = _links(found[1]) if found else ()
    path: tuple[Link, ...] = ()
    for _, links in sorted(alleys, key=lambda alley: alley[0]):
        # A deeper alley may repeat the way to it (hẻm 72/15/8): then it replaces, else it goes on.
        path = links if len(links) > 1 and links[: len(path)] == path else path + links
    if path and len(house) > len(path) and house[: len(path)] == path:
        return house
    return path + house


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept, start = [], 0
    for first, last in spans:
        kept.append(text[start:first])
        start = last
    return ",".join([*kept, text[start:]]).strip(", ")


WalkKey = tuple[tuple[tuple[int, CollationKey], ...], tuple[Link, ...], CollationKey]


def natural_key(text: str) -> tuple[tuple[int, CollationKey], ...]:
    """Sort key in which numbers inside a text count as numbers: Tổ 2 before Tổ 10."""
    return tuple(
        (int(digits) if digits else -1, collation_key(words))
        for words, digits in re.findall(r"(\D*)(\d*)", nfc(text))
        if words or digits
    )


@lru_cache(maxsize=2048)
def _street_key(street: str) -> tuple[tuple[int, CollationKey], ...]:
    return natural_key(street)


def walking_key(address: str | None) -> WalkKey:
    """Sort key of an address inside its area, rising. An address without a place comes last."""
    if not address:
        return (((2**31, collation_key("")),), (), collation_key(""))
    parsed = parse_address(address)
    return (_street_key(parsed.street), parsed.chain, collation_key(nfc(address)))


def household_key(area: str | None, address: str | None) -> str | None:
    """Who shares a door: area and address, folded. None without an address."""
    if not address:
        return None
    letters = re.sub(r"[\W_]+", " ", search_fold(address)).strip()
    return f"{search_fold(area or '')}|{letters}"
