"""Exchange events with the central server: offer what waits, then read what is new.

Every step that reached this device is committed before the next is asked for, so an exchange that
is cut off goes on where it stopped. No transaction is open while the network is.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

import msgspec

from wardtui.domain.errors import NetworkFailed, Refused, WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.services.moving import record_due_moves
from wardtui.services.ports import (
    AnswerTimedOut,
    BatchTooLarge,
    CentralApi,
    Priority,
    Tools,
    Unit,
    Vault,
)
from wardtui.services.records import Pairing, StoredEvent
from wardtui.services.settling import ALREADY_ACCEPTED, SUPERSEDED, settle
from wardtui.services.taking_in import TakenIn, still_lost, take_in
from wardtui.wire import (
    BATCH_BYTES,
    BATCH_EVENTS,
    Pull,
    Push,
    ReplaceRequest,
)

PULL_EVENTS = 1000
"""Events asked for at once."""

MOVED_AT_ONCE = 300
"""Cases whose moves are recorded in one commit, at most: somebody may wait to save."""

_ENVELOPE_BYTES = 16


class NotPaired(Refused):
    """There is no server to exchange with."""

    CODE = "not_paired"


class StaleServer(NetworkFailed):
    """The server knows less than this device has read from it: an old copy is answering."""

    CODE = "stale_server"


class RestoredServer(NetworkFailed):
    """The server's database was replaced by a backup."""

    CODE = "restored_server"


class Synced(msgspec.Struct, frozen=True, kw_only=True):
    """What an exchange moved, so far or in all."""

    pushed: int = 0
    duplicates: int = 0
    """Offered events that the server had already."""
    rejected: int = 0
    """Events that need attention."""
    superseded: int = 0
    """Decisions by rule that do not apply any more, as the server knows: nobody has to do more."""
    already_accepted: int = 0
    """Cases that somebody else at the level has taken before: nobody has to do more."""
    pulled: int = 0
    """Events of others."""
    pending: int = 0
    seconds: float = 0.0
    changed: tuple[ResidentId, ...] = ()
    """Residents whose cases are not what they were, as far as that is committed."""


Progress = Callable[[Synced], None]
Connect = Callable[[Pairing], AbstractContextManager[CentralApi]]
"""Opens the conversation with the server of a pairing."""


def sync(vault: Vault, connect: Connect, tools: Tools, progress: Progress) -> Synced:
    """Offer and read until both sides have everything.

    :raises NotPaired: when there is no server
    :raises wardtui.domain.errors.NetworkFailed: when it cannot be finished; what arrived stays
    """
    pairing = vault.read(lambda unit: unit.state.pairing)
    if pairing is None:
        raise NotPaired
    with connect(pairing) as api:
        exchange = _Exchange(vault, api, tools, progress)
        try:
            exchange.take_place()
            exchange.send_and_read()
            # What time has decided is certain only now that all has been read.
            if exchange.record_moves():
                exchange.send_and_read()
        except WardtuiError as error:
            exchange.note_end(error.code)
            raise
        return exchange.so_far()


class _Exchange:
    def __init__(
        self,
        vault: Vault,
        api: CentralApi,
        tools: Tools,
        progress: Progress,
    ) -> None:
        self._vault = vault
        self._api = api
        self._tools = tools
        self._progress = progress
        self._started = time.monotonic()
        self._state = vault.read(lambda unit: unit.state.sync)
        self._device = vault.read(lambda unit: unit.state.device.id)
        self._moved = Synced()
        self._changed: dict[ResidentId, None] = {}

    def so_far(self) -> Synced:
        """What was moved until now."""
        return msgspec.structs.replace(
            self._moved,
            pending=self._vault.read(lambda unit: unit.events.count_waiting()),
            seconds=round(time.monotonic() - self._started, 3),
            changed=tuple(self._changed),
        )

    def take_place(self) -> None:
        """After a restore: tell the server which device this one replaces."""
        device = self._vault.read(lambda unit: unit.state.device)
        if not device.replaces:
            return
        answer = self._api.replace(ReplaceRequest(device=device.id, replaces=device.replaces))

        def keep(unit: Unit) -> None:
            now = unit.state.device
            next_seq = max(now.next_seq, answer.next_device_seq)
            unit.state.device = msgspec.structs.replace(now, replaces=(), next_seq=next_seq)

        self._vault.write(keep, Priority.SYNC)

    def send_and_read(self) -> None:
        """Offer everything that waits, and read until there is no more."""
        self._push()
        self._pull()
        self.note_end(None)

    def record_moves(self) -> bool:
        """Record what the policy has decided by now; whether that was anything."""
        now = self._tools.clock.now()
        found = False
        while self._vault.read(lambda unit: unit.cases.moving(now, 1)):
            cases = self._vault.write(
                lambda unit: record_due_moves(unit, self._tools, MOVED_AT_ONCE), Priority.SYNC
            )
            if not cases:
                break
            found = True
            self._changed.update(dict.fromkeys(case.id for case in cases))
        return found

    def _push(self) -> None:
        last, most = 0, BATCH_EVENTS
        while batch := self._next_batch(last, most):
            try:
                answer = self._api.push(Push(tuple(msgspec.Raw(one.raw) for one in batch)))
            except (BatchTooLarge, AnswerTimedOut):
                if len(batch) == 1:
                    raise
                most = len(batch) // 2
                continue
            self._check_server()
            now = self._tools.clock.now()
            done = self._vault.write(
                partial(settle, batch=batch, answer=answer, now=now), Priority.SYNC
            )
            self._changed.update(dict.fromkeys(done.touched))
            self._moved = msgspec.structs.replace(
                self._moved,
                pushed=self._moved.pushed + done.count["accepted"],
                duplicates=self._moved.duplicates + done.count["duplicate"],
                rejected=self._moved.rejected + done.count["rejected"],
                superseded=self._moved.superseded + done.count[SUPERSEDED],
                already_accepted=self._moved.already_accepted + done.count[ALREADY_ACCEPTED],
            )
            last = batch[-1].event.device_seq
            self._progress(self.so_far())

    def _next_batch(self, after: int, most: int) -> list[StoredEvent]:
        waiting = self._vault.read(lambda unit: unit.events.waiting(most, after))
        size = _ENVELOPE_BYTES
        for count, event in enumerate(waiting):
            size += len(event.raw.encode()) + 1
            if size > BATCH_BYTES and count:
                return waiting[:count]
        return waiting

    def _pull(self) -> None:
        more = True
        while more:
            page = self._api.pull(dict(self._state.cursors), PULL_EVENTS)
            self._check_server()
            taken = self._vault.write(self._take_in(page), Priority.SYNC)
            # Only now is it certain: what a full disk refused has to be asked for again.
            self._state = taken.state
            self._changed.update(dict.fromkeys(taken.touched))
            self._moved = msgspec.structs.replace(
                self._moved, pulled=self._moved.pulled + taken.pulled
            )
            self._progress(self.so_far())
            more = page.more or taken.again

    def _take_in(self, page: Pull) -> Callable[[Unit], TakenIn]:
        state, device = self._state, self._device
        return lambda unit: take_in(unit, page, device, state)

    def _check_server(self) -> None:
        """Never go on with a server that is not the one that was read from before."""
        known, epoch, head = self._state.epoch, self._api.epoch, self._api.head
        if known is not None and epoch is not None and known != epoch:
            raise RestoredServer
        if head is not None and head < max(self._state.cursors.values(), default=0):
            raise StaleServer
        self._state = msgspec.structs.replace(
            self._state,
            epoch=epoch or known,
            last_contact=self._tools.clock.now(),
            clock_offset=self._api.server_clock,
        )

    def note_end(self, error: str | None) -> None:
        """Write down how it ended."""
        now = self._tools.clock.now()
        self._state = state = msgspec.structs.replace(
            self._state,
            last_error=error,
            last_success=self._state.last_success if error else now,
        )

        def keep(unit: Unit) -> None:
            unit.state.sync = state
            if unit.state.lost:
                unit.state.lost = still_lost(unit)

        self._vault.write(keep, Priority.SYNC)
