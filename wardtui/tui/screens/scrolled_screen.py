"""A page whose text is scrolled as a whole."""

from textual.containers import VerticalScroll

from wardtui.tui.screens.base import WorkScreen


class ScrolledScreen(WorkScreen):
    """The keys of a text, for a page that has one."""

    @property
    def _body(self) -> VerticalScroll:
        raise NotImplementedError

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
