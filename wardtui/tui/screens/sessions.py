"""The calendar of sessions, day by day: how full each is, new ones, changes."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import SessionId
from wardtui.domain.moments import VIETNAM, local, local_day
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.services.plan_session import cancel_session
from wardtui.services.sessions import Listed, list_sessions, roll
from wardtui.tui.action import Place
from wardtui.tui.roll_lines import people_of, roll_lines
from wardtui.tui.screens.list_screen import ListScreen
from wardtui.tui.screens.reading_screen import ReadingScreen
from wardtui.tui.screens.worklist import DETAIL_FROM_COLUMNS
from wardtui.tui.widgets.bars import KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.detail_pane import DetailPane
from wardtui.tui.widgets.table_list import Line, Look, TableList
from wardtui.wording.columns import cells
from wardtui.wording.session_screens import (
    calendar_summary,
    heading_text,
    no_sessions_text,
    room_text,
    session_lines,
    taken_text,
    times_text,
    to_cancel_text,
)
from wardtui.wording.sessions import told_text

_TIMES, _SEATS = 11, 7
_ROOM, _ROOM_WHEN_NARROW = 17, 9
_NARROW = 70
"""Cells below which the place needs the room more than how many wait."""
_LONGEST_KIND = 26
_GAPS = 5


def _widths(width: int) -> Sequence[int]:
    room = _ROOM if width >= _NARROW else _ROOM_WHEN_NARROW
    rest = width - 1 - _TIMES - _SEATS - room - _GAPS
    kind = min(_LONGEST_KIND, rest // 2)
    return (_TIMES, kind, rest - kind, _SEATS, room)


class SessionsScreen(ReadingScreen, ListScreen):
    """Sessions under the days on which they take place, from today on."""

    PLACE = Place.SESSIONS
    CSS_PATH: ClassVar[str] = "../styles/sessions.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._with_past = False
        self._found: Sequence[Listed] | None = None
        """Null until they are read."""
        self._lines: list[Listed | None] = []
        """What each line shows; headings none."""
        self._keep: SessionId | None = None
        """The session on which the cursor comes to stand when it is read again."""

    @property
    def _list(self) -> TableList:
        return self.query_one(TableList)

    @property
    def _chosen(self) -> Listed | None:
        lines, cursor = self._lines, self._list.cursor
        return lines[cursor] if cursor < len(lines) else None

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield SummaryBar(id="summary")
        with Horizontal(id="body"):
            with Vertical(id="list-side"):
                yield TableList(id="sessions", widths=_widths)
                yield Static(id="empty", markup=False)
            with DetailPane(id="detail", can_focus=False):
                yield Static(id="detail-text")
        yield Static(id="message", markup=False)
        yield KeyBar(Place.SESSIONS, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Read what is planned."""
        self.is_ready = True
        self._show(None)
        self.read_soon()

    async def read(self) -> None:
        """Read the calendar; the cursor stays on its session."""
        since = datetime.combine(local_day(self.session.now()), time(0), VIETNAM)
        asked = None if self._with_past else since
        self._found = await self.session.read(lambda unit: list_sessions(unit, asked))
        here, keep = self._chosen, self._keep
        if not self.is_stale:  # else it was asked for meanwhile, and this read may not have it
            self._keep = None
        self._show(keep or (here.session.id if here is not None else None))

    async def _read_again(self, keep: SessionId | None = None) -> None:
        """Read it now.

        :param keep: the session on which the cursor comes to stand
        """
        self._keep, self.is_stale = keep, True
        await self.catch_up()

    def _show(self, keep: SessionId | None) -> None:
        now, found = self.session.now(), self._found or ()
        self.query_one(TitleBar).state = (tr("Sessions"), self.ward_app.exchanging.text())
        summary = calendar_summary(found, with_past=self._with_past) if found else ""
        self.query_one(SummaryBar).text = f" {summary}"
        empty = self.query_one("#empty", Static)
        empty.display = not found
        self._list.display = bool(found)
        self._fill(found, now)
        if found:
            self._list.show(self._texts(now), self._place_of(keep, now))
        else:
            self.query_one("#detail").display = False
            empty.update(self._empty_text() if self._found is not None else tr("Reading…"))

    def _empty_text(self) -> str:
        keys = {name: self.ward_app.keymap.find(name) for name in ("plan", "toggle_past")}
        shown = {name: one.shown if one is not None else "" for name, one in keys.items()}
        return no_sessions_text(
            with_past=self._with_past, new=shown["plan"], past=shown["toggle_past"]
        )

    def _fill(self, found: Sequence[Listed], now: datetime) -> None:
        self._lines = []
        before = None
        for one in found:
            # What goes on past midnight, and has not ended, stands under its own day.
            day = heading_text(local(one.session.start).date(), now)
            if day != before:
                self._lines.append(None)
            self._lines.append(one)
            before = day

    def _texts(self, now: datetime) -> list[Line]:
        lines = []
        for place, one in enumerate(self._lines):
            if one is None:
                first = self._lines[place + 1]
                assert first is not None  # noqa: S101  a day has a session
                text = heading_text(local(first.session.start).date(), now)
                lines.append(Line((text,), Look.STRONG, can_be_chosen=False))
            else:
                over = one.session.end <= now or not one.session.takes_place
                lines.append(Line(_columns(one), Look.MUTED if over else Look.PLAIN))
        return lines

    def _place_of(self, keep: SessionId | None, now: datetime) -> int:
        """The line of a session; without it the first one that is not over."""
        for place, one in enumerate(self._lines):
            if one is None:
                continue
            if one.session.id == keep or (keep is None and one.session.end > now):
                return place
        return self._list.cursor if keep is not None else len(self._lines) - 1

    def on_detail_pane_resized(self) -> None:
        """Lines break elsewhere."""
        self._show_detail()

    def on_resize(self) -> None:
        """Room for the people beside the list may have come or gone."""
        self._show_detail()

    def on_table_list_highlighted(self) -> None:
        """Show the people of the session beside the list when there is room."""
        self._show_detail()

    @work(exclusive=True, group="detail")
    async def _show_detail(self) -> None:
        one = self._chosen
        detail = self.query_one("#detail")
        detail.display = self.app.size.width >= DETAIL_FROM_COLUMNS and one is not None
        if one is None or not detail.display:
            return
        found = await self.session.read(lambda unit: roll(unit, one.session.id))
        width = detail.scrollable_content_region.width
        people = people_of(found)
        lines = [Content(text) for text in session_lines(one, self.session.now())]
        lines[0] = lines[0].stylize("bold")
        lines.append(Content(""))
        for line, person in roll_lines(people, comes_to_people=False):
            if person is None:
                lines.append(Content.styled(line.texts[0], "bold"))
            else:
                text = f"{line.texts[0]} {line.texts[1]}"
                lines.append(Content(cells(text, width).rstrip()))
        if not people:
            lines.append(Content.styled(tr("Nobody is booked yet."), "dim"))
        self.query_one("#detail-text", Static).update(Content("\n").join(lines))

    async def on_table_list_opened(self) -> None:
        """A session was clicked twice."""
        await self.do_open_roll()

    async def do_open_roll(self) -> None:
        """Open the page of the session."""
        one = self._chosen
        if one is not None:
            from wardtui.tui.screens.roll import open_roll

            await open_roll(self, one.session.id)

    async def do_plan(self) -> None:
        """Open a new session."""
        from wardtui.tui.screens.session_form import plan_session

        await plan_session(self, self._read_again)

    async def do_change(self) -> None:
        """Change the session under the cursor."""
        one = self._chosen
        if one is None:
            return
        if not one.session.takes_place:
            self.tell(tr("It was cancelled and does not take place."), wrong=True)
            return
        from wardtui.tui.screens.session_form import plan_session

        await plan_session(self, self._read_again, one.session)

    async def do_cancel(self) -> None:
        """Cancel the session under the cursor, after a question."""
        one = self._chosen
        if one is None:
            return
        if not one.session.takes_place:
            self.tell(tr("It was cancelled and does not take place."), wrong=True)
            return
        from wardtui.tui.screens.ask import AskScreen

        async def cancel() -> None:
            await self._cancel(one)

        question = to_cancel_text(one, self.session.now())
        await self.app.push_screen(AskScreen(question, cancel))

    async def _cancel(self, one: Listed) -> None:
        try:
            saved = await self.session.change(
                lambda unit, tools: cancel_session(unit, one.session.id, None, tools)
            )
        except WardtuiError as error:
            self.tell_error(error)
            return
        what, *_ = session_lines(one, self.session.now())
        told = told_text(len(saved.cases))
        done = tr("Cancelled: {what}.", what=what)
        self.tell_saved(saved, f"✓ {done} {told}".rstrip())
        self.ward_app.changed_here()

    async def do_print(self) -> None:
        """What of the session under the cursor is to be printed."""
        one = self._chosen
        if one is not None:
            from wardtui.tui.printing import print_session

            await print_session(self, one.session.id)

    async def do_toggle_past(self) -> None:
        """With past sessions, or only from today on."""
        self._with_past = not self._with_past
        await self._read_again()


def _columns(one: Listed) -> tuple[str, ...]:
    session = one.session
    return (
        times_text(session),
        label(session.kind),
        session.place,
        taken_text(one).rjust(_SEATS),
        room_text(one),
    )
