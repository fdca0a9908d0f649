"""The page of a case: its record, its history, and why it stands so."""

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from wardtui.domain.ids import ResidentId
from wardtui.tui.action import Place
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.widgets.bars import KeyBar, TitleBar
from wardtui.tui.widgets.case_text import detail_content
from wardtui.tui.widgets.log_panel import LogPanel, Target


class CaseScreen(WorkScreen):
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
        yield KeyBar(Place.CASE)
        yield LogPanel()

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
        title = self.query_one(TitleBar)
        title.state = (self._target.name, self.ward_app.sync_text())
        detail = await self.session.detail(self._target.resident)
        if detail is None:
            self.app.pop_screen()
            return
        static = self.query_one("#case-text", Static)
        session, width = self.session, self._body.content_size.width
        static.update(detail_content(detail, session.now(), session.me, width))

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Show a line at the foot."""
        line = self.query_one("#message", Static)
        line.set_class(wrong, "wrong")
        line.update(text)

    @property
    def _body(self) -> VerticalScroll:
        return self.query_one("#case-body", VerticalScroll)

    async def do_move(self, step: str) -> None:
        """Scroll by a line."""
        self._body.scroll_relative(y=int(step), animate=False)

    async def do_page(self, step: str) -> None:
        """Scroll by a page."""
        self._body.scroll_relative(y=int(step) * (self._body.size.height - 1), animate=False)

    async def do_edge(self, end: str) -> None:
        """Scroll to the top or to the end."""
        if int(end):
            self._body.scroll_end(animate=False)
        else:
            self._body.scroll_home(animate=False)

    async def do_back(self) -> None:
        """Close the page."""
        self.dismiss()
