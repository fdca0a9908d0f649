"""The open vault as the screens use it: every answer comes without blocking the event loop."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from wardtui.bootstrap import connector
from wardtui.domain.agenda import concerns
from wardtui.domain.events import ContactLogged
from wardtui.domain.first_lines import FirstLines
from wardtui.domain.ids import ActionId, OfficerId, ResidentId
from wardtui.domain.moments import local_day
from wardtui.domain.worklist import WorklistRow, worklist_row
from wardtui.services.access_log import note_reveal
from wardtui.services.ports import Priority, Tools, Unit, VaultClosed
from wardtui.services.recording import Saved
from wardtui.services.records import SavedView
from wardtui.services.views import drop_view, keep_view, views
from wardtui.tui.background import aside
from wardtui.tui.following import Following
from wardtui.tui.opening import Exchange, Opened, read_exchange
from wardtui.tui.suggestions import Suggestions

if TYPE_CHECKING:
    from wardtui.services.case_detail import CaseDetail
    from wardtui.services.detail_contact import Details
    from wardtui.services.sync import Synced
    from wardtui.services.undo import Undone

T = TypeVar("T")

SYNC_PATIENCE_SECONDS = 5.0
"""The screen tries again by itself later, so one exchange need not wait long."""

_MANY = 500
"""Changed lines from which the whole list is read again."""


class Session:
    """The vault of the officer who works at the screen."""

    def __init__(self, opened: Opened, proxy: str = "") -> None:
        """Take up an open vault.

        :param proxy: by which the server is reached, as in the settings
        """
        self._vault = opened.desk.vault
        self._proxy = proxy
        self._tools = opened.desk.tools
        self.worklist = opened.worklist
        self.exchange = opened.exchange
        self.warnings = opened.warnings
        self._completing: asyncio.Task[None] | None = None
        self.suggestions = Suggestions(self._vault, self.now)
        self._policy = Following(self._vault, self._tools, lambda rows: self.worklist.put(rows, []))

    @property
    def me(self) -> OfficerId | None:
        """The officer of this device, once it is paired."""
        return self.exchange.pairing.officer if self.exchange.pairing else None

    def concerns(self, row: WorklistRow) -> bool:
        """Whether the officer of this device has to do with a case."""
        pairing = self.exchange.pairing
        return concerns(row, self.me, pairing.role if pairing is not None else None)

    def now(self) -> datetime:
        """The present moment."""
        return self._tools.clock.now()

    def today(self) -> date:
        """The Vietnamese calendar day."""
        return local_day(self.now())

    @property
    def is_complete(self) -> bool:
        """Whether every line is there, not only the first ones."""
        return not isinstance(self.worklist, FirstLines)

    async def complete(self) -> None:
        """Read the whole worklist. What needs or changes it waits for this.

        :raises VaultClosed: when the vault was closed meanwhile
        """
        if not self.is_complete:
            if self._completing is None:
                self._completing = asyncio.create_task(self._read_whole())
            await asyncio.shield(self._completing)

    async def _read_whole(self) -> None:
        self.worklist = await aside(
            lambda: self._vault.read(lambda unit: unit.worklist()), "worklist"
        )

    async def keep_house(self, home: Path, retention: timedelta) -> bool:
        """Back up and forget, once a day; whether the worklist has changed by it.

        :raises wardtui.domain.errors.WardtuiError: when the backup cannot be written
        """
        if self._tools.clock.fixed:
            return False
        vault = self._vault

        def work() -> int:
            from wardtui.tui.housekeeping import keep_house

            return keep_house(home, vault, retention)

        if not await aside(work, "housekeeping"):
            return False
        await self._read_again(Priority.HOUSEKEEPING)
        return True

    async def follow_policy(self) -> bool:
        """Record what the policy has decided by now, and show what may only be supposed.

        :return: whether lines of the worklist have changed
        """
        changed = await self._policy.follow()
        if changed:
            self.exchange = await self.read(read_exchange)
        return changed

    async def _read_again(self, priority: Priority) -> None:
        # By the writing thread, so that it never covers what is saved meanwhile.
        self.worklist = await asyncio.wrap_future(
            self._vault.submit(lambda unit: unit.worklist(), priority)
        )
        self._policy.begin_again()

    async def read(self, work: Callable[[Unit], T]) -> T:
        """Read something of the vault, beside whoever is writing."""
        return await aside(lambda: self._vault.read(work), "read")

    async def change(self, work: Callable[[Unit, Tools], Saved]) -> Saved:
        """Record something; returns when it is on the disk and in the worklist."""
        saved = await self._write(lambda unit: work(unit, self._tools))
        self._show(saved)
        return saved

    async def change_much(self, work: Callable[[Unit, Tools], T]) -> T:
        """Record what touches much of the worklist, which is read anew as a whole behind it."""
        result = await self._write(lambda unit: work(unit, self._tools))
        await self._read_again(Priority.ACTION)
        return result

    async def note_reveal(self, command: str, residents: int, resident: ResidentId) -> None:
        """Write down that a personal number was shown whole."""
        await aside(lambda: note_reveal(self._vault, command, residents, resident), "access")

    async def take_out(
        self,
        make: Callable[[], tuple[Path, bytes]],
        command: str,
        people: int | None,
        resident: ResidentId | None = None,
    ) -> Path:
        """Write a file that holds what the vault protects, and note that it was made; the file.

        What holds counts only is not noted.

        :param make: gives the file and its content; it may block
        :param command: what the access log says
        :param people: how many it is about; null when it holds counts only
        :param resident: who, when it is about one
        :raises wardtui.domain.errors.CannotWrite: when it cannot be written there
        :raises wardtui.domain.errors.DiskFull: when there is no room
        """

        def work() -> Path:
            from wardtui.bootstrap import take_out, write_whole

            file, content = make()
            if people is None:
                write_whole(file, content)
            else:
                take_out(self._vault, command, people, file, content, resident)
            return file

        return await aside(work, "take out")

    async def log(
        self, residents: Sequence[ResidentId], contact: ContactLogged, *, household: bool = False
    ) -> Saved:
        """Log a contact with some residents, one at least; returns when it is on the disk."""
        from wardtui.services.log_contact import LogContact, log_contact

        first, *others = residents
        command = LogContact(
            resident=first, others=tuple(others), contact=contact, household=household
        )
        saved = await self._write(lambda unit: log_contact(unit, command, self._tools))
        await self._show_much_or_little(saved)
        return saved

    async def add_details(self, action: ActionId, details: "Details") -> Saved:
        """Add details to what an action logged."""
        from wardtui.services.detail_contact import detail_contact

        return await self.change(lambda unit, tools: detail_contact(unit, action, details, tools))

    async def views(self) -> tuple[SavedView, ...]:
        """The views of the list that are kept."""
        return await self.read(views)

    async def keep_view(self, view: SavedView) -> tuple[SavedView, ...]:
        """Keep a view; all that are kept then."""
        return await self._write(lambda unit: keep_view(unit, view))

    async def drop_view(self, name: str) -> tuple[SavedView, ...]:
        """Keep a view no longer; all that are kept then."""
        return await self._write(lambda unit: drop_view(unit, name))

    async def others_at_door(self, resident: ResidentId) -> int:
        """How many more residents a visit to a whole household would be logged for."""
        from wardtui.services.log_contact import others_at_door

        def count(unit: Unit) -> int:
            case = unit.cases.get(resident)
            return 0 if case is None else len(others_at_door(unit, case))

        return await self.read(count)

    async def undo(self, *, confirmed: bool = False) -> "Undone":
        """Take back the newest action."""
        from wardtui.services.undo import undo

        undone = await self._write(lambda unit: undo(unit, self._tools, confirmed=confirmed))
        await self._show_much_or_little(undone.saved)
        return undone

    async def redo(self) -> "Undone":
        """Bring back what was taken back last."""
        from wardtui.services.undo import redo

        undone = await self._write(lambda unit: redo(unit, self._tools))
        await self._show_much_or_little(undone.saved)
        return undone

    async def _show_much_or_little(self, saved: Saved) -> None:
        """Line by line, or the whole list again when that is quicker."""
        if len(saved.events) > _MANY:
            await self._read_again(Priority.ACTION)
        else:
            self._show(saved)

    async def detail(self, resident: ResidentId, *, at_once: bool = False) -> "CaseDetail | None":
        """All about one case.

        :param at_once: without a suggestion, while the ward's tries are not counted yet
        """
        from wardtui.services.case_detail import case_detail

        now = self.now()
        found = await self.read(lambda unit: case_detail(unit, resident, now))
        if found is None or (at_once and not self.suggestions.are_counted):
            return found
        suggestion = await self.suggestions.of(found.case)
        return msgspec.structs.replace(found, suggestion=suggestion)

    async def sync(
        self, progress: "Callable[[Synced], None]", stop: Callable[[], bool]
    ) -> "Synced":
        """Exchange events with the server. What arrived is shown, also when it cannot be finished.

        :param progress: told in another thread what was moved so far
        :param stop: asked in another thread whether to end
        :raises wardtui.domain.errors.NetworkFailed: when it cannot be finished
        """
        from wardtui.services.sync import sync

        await self.complete()
        changed: set[ResidentId] = set()

        def tell(so_far: "Synced") -> None:
            changed.update(so_far.changed)
            progress(so_far)

        def run() -> "Synced":
            return sync(
                self._vault,
                connector(SYNC_PATIENCE_SECONDS, self._proxy),
                self._tools,
                tell,
                stop,
            )

        try:
            return await aside(run, "sync")
        finally:
            if len(changed) > _MANY:
                await self._refresh(())
                with suppress(VaultClosed):
                    await self._read_again(Priority.SYNC)
            else:
                await self._refresh(changed)

    async def _refresh(self, residents: Iterable[ResidentId]) -> None:
        """Take the lines of some residents from the vault.

        They are read by the writing thread, and so are the lines of what is logged here: whatever
        was written later also arrives here later, and an older line never covers a newer one.
        """

        def read(unit: Unit) -> tuple[list[WorklistRow], list[ResidentId], Exchange]:
            return *_lines(unit, residents), read_exchange(unit)

        with suppress(VaultClosed):
            rows, gone, self.exchange = await asyncio.wrap_future(
                self._vault.submit(read, Priority.SYNC)
            )
            self._policy.forget(row.id for row in rows)
            self.worklist.put(rows, gone)

    async def _write(self, work: Callable[[Unit], T]) -> T:
        def both(unit: Unit) -> tuple[T, Exchange]:
            return work(unit), read_exchange(unit)

        await self.complete()
        result, self.exchange = await asyncio.wrap_future(self._vault.submit(both))
        return result

    def _show(self, saved: Saved) -> None:
        there = {case.id for case in saved.cases}
        gone = [
            event.resident
            for event in saved.events
            if event.resident is not None and event.resident not in there
        ]
        cases = (*saved.cases, *saved.beside)
        self._policy.forget(case.id for case in cases)
        self.worklist.put([worklist_row(case) for case in cases], gone)

    def close(self) -> None:
        """Close the vault. Blocks until what is queued is written."""
        self._vault.close()


def _lines(
    unit: Unit, residents: Iterable[ResidentId]
) -> tuple[list[WorklistRow], list[ResidentId]]:
    rows: list[WorklistRow] = []
    gone: list[ResidentId] = []
    for resident in residents:
        case = unit.cases.get(resident)
        if case is None:
            gone.append(resident)
        else:
            rows.append(worklist_row(case))
    return rows, gone
