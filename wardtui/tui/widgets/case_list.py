"""The list of cases: only the lines that can be seen are ever made."""

from array import array
from collections.abc import Collection, Container, Sequence
from datetime import datetime
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from wardtui.domain.agenda import is_untried
from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import WorklistRow
from wardtui.domain.worklist_index import Worklist
from wardtui.i18n import tr
from wardtui.i18n.dates import short_due
from wardtui.i18n.labels import label
from wardtui.tui.widgets.line_list import LineList
from wardtui.wording.columns import cells
from wardtui.wording.faults import asking_text

_FIXED = 6 + 1 + 1 + 4 + 1 + 1 + 4 + 1 + 1
"""Cells of the columns that never change their width, with gaps and an edge: due, year, tries."""

_NEAR = 50
"""Cases that are looked through for the next one: more do not live behind one door."""

GUTTER = 2
"""Cells before the columns that show which cases are ticked."""

_PHONE = 10 + 1
"""Cells of the phone, with its gap."""

_NAME, _ADDRESS, _NEXT = 20, 15, 14
"""Cells of the others on 80 columns; more room goes to them in turn."""


class Columns:
    """Widths of the columns for a width of the list.

    On a walk the phone gives its place to what has to be asked at the door: it stands on the page
    of the case and over the log panel all the same.
    """

    def __init__(self, width: int, *, asking: bool = False) -> None:
        spare = max(0, width - _FIXED - _PHONE - _NAME - _ADDRESS - _NEXT)
        self.phone = 0 if asking else _PHONE
        self.name = _NAME + min(8, spare // 4)
        self.next = _NEXT + min(10, spare // 4) + _PHONE - self.phone
        self.address = max(0, width - _FIXED - self.phone - self.name - self.next)


class CaseList(LineList):
    """Cases in an order, one line each, with a cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"case-list--late", "case-list--done"}

    class Highlighted(Message):
        """The cursor is on another case, or on none."""

        def __init__(self, row: WorklistRow | None) -> None:
            self.row = row
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only where the cursor ends up matters."""
            return isinstance(message, CaseList.Highlighted)

    class Opened(Message):
        """A case was clicked a second time."""

    def __init__(self, worklist: Worklist, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._worklist = worklist
        self._positions: Sequence[int] = array("I")
        self._asking = False
        self._selected: Container[ResidentId] = ()
        self._gutter = 0
        self._now = datetime.now().astimezone()

    def show(
        self,
        worklist: Worklist,
        positions: Sequence[int],
        now: datetime,
        keep: ResidentId | None = None,
        *,
        asking: bool = False,
        selected: Collection[ResidentId] = (),
    ) -> None:
        """Show lines.

        :param positions: which lines of the worklist, in their order
        :param keep: the case on which the cursor stays when it is among them; without it the
            cursor stays at its height, so that the next case comes under it
        :param asking: with what has to be asked at the door
        :param selected: cases that are ticked; with any, a gutter shows which
        """
        self._selected = selected
        self._gutter = GUTTER if selected else 0
        self._worklist = worklist
        self._positions = positions
        self._now = now
        self._asking = asking
        index = self.cursor
        if keep is not None:
            position = self._worklist.position(keep)
            if position is not None and position in positions:
                index = list(positions).index(position)
        self.show_lines(index)

    def show_found(self, positions: Sequence[int]) -> None:
        """Show other lines of the same list; more may be added to them later."""
        self._positions = positions
        self.show_lines(0)

    def show_grown(self) -> None:
        """Lines were added behind those that are shown."""
        self.virtual_size = Size(0, self.count)

    @property
    def count(self) -> int:
        """How many cases are shown."""
        return len(self._positions)

    def highlighted(self) -> Message:
        """The case under the cursor."""
        return self.Highlighted(self.row)

    def opened(self) -> Message:
        """A second click."""
        return self.Opened()

    @property
    def row(self) -> WorklistRow | None:
        """The case under the cursor."""
        if not self._positions:
            return None
        return self._worklist.row(self._positions[min(self.cursor, len(self._positions) - 1)])

    def row_behind(self, but: Collection[ResidentId]) -> WorklistRow | None:
        """The first case under that of the cursor that is none of some; at the end, one before."""
        below = range(self.cursor + 1, len(self._positions))
        above = range(self.cursor - 1, -1, -1)
        rows = (self._worklist.row(self._positions[index]) for index in (*below[:_NEAR], *above))
        return next((row for row in rows if row.id not in but), None)

    def residents(self, limit: int) -> list[ResidentId]:
        """Whom the first lines are about."""
        return [self._worklist.row(position).id for position in self._positions[:limit]]

    def strip_of(self, index: int, width: int) -> Strip:
        """A line with the looks of its parts."""
        row = self._worklist.row(self._positions[index])
        base = self.look("line-list--line")
        gutter = [Segment(self._tick(row), base)] if self._gutter else []
        line = self._parts(row, width - self._gutter)
        return Strip([*gutter, *line], width)

    def _tick(self, row: WorklistRow) -> str:
        return "✓ " if row.id in self._selected else "  "

    def _parts(self, row: WorklistRow, width: int) -> list[Segment]:
        text = self._text(row, width)
        if not row.needs_action:
            return [Segment(text, self.look("case-list--done"))]
        columns = Columns(width, asking=self._asking)
        base = self.look("line-list--line")
        end = 7 + columns.name
        return [
            Segment(text[:6], self.look("case-list--late") if self._is_late(row) else base),
            Segment(text[6:end], base),
            Segment(text[end : width - columns.next], self.look("line-list--muted")),
            Segment(text[width - columns.next :], base),
        ]

    def text_of(self, index: int, width: int) -> str:
        """A line."""
        row = self._worklist.row(self._positions[index])
        gutter = self._tick(row) if self._gutter else ""
        return gutter + self._text(row, width - self._gutter)

    def _is_new(self, row: WorklistRow) -> bool:
        """Nobody has tried yet: new, however long ago that was, rather than hundreds of alarms."""
        return is_untried(row) and row.needs_action

    def _is_late(self, row: WorklistRow) -> bool:
        return row.due is not None and row.due < self._now and not self._is_new(row)

    def _text(self, row: WorklistRow, width: int) -> str:
        due = "" if row.due is None else short_due(row.due, self._now)
        if self._is_new(row):
            due = tr("new")
        mark = "!" if self._is_late(row) else " "
        tries = row.attempts
        columns = Columns(width, asking=self._asking)
        action = label(row.kind) if row.kind is not None else label(row.status)
        if self._asking and row.needs_action:
            action = asking_text(action, row.flags, columns.next)
        parts = [
            mark + due,
            row.name,
            str(row.birth_year or ""),
            row.phone,
            row.address,
            f"{tries.call}·{tries.visit}" if tries.total else "",
            action,
        ]
        return _line(parts, columns, width)


def heading(width: int, *, asking: bool = False, selecting: bool = False) -> str:
    """The names of the columns over a list of that width."""
    if selecting:
        return " " * GUTTER + heading(width - GUTTER, asking=asking)
    names = [
        " " + tr("Due"),
        tr("Name"),
        tr("Year"),
        tr("Phone"),
        tr("Address"),
        tr("C·V"),
        tr("Next · ask at the door") if asking else tr("Next"),
    ]
    return _line(names, Columns(width, asking=asking), width)


def _line(parts: Sequence[str], columns: Columns, width: int) -> str:
    widths = (6, columns.name, 4, columns.phone - 1, columns.address, 4, columns.next)
    shown = zip(parts, widths, strict=True)
    return cells(" ".join(cells(part, room) for part, room in shown if room >= 0), width)
