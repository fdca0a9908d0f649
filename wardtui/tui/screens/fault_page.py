"""What has to be put right, read and drawn: kinds, faults, and the one under the cursor."""

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.i18n import ntr, tr
from wardtui.services.data_quality import Fault
from wardtui.services.ports import VaultClosed
from wardtui.services.recording import Saved
from wardtui.tui.action import Place
from wardtui.tui.cleaning import Cleaning
from wardtui.tui.fault_index import FaultIndex
from wardtui.tui.screens.casework import CaseworkScreen
from wardtui.tui.screens.list_screen import ListScreen
from wardtui.tui.widgets.bars import AreaBar, KeyBar, TitleBar
from wardtui.tui.widgets.detail_pane import DetailPane
from wardtui.tui.widgets.fault_list import FaultAreaBar, FaultList, KindList
from wardtui.tui.widgets.fault_text import fault_content, needs_digits, wide_fault_content
from wardtui.tui.widgets.log_panel import Target

WIDE_FROM_COLUMNS = 120
"""From this width on a fault is shown beside the list, with the whole record."""

ROOMY_FROM_COLUMNS = 160
"""From this width on the record has longer lines."""

READ_AGAIN_SECONDS = 2.0
"""So long after the last change here the whole is read again, for what is newly wrong."""


class FaultPage(ListScreen, CaseworkScreen):
    """What has to be put right, by kind and area. Its keys are those of ``QualityScreen``."""

    CSS_PATH: ClassVar[str] = "../styles/quality.tcss"

    PLACE = Place.QUALITY

    def __init__(self) -> None:
        super().__init__()
        self._faults = FaultIndex()
        self._kind: str | None = None
        self._area: str | None = None
        self._is_stale = True
        """Others, or an undo, have changed something: keys wait until it is read."""
        self._changes = 0
        self._reading = asyncio.Lock()
        self._before_undo: set[Fault] | None = None
        self._revealed: set[Fault] = set()

    @property
    def _cleaning(self) -> Cleaning:
        return Cleaning(self.session)

    @property
    def _is_wide(self) -> bool:
        return self.app.size.width >= WIDE_FROM_COLUMNS

    @property
    def _list(self) -> FaultList:
        return self.query_one(FaultList)

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        yield FaultAreaBar(id="areas")
        with Horizontal(id="body"):
            yield KindList(id="kinds")
            with Vertical(id="list-side"):
                yield FaultList(self.session.worklist, id="faults")
                yield Static(id="empty", markup=False)
            with DetailPane(id="detail", can_focus=False):
                yield Static(id="fault-wide")
        with DetailPane(id="fault-foot", can_focus=False):
            yield Static(id="fault-brief")
        yield Static(id="message", markup=False)
        yield KeyBar(Place.QUALITY, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Read what is wrong."""
        self.is_ready = True
        self._show_title()
        self._catch_up()

    @work(exclusive=True, group="faults")
    async def _catch_up(self) -> None:
        await self._read()

    async def _read(self, *, anew: bool = False) -> None:
        """Read everything that is wrong, unless it is known.

        :param anew: also when it is known but for what is newly wrong
        """
        async with self._reading:
            try:
                while anew or self._is_stale:
                    changes = self._changes
                    found = await self._cleaning.faults(None, None)
                    if changes == self._changes:
                        self._is_stale = anew = False
                        self._faults = FaultIndex(found.found)
            except VaultClosed:
                return
            except WardtuiError as error:
                self.tell_error(error)
                return
        before, self._before_undo = self._before_undo, None
        keep = self._list.fault
        if before is not None:
            shown = self._faults.select(self._kind, self._area)
            keep = next((one for one in shown if one not in before), keep)
        self._show(keep)

    def _show(self, keep: Fault | None) -> None:
        """Draw everything; the cursor stays on a fault that is still there."""
        faults = self._faults
        areas = self.query_one(AreaBar)
        areas.areas = faults.areas(self._kind)
        areas.chosen = self._area
        self.query_one(KindList).show(faults.kinds(self._area, self._kind), self._kind)
        shown = faults.select(self._kind, self._area)
        self._list.show(
            shown,
            self.session.worklist,
            keep,
            with_kind=self._kind is None,
            with_area=self._area is None,
        )
        self._show_empty(bool(shown))
        self._show_title()

    def _show_empty(self, any_shown: bool) -> None:
        empty = self.query_one("#empty", Static)
        empty.display = not any_shown
        self._list.display = any_shown
        if any_shown:
            return
        if len(self._faults):
            empty.update(tr("Nothing is left here.\n\nTab: another kind · ← →: another area"))
        else:
            empty.update(
                tr(
                    "Nothing has to be put right.\n\nWhat lists leave open stands here after an "
                    "import:\nnumbers that are missing or cannot be right, one person\n"
                    "on several lists, and what two people have put right differently."
                )
            )

    def _show_title(self) -> None:
        count = len(self._faults)
        things = ntr("{count} thing to put right", "{count} things to put right", count)
        title = tr("Data") + (f" · {things}" if count else "")
        self.query_one(TitleBar).state = (title, self.ward_app.exchanging.text())

    def target(self) -> Target | None:
        """The resident whose record the fault is in."""
        fault = self._list.fault
        position = self.session.worklist.position(fault.resident) if fault else None
        if position is None:
            return None
        row = self.session.worklist.row(position)
        return Target(row.id, row.name, row.phone, row.address)

    def after_change(self, done_with: ResidentId | None = None) -> None:
        """Draw what has changed; what this page did itself is known already."""
        self._changes += 1
        if done_with is None:
            self._is_stale = True
            self._catch_up()
        else:
            self._show(self._list.fault)
            self._read_again_soon()

    @work(exclusive=True, group="soon")
    async def _read_again_soon(self) -> None:
        """The last change here was some time ago: what is newly wrong comes to its place."""
        await asyncio.sleep(READ_AGAIN_SECONDS)
        await self._read(anew=True)

    def settled(self, saved: Saved, text: str) -> None:
        """Something was put right: say so, and go on with the next fault."""
        there = {case.id for case in saved.cases}
        whom = {event.resident for event in saved.events if event.resident is not None}
        self._faults.put(saved.cases, whom - there)
        order = self._list.from_cursor
        self.tell_saved(saved, text)
        self._show(next((one for one in order if one in self._faults), None))
        self.ward_app.changed_here(done_with=saved.case.id)

    def on_resize(self) -> None:
        """Room for the record beside the list may have come or gone."""
        self.set_class(self._is_wide, "-wide")
        self.set_class(self.app.size.width >= ROOMY_FROM_COLUMNS, "-roomy")
        self.on_detail_pane_resized()

    def on_detail_pane_resized(self) -> None:
        """Lines break elsewhere."""
        self._list.post_message(FaultList.Highlighted(self._list.fault))

    def on_fault_list_highlighted(self, message: FaultList.Highlighted) -> None:
        """Show the fault under the cursor."""
        self._show_detail(message.fault)

    @work(exclusive=True, group="detail")
    async def _show_detail(self, fault: Fault | None) -> None:
        wide = self._is_wide
        side, foot = self.query_one("#detail"), self.query_one("#fault-foot")
        side.display = wide and fault is not None
        foot.display = not wide and fault is not None
        if fault is None:
            return
        try:
            detail = await self._cleaning.look_at(fault)
            if detail is None:
                return
            if needs_digits(detail) and fault not in self._revealed:
                self._revealed.add(fault)
                await self.session.note_reveal("screen", 1, fault.resident)
        except VaultClosed:
            return
        except WardtuiError as error:
            self.tell_error(error)
            return
        if wide:
            text = wide_fault_content(
                detail, side.scrollable_content_region.width, self.session.now()
            )
            self.query_one("#fault-wide", Static).update(text)
        else:
            text = fault_content(detail, foot.scrollable_content_region.width)
            self.query_one("#fault-brief", Static).update(text)

    def on_kind_list_chosen(self, message: KindList.Chosen) -> None:
        """A kind was clicked."""
        self._choose(message.kind, self._area)

    def on_area_bar_chosen(self, message: AreaBar.Chosen) -> None:
        """An area was clicked."""
        self._choose(self._kind, message.area)

    def _choose(self, kind: str | None, area: str | None) -> None:
        self._kind, self._area = kind, area
        self._list.cursor = 0
        self._show(None)
