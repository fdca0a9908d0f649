"""To whom the team is to go: proposed, approved, on a route, declined."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from wardtui.domain.errors import BadInput, WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.i18n import tr
from wardtui.services.home_service import (
    OnlyLeadersDecide,
    Proposed,
    decide_home_service,
    home_list,
)
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Saved
from wardtui.tui.action import Place
from wardtui.tui.home_lines import HomeLines, home_lines, widths
from wardtui.tui.routing import ask_for_route
from wardtui.tui.screens.edit import EditScreen
from wardtui.tui.screens.list_screen import ListScreen
from wardtui.tui.screens.reading_screen import ReadingScreen
from wardtui.tui.widgets.bars import KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.table_list import TableList
from wardtui.wording.columns import cells
from wardtui.wording.errors import explain
from wardtui.wording.home_service import decided_text, person_lines, summary_text

Change = Callable[[Unit, Tools], Saved]


class HomeServiceScreen(ReadingScreen, ListScreen):
    """Where leaders decide, and from where people come on a route."""

    PLACE = Place.HOME_SERVICE
    CSS_PATH: ClassVar[str] = "../styles/home_service.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Proposed] | None = None
        """Null until it is read."""
        self._shown = HomeLines([], [])
        self._selected: set[ResidentId] = set()
        self._keep: ResidentId | None = None
        """On whom the cursor goes."""

    @property
    def _list(self) -> TableList:
        return self.query_one(TableList)

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield SummaryBar(id="summary")
        yield TableList(id="home", widths=widths)
        yield Static(id="empty", markup=False)
        yield Static(id="person", markup=False)
        yield Static(id="message", markup=False)
        yield KeyBar(Place.HOME_SERVICE, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Read who there is."""
        self.is_ready = True
        self._show()
        self.read_soon()

    def after_change(self, done_with: ResidentId | None = None) -> None:  # noqa: ARG002
        """Read it again; the cursor stays on whom it is."""
        self._keep = self._keep or self._id_here
        self.read_soon()

    def go_to(self, resident: ResidentId) -> None:
        """Put the cursor on somebody, once what has changed is read."""
        self._keep = resident

    async def read(self) -> None:
        """Read who there is."""
        self._found = await self.session.read(home_list)
        self._show()

    def _show(self) -> None:
        found = self._found or []
        self._selected &= {one.case.id for one in found}
        self._shown = home_lines(found, self._selected, self.session.now())
        title = self.query_one(TitleBar)
        title.state = (tr("Service at home or in a facility"), self.ward_app.exchanging.text())
        summary = summary_text(found, len(self._selected), leads=self._leads)
        self.query_one(SummaryBar).text = f" {summary}"
        empty = self.query_one("#empty", Static)
        empty.display = not found
        self._list.display = self.query_one("#person").display = bool(found)
        if self._found is None:
            empty.update(tr("Reading…"))
        elif not found:
            empty.update(_nobody_text())
        keep, self._keep = self._keep, None
        place = None if keep is None else self._shown.place(keep)
        self._list.show(self._shown.lines, self._list.cursor if place is None else place)
        self._show_person()

    @property
    def _leads(self) -> bool:
        pairing = self.session.exchange.pairing
        return pairing is None or pairing.role.leads

    @property
    def _here(self) -> Proposed | None:
        """Whom the cursor is on."""
        people, cursor = self._shown.people, self._list.cursor
        return people[cursor] if cursor < len(people) else None

    @property
    def _id_here(self) -> ResidentId | None:
        return self._here.case.id if self._here is not None else None

    def targets(self) -> list[Proposed]:
        """Those who are ticked, in the order of the list; else whom the cursor is on."""
        ticked = [one for one in self._shown.people if one and one.case.id in self._selected]
        return ticked or ([self._here] if self._here is not None else [])

    def on_table_list_highlighted(self) -> None:
        """Tell more about whom the cursor is on."""
        self._show_person()

    def on_resize(self) -> None:
        """Lines have another width."""
        self._show_person()

    def _show_person(self) -> None:
        if self._here is None:
            return
        width = max(1, self.size.width - 2)
        lines = [
            cells(line, width).rstrip() for line in person_lines(self._here, self.session.now())
        ]
        text = [Content.styled(lines[0], "bold"), *(Content(line) for line in lines[1:])]
        self.query_one("#person", Static).update(Content("\n").join(text))

    async def do_approve(self) -> None:
        """Approve that the team goes to them."""
        residents = [one.case.id for one in self.targets()]
        if residents:
            await self.record(
                lambda unit, tools: decide_home_service(unit, residents, True, None, tools),
                decided_text(len(residents), approved=True),
            )

    async def do_decline(self) -> None:
        """Ask why the team does not go to them."""
        residents = [one.case.id for one in self.targets()]
        if not residents:
            return
        if not self._leads:
            # Said before somebody has typed a reason.
            self.tell_error(OnlyLeadersDecide())
            return

        async def take(typed: str) -> str | None:
            try:
                await self._change(
                    lambda unit, tools: decide_home_service(unit, residents, False, typed, tools),
                    decided_text(len(residents), approved=False),
                )
            except BadInput as error:
                told = explain(error)
                return f"{told.message} {told.remedy}"
            except WardtuiError as error:
                self.tell_error(error)
            return None

        hint = tr("Only what has to be done, no remarks about the person. It may be left empty.")
        await self.app.push_screen(
            EditScreen(tr("Decline · why, and what instead?"), "", take, hint)
        )

    async def do_route(self) -> None:
        """Ask on which route they come."""
        await ask_for_route(self)

    async def record(self, change: Change, text: str) -> None:
        """Record something, and say what."""
        try:
            await self._change(change, text)
        except WardtuiError as error:
            self.tell_error(error)

    async def _change(self, change: Change, text: str) -> None:
        self.recorded(await self.session.change(change), text)

    def recorded(self, saved: Saved, text: str) -> None:
        """Say what was recorded; nobody is ticked any more."""
        self._selected.clear()
        self.tell_saved(saved, text)
        self.ward_app.changed_here()

    async def do_select(self) -> None:
        """Tick whom the cursor is on, or untick them."""
        if self._here is not None:
            self._selected ^= {self._here.case.id}
            self._show()
            self._list.move(1)

    async def do_select_all(self) -> None:
        """Tick everybody of the stage of whom the cursor is on, or nobody."""
        if self._selected or self._here is None:
            self._selected.clear()
        else:
            stage = self._here.stage
            self._selected = {
                one.case.id for one in self._shown.people if one and one.stage is stage
            }
        self._show()

    async def on_table_list_opened(self) -> None:
        """Somebody was clicked twice."""
        await self.do_open_case()

    async def do_open_case(self) -> None:
        """Open the case of whom the cursor is on."""
        if self._here is not None:
            from wardtui.tui.screens.case import CaseScreen, target_of

            await self.app.push_screen(CaseScreen(target_of(self._here.case)))

    async def do_duty(self) -> None:
        """Who is on duty."""
        from wardtui.tui.screens.duty import DutyScreen

        await self.app.push_screen(DutyScreen())

    async def do_back(self) -> None:
        """Untick everybody, else close the page."""
        if self._selected:
            self._selected.clear()
            self._show()
        else:
            self.dismiss()


def _nobody_text() -> str:
    return tr(
        "Nobody is waiting for a service at home.\n\n"
        "Whoever cannot come is proposed by logging a contact with the outcome\n"
        "that they ask to be served at home.\n\n"
        "Esc: back."
    )
