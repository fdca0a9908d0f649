"""The duty roster: a week of shifts, and who is where."""

from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from wardtui.domain.duties import Duties, week_of
from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import OfficerId
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.services.directory import officers
from wardtui.services.duties import (
    WEEK,
    AssignDuty,
    OnlyLeadersAssignDuties,
    assign_duty,
    need_directory,
    roster,
)
from wardtui.services.ports import Unit
from wardtui.tui.action import Place
from wardtui.tui.screens.pick import Pick, PickScreen
from wardtui.tui.screens.reading_screen import ReadingScreen
from wardtui.tui.widgets.bars import KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.duty_table import WHOLE_HEIGHT, DutyTable
from wardtui.wording.duties import MINE, assigned_text, open_text, post_text

_OTHER_LINES = 7
"""Of the bars, the message, the keys and what is told of a post."""

Read = tuple[tuple[Duties, ...], dict[OfficerId, str]]


class DutyScreen(ReadingScreen):
    """A week as a table; leaders put officers on duty."""

    PLACE = Place.DUTY
    CSS_PATH: ClassVar[str] = "../styles/duty.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._first: date | None = None
        """Monday of the week that is shown; null until the first one is."""
        self._posts: tuple[Duties, ...] = ()
        self._names: dict[OfficerId, str] = {}

    @property
    def _table(self) -> DutyTable:
        return self.query_one(DutyTable)

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield SummaryBar(id="summary")
        yield DutyTable(id="duties")
        yield Static(id="post", markup=False)
        yield Static(id="message", markup=False)
        yield KeyBar(Place.DUTY, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Read this week."""
        self.is_ready = True
        self._show()
        self.read_soon()

    async def read(self) -> None:
        """Read the week."""
        is_first, today = self._first is None, self.session.today()
        first = self._first or week_of(today)
        self._posts, self._names = await self._week(first)
        self._first = first
        self._show()
        if is_first:
            self._table.go_to_day(today)

    async def _week(self, first: date) -> Read:
        def read(unit: Unit) -> Read:
            return roster(unit, first, WEEK), {one.id: one.name for one in officers(unit)}

        return await self.session.read(read)

    def _show(self) -> None:
        session = self.session
        first = self._first or week_of(session.today())
        title = self.query_one(TitleBar)
        week = tr("week of {day}", day=f"{first:%d/%m/%Y}")
        on_duty = tr("On duty")
        title.state = (f"{on_duty} · {week}", self.ward_app.exchanging.text())
        self.query_one(SummaryBar).text = f" {self._summary()}" if self._posts else ""
        self._table.show(self._posts, self._names, session.me, session.today())
        self._show_post()

    def on_resize(self) -> None:
        """The table gives way first where there is little room."""
        room = self.app.size.height - _OTHER_LINES
        self._table.styles.height = max(2, min(WHOLE_HEIGHT, room))

    def _summary(self) -> str:
        pairing = self.session.exchange.pairing
        if pairing is None:
            return tr("Not paired: no officers are known here, so nobody can be put on duty.")
        mine = sum(pairing.officer in post.officers for post in self._posts)
        parts = [tr("{mark} your own: {count}", mark=MINE, count=mine), open_text(self._posts)]
        if not pairing.role.leads:
            parts.append(tr("a leader says who is on duty"))
        return " · ".join(part for part in parts if part)

    def _show_post(self) -> None:
        post = self._table.post
        text = "" if post is None else post_text(post, self._names)
        self.query_one("#post", Static).update(text)

    def on_duty_table_highlighted(self) -> None:
        """Tell everybody who has the post under the cursor."""
        self._show_post()

    async def on_duty_table_opened(self) -> None:
        """A post was clicked twice."""
        await self.do_set_duty()

    async def do_set_duty(self) -> None:
        """Ask whom to put on duty, or to take off."""
        post = self._table.post
        if post is None:
            return
        try:
            pairing = await self.session.read(need_directory)
        except WardtuiError as error:
            self.tell_error(error)
            return
        if not pairing.role.leads:
            self.tell_error(OnlyLeadersAssignDuties())
            return
        known = await self.session.read(officers)

        async def chosen(place: int) -> None:
            who = post.officers
            if place == len(known):
                await self._assign(post, ())
            elif known[place].id in who:
                await self._assign(post, tuple(one for one in who if one != known[place].id))
            else:
                await self._assign(post, (*who, known[place].id))

        picks = [
            Pick(f"{'✓' if one.id in post.officers else ' '} {one.name} · {label(one.role)}")
            for one in known
        ]
        title = post_text(post, self._names)
        nobody = Pick("  " + tr("leave it to nobody"))
        await self.app.push_screen(PickScreen(title, [*picks, nobody], chosen))

    async def _assign(self, post: Duties, who: tuple[OfficerId, ...]) -> None:
        wish = AssignDuty(day=post.day, shift=post.shift, duty=post.duty, officers=who)
        try:
            saved = await self.session.change(lambda unit, tools: assign_duty(unit, wish, tools))
        except WardtuiError as error:
            self.tell_error(error)
            return
        now = Duties(post.day, post.shift, post.duty, who)
        self.tell_saved(saved, assigned_text(now, self._names))
        self.ward_app.changed_here()

    async def do_move(self, step: str) -> None:
        """Move the cursor by posts of a day."""
        self._table.move(rows=int(step))

    async def do_day(self, step: str) -> None:
        """Move the cursor by days; behind the last day follows the next week."""
        post, days = self._table.post, int(step)
        if post is None:
            return
        try:
            wanted = post.day + timedelta(days=days)
        except OverflowError:
            return
        if week_of(wanted) != self._first:
            await self._go_to_week(week_of(wanted))
        self._table.go_to_day(wanted)

    async def do_week(self, step: str) -> None:
        """Show the next week, or the one before."""
        try:
            await self._go_to_week((self._first or self.session.today()) + WEEK * _DAY * int(step))
        except OverflowError:
            return

    async def _go_to_week(self, first: date) -> None:
        self._first, self.is_stale = first, True
        await self.catch_up()

    async def do_edge(self, end: str) -> None:
        """Move the cursor to the first or the last post of a day."""
        self._table.move(rows=len(self._posts) if int(end) else -len(self._posts))


_DAY = timedelta(days=1)
