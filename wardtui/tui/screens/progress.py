"""How far the campaign has come: the curve, the areas with their alarms, what helps most."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import local_day
from wardtui.i18n import tr
from wardtui.reports.burn_chart import curve
from wardtui.reports.progress import (
    area_lines,
    help_lines,
    legend_text,
    state_text,
    summary_lines,
    title_text,
)
from wardtui.services.ports import Unit, VaultClosed
from wardtui.services.publish_campaign import NoCampaign
from wardtui.services.report_progress import Progressed, report_progress
from wardtui.tui.action import Place
from wardtui.tui.saving_reports import save_progress
from wardtui.tui.screens.scrolled_screen import ScrolledScreen
from wardtui.tui.widgets.bars import KeyBar, TitleBar
from wardtui.wording.errors import explain

_LEAST, _MOST = 8, 24
"""Lines of the curve with its scale."""


class ProgressScreen(ScrolledScreen):
    """The page of the campaign; whatever is longer than the screen is scrolled."""

    PLACE = Place.PROGRESS
    CSS_PATH: ClassVar[str] = "../styles/progress.tcss"
    _shown: Progressed | None = None

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        with VerticalScroll(id="progress"):
            yield Static(id="progress-text")
        yield Static(id="message", markup=False)
        yield KeyBar(Place.PROGRESS, self.ward_app.keymap)

    def on_mount(self) -> None:
        """Read it."""
        self.is_ready = True
        self.query_one("#progress-text", Static).update(Content(tr("Counting the campaign…")))
        self._read()

    def on_resize(self) -> None:
        """The curve has another size."""
        self._draw()

    def after_change(self, done_with: ResidentId | None = None) -> None:  # noqa: ARG002
        """Read it again."""
        self._read()

    @work(exclusive=True, group="progress")
    async def _read(self) -> None:
        title = self.query_one(TitleBar)
        title.state = (tr("Campaign"), self.ward_app.exchanging.text())
        now = self.session.now()

        def read(unit: Unit) -> Progressed:
            return report_progress(unit, local_day(now), now)

        try:
            self._shown = await self.session.read(read)
        except VaultClosed:
            return
        except NoCampaign as missing:
            self._shown = None
            told = explain(missing)
            self.query_one("#progress-text", Static).update(
                Content(f"{told.message}\n\n{told.remedy}")
            )
            return
        except WardtuiError as error:
            self.tell_error(error)
            return
        self._draw()

    def _draw(self) -> None:
        if self._shown is None:
            return
        burn = self._shown.burn_up
        room = self._body.scrollable_content_region
        lines = [title_text(self._shown), *summary_lines(burn)]
        if burn.days:
            height = room.height - len(lines) - 1
            lines += [*curve(burn, room.width, max(_LEAST, min(_MOST, height))), legend_text(burn)]
        lines += [
            "",
            *area_lines(burn),
            "",
            *help_lines(burn),
            "",
            state_text(self._shown.state, burn.day),
        ]
        told = [Content.styled(one, "bold") if "!" in one else Content(one) for one in lines]
        self.query_one("#progress-text", Static).update(Content("\n").join(told))

    async def do_print(self) -> None:
        """Save it as a workbook."""
        await self.has_read("progress")
        if self._shown is not None:
            await save_progress(self, self._shown)

    @property
    def _body(self) -> VerticalScroll:
        return self.query_one("#progress", VerticalScroll)
