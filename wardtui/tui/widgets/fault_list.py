"""What has to be put right: the kinds with their counts, and the faults of a kind door by door."""

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from wardtui.domain.worklist_index import Worklist
from wardtui.i18n import tr
from wardtui.services.data_quality import Fault
from wardtui.tui.widgets.bars import AreaBar
from wardtui.tui.widgets.line_list import SCROLLBAR, LineList
from wardtui.wording.columns import cells
from wardtui.wording.faults import kind_text

_NAME, _YEAR, _KIND, _DOOR = 20, 4, 27, 12
"""Cells of the columns; the door has what is left, if that is enough to tell anything."""


class FaultAreaBar(AreaBar):
    """The areas with what is to be put right in each."""

    def entries(self) -> list[tuple[str | None, str]]:
        """Area and text, the whole ward first."""
        everything = sum(area.open for area in self.areas)
        entries: list[tuple[str | None, str]] = [(None, f" {tr('All')} {everything} ")]
        entries += [
            (area.area, f" {area.area or tr('no area')} {area.open} ") for area in self.areas
        ]
        return entries


class KindList(LineList):
    """The kinds of faults that there are; the cursor is on the chosen one."""

    class Chosen(Message):
        """A kind was clicked."""

        def __init__(self, kind: str | None) -> None:
            self.kind = kind
            super().__init__()

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._entries: list[tuple[str | None, int]] = [(None, 0)]

    def show(self, kinds: dict[str, int], chosen: str | None) -> None:
        """Show kinds with their counts."""
        self._entries = [(None, sum(kinds.values())), *kinds.items()]
        self.show_lines([kind for kind, _ in self._entries].index(chosen))

    def step(self, by: int) -> str | None:
        """The kind so many places from the chosen one, in a circle."""
        return self._entries[(self.cursor + by) % len(self._entries)][0]

    @property
    def count(self) -> int:
        """How many kinds there are, with the line for all."""
        return len(self._entries)

    def on_click(self, event: events.Click) -> None:
        """Choose the kind that was clicked."""
        event.prevent_default()
        index = event.y + self.scroll_offset.y
        if index < self.count:
            self.post_message(self.Chosen(self._entries[index][0]))

    def strip_of(self, index: int, width: int) -> Strip:
        """A kind that is not chosen."""
        return Strip([Segment(self._text(index, width, " "), self.look("line-list--line"))], width)

    def text_of(self, index: int, width: int) -> str:
        """The chosen kind, with a sign."""
        return self._text(index, width, "▸")

    def _text(self, index: int, width: int, sign: str) -> str:
        kind, count = self._entries[index]
        name = tr("All kinds") if kind is None else kind_text(kind)
        number = f" {count} "
        return f"{sign}{cells(name, max(0, width - 1 - len(number)))}{number}"


class FaultList(LineList):
    """Faults, one line each, with a cursor."""

    class Highlighted(Message):
        """The cursor is on another fault, or on none."""

        def __init__(self, fault: Fault | None) -> None:
            self.fault = fault
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only where the cursor ends up matters."""
            return isinstance(message, FaultList.Highlighted)

    class Opened(Message):
        """A fault was clicked a second time."""

    def __init__(self, worklist: Worklist, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._worklist = worklist
        self._faults: Sequence[Fault] = ()
        self._with_kind = self._with_area = True

    def show(
        self,
        faults: Sequence[Fault],
        worklist: Worklist,
        keep: Fault | None,
        *,
        with_kind: bool,
        with_area: bool,
    ) -> None:
        """Show faults.

        :param worklist: where names of doors come from
        :param keep: under the cursor when it is among them; else the cursor stays at its height
        """
        self._faults = faults
        self._worklist = worklist
        self._with_kind = with_kind
        self._with_area = with_area
        self.show_lines(faults.index(keep) if keep in faults else self.cursor)

    @property
    def fault(self) -> Fault | None:
        """The fault under the cursor."""
        return self._faults[min(self.cursor, len(self._faults) - 1)] if self._faults else None

    @property
    def from_cursor(self) -> list[Fault]:
        """The faults from the cursor on, then those before it, the nearest first."""
        here = self.cursor
        return [*self._faults[here:], *reversed(self._faults[:here])]

    @property
    def count(self) -> int:
        """How many faults are shown."""
        return len(self._faults)

    def highlighted(self) -> Message:
        """The fault under the cursor."""
        return self.Highlighted(self.fault)

    def opened(self) -> Message:
        """A second click."""
        return self.Opened()

    def strip_of(self, index: int, width: int) -> Strip:
        """A line; what stands behind the name is muted."""
        text = self.text_of(index, width)
        looks = self.look("line-list--line"), self.look("line-list--muted")
        cut = _NAME + 1
        return Strip([Segment(text[:cut], looks[0]), Segment(text[cut:], looks[1])], width)

    def text_of(self, index: int, width: int) -> str:
        """Name, year, what is wrong when several kinds are shown, and the door."""
        fault = self._faults[index]
        position = self._worklist.position(fault.resident)
        row = None if position is None else self._worklist.row(position)
        born = str(row.birth_year or "") if row else ""
        parts = [cells(fault.name, _NAME), cells(born, _YEAR)]
        left = width - _NAME - _YEAR - 2 - SCROLLBAR
        if self._with_kind:
            room = left if left < _KIND + _DOOR else _KIND
            parts.append(cells(kind_text(fault.kind), room))
            left -= room + 1
        if left >= _DOOR:
            door = [fault.area] if self._with_area else []
            door.append(row.address if row else "")
            parts.append(cells(" · ".join(part for part in door if part), left))
        return cells(" ".join(parts), width)
