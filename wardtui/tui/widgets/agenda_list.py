"""The evening as a list: its sections under headings, with a cursor that stays on cases."""

from datetime import datetime
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from wardtui.domain.agenda import Agenda, Entry, Section, door_of
from wardtui.domain.ids import ResidentId
from wardtui.i18n import tr
from wardtui.tui.widgets.line_list import SCROLLBAR, LineList
from wardtui.wording.agenda import asked_text, due_text, heading_text, is_late
from wardtui.wording.columns import cells

_DUE, _AREA, _TRIES, _PHONE = 6, 8, 4, 10
_NAME, _DOOR, _ASKED = 20, 16, 16
"""Cells of the others in the narrowest list that shows them all; more room goes to them in turn."""

_GAPS = 5
_LONGEST_ASKED = 30
_PHONE_AND_DOOR = _PHONE + 1 + _DOOR
"""Cells from which the door stands behind the phone."""

Line = Section | Entry


class Columns:
    """Widths of the columns for a width of the list.

    Where somebody walks the door has the room, elsewhere the phone gives its room to what is asked.
    """

    def __init__(self, width: int, *, on_foot: bool) -> None:
        room = width - _DUE - _AREA - _TRIES - _GAPS - SCROLLBAR
        spare = max(0, room - _NAME - _DOOR - _ASKED)
        self.name = _NAME + min(8, spare // 4)
        room -= self.name
        if on_foot:
            self.where = max(_DOOR, room - _ASKED - min(8, spare // 2))
        else:
            left = room - _LONGEST_ASKED
            self.where = left if left >= _PHONE_AND_DOOR else _PHONE
        self.asked = max(0, room - self.where)


class AgendaList(LineList):
    """An evening, one line a case and one a heading."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"agenda-list--late"}

    class Highlighted(Message):
        """The cursor is on another case, or on none."""

        def __init__(self, entry: Entry | None) -> None:
            self.entry = entry
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only where the cursor ends up matters."""
            return isinstance(message, AgendaList.Highlighted)

    class Opened(Message):
        """A case was clicked a second time."""

    def __init__(self, now: datetime, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._now = now
        self._lines: list[Line] = []
        self._headings: dict[Section, str] = {}
        self._places: dict[ResidentId, int] = {}

    def show(self, agenda: Agenda, now: datetime, keep: ResidentId | None) -> None:
        """Show an evening.

        :param now: what lies before it is late
        :param keep: under the cursor when they have an entry; else the cursor stays at its height
        """
        self._now = now
        self._lines = []
        self._headings = {}
        for section in Section:
            entries = agenda.in_section(section)
            if entries:
                self._headings[section] = heading_text(section, entries)
                self._lines += [section, *entries]
        self._places = {
            line.row.id: place for place, line in enumerate(self._lines) if isinstance(line, Entry)
        }
        wanted = self.cursor if keep is None else self._places.get(keep, self.cursor)
        self.show_lines(wanted)

    def mark(self, now: datetime) -> None:
        """Mark what is late by now; nothing moves."""
        self._now = now
        self.refresh()

    def go_to(self, resident: ResidentId) -> None:
        """Put the cursor on a resident's entry, when there is one."""
        if resident in self._places:
            self.go(self._places[resident])

    def go_to_section(self, step: int) -> None:
        """Put the cursor on the first entry of the next section, or of the one before."""
        starts = [place for place, line in enumerate(self._lines) if isinstance(line, Section)]
        if not starts:
            return
        here = sum(start <= self.cursor for start in starts) - 1
        self.go_below(starts[(here + step) % len(starts)])

    def go_below(self, heading: int) -> None:
        """Put the cursor on the first entry below a heading."""
        self.go(heading + 1)

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        line = self._lines[self.cursor] if self.cursor < len(self._lines) else None
        return line if isinstance(line, Entry) else None

    @property
    def from_cursor(self) -> list[Entry]:
        """The entries from the cursor on, then those before it, the nearest first."""
        here = self.cursor
        lines = [*self._lines[here:], *reversed(self._lines[:here])]
        return [line for line in lines if isinstance(line, Entry)]

    @property
    def count(self) -> int:
        """How many lines there are, headings among them."""
        return len(self._lines)

    def go(self, index: int) -> None:
        """Put the cursor on a line, or on the case that is next to a heading in its direction."""
        index = max(0, min(index, self.count - 1))
        ahead = -1 if index < self.cursor else 1
        # A heading always has an entry below it, and never stands last.
        if self._is_heading(index):
            index += ahead if index + ahead >= 0 else 1
        super().go(index)
        if self._is_heading(index - 1):
            above = Region(0, index - 1, 1, 2)
            self.scroll_to_region(above, animate=False, force=True, x_axis=False, immediate=True)

    def on_resize(self) -> None:
        """With other room the cursor, and a heading above it, may be out of view."""
        self.go(self.cursor)

    def _is_heading(self, index: int) -> bool:
        return 0 <= index < self.count and isinstance(self._lines[index], Section)

    def highlighted(self) -> Message:
        """The entry under the cursor."""
        return self.Highlighted(self.entry)

    def opened(self) -> Message:
        """A second click."""
        return self.Opened()

    def on_click(self, event: events.Click) -> None:
        """A heading that is clicked means its first case."""
        index = event.y + self.scroll_offset.y
        if self._is_heading(index):
            event.prevent_default()
            self.go_below(index)

    def strip_of(self, index: int, width: int) -> Strip:
        """A line with the looks of its parts."""
        line = self._lines[index]
        text = self.text_of(index, width)
        if isinstance(line, Section):
            return Strip([Segment(text, self.look("line-list--strong"))], width)
        base, muted = self.look("line-list--line"), self.look("line-list--muted")
        columns = _columns(line, width)
        name_end = _DUE + 1 + columns.name
        asked = name_end + 1 + columns.where + 1 + _AREA + 1 + _TRIES
        late = is_late(line.row, self._now)
        return Strip(
            [
                Segment(text[:_DUE], self.look("agenda-list--late") if late else base),
                Segment(text[_DUE:name_end], base),
                Segment(text[name_end:asked], muted),
                Segment(text[asked:], base),
            ],
            width,
        )

    def text_of(self, index: int, width: int) -> str:
        """A heading, or what is due, who, where, how often they were tried, and what to do."""
        line = self._lines[index]
        if isinstance(line, Section):
            return cells(f" {self._headings[line]}", width)
        row = line.row
        columns = _columns(line, width)
        tries = row.attempts
        parts = (
            (due_text(row, self._now), _DUE),
            (row.name, columns.name),
            (self._where(index, line, columns.where), columns.where),
            (row.area, _AREA),
            (f"{tries.call}·{tries.visit}" if tries.total else "", _TRIES),
            (asked_text(row), columns.asked),
        )
        return cells(" ".join(cells(text, room) for text, room in parts), width)

    def _where(self, index: int, entry: Entry, width: int) -> str:
        """The door on the walk, elsewhere the phone, with the address when there is room."""
        row = entry.row
        if entry.section is Section.VISITS:
            above = self._lines[index - 1]
            if isinstance(above, Entry) and door_of(above.row) == door_of(row):
                return "  " + tr("same door")
            return row.address
        if not row.phone:
            return row.address
        return f"{row.phone} {row.address}" if width >= _PHONE_AND_DOOR else row.phone


def _columns(entry: Entry, width: int) -> Columns:
    return Columns(width, on_foot=entry.section is Section.VISITS)
