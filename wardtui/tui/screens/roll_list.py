"""The people of a session as a list: read, searched, each with their case beside it."""

from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from wardtui.domain.ids import ResidentId, SessionId
from wardtui.i18n import tr
from wardtui.services.sessions import Listed, Roll, UnknownSession, roll
from wardtui.tui.action import Place
from wardtui.tui.roll_lines import Person, people_of, roll_lines, widths
from wardtui.tui.screens.case import CaseScreen, target_of
from wardtui.tui.screens.casework import CaseworkScreen
from wardtui.tui.screens.list_screen import ListScreen
from wardtui.tui.screens.reading_screen import ReadingScreen
from wardtui.tui.screens.worklist import DETAIL_FROM_COLUMNS
from wardtui.tui.widgets.bars import KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.case_text import detail_content
from wardtui.tui.widgets.detail_pane import DetailPane
from wardtui.tui.widgets.log_panel import Target
from wardtui.tui.widgets.table_list import TableList
from wardtui.wording.session_screens import roll_summary, session_lines


class RollListScreen(ReadingScreen, ListScreen, CaseworkScreen):
    """The people of one session, under what has become of their bookings."""

    PLACE = Place.ROLL
    CSS_PATH: ClassVar[str] = "../styles/sessions.tcss"

    def __init__(self, found: Roll) -> None:
        super().__init__()
        self._roll = found
        self._people: list[Person | None] = []
        """Whom each line is about; headings nobody."""
        self._keep: ResidentId | None = None
        """On whom the cursor stands when it has been read again."""
        self._typing = False
        self._query = ""

    @property
    def _which(self) -> SessionId:
        return self._roll.session.id

    @property
    def _list(self) -> TableList:
        return self.query_one(TableList)

    @property
    def _person(self) -> Person | None:
        people, cursor = self._people, self._list.cursor
        return people[cursor] if cursor < len(people) else None

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield SummaryBar(id="summary")
        yield Static(id="roll-head", markup=False)
        with Horizontal(id="body"):
            with Vertical(id="list-side"):
                kind = self._roll.session.kind
                yield TableList(id="roll", widths=widths(comes_to_people=kind.comes_to_people))
                yield Static(id="empty", markup=False)
            with DetailPane(id="detail", can_focus=False):
                yield Static(id="detail-text")
        yield Static(id="message", markup=False)
        yield KeyBar(Place.ROLL, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Show who is there."""
        self.is_ready = True
        self._show(None)

    def after_change(self, done_with: ResidentId | None = None) -> None:
        """Read it again; the cursor stays on its person, or goes on from one who is done with."""
        self._keep = self._here
        if done_with is not None and done_with == self._keep:
            self._keep = self._behind(done_with)
        self.read_soon()

    def _behind(self, resident: ResidentId) -> ResidentId | None:
        """Who stands behind a person in the list, or before when nobody does."""
        here = self._list.cursor
        others = [*self._people[here + 1 :], *reversed(self._people[:here])]
        return next((one.case.id for one in others if one and one.case.id != resident), None)

    async def read(self) -> None:
        """Read the session."""
        try:
            self._roll = await self.session.read(lambda unit: roll(unit, self._which))
        except UnknownSession:
            # It was taken back by an undo: there is no such session any more.
            self.dismiss()
            return
        self._show(self._keep)

    def _show(self, keep: ResidentId | None) -> None:
        found, now = self._roll, self.session.now()
        one = Listed(found.session, len(found.seats.taken), len(found.seats.waiting))
        first, *others = session_lines(one, now)
        self.query_one(TitleBar).state = (first, self.ward_app.exchanging.text())
        self.query_one("#roll-head", Static).update(
            "\n".join([" · ".join(others[:2]), *others[2:]])
        )
        everybody = people_of(found)
        shown = [one for one in everybody if one.is_found_by(self._query)]
        self._summarise(len(shown))
        lines = roll_lines(shown, comes_to_people=found.session.kind.comes_to_people)
        self._people = [person for _, person in lines]
        empty = self.query_one("#empty", Static)
        empty.display = not lines
        self._list.display = bool(lines)
        if lines:
            places = (i for i, who in enumerate(self._people) if who and who.case.id == keep)
            here = next(places, self._list.cursor if keep is not None else 0)
            self._list.show([line for line, _ in lines], here)
        else:
            self.query_one("#detail").display = False
            empty.update(self._empty_text(anybody=bool(everybody)))

    def _summarise(self, shown: int) -> None:
        if self._typing or self._query:
            text = f"/ {self._query}" + ("▏" if self._typing else "")
            text += "  " + tr("{count} found · Enter ends the search", count=shown)
        else:
            text = roll_summary(self._roll)
        self.query_one(SummaryBar).text = f" {text}"

    def _empty_text(self, *, anybody: bool) -> str:
        if anybody:
            return tr("Nobody of this session is called so.\n\nEsc: show everybody again.")
        keymap = self.ward_app.keymap
        book, walk_in = keymap.find("book"), keymap.find("walk_in")
        return "\n\n".join(
            [
                tr("Nobody is booked yet."),
                tr(
                    "{book} on a case or in the list books somebody.\n"
                    "{walk_in} here notes who came without a booking.",
                    book=book.shown if book is not None else "",
                    walk_in=walk_in.shown if walk_in is not None else "",
                ),
                tr("Esc: back."),
            ]
        )

    def target(self) -> Target | None:
        """The person under the cursor."""
        person = self._person
        return None if person is None else target_of(person.case)

    def go_to(self, resident: ResidentId) -> None:
        """Put the cursor on somebody who is there."""
        self._keep = resident
        if not self.is_stale:
            self._show(resident)

    async def take_key_now(self, event: events.Key) -> bool:
        """Letters go to the search while somebody types it."""
        if self._typing and self._search_key(event):
            return True
        return await super().take_key_now(event)

    def take_paste(self, text: str) -> None:
        """Look for a pasted text, a number for example."""
        if self._typing:
            self._query += " ".join(text.split())
            self._show(None)

    def _search_key(self, event: events.Key) -> bool:
        if event.key == "enter":
            self._typing = False
            self._show(self._here)
            return True
        if event.key == "backspace":
            self._query = self._query[:-1]
        elif event.key == "ctrl+u":
            self._query = ""
        elif event.is_printable and event.character:
            self._query += event.character
        else:
            return False
        self._show(None)
        return True

    @property
    def _here(self) -> ResidentId | None:
        person = self._person
        return None if person is None else person.case.id

    async def do_search(self) -> None:
        """Type whom to look for."""
        self._typing, self._query = True, ""
        self._show(None)

    async def do_back(self) -> None:
        """Show everybody again; else close the page."""
        if self._typing or self._query:
            here = self._here
            self._typing, self._query = False, ""
            self._show(here)
        else:
            self.dismiss()

    async def do_open_case(self) -> None:
        """Open the case under the cursor."""
        target = self.target()
        if target is not None:
            await self.app.push_screen(CaseScreen(target))

    def on_detail_pane_resized(self) -> None:
        """Lines break elsewhere."""
        self._show_detail()

    def on_resize(self) -> None:
        """Room for the case beside the list may have come or gone."""
        self._show_detail()

    def on_table_list_highlighted(self) -> None:
        """Show the case beside the list when there is room."""
        self._show_detail()

    async def on_table_list_opened(self) -> None:
        """A person was clicked twice."""
        await self.do_open_case()

    @work(exclusive=True, group="detail")
    async def _show_detail(self) -> None:
        person, pane = self._person, self.query_one("#detail")
        pane.display = self.app.size.width >= DETAIL_FROM_COLUMNS and person is not None
        if person is None or not pane.display:
            return
        detail = await self.session.detail(person.case.id, at_once=True)
        if detail is not None:
            width = pane.scrollable_content_region.width
            text = detail_content(detail, self.session.now(), self.session.me, width)
            self.query_one("#detail-text", Static).update(text)
