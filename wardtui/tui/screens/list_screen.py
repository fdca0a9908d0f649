"""A page with a list through which the cursor moves."""

from typing import Protocol

from wardtui.tui.screens.base import WorkScreen


class _Movable(Protocol):
    def move(self, step: int) -> None:
        """Move the cursor by lines."""

    def page(self, step: int) -> None:
        """Move the cursor by pages."""

    def go_to_edge(self, *, last: bool) -> None:
        """Move the cursor to the first or the last line."""


class ListScreen(WorkScreen):
    """The keys of a cursor, for a page that has one list."""

    @property
    def _list(self) -> _Movable:
        raise NotImplementedError

    async def do_move(self, step: str) -> None:
        """Move the cursor by lines."""
        self._list.move(int(step))

    async def do_page(self, step: str) -> None:
        """Move the cursor by pages."""
        self._list.page(int(step))

    async def do_edge(self, end: str) -> None:
        """Move the cursor to the first or the last line."""
        self._list.go_to_edge(last=bool(int(end)))
