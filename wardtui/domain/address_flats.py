"""Towers, floors and flats, rows of houses and plots in an address."""

import re
from typing import NamedTuple

from wardtui.domain.address_text import AddressText, Chain, Link, read_link, sign

_FLOOR_AND_UNIT = re.compile(
    r"(b\d|[gt]|\d{1,2}[a-z]?)[.\-/]?(\d{2}[a-z]?)|(\d{1,2}[a-z]?)[.\-/](\d[a-z]?)"
)
_UNIT = re.compile(r"\d{1,2}[a-z]?")
_BEFORE_ROOM = re.compile(r"([a-z]{1,4}\d{0,2}[a-z]?(?:\.\d{1,2})?)[.\-](?=\w*\d)|([a-z])(?=\d)")
_BEHIND_ROOM = re.compile(r"(\w+)[\-/]([a-z]{1,3}\d{1,2}[a-z]?)")
_TOWN_BEHIND = re.compile(r"[\s,]*(?:q|quận|quan|tp|thành phố|thanh pho)(?![^\W_])")
_SIGN = re.compile(
    r"(?<![\w./])((?!p\d|q\d|k\d|h\d|kp|tdp|tl|ql|hl|km|sn)[a-z]{1,3}\d{1,2}[a-z]?(?:\.\d{1,2})?)"
    r"(?![\w/])"
)
_SIGN_AND_ROOM = re.compile(
    r"(?<![\w./])([a-z]{1,3}\d{1,2}[a-z]?(?:\.\d{1,2})?)"
    r"(?:\s?-\s?|\.)(\d{1,2}[a-z]?[.\-]?\d{2})(?![\w/])"
)
_GROUND = {"g": 0, "t": 0, "trệt": 0, "tret": 0, "lửng": 0, "lung": 0, "hầm": -1, "ham": -1}


class Flat(NamedTuple):
    """Where a flat is."""

    tower: str = ""
    """Its building; empty when the address names none."""
    room: Chain = ()
    """Floor and unit, or the unit alone."""


class _Room(NamedTuple):
    tower: str
    floor: Link | None
    unit: Link | None


def read_row(address: AddressText) -> tuple[str, Chain] | None:
    """A house in a row that has a sign: BT5-12, LK3 ô 12."""
    match = address.find(address.words.row)
    if match is None:
        return None
    address.take(match)
    link = read_link(match[2] or match[3] or "")
    return sign(match[1] or match[4] or match[5]), (link,) if link else ()


def read_plot(address: AddressText) -> tuple[str, Chain] | None:
    """A plot in a row that has a letter: lô A12."""
    match = address.find(address.words.plot)
    if match is None:
        return None
    address.take(match)
    row = match[1] or match[3] or match[6]
    link = read_link(match[2] or match[4] or match[5])
    return row.upper(), (link,) if link else ()


def read_flat(address: AddressText) -> Flat:
    """The building of a flat, its floor and its number there."""
    words = address.words
    staircase = address.find(words.staircase)
    if staircase is not None:
        address.take(staircase)
    storey = address.find(words.floor)
    if storey is not None:
        address.take(storey)
    tower, estate = address.find(words.tower), address.find(words.estate)
    room = _read_room(address, in_tower=any((staircase, storey, tower, estate)))
    inside = room is not None or storey is not None
    if tower is not None and tower[2] and not (inside or estate):
        tower = None  # "nhà A" may be a house
    if estate is not None and estate[1] and not (inside or tower):
        estate = None  # "TT" may be a town
    name, glued = _tower_name(address, tower, estate)
    if room is None and glued is not None:
        room = glued
    if room is not None and (tower is None or not name):
        name = room.tower or _lone_sign(address) or name
    if staircase is not None:
        name = f"{name} ĐN{staircase[1].upper()}".strip()
    return Flat(name, _room_chain(room, storey[1] if storey else None, in_tower=bool(name)))


def room_of_number(chain: Chain) -> Chain:
    """A flat whose number stands where that of a house does: "1205 toà CT1"."""
    if len(chain) == 1 and chain[0][0] >= 100:
        floor, unit = divmod(chain[0][0], 100)
        return (floor, ""), (unit, chain[0][1])
    return ()


def _tower_name(
    address: AddressText, tower: re.Match[str] | None, estate: re.Match[str] | None
) -> tuple[str, _Room | None]:
    """The sign of the building, else the name of the estate; and a room glued to it."""
    name, room = "", None
    for match in (estate, tower):
        if match is None:
            continue
        written = address.name(match, 2 if match is estate or match[2] else 1)
        address.take(match)
        found = _decode(written.lower())
        if found is not None and found.tower and found.floor:
            room, written = found, found.tower
        name = f"Toà {written}" if written[:1].isdigit() else sign(written)
    return name, room


def _lone_sign(address: AddressText) -> str:
    match = _SIGN.search(address.line)
    if match is None:
        return ""
    address.take(match)
    return sign(match[1])


def _read_room(address: AddressText, *, in_tower: bool) -> _Room | None:
    for match in address.words.room.finditer(address.line):
        room = _decode(match[3])
        if room is None:
            continue
        is_ward = match[2] == "p" and _TOWN_BEHIND.match(address.line, match.end())
        if room.floor is None and match[2] and (is_ward or not in_tower):
            continue  # "P.12" is a ward more often than a room
        address.take(match)
        return room
    glued = _SIGN_AND_ROOM.search(address.line)
    if glued is None:
        return None
    address.take(glued)
    return _decode(f"{glued[1]}-{glued[2]}")


def _decode(code: str) -> _Room | None:
    """A flat's number: 1205, 12A05, 12.05, B105, A1205, CT1-1205, 1205-CT1, 5."""
    behind = _BEHIND_ROOM.fullmatch(code)
    if behind is not None and (room := _decode(behind[1])) is not None and room.floor:
        return room._replace(tower=sign(behind[2]))
    parts = _FLOOR_AND_UNIT.fullmatch(code)
    if parts is not None:
        return _Room("", _floor(parts[1] or parts[3]), read_link(parts[2] or parts[4]))
    if _UNIT.fullmatch(code):
        return _Room("", None, read_link(code))
    before = _BEFORE_ROOM.match(code)
    if before is not None and (room := _decode(code[before.end() :])) is not None:
        return room._replace(tower=sign(before[1] or before[2])) if not room.tower else None
    return None


def _floor(text: str) -> Link | None:
    """Basements below the ground, the ground below the first floor, 12A between 12 and 13."""
    if text in _GROUND:
        return _GROUND[text], ""
    if text[0] == "b":
        return -int(text[1:]), ""
    return read_link(text)


def _room_chain(room: _Room | None, storey: str | None, *, in_tower: bool) -> Chain:
    floor = (room.floor if room else None) or (_floor(storey) if storey else None)
    if floor is None and room is not None and in_tower:
        floor = (0, "")
    links = (floor, room.unit if room else None)
    return tuple(link for link in links if link is not None)
