"""Searching while somebody types: what is seen at once, the rest between the keys."""

import asyncio
import time

from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_find import Found
from wardtui.domain.worklist_index import Sort, Worklist

SLICE_SECONDS = 0.001
"""How long the event loop is kept from other things at a time."""


class Searching:
    """One search from its first letter to its last, over a list that stays as it is meanwhile."""

    def __init__(self, worklist: Worklist, wanted: Filter, sort: Sort) -> None:
        self._search = worklist.search(wanted, sort)

    def find(self, query: str, lines: int) -> Found:
        """What a query finds: as many lines as can be seen, at least.

        More come behind them while ``go_on`` runs.
        """
        found = self._search.narrow(query)
        found.reach(lines)
        return found

    async def go_on(self) -> None:
        """Find the rest and make ready for other letters, giving way to every key."""
        while True:
            until = time.monotonic() + SLICE_SECONDS
            while time.monotonic() < until:
                if not self._search.step():
                    return
            await asyncio.sleep(0)
