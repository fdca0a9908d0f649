"""This evening on one page: what is due today, section by section, in the order of its work."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from wardtui.domain.agenda import Agenda, Entry, door_of
from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import local_day
from wardtui.domain.worklist import WorklistRow
from wardtui.i18n import tr
from wardtui.services.answer_offers import offers_here
from wardtui.services.ports import Unit, VaultClosed
from wardtui.tui.action import Place
from wardtui.tui.refused import read_evening, refused_summary, with_refusal
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.casework import CaseworkScreen
from wardtui.tui.screens.list_screen import ListScreen
from wardtui.tui.screens.worklist import DETAIL_FROM_COLUMNS
from wardtui.tui.widgets.agenda_list import AgendaList
from wardtui.tui.widgets.bars import KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.case_text import detail_content
from wardtui.tui.widgets.detail_pane import DetailPane
from wardtui.tui.widgets.log_panel import Target
from wardtui.wording.agenda import empty_text, summary_text, title_text

if TYPE_CHECKING:
    from wardtui.tui.session import Session

READ_AGAIN_SECONDS = 2.0
"""So long after the last change here the whole is read again, for what a change brought along."""

CLOCK_SECONDS = 60.0
"""How often times that have come are marked."""


class TodayScreen(ListScreen, CaseworkScreen):
    """What this evening holds. A case that was worked leaves its place; the next one follows."""

    PLACE = Place.TODAY
    CSS_PATH: ClassVar[str] = "../styles/today.tcss"

    def __init__(self, when_seen: Callable[[Entry], None] = lambda _: None) -> None:
        """Prepare the page.

        :param when_seen: takes an entry to which somebody has gone because its time has come
        """
        super().__init__()
        self._when_seen = when_seen
        self._agenda: Agenda | None = None
        """Null until it is read."""
        self._is_stale = True
        """Others, or an undo, have changed something: keys wait until it is read."""
        self._refused: frozenset[ResidentId] = frozenset()
        """Residents without the seat that they were promised."""
        self._offers = 0
        """Offers of other wards that wait for an answer here."""
        self._changes = 0
        self._reading = asyncio.Lock()

    @property
    def _list(self) -> AgendaList:
        return self.query_one(AgendaList)

    @property
    def _resident(self) -> ResidentId | None:
        entry = self._list.entry
        return None if entry is None else entry.row.id

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield SummaryBar(id="summary")
        with Horizontal(id="body"):
            with Vertical(id="list-side"):
                yield AgendaList(self.session.now(), id="agenda")
                yield Static(id="empty", markup=False)
            with DetailPane(id="detail", can_focus=False):
                yield Static(id="detail-text")
        yield Static(id="message", markup=False)
        yield KeyBar(Place.TODAY, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Read what today holds."""
        self.is_ready = True
        self._show(None)
        self._catch_up()
        self.set_interval(CLOCK_SECONDS, self._mark_times)

    def _mark_times(self) -> None:
        """Mark the times that have come; after midnight it is another day."""
        if self._agenda is None or not self.ward_app.is_open:
            return
        now = self.session.now()
        if self._agenda.day != local_day(now):
            self.after_change()
        else:
            self._list.mark(now)
            self._show_summary(self._agenda, now)

    @work(exclusive=True, group="agenda")
    async def _catch_up(self) -> None:
        await self._read()

    async def _read(self, *, anew: bool = False) -> None:
        """Read the evening from the vault, unless it is known.

        :param anew: also when it is known but for what a change here brought along
        """
        async with self._reading:
            try:
                while anew or self._is_stale:
                    changes = self._changes
                    found, refused, offers = await self.session.read(_agenda_of(self.session))
                    if changes == self._changes:
                        self._is_stale = anew = False
                        self._refused = refused
                        self._offers = offers
                        self._take(found)
            except VaultClosed:
                return
            except WardtuiError as error:
                self.tell_error(error)

    def _take(self, found: Agenda) -> None:
        is_first = self._agenda is None
        self._agenda = found
        if not is_first:
            self._show(self._resident)
            return
        entry = found.next_after(None, self.session.now())
        self._show(entry.row.id if entry else None)
        self._note_seen(entry)

    def _note_seen(self, entry: Entry | None) -> None:
        if entry is not None and entry.time_has_come(self.session.now()):
            self._when_seen(entry)

    def _show(self, keep: ResidentId | None) -> None:
        """Draw everything; the cursor stays on a resident who still has an entry."""
        now = self.session.now()
        agenda = self._agenda or Agenda(local_day(now))
        left = title_text(agenda)
        self.query_one(TitleBar).state = (left, self.ward_app.exchanging.text())
        self._show_summary(agenda, now)
        any_shown = bool(agenda.entries)
        empty = self.query_one("#empty", Static)
        empty.display = not any_shown
        self._list.display = any_shown
        if not any_shown:
            is_known = self._agenda is not None
            empty.update(empty_text(agenda) if is_known else tr("Reading what today holds…"))
        self._list.show(agenda, now, keep)

    def _show_summary(self, agenda: Agenda, now: datetime) -> None:
        parts = [self._offers_summary(), summary_text(agenda, now) if agenda.entries else ""]
        summary = " · ".join(part for part in parts if part)
        self.query_one(SummaryBar).text = f"{refused_summary(self, len(self._refused))} {summary}"

    def _offers_summary(self) -> str:
        """How many offers of other wards wait; empty when none does."""
        action = self.ward_app.keymap.find("offers")
        if not self._offers or action is None:
            return ""
        from wardtui.wording.handoffs import waiting_offers_text

        return waiting_offers_text(self._offers, action.shown)

    def target(self) -> Target | None:
        """The resident under the cursor."""
        entry = self._list.entry
        if entry is None:
            return None
        return Target(entry.row.id, entry.row.name, entry.row.phone, entry.row.address)

    async def take_key(self, event: events.Key) -> bool:
        """Before anything is done, what an undo or others changed is read."""
        if self._is_stale:
            await self._read()
        return await super().take_key(event)

    def after_change(self, done_with: ResidentId | None = None) -> None:
        """Draw what has changed; the case that was worked leaves its place at once."""
        self._changes += 1
        if done_with is None or self._agenda is None:
            self._is_stale = True
            self._catch_up()
        else:
            self._move_on(self._agenda, done_with)
            self._read_again_soon()

    def _move_on(self, agenda: Agenda, done_with: ResidentId) -> None:
        self._refused -= {done_with}
        order = [entry.row.id for entry in self._list.from_cursor if entry.row.id != done_with]
        self._agenda = agenda.changed(self._lines_of(agenda, done_with), self.session.now())
        there = {entry.row.id for entry in self._agenda.entries}
        self._show(next((resident for resident in order if resident in there), None))

    def _lines_of(
        self, agenda: Agenda, resident: ResidentId
    ) -> dict[ResidentId, WorklistRow | None]:
        """The lines of a resident and of all behind the same door: a visit may be for them all."""
        residents = {resident}
        place = agenda.place(resident)
        if place is not None:
            door = door_of(agenda.entries[place].row)
            residents |= {one.row.id for one in agenda.entries if door_of(one.row) == door}
        worklist, concerns = self.session.worklist, self.session.concerns
        places = {one: worklist.position(one) for one in residents}
        rows = {one: worklist.row(place) for one, place in places.items() if place is not None}
        mine = {one: row for one, row in rows.items() if concerns(row)}
        return {one: mine.get(one) for one in residents}

    @work(exclusive=True, group="soon")
    async def _read_again_soon(self) -> None:
        """The last change here was some time ago: what it brought along comes to its place."""
        await asyncio.sleep(READ_AGAIN_SECONDS)
        await self._read(anew=True)

    def on_detail_pane_resized(self) -> None:
        """Lines break elsewhere."""
        self._list.post_message(AgendaList.Highlighted(self._list.entry))

    def on_resize(self) -> None:
        """Room for the case beside the list may have come or gone."""
        self.on_detail_pane_resized()

    def on_agenda_list_highlighted(self, message: AgendaList.Highlighted) -> None:
        """Show the case beside the list when there is room."""
        detail = self.query_one("#detail")
        detail.display = self.app.size.width >= DETAIL_FROM_COLUMNS and message.entry is not None
        if detail.display and message.entry is not None:
            self._show_detail(message.entry.row.id)

    @work(exclusive=True, group="detail")
    async def _show_detail(self, resident: ResidentId) -> None:
        detail = await self.session.detail(resident, at_once=True)
        if detail is not None:
            width = self.query_one("#detail").scrollable_content_region.width
            text = detail_content(detail, self.session.now(), self.session.me, width)
            text = await with_refusal(self, detail, text, width)
            self.query_one("#detail-text", Static).update(text)

    async def on_agenda_list_opened(self) -> None:
        """A case was clicked twice."""
        await self.do_open_case()

    async def do_open_case(self) -> None:
        """Open the case under the cursor."""
        target = self.target()
        if target is not None:
            await self.app.push_screen(CaseScreen(target))

    async def do_next(self) -> None:
        """Go to the next whose time has come, else to the next line."""
        if self._agenda is None:
            return
        entry = self._agenda.next_after(self._resident, self.session.now())
        if entry is not None:
            self._list.go_to(entry.row.id)
            self._note_seen(entry)

    async def do_print(self) -> None:
        """Letters to print."""
        from wardtui.tui.printing import print_letters

        await print_letters(self)

    async def do_section(self, step: str) -> None:
        """Go to the next section, or to the one before."""
        self._list.go_to_section(int(step))


def _agenda_of(
    session: "Session",
) -> Callable[[Unit], tuple[Agenda, frozenset[ResidentId], int]]:
    """Reads an evening from the vault, who has no seat that was promised, and how many offers wait.

    From a worklist of its own: the one that the screens share changes while a thread reads.
    """
    now, concerns = session.now(), session.concerns

    def read(unit: Unit) -> tuple[Agenda, frozenset[ResidentId], int]:
        rows = [row for row in unit.worklist().rows() if concerns(row)]
        return *read_evening(unit, rows, now), len(offers_here(unit))

    return read
