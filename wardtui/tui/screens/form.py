"""A form of typed rows: every row is checked while it is typed, and nothing typed is lost."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.domain.text import search_fold
from wardtui.i18n import tr
from wardtui.tui.composed import pressed_key
from wardtui.wording.columns import cells

CHOICE_KEYS = "123456789"
_NAME_WIDTH = 14
_TITLE_LINES = 1
_WIDE = 90
"""Cells from which choices stand in three columns."""
_FEWEST_BELOW = 1
_LONGEST = 200
"""Letters of a row."""


class FormRow:
    """One row: what it is called, and what is typed or chosen."""

    def __init__(
        self, name: str, text: str = "", *, hint: str = "", choices: Sequence[str] = ()
    ) -> None:
        self.name = name
        self.text = text
        self.hint = hint
        self.choices = choices
        self.chosen = 0
        self.suggestions: Sequence[str] = ()
        """What was typed here before; an arrow takes the first that fits."""
        self.touched = False
        """Whether somebody has changed it: what was offered follows no other row any more."""

    @property
    def fitting(self) -> list[str]:
        """The suggestions that hold what is typed; all while nothing was typed by anybody."""
        wanted = search_fold(self.text) if self.touched else ""
        found = [one for one in self.suggestions if wanted in search_fold(one)]
        return [one for one in found if one != self.text]

    def type(self, text: str) -> None:
        """Type behind what stands there."""
        self.text = (self.text + text)[:_LONGEST]
        self.touched = True


class WrongRow(ValueError):
    """What stands in a row cannot be taken."""

    def __init__(self, row: FormRow, reason: str) -> None:
        self.row = row
        super().__init__(f"{row.name}: {reason}")


class FormScreen(ModalScreen[None]):
    """Asks for some rows until they are taken, or until somebody goes back."""

    CSS_PATH: ClassVar[str] = "../styles/form.tcss"

    def __init__(self, title: str, rows: Sequence[FormRow]) -> None:
        super().__init__()
        self._title = title
        self._rows = rows
        self._cursor = 0
        self._wrong = ""

    def meaning(self, row: FormRow) -> str:  # noqa: ARG002
        """How what is typed in a row is understood; empty when there is nothing to say."""
        return ""

    def total(self) -> str:
        """What all rows come to."""
        return ""

    def changed(self, row: FormRow) -> None:
        """A row was changed: others may follow it."""

    async def save(self) -> str | None:
        """Save what stands in the rows; what is wrong with it, or none when it was taken.

        :raises WrongRow: when a row cannot be taken
        """
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="form-panel"):
            yield Static(id="form-rows")
            yield Static(id="form-total", markup=False)
            yield Static(id="form-below")
            yield Static(id="form-foot", markup=False)

    def on_mount(self) -> None:
        """Draw it."""
        self._draw()

    def on_resize(self) -> None:
        """Columns have other widths."""
        self._draw()

    @property
    def _row(self) -> FormRow:
        return self._rows[self._cursor]

    @property
    def _width(self) -> int:
        return min(100, self.app.size.width) - 4

    @property
    def _columns(self) -> int:
        return 3 if self._width >= _WIDE else 2

    def _draw(self) -> None:
        self.query_one("#form-rows", Static).update(self._rows_content())
        total = self.query_one("#form-total", Static)
        total.display = bool(self.total())
        total.update(self.total())
        self.query_one("#form-below", Static).update(self._below())
        foot = self.query_one("#form-foot", Static)
        foot.set_class(bool(self._wrong), "wrong")
        foot.update(self._wrong or tr("Enter saves · ↑ ↓ other rows · Esc goes back"))

    def _rows_content(self) -> Content:
        lines = [Content.styled(self._title, "bold")]
        for row in self._rows:
            here = row is self._row
            gap = " " * max(1, _NAME_WIDTH - cell_len(row.name))
            lines.append(
                Content.assemble(
                    ("▸ " if here else "  ", "bold"),
                    (row.name + gap, "bold" if here else "dim"),
                    self._value(row, here=here),
                )
            )
        return Content("\n").join(lines)

    def _value(self, row: FormRow, *, here: bool) -> str:
        room = self._width - _NAME_WIDTH - 2
        if row.choices:
            return cells(row.choices[row.chosen], room).rstrip()
        told = self.meaning(row)
        meant = f"  → {told}" if told else ""
        shown = row.text[-max(8, room - cell_len(meant) - 1) :] + ("▏" if here else "")
        return cells(shown + meant, room).rstrip()

    def _below(self) -> Content:
        row = self._row
        if row.choices:
            return self._choices(row)
        lines = [Content.styled(row.hint, "dim")] if row.hint else []
        for number, one in enumerate(row.fitting[: self._room_below - len(lines)]):
            key = " → " if not number else "   "
            text = cells(one, self._width - 5).rstrip()
            lines.append(Content.assemble((key, "reverse" if not number else ""), f" {text}"))
        return Content("\n").join(lines)

    @property
    def _room_below(self) -> int:
        """Lines for choices and suggestions: the rows are always in view."""
        left = self.app.size.height - len(self._rows) - _TITLE_LINES - 6
        return max(_FEWEST_BELOW, min(5, left))

    def _choices(self, row: FormRow) -> Content:
        width = self._width // self._columns
        height = -(-len(row.choices) // self._columns)
        lines = []
        for line in range(min(height, self._room_below)):
            parts = []
            for place in range(line, len(row.choices), height):
                chosen = place == row.chosen
                text = cells(f" {'✓' if chosen else ' '} {row.choices[place]}", width - 4)
                look = "bold" if chosen else ""
                parts.append(Content.assemble((f" {CHOICE_KEYS[place]} ", "reverse")))
                parts.append(Content.assemble((text, look), " "))
            lines.append(Content.assemble(*parts))
        return Content("\n").join(lines)

    async def take_key(self, event: events.Key) -> bool:
        """Fill in, save, or go back."""
        self._wrong = ""
        row = self._row
        match event.key:
            case "escape":
                self.app.pop_screen()
                return True
            case "enter":
                await self._save()
                return True
            case "up" | "shift+tab":
                self._cursor = (self._cursor - 1) % len(self._rows)
            case "down" | "tab":
                self._cursor = (self._cursor + 1) % len(self._rows)
            case "left" | "right" if row.choices:
                self._choose((row.chosen + (1 if event.key == "right" else -1)) % len(row.choices))
            case "right":
                self._suggest(0)
            case "backspace" if not row.choices:
                row.text = row.text[:-1]
                self._touch(row)
            case "ctrl+u" if not row.choices:
                row.text = ""
                self._touch(row)
            case _ if event.is_printable and event.character:
                self._type(event.character)
            case _:
                return False
        self._draw()
        return True

    def take_paste(self, text: str) -> None:
        """Take a pasted text as if it were typed."""
        if not self._row.choices:
            self._row.type(" ".join(text.split()))
            self._touch(self._row)
            self._draw()

    def _type(self, character: str) -> None:
        row = self._row
        if not row.choices:
            row.type(character)
            self._touch(row)
            return
        place = CHOICE_KEYS.find(pressed_key(character))
        if 0 <= place < len(row.choices):
            self._choose(place)

    def _choose(self, place: int) -> None:
        self._row.chosen = place
        self._touch(self._row)

    def _suggest(self, place: int) -> None:
        fitting = self._row.fitting
        if place < len(fitting):
            self._row.text = fitting[place]
            self._touch(self._row)

    def _touch(self, row: FormRow) -> None:
        row.touched = True
        self.changed(row)

    async def _save(self) -> None:
        try:
            self._wrong = await self.save() or ""
        except WrongRow as error:
            self._cursor = self._rows.index(error.row)
            self._wrong = str(error)
        if self._wrong:
            self._draw()

    async def on_click(self, event: events.Click) -> None:
        """Go to the row, or take what was clicked."""
        if not isinstance(event.widget, Static):
            return
        line = event.screen_y - event.widget.region.y
        if event.widget.id == "form-rows" and line >= _TITLE_LINES:
            self._cursor = min(line - _TITLE_LINES, len(self._rows) - 1)
        elif event.widget.id == "form-below" and self._row.choices:
            height = -(-len(self._row.choices) // self._columns)
            column = (event.screen_x - event.widget.region.x) // (self._width // self._columns)
            place = line + column * height
            if line < height and place < len(self._row.choices):
                self._choose(place)
        elif event.widget.id == "form-below":
            self._suggest(max(0, line - bool(self._row.hint)))
        self._draw()
