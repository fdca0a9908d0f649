"""Searching the list of a screen while somebody types."""

import msgspec
from textual import events, work

from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist_find import Found
from wardtui.tui.screens.casework import CaseworkScreen
from wardtui.tui.screens.list_screen import ListScreen
from wardtui.tui.searching import Searching
from wardtui.tui.view import View
from wardtui.tui.widgets.case_list import CaseList

_REST = "search"
"""Finding what is not seen yet."""


class FindingScreen(ListScreen, CaseworkScreen):
    """A screen whose list is searched letter by letter."""

    _view: View
    _typing = False
    """Letters go to the search, not to the actions."""
    _searching: Searching | None = None

    @property
    def _list(self) -> CaseList:
        return self.query_one(CaseList)

    def _show_list(self, keep: ResidentId | None = None) -> None:
        """Draw what is shown as a whole."""
        raise NotImplementedError

    def _show_empty(self, shown: int) -> None:
        """Say what to do when no case is shown."""
        raise NotImplementedError

    def _summarise(self, shown: int | None) -> None:
        """Say how many cases are shown; none while they are being counted."""
        raise NotImplementedError

    def _list_changed(self) -> None:
        """What was found stands for a list that is no longer there."""
        self._searching = None

    async def take_key(self, event: events.Key) -> bool:
        """Letters go to the search while somebody types it."""
        if self._typing and self._search_key(event):
            return True
        return await super().take_key(event)

    def take_paste(self, text: str) -> None:
        """Look for a pasted text, a number from elsewhere for example."""
        if self._typing:
            self._view.query += " ".join(text.split())
            self._show_found()

    def _search_key(self, event: events.Key) -> bool:
        if event.key == "backspace":
            self._view.query = self._view.query[:-1]
        elif event.key == "ctrl+u":
            self._view.query = ""
        elif event.is_printable and event.character:
            self._view.query += event.character
        elif event.key == "enter":
            self._stop_typing()
            self._show_list()
            return True
        else:
            return False
        self._show_found()
        return True

    def _stop_typing(self) -> None:
        self._typing = False
        self._searching = None

    async def do_search(self) -> None:
        """Type what to look for."""
        self._typing = True
        self._view.query = ""
        self._list.cursor = 0
        self._show_list()

    def _show_found(self) -> None:
        """Draw what is found so far; the rest is found behind it."""
        if self._searching is None:
            session, everybody = self.session, msgspec.structs.replace(self._view, query="")
            wanted = everybody.filter_on(session.today())
            self._searching = Searching(session.worklist, wanted, self._view.sort)
        found = self._searching.find(self._view.query, self.size.height)
        self._list.show_found(found.positions)
        self._show_empty(len(found.positions))
        self._summarise(len(found.positions) if found.is_complete else None)
        self.workers.cancel_group(self, _REST)
        self.call_after_refresh(self._find_rest, self._searching, found)

    @work(exclusive=True, group=_REST)
    async def _find_rest(self, searching: Searching, found: Found) -> None:
        await searching.go_on()
        if searching is self._searching:
            self._list.show_grown()
            self._summarise(len(found.positions))
