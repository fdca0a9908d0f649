"""The open vault as the screens use it: every answer comes without blocking the event loop."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

import msgspec

from wardtui.bootstrap import Desk, connector
from wardtui.domain.case import Case
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist import WorklistRow, worklist_row
from wardtui.domain.worklist_index import Worklist
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Pairing, Rejected, StoredEvent, SyncState, Unit
from wardtui.services.recording import Saved
from wardtui.services.sync import Synced, sync
from wardtui.services.undo import Undone, redo, undo
from wardtui.tui.background import aside

T = TypeVar("T")

SYNC_PATIENCE_SECONDS = 5.0
"""The screen tries again by itself later, so one exchange need not wait long."""


class CaseDetail(msgspec.Struct, frozen=True):
    """All that the page of a case shows."""

    case: Case
    history: list[StoredEvent]
    rejected: list[Rejected]
    household: list[Case]
    """The others behind the same door."""


class Exchange(msgspec.Struct, frozen=True):
    """How the exchange with the server stands."""

    pairing: Pairing | None
    state: SyncState
    waiting: int
    rejected: int


class Opened(msgspec.Struct, frozen=True):
    """What is read before the first list is drawn."""

    desk: Desk
    worklist: Worklist
    exchange: Exchange


def read_exchange(unit: Unit) -> Exchange:
    """How the exchange stands."""
    return Exchange(
        unit.state.pairing,
        unit.state.sync,
        unit.events.count_waiting(),
        unit.events.count_rejected(),
    )


def open_up(desk: Desk) -> Opened:
    """Read what the first list needs. Blocks: call it in a thread."""

    def read(unit: Unit) -> tuple[Worklist, Exchange]:
        return unit.worklist(), read_exchange(unit)

    worklist, exchange = desk.vault.read(read)
    return Opened(desk, worklist, exchange)


class Session:
    """The vault of the officer who works at the screen."""

    def __init__(self, opened: Opened) -> None:
        self._vault = opened.desk.vault
        self._tools = opened.desk.tools
        self.worklist = opened.worklist
        self.exchange = opened.exchange

    def now(self) -> datetime:
        """The present moment."""
        return self._tools.clock.now()

    async def log(
        self, resident: ResidentId, contact: ContactLogged, *, household: bool = False
    ) -> Saved:
        """Log a contact; returns when it is on the disk."""
        command = LogContact(resident=resident, contact=contact, household=household)
        saved = await self._write(lambda unit: log_contact(unit, command, self._tools))
        self._show(saved)
        return saved

    async def undo(self, *, confirmed: bool = False) -> Undone:
        """Take back the newest action."""
        undone = await self._write(lambda unit: undo(unit, self._tools, confirmed=confirmed))
        self._show(undone.saved)
        return undone

    async def redo(self) -> Undone:
        """Bring back what was taken back last."""
        undone = await self._write(lambda unit: redo(unit, self._tools))
        self._show(undone.saved)
        return undone

    async def detail(self, resident: ResidentId) -> CaseDetail | None:
        """All about one case."""

        def read(unit: Unit) -> CaseDetail | None:
            case = unit.cases.get(resident)
            if case is None:
                return None
            door = unit.cases.of_household(case.household) if case.household else []
            return CaseDetail(
                case,
                unit.events.of_resident(resident),
                unit.events.rejected_of(resident),
                [other for other in door if other.id != resident],
            )

        return await aside(lambda: self._vault.read(read), "read")

    async def sync(self, progress: Callable[[Synced], None]) -> Synced:
        """Exchange events with the server.

        :param progress: called from another thread
        """

        def run() -> tuple[Synced, list[WorklistRow], list[ResidentId]]:
            done = sync(self._vault, connector(SYNC_PATIENCE_SECONDS), self._tools, progress)
            return done, *self._vault.read(lambda unit: _lines(unit, done.changed))

        try:
            done, rows, gone = await aside(run, "sync")
            self.worklist.put(rows, gone)
        finally:
            self.exchange = await aside(lambda: self._vault.read(read_exchange), "read")
        return done

    async def _write(self, work: Callable[[Unit], T]) -> T:
        def both(unit: Unit) -> tuple[T, Exchange]:
            return work(unit), read_exchange(unit)

        result, self.exchange = await asyncio.wrap_future(self._vault.submit(both))
        return result

    def _show(self, saved: Saved) -> None:
        there = {case.id for case in saved.cases}
        gone = [
            event.resident
            for event in saved.events
            if event.resident is not None and event.resident not in there
        ]
        self.worklist.put([worklist_row(case) for case in saved.cases], gone)

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
