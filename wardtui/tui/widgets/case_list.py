"""The list of cases: only the lines that can be seen are ever made."""

from array import array
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import WorklistRow
from wardtui.domain.worklist_index import Worklist
from wardtui.i18n import tr
from wardtui.i18n.dates import short_due
from wardtui.i18n.labels import label
from wardtui.wording.columns import cells

_FIXED = 6 + 1 + 1 + 4 + 1 + 10 + 1 + 1 + 4 + 1
"""Cells of the columns that never change their width, with the gaps: due, year, phone, tries."""

_NAME, _ADDRESS, _NEXT = 20, 15, 14
"""Cells of the others on 80 columns; more room goes to them in turn."""


class Columns:
    """Widths of the columns for a width of the list."""

    def __init__(self, width: int) -> None:
        spare = max(0, width - _FIXED - _NAME - _ADDRESS - _NEXT - 1)
        self.name = _NAME + min(8, spare // 4)
        self.next = _NEXT + min(10, spare // 4)
        self.address = max(0, width - _FIXED - self.name - self.next - 1)


class CaseList(ScrollView, can_focus=False):
    """Cases in an order, one line each, with a cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "case-list--line",
        "case-list--cursor",
        "case-list--late",
        "case-list--done",
        "case-list--muted",
    }

    cursor = reactive(0, repaint=False)

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
        self._now = datetime.now().astimezone()

    def show(
        self,
        worklist: Worklist,
        positions: Sequence[int],
        now: datetime,
        keep: ResidentId | None = None,
    ) -> None:
        """Show lines.

        :param positions: which lines of the worklist, in their order
        :param keep: the case on which the cursor stays when it is among them; without it the
            cursor stays at its height, so that the next case comes under it
        """
        self._worklist = worklist
        self._positions = positions
        self._now = now
        self.virtual_size = Size(0, len(positions))
        index = self.cursor
        if keep is not None:
            position = self._worklist.position(keep)
            if position is not None and position in positions:
                index = list(positions).index(position)
        self.refresh()
        self._go(index)
        self.post_message(self.Highlighted(self.row))

    @property
    def row(self) -> WorklistRow | None:
        """The case under the cursor."""
        if not self._positions:
            return None
        return self._worklist.row(self._positions[min(self.cursor, len(self._positions) - 1)])

    @property
    def row_behind(self) -> WorklistRow | None:
        """The case under that of the cursor; at the end of the list the one before."""
        last = len(self._positions) - 1
        index = self.cursor + 1 if self.cursor < last else self.cursor - 1
        return self._worklist.row(self._positions[index]) if 0 <= index <= last else None

    def _go(self, index: int) -> None:
        index = max(0, min(index, len(self._positions) - 1))
        moved = index != self.cursor
        self.cursor = index
        self.scroll_to_region(
            Region(0, index, 1, 1), animate=False, force=True, x_axis=False, immediate=True
        )
        if moved:
            self.post_message(self.Highlighted(self.row))

    def watch_cursor(self, before: int, after: int) -> None:
        """Draw the two lines that have changed."""
        self.refresh_line(before)
        self.refresh_line(after)

    def move(self, step: int) -> None:
        """Move the cursor by lines."""
        self._go(self.cursor + step)

    def page(self, step: int) -> None:
        """Move the cursor by pages."""
        self._go(self.cursor + step * max(1, self.size.height - 1))

    def go_to_edge(self, *, last: bool) -> None:
        """Move the cursor to the first or the last line."""
        self._go(len(self._positions) - 1 if last else 0)

    def on_click(self, event: events.Click) -> None:
        """One click chooses, a second one opens."""
        index = event.y + self.scroll_offset.y
        if index >= len(self._positions):
            return
        if index == self.cursor and event.chain > 1:
            self.post_message(self.Opened())
        self._go(index)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        index = y + self.scroll_offset.y
        width = self.size.width
        base = self.get_component_rich_style("case-list--line")
        if index >= len(self._positions):
            return Strip.blank(width, base)
        row = self._worklist.row(self._positions[index])
        if index == self.cursor:
            cursor = self.get_component_rich_style("case-list--cursor")
            return Strip([Segment(self._text(row, width), cursor)], width)
        if not row.needs_action:
            done = self.get_component_rich_style("case-list--done")
            return Strip([Segment(self._text(row, width), done)], width)
        text = self._text(row, width)
        columns = Columns(width)
        late = self.get_component_rich_style("case-list--late")
        muted = self.get_component_rich_style("case-list--muted")
        end = 7 + columns.name
        return Strip(
            [
                Segment(text[:6], late if self._is_late(row) else base),
                Segment(text[6:end], base),
                Segment(text[end : width - columns.next], muted),
                Segment(text[width - columns.next :], base),
            ],
            width,
        )

    def _is_new(self, row: WorklistRow) -> bool:
        """Nobody has tried yet: new, however long ago that was, rather than hundreds of alarms."""
        return row.needs_action and not row.attempts.total

    def _is_late(self, row: WorklistRow) -> bool:
        return row.due is not None and row.due < self._now and not self._is_new(row)

    def _text(self, row: WorklistRow, width: int) -> str:
        columns = Columns(width)
        due = "" if row.due is None else short_due(row.due, self._now)
        if self._is_new(row):
            due = tr("new")
        mark = "!" if self._is_late(row) else " "
        tries = row.attempts
        action = label(row.kind) if row.kind is not None else label(row.status)
        parts = [
            cells(mark + due, 6),
            cells(row.name, columns.name),
            cells(str(row.birth_year or ""), 4),
            cells(row.phone, 10),
            cells(row.address, columns.address),
            cells(f"{tries.call}·{tries.visit}" if tries.total else "", 4),
            cells(action, columns.next),
        ]
        return cells(" ".join(parts), width)


def heading(width: int) -> str:
    """The names of the columns over a list of that width."""
    columns = Columns(width)
    parts = [
        cells(" " + tr("Due"), 6),
        cells(tr("Name"), columns.name),
        cells(tr("Year"), 4),
        cells(tr("Phone"), 10),
        cells(tr("Address"), columns.address),
        cells(tr("C·V"), 4),
        cells(tr("Next"), columns.next),
    ]
    return cells(" ".join(parts), width)
