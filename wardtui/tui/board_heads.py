"""The line over the board: every level over its column, or as a tab where one is seen at a time."""

from collections.abc import Sequence

import msgspec
from rich.cells import cell_len

from wardtui.domain.board import Column
from wardtui.domain.policy import Policy
from wardtui.wording.board import level_title, tab_text, title_text
from wardtui.wording.columns import cells

_LEAST_TITLE = 8
"""With fewer cells for its name a level is numbered only."""


class Head(msgspec.Struct, frozen=True):
    """A level on that line."""

    level: int
    text: str
    """In all its cells."""


def heads_over(columns: Sequence[Column], widths: Sequence[int], policy: Policy) -> list[Head]:
    """Every level over its column.

    :param widths: of the columns
    """
    return [
        Head(one.level, cells(f" {title_text(one, level_title(one.level, policy))}", width))
        for one, width in zip(columns, widths, strict=True)
    ]


def tabs(columns: Sequence[Column], chosen: int, width: int, policy: Policy) -> list[Head]:
    """All levels one behind the other, the chosen one by its name, the others as there is room.

    :param chosen: the level that is seen
    :param width: cells of the line
    """
    full = [Head(one.level, _tab(one, policy)) for one in columns]
    if sum(cell_len(head.text) for head in full) <= width:
        return _set_apart(full)
    numbered = {one.level: f" {tab_text(one)} " for one in columns if one.level != chosen}
    room = width - sum(map(cell_len, numbered.values()))
    here = {one.level: _tab(one, policy, room) for one in columns if one.level == chosen}
    left = width - sum(map(cell_len, here.values()))
    each = left // max(1, len(numbered))
    texts = here | {
        one.level: _tab(one, policy, each) if _has_room(one, policy, each) else numbered[one.level]
        for one in columns
        if one.level != chosen
    }
    return _set_apart([Head(one.level, texts[one.level]) for one in columns])


def _set_apart(heads: Sequence[Head]) -> list[Head]:
    """A line between two levels, where a blank stands."""
    return [*heads[:1], *(Head(one.level, "│" + one.text[1:]) for one in heads[1:])]


def _tab(column: Column, policy: Policy, room: int | None = None) -> str:
    """A level by its name, which is cut to the room."""
    title = level_title(column.level, policy)
    if room is not None:
        title = cells(title, _room_of_title(column, room)).rstrip()
    return f" {title_text(column, title)} "


def _has_room(column: Column, policy: Policy, room: int) -> bool:
    title = level_title(column.level, policy)
    return _room_of_title(column, room) >= min(_LEAST_TITLE, cell_len(title))


def _room_of_title(column: Column, room: int) -> int:
    """The cells that are left beside its number, its counts and the blanks between."""
    return room - cell_len(title_text(column, "")) - 3
