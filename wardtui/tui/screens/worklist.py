"""The worklist: whom to reach next, by area, in an order, found as you type."""

import msgspec
from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist_index import Filter, Sort
from wardtui.i18n import N_, ntr, tr
from wardtui.tui.action import Place
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.widgets.bars import AreaBar, HeadingBar, KeyBar, TitleBar
from wardtui.tui.widgets.case_list import CaseList
from wardtui.tui.widgets.case_text import detail_content
from wardtui.tui.widgets.log_panel import LogPanel, Target

DETAIL_FROM_COLUMNS = 120
"""From this width on the case under the cursor is shown beside the list."""

SORTS = {
    Sort.DUE: N_("by when it is due"),
    Sort.WALK: N_("as you walk"),
    Sort.SIDES: N_("as you walk, one side after the other"),
    Sort.NAME: N_("by given name"),
}

ON_FOOT = frozenset({Sort.WALK, Sort.SIDES})
"""Orders in which somebody stands before the doors."""


class DetailPane(VerticalScroll):
    """The case beside the list."""

    class Resized(Message):
        """Its width has changed."""

    def on_resize(self) -> None:
        """Tell the screen."""
        self.post_message(self.Resized())


class View(msgspec.Struct, kw_only=True):
    """What is shown of the worklist."""

    sort: Sort = Sort.DUE
    with_done: bool = False
    query: str = ""
    area: str | None = None
    resident: ResidentId | None = None
    """Under the cursor."""

    @property
    def needs_first_lines_only(self) -> bool:
        """Whether the lines that are due first are what is shown."""
        return self == View()


class WorklistScreen(WorkScreen):
    """The screen on which evenings are spent."""

    PLACE = Place.WORKLIST

    def __init__(self, view: View | None = None) -> None:
        super().__init__()
        self._view = view or View()
        self._typing = False
        """Letters go to the search, not to the actions."""

    @property
    def view(self) -> View:
        """What is shown, to be shown again."""
        row = self._list.row
        self._view.resident = row.id if row else None
        return self._view

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield AreaBar(id="areas")
        yield Static(id="summary", markup=False)
        with Horizontal(id="body"):
            with Vertical(id="list-side"):
                yield HeadingBar(id="heading")
                yield CaseList(self.session.worklist, id="cases")
                yield Static(id="empty", markup=False)
            with DetailPane(id="detail", can_focus=False):
                yield Static(id="detail-text")
        yield Static(id="message", markup=False)
        yield KeyBar(Place.WORKLIST)
        yield LogPanel()

    def on_mount(self) -> None:
        """Show the first list."""
        self.is_ready = True
        self.query_one(AreaBar).chosen = self._view.area
        if self.session.is_complete or self._view.needs_first_lines_only:
            self._show_list(self._view.resident)
        if self.session.warnings:
            self.tell(" ".join(self.session.warnings), wrong=True)
        failed = self.ward_app.failed_themes
        if failed:
            names = ", ".join(failed)
            self.tell(tr("These theme files cannot be used: {names}", names=names), wrong=True)

    @property
    def _list(self) -> CaseList:
        return self.query_one(CaseList)

    def _show_list(self, keep: ResidentId | None = None) -> None:
        session = self.session
        worklist = session.worklist
        areas = self.query_one(AreaBar)
        areas.areas = worklist.areas()
        wanted = Filter(
            area=areas.chosen,
            query=self._view.query,
            open_only=not self._view.with_done,
        )
        found = worklist.select(wanted, self._view.sort)
        on_foot = self._view.sort in ON_FOOT
        self.query_one(HeadingBar).asking = on_foot
        self._list.show(worklist, found, session.now(), keep, asking=on_foot)
        self.query_one("#summary", Static).update(self._summary(len(found) + worklist.beyond))
        self._show_empty(sum(area.total for area in areas.areas), len(found))
        self._show_title()

    def _show_list_here(self) -> None:
        """Draw the list anew; the cursor stays on its case."""
        row = self._list.row
        self._show_list(row.id if row else None)

    def _summary(self, shown: int) -> str:
        count = (
            ntr("{count} case", "{count} cases", shown)
            if self._view.with_done
            else ntr("{count} case to be done", "{count} cases to be done", shown)
        )
        if self._typing:
            return f" / {self._view.query}▏ · {count}"
        parts = [count, tr(SORTS[self._view.sort])]
        if self._view.query:
            parts.append(f"/ {self._view.query}")
        return " " + " · ".join(parts)

    def _show_empty(self, total: int, shown: int) -> None:
        empty = self.query_one("#empty", Static)
        empty.display = not shown
        self._list.display = bool(shown)
        if shown:
            return
        if not total:
            text = tr(
                "No list yet.\n\nPress i to import one from a file,\n"
                "or pair with your ward's server:  wardtui pair URL CODE"
            )
        elif self._view.query:
            text = tr("Nobody is found. Esc shows everybody again.")
        else:
            text = tr("Everything is done here. → shows the next area, a shows finished cases.")
        empty.update(text)

    def _show_title(self) -> None:
        pairing = self.session.exchange.pairing
        parts = ["wardtui"]
        if pairing is not None:
            parts += [", ".join(pairing.wards), pairing.name]
        self.query_one(TitleBar).state = (" · ".join(parts), self.ward_app.sync_text())

    def target(self) -> Target | None:
        """The resident under the cursor."""
        row = self._list.row
        return Target(row.id, row.name, row.phone, row.address) if row else None

    def after_change(self, done_with: ResidentId | None = None) -> None:
        """Draw the list anew."""
        row = self._list.row
        if done_with is not None and row is not None and row.id == done_with:
            # Where it stands now does not matter: on with the one that stood behind it.
            row = self._list.row_behind
        self._show_list(row.id if row else self._view.resident)

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Show a line above the keys."""
        line = self.query_one("#message", Static)
        line.set_class(wrong, "wrong")
        line.update(text)

    def on_detail_pane_resized(self) -> None:
        """Lines break elsewhere."""
        self._list.post_message(CaseList.Highlighted(self._list.row))

    def on_case_list_highlighted(self, message: CaseList.Highlighted) -> None:
        """Show the case beside the list when there is room."""
        detail = self.query_one("#detail")
        detail.display = self.app.size.width >= DETAIL_FROM_COLUMNS and message.row is not None
        if detail.display and message.row is not None:
            self._show_detail(message.row.id)

    @work(exclusive=True, group="detail")
    async def _show_detail(self, resident: ResidentId) -> None:
        detail = await self.session.detail(resident)
        if detail is not None:
            width = self.query_one("#detail").content_size.width
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

    async def take_key(self, event: events.Key) -> bool:
        """Letters go to the search while somebody types it."""
        if self._typing and self._search_key(event):
            return True
        return await super().take_key(event)

    def _search_key(self, event: events.Key) -> bool:
        if event.key == "backspace":
            self._view.query = self._view.query[:-1]
        elif event.key == "ctrl+u":
            self._view.query = ""
        elif event.is_printable and event.character:
            self._view.query += event.character
        elif event.key == "enter":
            self._typing = False
        else:
            return False
        self._show_list()
        return True

    async def do_search(self) -> None:
        """Type what to look for."""
        self._typing = True
        self._view.query = ""
        self._list.cursor = 0
        self._show_list()

    async def do_back(self) -> None:
        """Show everybody again."""
        self._typing = False
        self._view.query = ""
        self._show_list_here()

    def _choose_area(self, area: str | None) -> None:
        self.query_one(AreaBar).chosen = self._view.area = area
        self._list.cursor = 0
        self._show_list()

    async def do_area(self, step: str) -> None:
        """Show the area before or behind."""
        self._choose_area(self.query_one(AreaBar).step(int(step)))

    async def do_sort(self) -> None:
        """Take the next order."""
        orders = list(SORTS)
        self._view.sort = orders[(orders.index(self._view.sort) + 1) % len(orders)]
        self._show_list_here()

    async def do_toggle_done(self) -> None:
        """With finished cases, or without."""
        self._view.with_done = not self._view.with_done
        self._show_list_here()

    async def do_move(self, step: str) -> None:
        """Move the cursor by lines."""
        self._list.move(int(step))

    async def do_page(self, step: str) -> None:
        """Move the cursor by pages."""
        self._list.page(int(step))

    async def do_edge(self, end: str) -> None:
        """Move the cursor to the first or the last line."""
        self._list.go_to_edge(last=bool(int(end)))

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
            await self.app.push_screen(CaseScreen(target), lambda _: self._show_list_here())
