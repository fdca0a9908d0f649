"""Where somebody lives and is registered: address, area and residency from one row."""

from functools import lru_cache

import msgspec

from wardtui.domain.roster.areas import area_in_address, read_area
from wardtui.domain.roster.cells import read_mark
from wardtui.domain.roster.columns import Column, Meaning
from wardtui.domain.roster.headings import folded_words
from wardtui.domain.roster.one_row import OneRow
from wardtui.domain.roster.residency import Residency, read_residency
from wardtui.domain.text import search_fold

_CROSSES = frozenset({"x", "xx", "v", "✓", "✔", "+", "☑", "☒", "×"})
_HAMLETS = {
    "thon": "Thôn",
    "xom": "Xóm",
    "ap": "Ấp",
    "ban": "Bản",
    "buon": "Buôn",
    "lang": "Làng",
    "ten thon": "Thôn",
}
"""A heading that names one kind of hamlet gives it to cells that hold only its name or number."""
_LANES = {"ngo": "ngõ", "ngach": "ngách", "hem": "hẻm", "kiet": "kiệt", "duong": "đường"} | {
    "pho": "phố",
    "ten duong": "đường",
}

_read_area = lru_cache(maxsize=4096)(read_area)
_read_residency = lru_cache(maxsize=1024)(read_residency)
_area_in_address = lru_cache(maxsize=1024)(area_in_address)


class Place(msgspec.Struct, frozen=True):
    """Where somebody lives and is registered, as far as a row says."""

    address: str
    lives_at: str
    residency: Residency
    doubtful_residency: str | None


def is_cross(text: str) -> bool:
    """Whether a cell is only crossed."""
    return text.casefold() in _CROSSES


def read_place(row: OneRow) -> Place:
    """Address and residency. A cross under "Thường trú" is a fact, no address."""
    residency, doubtful = _residency(row)
    registered = _address(row)
    current = _joined(row, row.filled(Meaning.CURRENT_ADDRESS))
    if is_cross(registered):
        registered, residency = "", _merged(residency, read_residency("thường trú"))
    if is_cross(current):
        column = row.filled(Meaning.CURRENT_ADDRESS)[0]
        current, residency = "", _merged(residency, read_residency(column.own))
    folded = search_fold(registered), search_fold(current)
    if residency == Residency() and registered and folded[0] == folded[1]:
        residency = Residency(registered_here=True, lives_here=True)
    if residency.lives_here is False and registered:
        lives_at = current if folded[0] != folded[1] else ""
        return Place(registered, lives_at, residency, doubtful)
    return Place(current or registered, "", residency, doubtful)


def _residency(row: OneRow) -> tuple[Residency, str | None]:
    found, doubtful = Residency(), None
    for column in row.filled(Meaning.RESIDENCY):
        text = row.text_of(column)
        said = _read_residency(column.own if is_cross(text) else text)
        if said == Residency():
            doubtful = doubtful or text
        found = _merged(found, said)
    registered = _crossed(row, Meaning.REGISTERED_HERE)
    lives = _crossed(row, Meaning.LIVES_HERE)
    return _merged(Residency(registered, lives), found), doubtful


def _crossed(row: OneRow, meaning: Meaning) -> bool | None:
    if meaning not in row.layout.by_meaning:
        return None
    mark = read_mark(row.cell(meaning), cross_means_lacking=False)
    return None if mark is None else not mark


def _merged(first: Residency, second: Residency) -> Residency:
    """The facts of the first, and of the second where the first knows none."""
    if first.registered_here is not None and first.lives_here is not None:
        return first
    return Residency(
        second.registered_here if first.registered_here is None else first.registered_here,
        second.lives_here if first.lives_here is None else first.lives_here,
    )


def _address(row: OneRow) -> str:
    whole = _joined(row, row.filled(Meaning.ADDRESS))
    house = row.filled(Meaning.HOUSE_NUMBER)
    streets = row.filled(Meaning.STREET)
    if not house and not streets:
        return whole
    parts = [_with_lane(column, row.clean(column)) for column in streets]
    door = ", ".join(parts)
    if house:
        door = f"{row.clean(house[0])} {door}".strip()
    if not whole or is_cross(whole):
        return door
    if all(search_fold(row.clean(one)) in search_fold(whole) for one in (*streets, *house[:1])):
        return whole
    return f"{door}, {whole}"


def _with_lane(column: Column, text: str) -> str:
    """``72`` under "Ngõ" is ``ngõ 72``."""
    lane = _LANES.get(folded_words(column.own))
    if lane is None or search_fold(text).startswith(search_fold(lane)):
        return text
    return f"{lane} {text}"


def _joined(row: OneRow, columns: list[Column]) -> str:
    """The first column's text, with those beside it that share its upper heading."""
    if not columns:
        return ""
    first = columns[0]
    shared = [one for one in columns if one is first or (first.group and one.group == first.group)]
    return ", ".join(row.clean(column) for column in shared)


def read_own_area(row: OneRow) -> tuple[str | None, str | None]:
    """The area of the row's own column, and what stood there when it is none."""
    doubtful = None
    for column in row.filled(Meaning.AREA):
        text = row.clean(column)
        kind = _HAMLETS.get(folded_words(column.own))
        area = _read_area(text)
        if kind is not None and (area is None or text.strip(" .0123456789") == ""):
            area = _read_area(f"{kind} {text}")
        if area is not None:
            return area, None
        doubtful = doubtful or text
    return None, doubtful


def area_of_address(address: str) -> str | None:
    """The area that an address names."""
    return _area_in_address(address) if address else None
