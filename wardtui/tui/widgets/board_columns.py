"""The board's columns: a level each, a case on two lines; only what can be seen is ever made."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import ClassVar

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from wardtui.domain.board import Board, Column, Handed
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.domain.policy import NO_POLICY, Policy
from wardtui.i18n import tr
from wardtui.tui.board_heads import Head, heads_over, tabs
from wardtui.wording.board import due_text, facts_text, holder_text
from wardtui.wording.columns import cells

SIDE_BY_SIDE_FROM = 120
"""Cells from which several levels stand side by side."""

_LEAST_WIDTH = 56
"""Cells of a column that shows a name, whose it is and by when."""

_CARD = 2
"""Lines of a case."""
_HEAD = 1
_TICK, _DUE = 2, 15
_GAPS = 2
_EDGE = 1
"""The cell at the right of a column: where it stands in its cases."""
_WHEEL = 2


class _Place(msgspec.Struct):
    """Where somebody is in a column."""

    cursor: int = 0
    first: int = 0
    """The case on its first line."""


class BoardColumns(Widget, can_focus=False):
    """Cases by level with a cursor in each. Its screen gives it the keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "board-columns--head",
        "board-columns--chosen",
        "board-columns--name",
        "board-columns--line",
        "board-columns--late",
        "board-columns--muted",
        "board-columns--cursor",
    }

    class Highlighted(Message):
        """The cursor is on another case, or on none."""

        def __init__(self, case: Handed | None) -> None:
            self.case = case
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only where the cursor ends up matters."""
            return isinstance(message, BoardColumns.Highlighted)

    class Opened(Message):
        """A case was clicked a second time."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._columns: tuple[Column, ...] = ()
        self._places: dict[int, _Place] = {}
        self._level = 0
        self._policy = NO_POLICY.policy
        self._names: Mapping[OfficerId, str] = {}
        self._selected: Collection[ResidentId] = ()
        self._now = datetime.now().astimezone()

    def show(
        self,
        board: Board,
        now: datetime,
        keep: ResidentId | None = None,
        *,
        policy: Policy,
        names: Mapping[OfficerId, str],
        selected: Collection[ResidentId] = (),
    ) -> None:
        """Show a board.

        :param keep: under the cursor when it is in the chosen column; else the cursor stays at
            its height, so that the next case comes under it
        :param policy: by which levels and rules are called
        :param names: of the officers who are known
        :param selected: cases that are ticked
        """
        self._columns, self._now = board.columns, now
        self._policy, self._names, self._selected = policy, names, selected
        levels = [column.level for column in self._columns]
        if self._level not in levels:
            filled = (column.level for column in self._columns if column.cases)
            self._level = next(filled, levels[0] if levels else 0)
        column = self.column
        if keep is not None and column is not None:
            place = next((n for n, one in enumerate(column.cases) if one.id == keep), None)
            if place is not None:
                self._place.cursor = place
        self.go(self._place.cursor)

    @property
    def column(self) -> Column | None:
        """The level in which the cursor is."""
        return next((one for one in self._columns if one.level == self._level), None)

    @property
    def case(self) -> Handed | None:
        """The case under the cursor."""
        column = self.column
        return column.cases[self._place.cursor] if column is not None and column.cases else None

    @property
    def behind_cursor(self) -> list[Handed]:
        """The other cases of the chosen level: those behind the cursor, then those before it, the
        nearest first."""
        column, here = self.column, self._place.cursor
        return [] if column is None else [*column.cases[here + 1 :], *column.cases[:here][::-1]]

    @property
    def _place(self) -> _Place:
        return self._places.setdefault(self._level, _Place())

    @property
    def _room(self) -> int:
        """Cases that can be seen at once."""
        return max(1, (self.size.height - _HEAD) // _CARD)

    def go(self, index: int) -> None:
        """Put the cursor on a case of the chosen level and bring it into view."""
        column, place = self.column, self._place
        last = len(column.cases) - 1 if column is not None else 0
        place.cursor = max(0, min(index, last))
        place.first = max(place.cursor - self._room + 1, min(place.first, place.cursor))
        self._draw()

    def _draw(self) -> None:
        self.refresh()
        self.post_message(self.Highlighted(self.case))

    def on_resize(self) -> None:
        """With other room the cursor may be out of view."""
        self.go(self._place.cursor)

    def move(self, step: int) -> None:
        """Move the cursor by cases."""
        self.go(self._place.cursor + step)

    def page(self, step: int) -> None:
        """Move the cursor by pages."""
        self.go(self._place.cursor + step * max(1, self._room - 1))

    def go_to_edge(self, *, last: bool) -> None:
        """Move the cursor to the first or the last case of its level."""
        column = self.column
        self.go(len(column.cases) - 1 if last and column is not None else 0)

    def go_to(self, resident: ResidentId) -> None:
        """Put the cursor on a case, on whatever level it is."""
        for column in self._columns:
            for number, one in enumerate(column.cases):
                if one.id == resident:
                    self._level = column.level
                    self.go(number)
                    return

    def step_level(self, step: int) -> None:
        """Go to the next level, or to the one before, in a circle."""
        levels = [column.level for column in self._columns]
        if levels:
            self._choose(levels[(levels.index(self._level) + step) % len(levels)])

    def leave_empty_level(self) -> None:
        """Go to a level that has a case, when the chosen one has none."""
        if self.case is None:
            filled = (column.level for column in self._columns if column.cases)
            self._choose(next(filled, self._level))

    def _choose(self, level: int) -> None:
        self._level = level
        self.go(self._place.cursor)

    def on_click(self, event: events.Click) -> None:
        """A level is chosen by its head, a case by its lines; a second click opens the case."""
        if event.y < _HEAD:
            end = 0
            for head in self._heads():
                end += cell_len(head.text)
                if event.x < end:
                    self._choose(head.level)
                    return
            return
        end = 0
        for column, width in self._shown():
            end += width
            if event.x < end:
                self._click(column, (event.y - _HEAD) // _CARD, twice=event.chain > 1)
                return

    def _click(self, column: Column, line: int, *, twice: bool) -> None:
        place = self._places.setdefault(column.level, _Place())
        index = place.first + line
        was_here = self._level == column.level and index == place.cursor
        if index >= len(column.cases):
            index = place.cursor
        elif twice and was_here:
            self.post_message(self.Opened())
        self._level = column.level
        self.go(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Further down in the column under the mouse."""
        self._scroll(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Further up in the column under the mouse."""
        self._scroll(event, -_WHEEL)

    def _scroll(self, event: events.MouseEvent, step: int) -> None:
        event.stop()
        end = 0
        for column, width in self._shown():
            end += width
            if event.x < end:
                self._choose(column.level)
                self.move(step)
                return

    def _shown(self) -> list[tuple[Column, int]]:
        """The columns that have room, that of the cursor among them, with their widths."""
        width, count = self.size.width, len(self._columns)
        fitting = width // _LEAST_WIDTH if width >= SIDE_BY_SIDE_FROM else 1
        fitting = max(1, min(fitting, count))
        here = next((n for n, one in enumerate(self._columns) if one.level == self._level), 0)
        first = max(0, min(here - fitting // 2, count - fitting))
        shown = self._columns[first : first + fitting]
        each, over = divmod(width, fitting)
        return [(one, each + (number < over)) for number, one in enumerate(shown)]

    def _heads(self) -> list[Head]:
        shown = [width for _, width in self._shown()]
        if len(shown) == len(self._columns) > 1:
            return heads_over(self._columns, shown, self._policy)
        return tabs(self._columns, self._level, self.size.width, self._policy)

    def _look(self, name: str) -> Style:
        return self.get_component_rich_style(f"board-columns--{name}")

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.size.width
        if y < _HEAD:
            return self._head_line(width)
        card, part = divmod(y - _HEAD, _CARD)
        segments: list[Segment] = []
        shown = self._shown()
        for number, (column, room) in enumerate(shown):
            segments += self._part(column, card, part, room - _EDGE)
            is_last = number == len(shown) - 1
            segments.append(Segment(self._edge(column, card, is_last), self._look("muted")))
        return Strip(segments, width)

    def _head_line(self, width: int) -> Strip:
        chosen, plain = self._look("chosen"), self._look("head")
        segments = [
            Segment(head.text, chosen if head.level == self._level else plain)
            for head in self._heads()
        ]
        return Strip(segments).adjust_cell_length(width, plain)

    def _edge(self, column: Column, card: int, is_last: bool) -> str:
        """Where the lines that are seen stand among all cases; between two columns a line."""
        count, room = len(column.cases), self._room
        if count > room:
            first = self._places.setdefault(column.level, _Place()).first
            thumb = max(1, room * room // count)
            start = round((room - thumb) * first / (count - room))
            if start <= card < start + thumb:
                return "┃"
        return " " if is_last else "│"

    def _part(self, column: Column, card: int, part: int, width: int) -> list[Segment]:
        """A line of a case, or what stands where there is none."""
        place = self._places.setdefault(column.level, _Place())
        index = place.first + card
        if index >= len(column.cases):
            is_note = not column.cases and card == 0 and part == 0
            note = tr("No case at this level.") if is_note else ""
            return [Segment(cells(f"  {note}", width), self._look("muted"))]
        one = column.cases[index]
        line = self._first_line(one, width) if part == 0 else self._second_line(one, width)
        if column.level == self._level and index == place.cursor:
            cursor = self._look("cursor")
            return [Segment(text, cursor) for text, _ in line]
        return [Segment(text, self._look(look)) for text, look in line]

    def _first_line(self, one: Handed, width: int) -> list[tuple[str, str]]:
        """Who, whose, and by when."""
        tick = "✓ " if one.id in self._selected else "  "
        rest = max(2, width - _TICK - _DUE - _GAPS)
        name = rest - rest * 2 // 5
        due = cells(due_text(one, self._now), _DUE)
        return [
            (tick, "line"),
            (cells(one.row.name, name) + " ", "name"),
            (cells(holder_text(one, self._names), rest - name) + " ", "line"),
            (due, "late" if one.is_overdue(self._now) else "line"),
        ]

    def _second_line(self, one: Handed, width: int) -> list[tuple[str, str]]:
        """Where, since when, why, and what was tried."""
        text = facts_text(one, self._now, self._policy)
        return [(" " * _TICK, "line"), (cells(text, width - _TICK), "muted")]
