"""A list of lines in columns, made from texts: files, columns of a list, sections of a plan."""

from collections.abc import Callable, Sequence
from enum import StrEnum

import msgspec
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from wardtui.tui.widgets.line_list import LineList
from wardtui.wording.columns import cells


class Look(StrEnum):
    """How a line looks."""

    PLAIN = "line-list--line"
    STRONG = "line-list--strong"
    MUTED = "line-list--muted"


class Line(msgspec.Struct, frozen=True):
    """One line."""

    texts: tuple[str, ...]
    """A text for each column; a single text has the whole line."""
    look: Look = Look.PLAIN
    can_be_chosen: bool = True


Widths = Callable[[int], Sequence[int]]
"""The widths of the columns for a width of the list; a blank stands before each."""


def one_column(width: int) -> Sequence[int]:
    """The whole line."""
    return (width - 1,)


def visible(text: str) -> str:
    """A text from a file without what would move the cursor of a terminal, or has no width."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else "-" for sign in text)


class TableList(LineList):
    """Lines with a cursor."""

    class Highlighted(Message):
        """The cursor is on another line."""

        def __init__(self, index: int) -> None:
            self.index = index
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only where the cursor ends up matters."""
            return isinstance(message, TableList.Highlighted)

    class Opened(Message):
        """A line was clicked a second time."""

    def __init__(
        self,
        *,
        id: str,  # noqa: A002
        widths: Widths = one_column,
        with_cursor: bool = True,
    ) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()
        self._widths = widths
        self._with_cursor = with_cursor

    def show(self, lines: Sequence[Line], cursor: int = 0) -> None:
        """Show lines, with the cursor on one of them."""
        self._lines = lines
        self.show_lines(cursor)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def is_cut(self) -> bool:
        """Whether the line under the cursor is longer than the list is wide."""
        if not self._lines:
            return False
        texts = self._lines[min(self.cursor, self.count - 1)].texts
        return len(texts) == 1 and len(texts[0]) >= self.size.width

    def go(self, index: int) -> None:
        """Put the cursor on a line; one that cannot be chosen is passed over."""
        index = max(0, min(index, self.count - 1))
        step = 1 if index >= self.cursor else -1
        for direction in (step, -step):
            at = index
            while 0 <= at < self.count and not self._lines[at].can_be_chosen:
                at += direction
            if 0 <= at < self.count:
                super().go(at)
                if at and not self._lines[at - 1].can_be_chosen:
                    self.bring_into_view(at - 1)  # a title is seen with its first line
                return
        super().go(index)

    def highlighted(self) -> Message | None:
        """Tells the screen where the cursor is; what is only shown beside another list has none."""
        return self.Highlighted(self.cursor) if self._with_cursor else None

    def opened(self) -> Message:
        """Tells the screen that a line was clicked a second time."""
        return self.Opened()

    def text_of(self, index: int, width: int) -> str:
        """A line in exactly so many cells."""
        texts = self._lines[index].texts
        widths = self._widths(width) if len(texts) > 1 else one_column(width)
        parts = [cells(visible(text), room) for text, room in zip(texts, widths, strict=False)]
        return cells(" " + " ".join(parts), width)

    def strip_of(self, index: int, width: int) -> Strip:
        """A line without regard to the cursor."""
        look = self._lines[index].look
        return Strip([Segment(self.text_of(index, width), self.look(look.value))], width)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        index = y + self.scroll_offset.y
        if not self._with_cursor and index < self.count:
            return self.strip_of(index, self.size.width)
        return super().render_line(y)
