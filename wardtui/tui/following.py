"""Keeps the worklist in step with the policy while the clock goes on."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import WorklistRow, worklist_row
from wardtui.services.ports import Priority, Tools, Unit, Vault
from wardtui.tui.background import aside

AT_A_TIME = 100
"""Cases that are moved in one commit: whoever logs a contact meanwhile waits for it at most."""


class Following:
    """Moves cases whose time has come. Several at once wait for each other."""

    def __init__(
        self, vault: Vault, tools: Tools, show: Callable[[Sequence[WorklistRow]], None]
    ) -> None:
        """Prepare it.

        :param show: puts lines into the worklist
        """
        self._vault = vault
        self._tools = tools
        self._show = show
        self._supposed: set[ResidentId] = set()
        """Whose lines show what may only be supposed."""
        self._turn = asyncio.Lock()

    def forget(self, residents: Iterable[ResidentId]) -> None:
        """Lines of these were taken from the vault: what was supposed of them is gone."""
        self._supposed.difference_update(residents)

    def begin_again(self) -> None:
        """All lines were taken from the vault."""
        self._supposed.clear()

    async def follow(self) -> bool:
        """Record what time has decided by now; show what this device may only suppose.

        :return: whether a line has changed
        """
        async with self._turn:
            if not await aside(lambda: self._vault.read(self._is_anybody_due), "read"):
                return False
            changed = False
            while moved := await self._record():
                self.forget(case.id for case in moved)
                self._show([worklist_row(case) for case in moved])
                changed = True
            known = frozenset(self._supposed)
            rows = await aside(lambda: self._vault.read(partial(self._suppose, known)), "read")
            self._supposed.update(row.id for row in rows)
            self._show(rows)
            return changed or bool(rows)

    # What follows runs beside the event loop, and loads the policy there.

    def _is_anybody_due(self, unit: Unit) -> bool:
        from wardtui.services.moving import server_time

        return bool(unit.cases.moving(server_time(unit, self._tools), 1))

    async def _record(self) -> list[Case]:
        def work(unit: Unit) -> list[Case]:
            from wardtui.services.moving import record_due_moves

            return record_due_moves(unit, self._tools, AT_A_TIME)

        return await asyncio.wrap_future(self._vault.submit(work, Priority.HOUSEKEEPING))

    def _suppose(self, known: frozenset[ResidentId], unit: Unit) -> list[WorklistRow]:
        from wardtui.services.moving import moved_by_now, server_time

        moved = moved_by_now(unit, server_time(unit, self._tools), known)
        return [worklist_row(one.case, probably=one.probably) for one in moved]
