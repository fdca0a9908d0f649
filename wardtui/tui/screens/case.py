"""The page of a case: its record, its history, and why it stands so."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from wardtui.domain.ids import ResidentId
from wardtui.domain.phones import for_people
from wardtui.tui.actions import Place, bindings
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.screens.log import Target
from wardtui.tui.session import CaseDetail
from wardtui.tui.widgets.bars import KeyBar, TitleBar
from wardtui.tui.widgets.case_text import detail_content


class CaseScreen(WorkScreen):
    """One case on a page of its own."""

    BINDINGS: ClassVar = bindings(Place.CASE)

    def __init__(self, resident: ResidentId) -> None:
        super().__init__()
        self._resident = resident
        self._detail: CaseDetail | None = None

    def compose(self) -> ComposeResult:
        """The page."""
        yield TitleBar(id="title")
        with VerticalScroll(id="case-body"):
            yield Static(id="case-text")
        yield Static(id="message", markup=False)
        yield KeyBar(Place.CASE)

    def on_mount(self) -> None:
        """Read the case."""
        self.after_change()

    def target(self) -> Target | None:
        """The resident of this page."""
        if self._detail is None:
            return None
        resident = self._detail.case.resident
        return Target(
            self._resident,
            resident.name,
            for_people(resident.phones[0].number) if resident.phones else "",
            resident.address or "",
        )

    @work(exclusive=True, group="detail")
    async def after_change(self) -> None:  # type: ignore[override]
        """Read the case again and draw it."""
        detail = await self.session.detail(self._resident)
        if detail is None:
            self.dismiss()
            return
        self._detail = detail
        self.query_one("#case-text", Static).update(detail_content(detail, self.session.now()))
        self.query_one(TitleBar).state = (detail.case.resident.name, self.ward_app.sync_text())

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Show a line at the foot."""
        line = self.query_one("#message", Static)
        line.set_class(wrong, "wrong")
        line.update(text)

    def action_back(self) -> None:
        """Close the page."""
        self.dismiss()
