"""The fields of two records in two columns, with signs for what differs and what is kept."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from wardtui.tui.twin_pair import TwinPair, TwinRow
from wardtui.tui.widgets.line_list import SCROLLBAR, LineList
from wardtui.wording.columns import cells

_NAME = 13
_DIFFERS, _KEPT = "≠", "✓"
_BEFORE_VALUES = _NAME + 3
_MARK = 2


def value_widths(width: int) -> tuple[int, int]:
    """Cells of the left and the right column, with their marks, in a line of that width."""
    room = max(0, width - _BEFORE_VALUES - SCROLLBAR)
    return room // 2, room - room // 2


def twin_heading(left: str, right: str, width: int) -> str:
    """The names of the two columns."""
    widths = value_widths(width)
    return " " * (_BEFORE_VALUES) + cells(left, widths[0]) + cells(right, widths[1])


class TwinList(LineList):
    """One line a field."""

    class Highlighted(Message):
        """The cursor is on another field, or other values are shown."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._pair: TwinPair | None = None
        self._rows: Sequence[TwinRow] = ()

    def show(self, pair: TwinPair, rows: Sequence[TwinRow], cursor: int) -> None:
        """Show two records."""
        self._pair = pair
        self._rows = rows
        self.show_lines(cursor)

    @property
    def row(self) -> TwinRow | None:
        """The line under the cursor."""
        return self._rows[min(self.cursor, len(self._rows) - 1)] if self._rows else None

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._rows)

    def highlighted(self) -> Message:
        """The cursor has moved."""
        return self.Highlighted()

    def text_of(self, index: int, width: int) -> str:
        """A line."""
        return "".join(text for text, _ in self._parts(index, width))

    def strip_of(self, index: int, width: int) -> Strip:
        """A line; what differs is strong, what is not kept is muted."""
        return Strip(
            [
                Segment(text, self.look(f"line-list--{look}"))
                for text, look in self._parts(index, width)
            ],
            width,
        )

    def _parts(self, index: int, width: int) -> list[tuple[str, str]]:
        """The parts of a line with their looks."""
        row = self._rows[index]
        left, right = value_widths(width)
        look = "strong" if row.differs else "line"
        kept = self._pair is not None and self._pair.keeps_left(row)
        marks = [" ", " "]
        looks = ["line", "line"]
        if row.differs:
            marks = [_KEPT, " "] if kept else [" ", _KEPT]
            looks = ["strong", "muted"] if kept else ["muted", "strong"]
        sign = _DIFFERS if row.differs else " "
        return [
            (f" {cells(row.name, _NAME - 1)} {sign} ", look),
            (f"{marks[0]} {cells(row.left, max(0, left - _MARK))}", looks[0]),
            (f"{marks[1]} {cells(row.right, max(0, right - _MARK))}", looks[1]),
            (" " * SCROLLBAR, "line"),
        ]
