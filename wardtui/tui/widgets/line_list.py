"""A list of one-line entries with a cursor: only the lines that can be seen are ever made."""

from abc import abstractmethod
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

SCROLLBAR = 1
"""Cells at the right edge that a line leaves free."""


class LineList(ScrollView, can_focus=False):
    """Lines in an order. Its screen gives it the keys; a click chooses, a second one opens."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--line",
        "line-list--cursor",
        "line-list--muted",
        "line-list--strong",
    }

    cursor = reactive(0, repaint=False)

    @property
    @abstractmethod
    def count(self) -> int:
        """How many lines there are."""

    @abstractmethod
    def strip_of(self, index: int, width: int) -> Strip:
        """The line with a number, without regard to the cursor."""

    @abstractmethod
    def text_of(self, index: int, width: int) -> str:
        """Its text in exactly so many cells, for the line under the cursor."""

    def highlighted(self) -> Message | None:
        """What tells the screen that the cursor is on another entry."""
        return None

    def opened(self) -> Message | None:
        """What tells the screen that an entry was clicked a second time."""
        return None

    def show_lines(self, cursor: int) -> None:
        """Draw the lines anew, with the cursor on one of them."""
        self.virtual_size = Size(0, self.count)
        self.refresh()
        self.go(cursor)
        self._tell(self.highlighted())

    def go(self, index: int) -> None:
        """Put the cursor on a line and bring it into view."""
        index = max(0, min(index, self.count - 1))
        moved = index != self.cursor
        self.cursor = index
        self.bring_into_view(index)
        if moved:
            self._tell(self.highlighted())

    def bring_into_view(self, index: int) -> None:
        """Scroll until a line is seen."""
        self.scroll_to_region(
            Region(0, index, 1, 1), animate=False, force=True, x_axis=False, immediate=True
        )

    def _tell(self, message: Message | None) -> None:
        if message is not None:
            self.post_message(message)

    def watch_cursor(self, before: int, after: int) -> None:
        """Draw the two lines that have changed."""
        self.refresh_line(before)
        self.refresh_line(after)

    def move(self, step: int) -> None:
        """Move the cursor by lines."""
        self.go(self.cursor + step)

    def page(self, step: int) -> None:
        """Move the cursor by pages."""
        self.go(self.cursor + step * max(1, self.size.height - 1))

    def go_to_edge(self, *, last: bool) -> None:
        """Move the cursor to the first or the last line."""
        self.go(self.count - 1 if last else 0)

    def on_click(self, event: events.Click) -> None:
        """One click chooses, a second one opens."""
        index = event.y + self.scroll_offset.y
        if index >= self.count:
            return
        if index == self.cursor and event.chain > 1:
            self._tell(self.opened())
        self.go(index)

    def look(self, name: str) -> Style:
        """One of the looks of a line."""
        return self.get_component_rich_style(name)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        index = y + self.scroll_offset.y
        width = self.size.width
        if index >= self.count:
            return Strip.blank(width, self.look("line-list--line"))
        if index == self.cursor:
            text = self.text_of(index, width)
            return Strip([Segment(text, self.look("line-list--cursor"))], width)
        return self.strip_of(index, width)
