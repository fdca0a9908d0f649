"""The worklist: whom to reach next, by area, in an order, found as you type."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import WorklistRow
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_orders import Sort
from wardtui.i18n import tr
from wardtui.tui.action import Place
from wardtui.tui.own_first import own_first, waiting_above
from wardtui.tui.screens.finding import FindingScreen
from wardtui.tui.view import ON_FOOT, View
from wardtui.tui.widgets.bars import AreaBar, HeadingBar, KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.case_list import CaseList
from wardtui.tui.widgets.detail_pane import DetailPane
from wardtui.tui.widgets.log_panel import Target
from wardtui.tui.worklist_text import empty_text, summary_text

DETAIL_FROM_COLUMNS = 120
"""From this width on the case under the cursor is shown beside the list."""

MOST_SELECTED = 2000
"""Cases that can be ticked at once."""


class WorklistScreen(FindingScreen):
    """The screen on which evenings are spent."""

    PLACE = Place.WORKLIST
    CSS_PATH: ClassVar[str] = "../styles/wardtui.tcss"

    def __init__(self, view: View | None = None, selected: Iterable[ResidentId] = ()) -> None:
        """Prepare the list.

        :param selected: cases that are ticked
        """
        super().__init__()
        self._view = view or View()
        self._selected = set(selected)

    @property
    def view(self) -> View:
        """What is shown, to be shown again."""
        row = self._list.row
        self._view.resident = row.id if row else None
        return self._view

    @property
    def selected(self) -> frozenset[ResidentId]:
        """The cases that are ticked."""
        return frozenset(self._selected)

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield AreaBar(id="areas")
        yield SummaryBar(id="summary")
        with Vertical(id="body"):
            yield HeadingBar(id="heading")
            yield CaseList(self.session.worklist, id="cases")
            yield Static(id="empty", markup=False)
        yield Static(id="message", markup=False)
        yield KeyBar(Place.WORKLIST, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Show the first list."""
        self.is_ready = True
        self.query_one(AreaBar).chosen = self._view.area
        if self.session.is_complete or self._view.needs_first_lines_only:
            self._show_list(self._view.resident)
        wrong = [*self.session.warnings]
        keys = ", ".join(dict.fromkeys(one.action for one in self.ward_app.keymap.faults))
        if keys:
            wrong.append(
                tr(
                    "Keys of your own that cannot be used, or mean something else: {keys}",
                    keys=keys,
                )
            )
        names = ", ".join(self.ward_app.failed_themes)
        if names:
            wrong.append(tr("These theme files cannot be used: {names}", names=names))
        if wrong:
            self.tell(" ".join(wrong), wrong=True)

    def _show_list(self, keep: ResidentId | None = None) -> None:
        session = self.session
        worklist = session.worklist
        self._list_changed()
        areas = self.query_one(AreaBar)
        areas.areas = worklist.areas()
        found = worklist.select(self._view.filter_on(session.today()), self._view.sort)
        if self._view.sort is Sort.DUE:
            found = own_first(session, found)
        on_foot = self._view.sort in ON_FOOT
        heading = self.query_one(HeadingBar)
        heading.asking, heading.selecting = on_foot, bool(self._selected)
        self._list.show(
            worklist, found, session.now(), keep, asking=on_foot, selected=self._selected
        )
        self._summarise(len(found) + worklist.beyond)
        self._show_empty(len(found))
        self._show_title()

    def _show_list_here(self) -> None:
        """Draw the list anew; the cursor stays on its case."""
        row = self._list.row
        self._show_list(row.id if row else None)

    def _summarise(self, shown: int | None) -> None:
        # Not while somebody types: every letter would ask for it, and it would not be shown.
        above = 0 if self._typing else waiting_above(self.session)
        text = summary_text(self._view, shown, len(self._selected), above, typing=self._typing)
        self.query_one(SummaryBar).text = text

    def _show_empty(self, shown: int) -> None:
        empty = self.query_one("#empty", Static)
        empty.display = not shown
        self._list.display = bool(shown)
        if not shown:
            total = sum(area.total for area in self.query_one(AreaBar).areas)
            empty.update(
                empty_text(self._view, total, paired=self.session.exchange.pairing is not None)
            )

    def _show_title(self) -> None:
        pairing = self.session.exchange.pairing
        parts = ["wardtui"]
        if pairing is not None:
            parts += [", ".join(pairing.wards), pairing.name]
        self.query_one(TitleBar).state = (" · ".join(parts), self.ward_app.exchanging.text())

    def target(self) -> Target | None:
        """The resident under the cursor."""
        row = self._list.row
        return _target(row) if row else None

    def targets(self) -> Sequence[Target]:
        """Those who are ticked, else the one under the cursor."""
        if not self._selected:
            return super().targets()
        worklist = self.session.worklist
        places = [worklist.position(one) for one in sorted(self._selected)]
        return [_target(worklist.row(i)) for i in places if i is not None]

    def done_with_targets(self) -> None:
        """Nobody is ticked any more."""
        self._selected.clear()

    def after_change(self, done_with: ResidentId | None = None) -> None:
        """Draw the list anew."""
        row = self._list.row
        if done_with is not None and row is not None and row.id == done_with:
            # Where it stands now does not matter: on with the one that stood behind it.
            logged = self.ward_app.last_logged
            row = self._list.row_behind({case.id for case in logged.cases} if logged else {row.id})
        self._show_list(row.id if row else self._view.resident)

    def go_to(self, resident: ResidentId) -> None:
        """Put the cursor on a case that is shown."""
        self._show_list(resident)

    def on_detail_pane_resized(self) -> None:
        """Lines break elsewhere."""
        self._list.post_message(CaseList.Highlighted(self._list.row))

    async def on_case_list_highlighted(self, message: CaseList.Highlighted) -> None:
        """Show the case beside the list when there is room."""
        row = message.row if self.app.size.width >= DETAIL_FROM_COLUMNS else None
        if row is not None and not self.query(DetailPane):
            # Made when there is room for it: the list is drawn sooner without it.
            text = Static(id="detail-text")
            await self.query_one("#body").mount(DetailPane(text, id="detail", can_focus=False))
        for pane in self.query(DetailPane):
            pane.display = row is not None
        if row is not None:
            self._show_detail(row.id)

    @work(exclusive=True, group="detail")
    async def _show_detail(self, resident: ResidentId) -> None:
        detail = await self.session.detail(resident, at_once=True)
        if detail is not None:
            # Loaded when there is room for it: a small screen never shows it.
            from wardtui.tui.widgets.case_text import detail_content

            width = self.query_one("#detail").scrollable_content_region.width
            text = detail_content(detail, self.session.now(), self.session.me, width)
            self.query_one("#detail-text", Static).update(text)

    def on_resize(self) -> None:
        """Room for the case beside the list may have come or gone."""
        self._list.post_message(CaseList.Highlighted(self._list.row))

    async def on_case_list_opened(self) -> None:
        """A case was clicked twice."""
        await self.do_open_case()

    def on_area_bar_chosen(self, message: AreaBar.Chosen) -> None:
        """An area was clicked."""
        self._choose_area(message.area)

    async def do_back(self) -> None:
        """Untick everybody; else show everybody again."""
        if self._selected and not self._typing:
            self._selected.clear()
        else:
            self._stop_typing()
            self._view.query = ""
            self._view.only = Filter()
        self._show_list_here()

    async def do_select(self) -> None:
        """Tick the case under the cursor, or untick it."""
        row = self._list.row
        if row is None:
            return
        if len(self._selected) < MOST_SELECTED or row.id in self._selected:
            self._selected ^= {row.id}
        self._show_list_here()
        self._list.move(1)

    async def do_select_all(self) -> None:
        """Tick everybody who is shown, or nobody."""
        if self._selected:
            self._selected.clear()
        else:
            self._selected = set(self._list.residents(MOST_SELECTED))
            if self._list.count > MOST_SELECTED:
                self.tell(tr("Only the first {count} are selected.", count=MOST_SELECTED))
        self._show_list_here()

    async def do_filter(self) -> None:
        """Choose whom to show."""
        from wardtui.tui.screens.filters import FilterScreen

        def changed(view: View) -> int:
            self._view = view
            self.query_one(AreaBar).chosen = view.area
            self._show_list_here()
            return self._list.count

        screen = FilterScreen(self.session, self._view, changed)
        await self.app.push_screen(screen, lambda _: self._show_list_here())

    async def do_next(self) -> None:
        """To whoever is next: what was agreed for a time that has come, else what is due first."""
        from wardtui.tui.next_case import next_case
        from wardtui.tui.reminder import appointments_due

        row, now = self._list.row, self.session.now()
        here = row.id if row else None
        waited_for = appointments_due(self.session.worklist, now)
        due = replace(self._view.filter_on(self.session.today()), query="", open_only=True)
        wanted = next_case(self.session.worklist, due, waited_for, here, self.session.concerns)
        if wanted is None:
            self.tell(tr("Nobody else is due here."))
            return
        for entry in waited_for:
            if entry.row.id == wanted:
                self.ward_app.upkeep.reminder.seen(entry)
        self._show_list(wanted)
        if self._list.row is None or self._list.row.id != wanted:
            self._stop_typing()
            self._view = View()
            self.query_one(AreaBar).chosen = None
            self._show_list(wanted)
        self.ward_app.upkeep.remind()

    async def do_today(self) -> None:
        """What this evening holds."""
        from wardtui.tui.screens.today import TodayScreen

        seen = self.ward_app.upkeep.reminder.seen
        await self.app.push_screen(TodayScreen(seen), lambda _: self._show_list_here())

    async def do_tour(self) -> None:
        """Show the tour of the first evening."""
        from wardtui.tui.screens.tour import TourScreen

        await self.app.push_screen(TourScreen())

    async def do_print(self) -> None:
        """Letters to print."""
        from wardtui.tui.printing import print_letters

        await print_letters(self, self._selected, self._view.area)

    def _choose_area(self, area: str | None) -> None:
        self.query_one(AreaBar).chosen = self._view.area = area
        self._list.cursor = 0
        self._show_list()

    async def do_area(self, step: str) -> None:
        """Show the area before or behind."""
        self._choose_area(self.query_one(AreaBar).step(int(step)))

    async def do_sort(self) -> None:
        """Take the next order."""
        self._view.sort = self._view.next_sort()
        self._show_list_here()

    async def do_toggle_done(self) -> None:
        """With finished cases, or without."""
        self._view.with_done = not self._view.with_done
        self._show_list_here()

    async def do_quality(self) -> None:
        """Put data right."""
        from wardtui.tui.screens.quality import QualityScreen

        await self.app.push_screen(QualityScreen(), lambda _: self._show_list_here())

    async def do_import(self) -> None:
        """Import a ward list."""
        from wardtui.tui.screens.import_file import ImportFileScreen

        await self.app.push_screen(ImportFileScreen(), lambda _: self._show_list_here())

    async def do_open_case(self) -> None:
        """Open the case under the cursor."""
        target = self.target()
        if target is not None:
            from wardtui.tui.screens.case import CaseScreen

            await self.app.push_screen(CaseScreen(target), lambda _: self._show_list_here())


def _target(row: WorklistRow) -> Target:
    return Target(row.id, row.name, row.phone, row.address)
