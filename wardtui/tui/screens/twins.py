"""Two records side by side: one person, or two."""

from collections.abc import Callable
from typing import ClassVar

import msgspec
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.i18n import tr
from wardtui.services.data_quality import Fault
from wardtui.services.recording import Saved
from wardtui.tui.action import Action, Place
from wardtui.tui.cleaning import Cleaning
from wardtui.tui.screens.reading_screen import ReadingScreen
from wardtui.tui.twin_pair import TwinPair
from wardtui.tui.widgets.bars import KeyBar, TitleBar
from wardtui.tui.widgets.case_text import named_row
from wardtui.tui.widgets.log_panel import Target
from wardtui.tui.widgets.twin_list import TwinList, twin_heading
from wardtui.wording.fault_rows import cleaned_text

_ABOUT_A_PAIR = {"merge", "apart", "swap", "twin"}


class TwinsScreen(ReadingScreen):
    """Somebody beside those who may be the same person, one after the other."""

    CSS_PATH: ClassVar[str] = "../styles/twins.tcss"

    PLACE = Place.TWINS

    def __init__(self, fault: Fault, decided: Callable[[Saved, str], None]) -> None:
        """Prepare the page.

        :param decided: takes what was recorded, and what to say of it
        """
        super().__init__()
        self._fault = fault
        self._decided = decided
        self._pairs: list[TwinPair] = []
        self._at = 0
        self._revealed: set[frozenset[ResidentId]] = set()

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield Static(id="twin-heading", markup=False)
        yield TwinList(id="twins")
        yield Static(id="twin-foot", markup=False)
        yield Static(id="message", markup=False)
        yield KeyBar(Place.TWINS, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Read both records."""
        self.is_ready = True
        self.read_soon()

    def on_resize(self) -> None:
        """Columns have other widths."""
        if self._pairs:
            self._show()

    async def read(self) -> None:
        """Read the records."""
        detail = await Cleaning(self.session).look_at(self._fault)
        if detail is None or not detail.twins:
            self._close()
            return
        self._pairs = [TwinPair(detail.case, twin) for twin in detail.twins]
        self._at = min(self._at, len(self._pairs) - 1)
        await self._open_pair()

    async def _open_pair(self) -> None:
        """Show a pair from its first difference on."""
        pair = self._pair
        whom = frozenset({pair.left.id, pair.right.id})
        if pair.needs_digits and whom not in self._revealed:
            try:
                await self.session.note_reveal("screen", len(whom), pair.left.id)
            except WardtuiError as error:
                self.tell_error(error)
                return
            self._revealed.add(whom)
        rows = pair.rows(self.session.now())
        self._show(next((place for place, row in enumerate(rows) if row.differs), 0))

    @property
    def _pair(self) -> TwinPair:
        return self._pairs[self._at]

    @property
    def _list(self) -> TwinList:
        return self.query_one(TwinList)

    def _show(self, cursor: int | None = None) -> None:
        pair = self._pair
        rows = pair.rows(self.session.now())
        title = tr("One person or two?")
        if len(self._pairs) > 1:
            title += f" · {self._at + 1}/{len(self._pairs)}"
        self.query_one(TitleBar).state = (title, self.ward_app.exchanging.text())
        heading = twin_heading(
            tr("This record stays"), tr("This one goes into it"), self.app.size.width
        )
        self.query_one("#twin-heading", Static).update(heading)
        self._list.show(pair, rows, self._list.cursor if cursor is None else cursor)

    def on_twin_list_highlighted(self) -> None:
        """Both values of the field under the cursor, whole."""
        row = self._list.row
        if row is None:
            return
        foot = self.query_one("#twin-foot", Static)
        width = foot.content_size.width
        if not row.differs:
            end = tr("Both say the same.") if row.field else tr("Of this, both are kept.")
        elif row.is_choice:
            end = tr("← → or space: which value is kept")
        else:
            end = tr("Only one says something: that is kept.")
        lines = [
            named_row(tr("Left"), row.left, width),
            named_row(tr("Right"), row.right, width),
            Content.styled(f"{row.name}: {end}", "dim"),
        ]
        foot.update(Content("\n").join(lines))

    def target(self) -> Target | None:
        """Nothing is logged here."""
        return None

    async def act(self, action: Action) -> None:
        """Do an action; none that is about a pair while none could be read."""
        if self._pairs or action.name not in _ABOUT_A_PAIR:
            await super().act(action)

    def _close(self) -> None:
        if self.app.screen is self:
            self.dismiss()

    async def _decide(self, saved: Saved, stays: ResidentId) -> None:
        """Tell what was recorded, behind this page too; on with the next pair, if any."""
        self._fault = msgspec.structs.replace(self._fault, resident=stays)
        text = cleaned_text(saved)
        self.tell_saved(saved, text)
        self._decided(saved, text)
        await self.catch_up()

    async def do_merge(self) -> None:
        """Make one person of both."""
        pair = self._pair
        try:
            saved = await Cleaning(self.session).merge(pair.right.id, pair.left.id, pair.taken)
        except WardtuiError as error:
            self.tell_error(error)
        else:
            await self._decide(saved, pair.left.id)

    async def do_apart(self) -> None:
        """Say that they are two people."""
        pair = self._pair
        try:
            saved = await Cleaning(self.session).tell_apart(pair.left.id, pair.right.id)
        except WardtuiError as error:
            self.tell_error(error)
        else:
            await self._decide(saved, self._fault.resident)

    async def do_side(self, side: str) -> None:
        """Keep the value of one side."""
        row = self._list.row
        if row is None or row.field is None or not row.is_choice:
            return
        self._pairs[self._at] = self._pair.with_choice(row.field, left=side == "0")
        self._show()

    async def do_other_side(self) -> None:
        """Keep the other value."""
        row = self._list.row
        if row is not None:
            await self.do_side("1" if self._pair.keeps_left(row) else "0")

    async def do_swap(self) -> None:
        """Let the other record stay."""
        self._pairs[self._at] = self._pair.swapped
        self._show()

    async def do_twin(self, step: str) -> None:
        """Show the next one who looks alike, or the one before."""
        self._at = (self._at + int(step)) % len(self._pairs)
        await self._open_pair()

    async def do_move(self, step: str) -> None:
        """Move the cursor by lines."""
        self._list.move(int(step))

    async def do_edge(self, end: str) -> None:
        """Move the cursor to the first or the last line."""
        self._list.go_to_edge(last=bool(int(end)))

    async def do_back(self) -> None:
        """Back to the list of faults."""
        self._close()
