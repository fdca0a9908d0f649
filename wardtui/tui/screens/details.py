"""Details of a contact that is saved already: when, why, with whom, what they need, a note."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.domain.events import ContactLogged
from wardtui.domain.when import BadTime
from wardtui.i18n import N_, tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label, outcome_label
from wardtui.services.detail_contact import details_of
from wardtui.services.recording import Saved
from wardtui.tui.detail_form import DetailForm
from wardtui.tui.details import Detail, offered_details
from wardtui.wording.columns import cells
from wardtui.wording.errors import explain
from wardtui.wording.results import saved_text

if TYPE_CHECKING:
    from wardtui.tui.screens.casework import CaseworkScreen

_NAMES = {
    Detail.CHANNEL: N_("How"),
    Detail.OUTCOME: N_("Outcome"),
    Detail.CALL_BACK: N_("Call back at"),
    Detail.PROMISE: N_("Will come"),
    Detail.WITH: N_("Spoke with"),
    Detail.REASONS: N_("Why not yet"),
    Detail.SUPPORT: N_("Support"),
    Detail.NOTE: N_("Note"),
}
_NAME_WIDTH = 14
_WIDE = 90
"""Cells from which choices stand in three columns."""
_TITLE_LINES = 1


class DetailPanel(ModalScreen[None]):
    """Fills in what a contact says, until it is saved or somebody goes back."""

    def __init__(self, screen: "CaseworkScreen", form: DetailForm[Any]) -> None:
        super().__init__()
        self._screen = screen
        self._form = form
        self._wrong = ""

    def heading(self) -> str:
        """Whom it is about, and what it adds to."""
        raise NotImplementedError

    def text_of(self, choice: StrEnum) -> str:
        """A choice in words."""
        return label(choice)

    async def save(self) -> Saved:
        """Save what is filled in.

        :raises WardtuiError: when it cannot be taken; nothing was changed then
        """
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="details-panel"):
            yield Static(id="details-rows")
            yield Static(id="details-choices")
            yield Static(id="details-foot", markup=False)

    def on_mount(self) -> None:
        """Draw it."""
        self._draw()

    def on_resize(self) -> None:
        """Columns have other widths."""
        self._draw()

    @property
    def _width(self) -> int:
        return min(100, self.app.size.width) - 4

    @property
    def _columns(self) -> int:
        return 3 if self._width >= _WIDE else 2

    def _draw(self) -> None:
        self.query_one("#details-rows", Static).update(self._rows())
        self.query_one("#details-choices", Static).update(self._below())
        foot = self.query_one("#details-foot", Static)
        foot.set_class(bool(self._wrong), "wrong")
        foot.update(self._wrong or tr("Enter saves · ↑ ↓ other rows · Esc goes back"))

    def _rows(self) -> Content:
        lines = [Content.styled(cells(self.heading(), self._width).rstrip(), "bold")]
        for row in self._form.rows:
            here = row is self._form.row
            name = tr(_NAMES[row])
            lines.append(
                Content.assemble(
                    ("▸ " if here else "  ", "bold"),
                    (name + " " * max(1, _NAME_WIDTH - cell_len(name)), "bold" if here else "dim"),
                    self._value(row, here=here),
                )
            )
        return Content("\n").join(lines)

    def _value(self, row: Detail, *, here: bool) -> str:
        room = self._width - _NAME_WIDTH - 2
        if not row.is_typed:
            text = " · ".join(self.text_of(one) for one in self._form.chosen(row))
            return cells(text, room).rstrip()
        typed = self._form.typed(row)
        meant = self._meant(row) if row.is_time else ""
        shown = typed[-max(8, room - len(meant) - 1) :] + ("▏" if here else "")
        return shown + meant

    def _meant(self, row: Detail) -> str:
        """How a time is understood, before it is saved."""
        try:
            at = self._form.time(row)
        except BadTime:
            return "  ?"
        return f"  → {moment(at, self._screen.session.now())}" if at is not None else ""

    def _below(self) -> Content:
        row = self._form.row
        if row is Detail.NOTE:
            return Content.styled(
                tr("Only what has to be done, no remarks about the person."), "dim"
            )
        if row.is_time:
            return Content.styled(
                tr("For example: tomorrow 7pm, sat, 25/11 19:30, +2d, in 30 min"), "dim"
            )
        choices = self._form.choices()
        width = self._width // self._columns
        height = -(-len(choices) // self._columns)
        lines = []
        for line in range(height):
            parts = [self._choice(*one, width) for one in choices[line::height]]
            lines.append(Content.assemble(*parts))
        return Content("\n").join(lines)

    def _choice(self, key: str, choice: StrEnum, width: int) -> Content:
        chosen = choice in self._form.chosen(self._form.row)
        text = cells(f" {'✓' if chosen else ' '} {self.text_of(choice)}", width - 4)
        return Content.assemble((f" {key} ", "reverse"), (text, "bold" if chosen else ""), " ")

    async def take_key(self, event: events.Key) -> bool:
        """Fill in, save, or go back."""
        self._wrong = ""
        match event.key:
            case "escape":
                self.app.pop_screen()
                return True
            case "enter":
                await self._save()
                return True
            case "up" | "shift+tab":
                self._form.move(-1)
            case "down" | "tab":
                self._form.move(1)
            case "backspace":
                self._form.erase()
            case "ctrl+u":
                self._form.erase(all_of_it=True)
            case _ if event.is_printable and event.character:
                self._form.take_character(event.character)
            case _:
                return False
        self._draw()
        return True

    def take_paste(self, text: str) -> None:
        """Take a pasted text as if it were typed."""
        if self._form.row.is_typed:
            self._form.take_character(" ".join(text.split()))
            self._draw()

    async def _save(self) -> None:
        try:
            saved = await self.save()
        except WardtuiError as error:
            told = explain(error)
            self._wrong = f"{told.message} {told.remedy}"
            self._draw()
            return
        app = self._screen.ward_app
        app.pop_screen()
        app.last_logged = saved
        self._screen.tell_saved(saved, saved_text(saved))
        app.changed_here()

    async def on_click(self, event: events.Click) -> None:
        """Go to the row, or choose what was clicked."""
        if not isinstance(event.widget, Static):
            return
        line = event.screen_y - event.widget.region.y
        if event.widget.id == "details-rows" and line >= _TITLE_LINES:
            self._form.cursor = min(line - _TITLE_LINES, len(self._form.rows) - 1)
        elif event.widget.id == "details-choices" and not self._form.row.is_typed:
            choices = self._form.choices()
            height = -(-len(choices) // self._columns)
            column = (event.screen_x - event.widget.region.x) // (self._width // self._columns)
            place = line + column * height
            if line < height and place < len(choices):
                self._form.choose(choices[place][1])
        self._draw()


class DetailsScreen(DetailPanel):
    """Fills in what a contact may say besides its outcome."""

    def __init__(self, screen: "CaseworkScreen", saved: Saved) -> None:
        """Prepare the panel.

        :param saved: the action that logged the contact
        """
        contact = next(
            one.body for one in reversed(saved.events) if isinstance(one.body, ContactLogged)
        )
        rows, details = offered_details(contact.outcome), details_of(contact)
        super().__init__(screen, DetailForm(rows, details, screen.session.now()))
        self._saved = saved
        self._contact = contact

    def heading(self) -> str:
        """Whom the contact was with, and its outcome."""
        names = [case.resident.name for case in self._saved.cases]
        who = names[0] + (f" +{len(names) - 1}" if len(names) > 1 else "")
        channel = self._contact.channel
        return f"{who} · {label(channel)}: {outcome_label(channel, self._contact.outcome)}"

    async def save(self) -> Saved:
        """Log the contact anew with what is filled in."""
        return await self._screen.session.add_details(self._saved.action, self._form.details())
