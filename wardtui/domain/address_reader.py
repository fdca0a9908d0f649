"""An address as people write it becomes the way from the street to the door.

An alley takes the number of the house beside it, so every form of an address becomes a chain of
numbers from the street inwards: "Số 9 hẻm 8 ngách 15 ngõ 72" is 72 → 15 → 8 → 9. Ways to write an
address: domain.md 4.1.
"""

import msgspec

from wardtui.domain.address_flats import read_flat, read_plot, read_row, room_of_number
from wardtui.domain.address_text import AddressText, Chain, Numbers, read_links
from wardtui.domain.text import search_fold

_ROADS = {
    "quốc lộ": "Quốc lộ", "ql": "Quốc lộ", "quoc lo": "Quốc lộ",
    "tỉnh lộ": "Tỉnh lộ", "tl": "Tỉnh lộ", "tinh lo": "Tỉnh lộ",
    "hương lộ": "Hương lộ", "hl": "Hương lộ", "huong lo": "Hương lộ",
}  # fmt: skip
_HAMLETS = {
    "tổ dân phố": "Tổ", "tổ": "Tổ", "tdp": "Tổ", "tổ liên gia": "Tổ liên gia",
    "khu phố": "Khu phố", "kp": "Khu phố", "khu vực": "Khu vực", "kv": "Khu vực",
    "khu dân cư": "Khu dân cư", "kdc": "Khu dân cư", "khu": "Khu",
    "tiểu khu": "Tiểu khu", "tk": "Tiểu khu",
    "khối phố": "Khối", "khối": "Khối", "khóm": "Khóm",
    "làng": "Làng", "thôn": "Thôn", "cụm": "Cụm", "plei": "Plei", "phum": "Phum", "sóc": "Sóc",
    "bon": "Bon", "buôn": "Buôn", "bản": "Bản", "ấp": "Ấp", "xóm": "Xóm", "đội": "Đội",
}  # fmt: skip
"""From the widest to the narrowest: the narrowest that an address names is where it is."""
_HAMLET_OF = {search_fold(word): name for word, name in _HAMLETS.items()}
_HAMLET_RANK = {word: rank for rank, word in enumerate(_HAMLET_OF)}


class Address(msgspec.Struct, frozen=True):
    """The parts of an address that order it."""

    street: str
    """Street, tower or hamlet; empty when the address names none."""
    chain: Chain
    """From the street inwards; for a flat, its floor and its number there."""
    flat: bool
    """The chain begins with a floor: a tower has no sides of a street."""


def parse_address(text: str) -> Address:
    """Read an address as people write it. Never fails: what is unknown stays empty."""
    address = AddressText(text)
    street = _read_street(address)
    row = read_row(address)
    if row is not None:
        return Address(*row, flat=False)
    tower, room = read_flat(address)
    plot = None if tower else read_plot(address)
    alleys = _read_alleys(address)
    hamlet = _read_hamlet(address)
    letter = "" if plot else _read_letter(address)
    house = _read_house(address)
    if tower and not room and house is not None:
        room = room_of_number(house.links)
    if tower and (room or not street):
        number = house.links if house and not room else ()
        return Address(tower, room or number, flat=not number)
    if not street:
        street = _read_free_street(address, house, alleys) or hamlet
    row_letter, number = plot or (letter, house.links if house else ())
    if len(room) > 1 and not (number or alleys):
        return Address(street, room, flat=True)
    way = _way_in(alleys, number, house)
    return Address(f"{street} {row_letter}".strip(), way + room, flat=False)


def _read_street(address: AddressText) -> str:
    """The name of a street; an alley that has a name is a street of its own."""
    alley = address.find(address.words.named_alley)
    if alley is not None:
        address.take(alley)
    street = address.find(address.words.street)
    if street is None:
        return address.name(alley, 1) if alley else ""
    address.take(street)
    if alley is not None:
        return address.name(alley, 1)
    name = address.name(street, 5)
    return f"{_ROADS.get(street[4], 'Đường')} {name}" if name[:1].isdigit() else name


def _read_alleys(address: AddressText) -> list[Numbers]:
    found = list(address.words.alley.finditer(address.line))
    for match in found:
        address.take(match)
    return [Numbers(read_links(m[2]), m.start(), m.end(), _level(m[1])) for m in found]


def _level(word: str) -> int:
    """How far from the street: ngõ and kiệt, ngách, hẻm."""
    if word[:2] == "ng":
        return 2 if word[2:3] in ("h", "a", "á") else 1
    return 1 if word[0] in "kd" else 2 if word[0] == "l" else 3


def _read_hamlet(address: AddressText) -> str:
    """The narrowest part of a village or group that is named."""
    found: list[tuple[int, str]] = []
    for match in list(address.words.hamlet.finditer(address.line)):
        address.take(match)
        word = search_fold(match[1] or match[2])
        name = address.name(match, 3)
        if name[:1].isdigit() or len(name) < 3:
            name = f"{_HAMLET_OF[word]} {name.split()[0] if name else ''}".strip()
        found.append((_HAMLET_RANK[word], name))
    return max(found)[1] if found else ""


def _read_letter(address: AddressText) -> str:
    """The letter before all numbers of a part of a commune: A of "A12/34"."""
    match = address.find(address.words.lettered)
    if match is None:
        return ""
    address.take(match)
    return match[1].upper()


def _read_house(address: AddressText) -> Numbers | None:
    words = address.words
    for pattern in (words.marked_house, words.house):
        match = address.find(pattern)
        if match is not None:
            address.take(match)
            return Numbers(read_links(match[1]), match.start(), match.end())
    stone = address.find(words.milestone)
    if stone is None:
        return None
    address.take(stone)
    links = tuple((int(number), "") for number in stone.groups() if number)
    return Numbers(links, stone.start(), stone.end())


def _read_free_street(address: AddressText, house: Numbers | None, alleys: list[Numbers]) -> str:
    """A street without the word for it, right behind a number: "12 Mẫu Đơn"."""
    ends = {numbers.end for numbers in (*alleys, *((house,) if house else ()))}
    for end in sorted(ends, reverse=True):
        match = address.words.free_street.match(address.line, end)
        if match is not None:
            return address.name(match, 1)
    return ""


def _way_in(alleys: list[Numbers], number: Chain, house: Numbers | None) -> Chain:
    """From the street to the door.

    A deeper alley may repeat the way to it (hẻm 72/15/8): then it replaces, else it goes on.
    """
    outwards = house is None or all(house.start < alley.start for alley in alleys)
    path: Chain = ()
    for alley in sorted(alleys, key=lambda a: (a.level, -a.start if outwards else a.start)):
        links = alley.links
        if len(links) > 1 and links[: len(path)] == path:
            path = links
        elif len(path) == len(links) or path[-len(links) :] != links:
            path += links
    if len(number) > len(path) and number[: len(path)] == path:
        return number
    return path + number
