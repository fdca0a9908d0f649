"""Whom other wards offer to this one: take somebody on in an area, or leave them where they are."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from wardtui.domain.errors import BadInput, WardtuiError
from wardtui.domain.ids import EventId
from wardtui.i18n import tr
from wardtui.services.answer_offers import (
    Offer,
    accept_handoff,
    area_to_propose,
    decline_handoff,
    offers_here,
    taken_on,
)
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Saved
from wardtui.tui.action import Place
from wardtui.tui.screens.edit import EditScreen
from wardtui.tui.screens.list_screen import ListScreen
from wardtui.tui.screens.pick import Pick, PickScreen
from wardtui.tui.screens.reading_screen import ReadingScreen
from wardtui.tui.screens.worklist import DETAIL_FROM_COLUMNS
from wardtui.tui.widgets.bars import KeyBar, SummaryBar, TitleBar
from wardtui.tui.widgets.case_text import named_row
from wardtui.tui.widgets.detail_pane import DetailPane
from wardtui.tui.widgets.table_list import Line, TableList
from wardtui.wording.columns import cells
from wardtui.wording.errors import explain
from wardtui.wording.handoffs import (
    area_pick_text,
    declined_text,
    heading_text,
    no_offers_text,
    offer_cells,
    offer_lines,
    offer_rows,
    offer_widths,
    offers_summary,
    taken_on_text,
)


class OfferHeading(Widget):
    """What the columns of the list are called."""

    def render(self) -> str:
        """The line."""
        return heading_text(self.size.width)


class OffersScreen(ReadingScreen, ListScreen):
    """The offers that wait for an answer, the oldest first."""

    PLACE = Place.OFFERS
    CSS_PATH: ClassVar[str] = "../styles/offers.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Offer] | None = None
        """Null until they are read."""

    @property
    def _list(self) -> TableList:
        return self.query_one(TableList)

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield SummaryBar(id="summary")
        with Horizontal(id="body"):
            with Vertical(id="list-side"):
                yield OfferHeading(id="heading")
                yield TableList(id="offers", widths=offer_widths)
                yield Static(id="empty", markup=False)
            with DetailPane(id="detail", can_focus=False):
                yield Static(id="detail-text")
        yield Static(id="person", markup=False)
        yield Static(id="message", markup=False)
        yield KeyBar(Place.OFFERS, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Read what waits."""
        self.is_ready = True
        self._show()
        self.read_soon()

    async def read(self) -> None:
        """Read what waits for an answer."""
        here = self._here
        self._found = await self.session.read(offers_here)
        self._show(None if here is None else here.handoff.offer)

    def _show(self, keep: EventId | None = None) -> None:
        found, now = self._found or [], self.session.now()
        title = self.query_one(TitleBar)
        title.state = (tr("Offers of other wards"), self.ward_app.exchanging.text())
        summary = f" {offers_summary(found, now)}" if found else ""
        self.query_one(SummaryBar).text = summary
        empty = self.query_one("#empty", Static)
        empty.display = not found
        self._list.display = self.query_one("#heading").display = bool(found)
        if self._found is None:
            empty.update(tr("Reading…"))
        elif not found:
            is_paired = self.session.exchange.pairing is not None
            empty.update(no_offers_text(is_paired=is_paired))
        places = {one.handoff.offer: place for place, one in enumerate(found)}
        cursor = self._list.cursor if keep is None else places.get(keep, self._list.cursor)
        self._list.show([Line(offer_cells(one, now)) for one in found], cursor)
        self._show_person()

    @property
    def _here(self) -> Offer | None:
        """Whom the cursor is on."""
        found, cursor = self._found or [], self._list.cursor
        return found[cursor] if cursor < len(found) else None

    def on_table_list_highlighted(self) -> None:
        """Tell more about whom the cursor is on."""
        self._show_person()

    def on_resize(self) -> None:
        """Lines have another width."""
        self._show_person()

    def on_detail_pane_resized(self) -> None:
        """Lines have another width."""
        self._show_person()

    def _show_person(self) -> None:
        """Beside the list where there is room, else below it."""
        one, now = self._here, self.session.now()
        is_wide = self.app.size.width >= DETAIL_FROM_COLUMNS
        pane, strip = self.query_one("#detail"), self.query_one("#person", Static)
        pane.display = is_wide and one is not None
        strip.display = not is_wide and one is not None
        if one is None:
            return
        if is_wide:
            width = pane.scrollable_content_region.width
            rows = [named_row(*row, width) for row in offer_rows(one, now)]
            lines = [Content.styled(one.body.name, "bold"), Content(""), *rows]
            self.query_one("#detail-text", Static).update(Content("\n").join(lines))
        else:
            width = max(1, self.size.width - 2)
            name, *others = [cells(line, width).rstrip() for line in offer_lines(one, now)]
            lines = [Content.styled(name, "bold"), *map(Content, others)]
            strip.update(Content("\n").join(lines))

    async def on_table_list_opened(self) -> None:
        """Somebody was clicked twice."""
        await self.do_accept()

    async def do_accept(self) -> None:
        """Ask in which area they live, and take them on."""
        one = self._here
        if one is None:
            return
        areas = [count.area for count in self.session.worklist.areas() if count.area]
        proposed = area_to_propose(one.body, areas)
        # What is likeliest comes first, so that Enter takes it.
        choices = tuple(dict.fromkeys((proposed, *areas, None)))

        async def chosen(place: int) -> None:
            area = choices[place]
            await self._record(
                lambda unit, tools: accept_handoff(unit, one.handoff.of, tools, area),
                lambda saved: taken_on_text(taken_on(saved)),
            )

        picks = [Pick(area_pick_text(area, is_proposed=area == proposed)) for area in choices]
        title = tr("Take on {name}: in which area?", name=one.body.name)
        await self.app.push_screen(PickScreen(title, picks, chosen))

    async def do_decline(self) -> None:
        """Ask why they are not taken on."""
        one = self._here
        if one is None:
            return

        async def take(typed: str) -> str | None:
            try:
                await self._change(
                    lambda unit, tools: decline_handoff(unit, one.handoff.of, tools, typed),
                    lambda saved: declined_text(saved.events[0].to_ward),
                )
            except BadInput as error:
                told = explain(error)
                return f"{told.message} {told.remedy}"
            except WardtuiError as error:
                self.tell_error(error)
            return None

        title = tr("{name} is not taken on · why?", name=one.body.name)
        hint = tr("That ward reads it; no remarks about the person. It may be left empty.")
        await self.app.push_screen(EditScreen(title, "", take, hint))

    async def _record(
        self, change: Callable[[Unit, Tools], Saved], told: Callable[[Saved], str]
    ) -> None:
        try:
            await self._change(change, told)
        except WardtuiError as error:
            self.tell_error(error)

    async def _change(
        self, change: Callable[[Unit, Tools], Saved], told: Callable[[Saved], str]
    ) -> None:
        saved = await self.session.change(change)
        self.tell_saved(saved, told(saved))
        self.ward_app.changed_here()
