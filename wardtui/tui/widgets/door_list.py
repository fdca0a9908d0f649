"""The people behind a door as a list: a few lines each, with a cursor on whole people."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId
from wardtui.tui.widgets.line_list import LineList
from wardtui.wording.columns import cells
from wardtui.wording.household import age_text, further_lines, lacks_text

_NAME, _AGE = 26, 9
_WIDEST_NAME = 40


class _Line(msgspec.Struct, frozen=True):
    person: int
    """Place of whom it is about."""
    parts: tuple[str, ...]
    """Name, age and what they lack; or one further line."""


class DoorList(LineList):
    """Cases with all that has to be known at the door."""

    class Opened(Message):
        """Somebody was clicked a second time."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._people: Sequence[Case] = ()
        self._lines: list[_Line] = []
        self._starts: list[int] = []
        """First line of each person."""

    def show(self, people: Sequence[Case], now: datetime, keep: ResidentId | None) -> None:
        """Show people; the cursor goes to one of them, when they are there."""
        self._people = people
        self._lines, self._starts = [], []
        for place, case in enumerate(people):
            self._starts.append(len(self._lines))
            head = (case.resident.name, age_text(case, now), lacks_text(case))
            self._lines.append(_Line(place, head))
            self._lines += [_Line(place, (line,)) for line in further_lines(case, now)]
        kept = [place for place, case in enumerate(people) if case.id == keep]
        self.show_lines(self._starts[kept[0]] if kept else self.cursor)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def place(self) -> int:
        """Place of the person under the cursor."""
        return self._lines[self.cursor].person if self.cursor < self.count else 0

    @property
    def case(self) -> Case | None:
        """Whom the cursor is on."""
        return self._people[self.place] if self._people else None

    def opened(self) -> Message:
        """A second click."""
        return self.Opened()

    def go(self, index: int) -> None:
        """Put the cursor on whom a line is about, and bring all that is said of them into view."""
        if not self._lines:
            return
        index = max(0, min(index, self.count - 1))
        person = self._lines[index].person
        ends = [*self._starts[1:], self.count]
        super().go(self._starts[person])
        region = Region(0, self._starts[person], 1, ends[person] - self._starts[person])
        self.scroll_to_region(region, animate=False, force=True, x_axis=False, immediate=True)

    def move(self, step: int) -> None:
        """Move the cursor by people."""
        if self._people:
            self.go(self._starts[max(0, min(self.place + step, len(self._people) - 1))])

    def watch_cursor(self, before: int, after: int) -> None:  # noqa: ARG002
        """Several lines have changed."""
        self.refresh()

    def on_resize(self) -> None:
        """With other room the cursor may be out of view."""
        self.go(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Any line of somebody stands for them."""
        event.prevent_default()
        index = event.y + self.scroll_offset.y
        if index >= self.count:
            return
        if self._lines[index].person == self.place and event.chain > 1:
            self.post_message(self.opened())
        self.go(index)

    def strip_of(self, index: int, width: int) -> Strip:
        """A line; whoever is done is told apart by what stands there too, not by the look alone."""
        line = self._lines[index]
        case = self._people[line.person]
        is_head = len(line.parts) > 1
        look = "line-list--strong" if is_head else "line-list--line"
        if case.next_action is None:
            look = "line-list--muted"
        return Strip([Segment(self.text_of(index, width), self.look(look))], width)

    def text_of(self, index: int, width: int) -> str:
        """A line in exactly so many cells."""
        parts = self._lines[index].parts
        if len(parts) == 1:
            return cells(f"   {parts[0]}", width)
        name, age, lacks = parts
        room = max(_NAME, min(_WIDEST_NAME, width // 3))
        return cells(f" {cells(name, room)} {cells(age, _AGE)} {lacks}", width)

    def render_line(self, y: int) -> Strip:
        """One line of the screen; the cursor covers all lines of somebody."""
        index = y + self.scroll_offset.y
        width = self.size.width
        if index < self.count and self._lines[index].person == self.place:
            text = self.text_of(index, width)
            return Strip([Segment(text, self.look("line-list--cursor"))], width)
        return super().render_line(y)
