"""The page of a case: its record, its history, and why it stands so."""

from collections.abc import Awaitable

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from wardtui.domain.case import Case
from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.domain.phone_forms import national
from wardtui.domain.resident import Field
from wardtui.domain.vocabulary import CloseReason
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.services.recording import Saved
from wardtui.tui.action import Place
from wardtui.tui.cleaning import Cleaning
from wardtui.tui.refused import with_refusal
from wardtui.tui.screens.casework import CaseworkScreen
from wardtui.tui.screens.choice import ChoiceScreen
from wardtui.tui.screens.scrolled_screen import ScrolledScreen
from wardtui.tui.screens.type_value import type_value
from wardtui.tui.widgets.bars import KeyBar, TitleBar
from wardtui.tui.widgets.case_text import page_content
from wardtui.tui.widgets.log_panel import Target
from wardtui.wording.fault_rows import cleaned_text


def target_of(case: Case) -> Target:
    """Whom a page is about."""
    resident = case.resident
    phone = national(resident.phones[0].number) if resident.phones else ""
    return Target(case.id, resident.name, phone, resident.address or "")


class CaseScreen(CaseworkScreen, ScrolledScreen):
    """One case on a page of its own."""

    PLACE = Place.CASE

    def __init__(self, target: Target) -> None:
        super().__init__()
        self._target = target

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        with VerticalScroll(id="case-body"):
            yield Static(id="case-text")
        yield Static(id="message", markup=False)
        yield KeyBar(Place.CASE, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Read the case."""
        self.is_ready = True
        self._draw()

    def on_resize(self) -> None:
        """Lines break elsewhere."""
        self._draw()

    def target(self) -> Target | None:
        """The resident of this page."""
        return self._target

    def after_change(self, done_with: ResidentId | None = None) -> None:  # noqa: ARG002
        """Read the case again and draw it."""
        self._draw()

    @work(exclusive=True, group="detail")
    async def _draw(self) -> None:
        self._show_title()
        detail = await self.session.detail(self._target.resident)
        if detail is None:
            self.app.pop_screen()
            return
        self._target = target_of(detail.case)
        self._show_title()
        static = self.query_one("#case-text", Static)
        session, width = self.session, self._body.scrollable_content_region.width
        page = page_content(detail, session.now(), session.me, width)
        static.update(await with_refusal(self, detail, page, width))

    def _show_title(self) -> None:
        self.query_one(TitleBar).state = (self._target.name, self.ward_app.exchanging.text())

    @property
    def _body(self) -> VerticalScroll:
        return self.query_one("#case-body", VerticalScroll)

    async def _case(self) -> Case | None:
        detail = await self.session.detail(self._target.resident, at_once=True)
        return None if detail is None else detail.case

    def renew(self, case: Case) -> None:
        """Name the resident of this page as they are recorded now."""
        if case.id == self._target.resident:
            self._target = target_of(case)

    def _saved(self, saved: Saved, text: str) -> None:
        self.renew(saved.case)
        self.tell_saved(saved, text)
        self.ward_app.changed_here()

    async def _record(self, work: Awaitable[Saved]) -> None:
        try:
            saved = await work
        except WardtuiError as error:
            self.tell_error(error)
        else:
            self._saved(saved, cleaned_text(saved))

    async def do_correct(self) -> None:
        """Ask which field, and then for its value."""
        case = await self._case()
        if case is None:
            return
        fields = tuple(Field)

        async def chosen(place: int) -> None:
            await type_value(self, case, fields[place], self._saved)

        names = [label(field) for field in fields]
        await self.app.push_screen(ChoiceScreen(tr("What is to be put right?"), names, chosen))

    async def do_close(self) -> None:
        """Ask why the case is closed, or open a closed one again."""
        case = await self._case()
        if case is None:
            return
        cleaning = Cleaning(self.session)
        if case.closed is not None:
            await self._record(cleaning.reopen(case.id))
            return
        reasons = tuple(CloseReason)

        async def chosen(place: int) -> None:
            await self._record(cleaning.close(case.id, reasons[place]))

        names = [label(reason) for reason in reasons]
        await self.app.push_screen(ChoiceScreen(tr("Why is the case closed?"), names, chosen))

    async def do_print(self) -> None:
        """Ask what is printed of this person."""
        from wardtui.tui.printing import print_person

        await print_person(self, self._target)

    async def do_split(self) -> None:
        """Take merges back."""
        case = await self._case()
        if case is not None:
            await self._record(Cleaning(self.session).split(case.id))
