"""One door on a page of its own: all who are due there, and one visit for them all."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.domain.household import Household
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel
from wardtui.i18n import tr
from wardtui.services.household import household_of
from wardtui.services.ports import VaultClosed
from wardtui.tui.action import Place
from wardtui.tui.outcomes import HOUSEHOLD_KEY
from wardtui.tui.screens.case import CaseScreen, target_of
from wardtui.tui.screens.casework import CaseworkScreen
from wardtui.tui.screens.list_screen import ListScreen
from wardtui.tui.screens.reading_screen import ReadingScreen
from wardtui.tui.widgets.bars import KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.door_list import DoorList
from wardtui.tui.widgets.log_panel import Target
from wardtui.wording.errors import explain
from wardtui.wording.household import count_text, door_text


async def open_household(screen: CaseworkScreen) -> None:
    """Show who lives behind the door of whom the cursor is on; say so when there is no door."""
    target = screen.target()
    if target is None:
        return
    now = screen.session.now()
    try:
        door = await screen.session.read(lambda unit: household_of(unit, target.resident, now))
    except WardtuiError as error:
        screen.tell_error(error)
        return
    await screen.app.push_screen(HouseholdScreen(target.resident, door))


class HouseholdScreen(ReadingScreen, ListScreen, CaseworkScreen):
    """Everybody behind one door, who is still to be reached first."""

    PLACE = Place.HOUSEHOLD
    CSS_PATH: ClassVar[str] = "../styles/household.tcss"

    def __init__(self, resident: ResidentId, door: Household) -> None:
        """Prepare the page.

        :param resident: whose door it is
        """
        super().__init__()
        self._resident = resident
        self._door = door
        self._keep: ResidentId | None = resident
        """On whom the cursor goes."""

    @property
    def _list(self) -> DoorList:
        return self.query_one(DoorList)

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield SummaryBar(id="summary")
        yield DoorList(id="door")
        yield Static(id="empty", markup=False)
        yield Static(id="message", markup=False)
        yield KeyBar(Place.HOUSEHOLD, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Show who lives there."""
        self.is_ready = True
        self._show()

    def _show(self, wrong: str = "") -> None:
        """Draw the page.

        :param wrong: why there is nobody to be shown
        """
        door = self._door
        people = () if wrong else door.everybody
        title = self.query_one(TitleBar)
        title.state = (door_text(door), self.ward_app.exchanging.text())
        self.query_one(SummaryBar).text = f" {count_text(door)}" if people else ""
        empty = self.query_one("#empty", Static)
        empty.display = not people
        self._list.display = bool(people)
        if not people:
            empty.update(wrong or tr("Nobody on the list lives behind this door any more."))
        self._list.show(people, self.session.now(), self._keep)
        self._keep = None

    def target(self) -> Target | None:
        """Whom the cursor is on."""
        case = self._list.case
        return None if case is None else target_of(case)

    def after_change(self, done_with: ResidentId | None = None) -> None:
        """Read the door again; after a contact the cursor goes on to whoever is still due."""
        here = self._list.case
        self._keep = here.id if here is not None else None
        if here is not None and done_with == here.id:
            self._keep = self._next_due(here.id)
        self.read_soon()

    def _next_due(self, worked: ResidentId) -> ResidentId:
        """The next who is due and was not just logged; else whom the cursor is on."""
        logged = self.ward_app.last_logged
        done = {worked} | ({case.id for case in logged.cases} if logged is not None else set())
        due = [case.id for case in self._door.due]
        behind = due[due.index(worked) + 1 :] if worked in due else due
        return next((one for one in behind if one not in done), worked)

    async def read(self) -> None:
        """Read who lives there."""
        now = self.session.now()
        try:
            self._door = await self.session.read(
                lambda unit: household_of(unit, self._resident, now)
            )
        except VaultClosed:
            raise
        except WardtuiError as error:
            self._show(explain(error).message)
        else:
            self._show()

    def on_resize(self) -> None:
        """Lines have another width."""
        self._list.refresh()

    async def do_log(self, channel: str) -> None:
        """Ask for the outcome of a contact; a visit is one for the whole household."""
        if channel != Channel.VISIT.value:
            await super().do_log(channel)
            return
        case = self._list.case
        if case is not None and case.next_action is None:
            # Whoever is done is not visited: the visit is for those who are due.
            self._list.go_to_edge(last=False)
        await super().do_log(channel)
        (await self.panel()).take_character(HOUSEHOLD_KEY)

    async def on_door_list_opened(self) -> None:
        """Somebody was clicked twice."""
        await self.do_open_case()

    async def do_open_case(self) -> None:
        """Open the case of whom the cursor is on."""
        target = self.target()
        if target is not None:
            await self.app.push_screen(CaseScreen(target))

    def go_to(self, resident: ResidentId) -> None:
        """Put the cursor on somebody who is shown, once what has changed is read."""
        self._keep = resident
