"""The exchange with the server: what waits, what was refused and why, and the ways out of it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.i18n import tr
from wardtui.services.outbox_view import NotTaken, Outbox, read_outbox
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.tui.action import Place
from wardtui.tui.outbox_ways import Ways
from wardtui.tui.screens.case import CaseScreen, target_of
from wardtui.tui.screens.casework import CaseworkScreen
from wardtui.tui.screens.list_screen import ListScreen
from wardtui.tui.screens.reading_screen import ReadingScreen
from wardtui.tui.widgets.bars import KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.log_panel import Target
from wardtui.tui.widgets.table_list import Line, Look, TableList
from wardtui.wording.columns import cells
from wardtui.wording.sync_page import (
    Standing,
    entry_cells,
    entry_lines,
    entry_widths,
    facts,
    heading_text,
    summary_text,
)


class EntryHeading(Widget):
    """What the columns of the list are called."""

    def render(self) -> str:
        """The line."""
        return heading_text(self.size.width)


_HEIGHTS = [(0, "-low"), (22, "-high")]
"""Below 22 lines all has a place only when each is short."""


class SyncScreen(ReadingScreen, ListScreen, CaseworkScreen):
    """How the exchange stands, and below it what the server did not take."""

    PLACE = Place.SYNC
    CSS_PATH: ClassVar[str] = "../styles/sync.tcss"
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self) -> None:
        super().__init__()
        self._outbox: Outbox | None = None
        """Null until it is read."""
        self._targets: dict[ResidentId, Target] = {}

    @property
    def _list(self) -> TableList:
        return self.query_one(TableList)

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield Static(id="facts", markup=False)
        yield SummaryBar(id="summary")
        yield EntryHeading(id="heading")
        yield TableList(id="entries", widths=entry_widths)
        yield Static(id="empty", markup=False)
        yield Static(id="entry", markup=False)
        yield Static(id="message", markup=False)
        yield KeyBar(Place.SYNC, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Read how it stands."""
        self.is_ready = True
        self._show()
        self.read_soon()

    async def read(self) -> None:
        """Read what waits and what was not taken."""

        def work(unit: Unit) -> tuple[Outbox, dict[ResidentId, Target]]:
            found = read_outbox(unit)
            about = {one.resident for one in (*found.not_taken, *found.discarded)} - {None}
            cases = {who: unit.cases.get(person_of(unit, who).id) for who in about if who}
            return found, {who: target_of(case) for who, case in cases.items() if case is not None}

        here = self._here
        self._outbox, self._targets = await self.session.read(work)
        self._show(here)

    @property
    def _entries(self) -> list[NotTaken]:
        found = self._outbox
        return [] if found is None else [*found.not_taken, *found.discarded]

    @property
    def _here(self) -> NotTaken | None:
        """What the cursor is on."""
        entries, cursor = self._entries, self._list.cursor
        return entries[cursor] if cursor < len(entries) else None

    def _show(self, keep: NotTaken | None = None) -> None:
        title = self.query_one(TitleBar)
        title.state = (tr("Synchronising"), self.ward_app.exchanging.text())
        self.show_progress()
        found, entries = self._outbox, self._entries
        self.query_one(SummaryBar).text = f" {summary_text(found)}" if found else ""
        self._list.display = self.query_one("#heading").display = bool(entries)
        empty = self.query_one("#empty", Static)
        empty.display = not entries
        empty.update(tr("Reading…") if found is None else self._nothing_text())
        places = {one.id: place for place, one in enumerate(entries)}
        cursor = self._list.cursor if keep is None else places.get(keep.id, self._list.cursor)
        lines = [
            Line(entry_cells(one, found), Look.PLAIN if one.discard is None else Look.MUTED)
            for one in entries
            if found is not None
        ]
        self._list.show(lines, cursor)
        self._show_entry()

    def _nothing_text(self) -> str:
        if self.session.exchange.pairing is None:
            return ""
        return tr("The server has taken everything that was sent.")

    def show_progress(self) -> None:
        """How the exchange stands now."""
        found = self._outbox
        if found is None:
            return
        exchange, exchanging = self.session.exchange, self.ward_app.exchanging
        running = exchanging.running
        standing = Standing(
            pairing=exchange.pairing,
            state=exchange.state,
            outbox=found,
            metered=exchanging.metered,
            running=running is not None,
            stopping=running is not None and running.stop.is_set(),
            so_far=None if running is None else running.so_far,
            now=self.session.now(),
        )
        rows = facts(standing)
        room = max(len(name) for name, _ in rows) + 2
        width = max(1, self.size.width - 2 - room)
        lines = []
        for name, text in rows:
            parts = _wrapped(text, width)
            lines.append(Content.assemble((f"{name:{room}}", "dim"), parts[0]))
            lines += [Content(" " * room + part) for part in parts[1:]]
        self.query_one("#facts", Static).update(Content("\n").join(lines))

    def on_table_list_highlighted(self) -> None:
        """Tell more about what the cursor is on."""
        self._show_entry()

    def on_resize(self) -> None:
        """Lines have another width."""
        self.show_progress()
        self._show_entry()

    def _show_entry(self) -> None:
        strip, one, found = self.query_one("#entry", Static), self._here, self._outbox
        strip.display = one is not None
        if one is None or found is None:
            return
        width = max(1, self.size.width - 2)
        lines = entry_lines(one, found, self.session.now())
        title, *others = [cells(line, width).rstrip() for line in lines]
        strip.update(Content("\n").join([Content.styled(title, "bold"), *map(Content, others)]))

    async def on_table_list_opened(self) -> None:
        """A line was clicked twice."""
        await self.do_open_case()

    def target(self) -> Target | None:
        """Whom the line under the cursor is about."""
        one = self._here
        return None if one is None or one.resident is None else self._targets.get(one.resident)

    async def do_open_case(self) -> None:
        """Open the case of whom it is about."""
        target = self.target()
        if target is not None:
            await self.app.push_screen(CaseScreen(target))

    async def do_back(self) -> None:
        """Stop what is going on; else close the page."""
        exchanging = self.ward_app.exchanging
        running = exchanging.running
        if running is not None and not running.stop.is_set():
            exchanging.stop()
            self.show_progress()
        else:
            await super().do_back()

    async def do_sync(self) -> None:
        """Exchange now."""
        await super().do_sync()
        self.show_progress()

    async def do_sync_page(self) -> None:
        """It is open."""

    async def do_metered(self) -> None:
        """Save data, or exchange as usual again."""
        exchanging = self.ward_app.exchanging
        try:
            await exchanging.change_metered(metered=not exchanging.metered)
        except WardtuiError as error:
            self.tell_error(error)
            return
        if exchanging.metered:
            self.tell(tr("Data is saved: only once a day by itself, else with this page's keys."))
        else:
            self.tell(tr("Synchronised by itself again: after what you record, every 5 minutes."))
        self.show_progress()

    async def do_resend(self) -> None:
        """Offer it once more, as it is."""
        if self._here is not None:
            await Ways(self).resend(self._here)

    async def do_edit(self) -> None:
        """Change it and record it anew in its place."""
        if self._here is not None:
            # Loaded with the first entry that is edited: most pages are only looked at.
            from wardtui.tui.editing import edit

            await edit(self, self._here)

    async def do_discard(self) -> None:
        """Ask why it is let go."""
        if self._here is not None:
            await Ways(self).ask_to_discard(self._here)

    async def do_take_up(self) -> None:
        """Take a discard back."""
        await Ways(self).take_up(self._here)


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most so many cells, broken between words."""
    from textwrap import wrap

    return wrap(text, width, break_on_hyphens=False) or [""]
