"""Exchange events with the central server: offer what waits, then read what is new.

Every step that reached this device is committed before the next is asked for, so an exchange that
is cut off goes on where it stopped. No transaction is open while the network is.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import partial

import msgspec

from wardtui.domain.errors import NetworkFailed, Refused, WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.messages import BATCH_BYTES, BATCH_EVENTS, Pull, Push, ReplaceRequest
from wardtui.services.begin_again import begin_again, end_reading_again
from wardtui.services.bundle_keys import doubt_keys, exchange_keys
from wardtui.services.moving import record_due_moves
from wardtui.services.ports import (
    AnswerTimedOut,
    BatchTooLarge,
    CentralApi,
    DeviceRevoked,
    Priority,
    Standpoint,
    SyncStopped,
    Tools,
    Unit,
    Vault,
)
from wardtui.services.records import Pairing, StoredEvent
from wardtui.services.settling import ALREADY_ACCEPTED, SUPERSEDED, settle
from wardtui.services.taking_in import TakenIn, still_lost, take_in
from wardtui.services.tell_accesses import tell_accesses
from wardtui.services.who_am_i import follow_the_officer

PULL_EVENTS = 1000
"""Events asked for at once."""

MOVED_AT_ONCE = 300
"""Cases whose moves are recorded in one commit, at most: somebody may wait to save."""

_SMALLEST_PULL = 10
"""When not even so few events come in time, no smaller number helps."""

_EPOCHS = 3
"""Databases that a server may be in one exchange; with more, several answer in turn."""

_ENVELOPE_BYTES = 16


class NotPaired(Refused):
    """There is no server to exchange with."""

    CODE = "not_paired"


class RestoredServer(NetworkFailed):
    """The server's database was replaced by a backup, and is another one with every answer."""

    CODE = "restored_server"


class _OtherEpoch(Exception):
    """The server's database was replaced by a backup since it was read from last."""

    def __init__(self, epoch: str, head: int) -> None:
        self.epoch = epoch
        self.head = head


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


def sync(
    vault: Vault,
    connect: Connect,
    tools: Tools,
    progress: Progress,
    stop: Callable[[], bool] = lambda: False,
) -> Synced:
    """Offer and read until both sides have everything.

    :param stop: asked all the time whether to end; what is on the disk by then stays
    :raises SyncStopped: when it was
    :raises NotPaired: when there is no server
    :raises wardtui.domain.errors.NetworkFailed: when it cannot be finished; what arrived stays
    """
    pairing = vault.read(lambda unit: unit.state.pairing)
    if pairing is None:
        raise NotPaired

    def check() -> None:
        if stop():
            raise SyncStopped

    with connect(pairing) as api:
        api.stop_when(stop)
        exchange = _Exchange(vault, api, tools, progress, check)
        try:
            exchange.run()
            exchange_keys(vault, api)
            with suppress(NetworkFailed):  # the log goes with a later exchange
                tell_accesses(vault, api, tools)
        except SyncStopped:
            raise  # no trouble of the line or the server
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
        check: Callable[[], None],
    ) -> None:
        self._vault = vault
        self._api = api
        self._tools = tools
        self._tell = progress
        self._check = check
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

    def run(self) -> None:
        """Offer and read, from the start when the server's database was replaced."""
        for _ in range(_EPOCHS):
            try:
                self._take_place()
                self._send_and_read()
                # What time has decided is certain only now that all has been read.
                if self._record_moves():
                    self._send_and_read()
            except _OtherEpoch as other:
                begin_again(self._vault, other.epoch, other.head, self._check)
                self._state = self._vault.read(lambda unit: unit.state.sync)
            else:
                return
        raise RestoredServer

    def _progress(self) -> None:
        self._tell(self.so_far())
        self._check()

    def _take_place(self) -> None:
        """After a restore of either: tell the server which device this one replaces."""
        device = self._vault.read(lambda unit: unit.state.device)
        if not device.replaces:
            return
        answer = self._api.replace(ReplaceRequest(device=device.id, replaces=device.replaces))

        def keep(unit: Unit) -> None:
            now = unit.state.device
            next_seq = max(now.next_seq, answer.next_device_seq)
            unit.state.device = msgspec.structs.replace(now, replaces=(), next_seq=next_seq)
            unit.state.sync = state
            doubt_keys(unit)

        # What was said is known in this life of the server's database, and in no earlier one.
        epoch = self._state.epoch or self._api.epoch
        self._state = state = msgspec.structs.replace(self._state, epoch=epoch)
        self._vault.write(keep, Priority.SYNC)

    def _send_and_read(self) -> None:
        """Offer everything that waits, and read until there is no more."""
        self._stand()
        self._see_that_it_is_let_in()
        try:
            self._push()
        except DeviceRevoked:
            self._offer_the_rest()
            raise
        self._pull()
        if self._state.reading_again:
            end_reading_again(self._vault, self._check)
            self._state = msgspec.structs.replace(self._state, reading_again=False)
        follow_the_officer(self._vault, self._api)
        self.note_end(None)

    def _stand(self) -> None:
        """Tell the server how far this device is, with everything that is asked from now on."""
        recorded = self._vault.read(lambda unit: unit.state.device.next_seq) - 1
        head = max(self._state.cursors.values(), default=0)
        self._api.stand_at(Standpoint(epoch=self._state.epoch, head=head, recorded=recorded))

    def _see_that_it_is_let_in(self) -> None:
        """Ask whether this device is still revoked, before all that waits is sent once more."""
        if not self._state.set_aside:
            return
        try:
            self._api.me()
        except DeviceRevoked:
            self._offer_the_rest()
            raise
        self._state = msgspec.structs.replace(self._state, set_aside=0)

    def _offer_the_rest(self) -> None:
        """Hand in once what waits: the server keeps it aside until a leader decides."""
        while batch := self._next_batch(self._state.set_aside, BATCH_EVENTS):
            with suppress(DeviceRevoked):
                self._api.push(Push(tuple(msgspec.Raw(one.raw) for one in batch)))
                return  # let in after all: the next exchange settles it
            last = batch[-1].event.device_seq
            self._state = msgspec.structs.replace(self._state, set_aside=last)

    def _record_moves(self) -> bool:
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
            self._progress()

    def _next_batch(self, after: int, most: int) -> list[StoredEvent]:
        waiting = self._vault.read(lambda unit: unit.events.waiting(most, after))
        size = _ENVELOPE_BYTES
        for count, event in enumerate(waiting):
            size += len(event.raw.encode()) + 1
            if size > BATCH_BYTES and count:
                return waiting[:count]
        return waiting

    def _pull(self) -> None:
        more, most = True, PULL_EVENTS
        while more:
            try:
                page = self._api.pull(dict(self._state.cursors), most)
            except AnswerTimedOut:
                most //= 2
                if most < _SMALLEST_PULL:
                    raise
                continue
            self._check_server()
            taken = self._vault.write(self._take_in(page), Priority.SYNC)
            # Only now is it certain: what a full disk refused has to be asked for again.
            self._state = taken.state
            self._changed.update(dict.fromkeys(taken.touched))
            self._moved = msgspec.structs.replace(
                self._moved, pulled=self._moved.pulled + taken.pulled
            )
            self._progress()
            more = page.more or taken.again

    def _take_in(self, page: Pull) -> Callable[[Unit], TakenIn]:
        state, device = self._state, self._device
        return lambda unit: take_in(unit, page, device, state)

    def _check_server(self) -> None:
        """Never go on with a server that is not the one that was read from before."""
        known, epoch, head = self._state.epoch, self._api.epoch, self._api.head
        if known is not None and epoch is not None and known != epoch:
            raise _OtherEpoch(epoch, head or 0)
        read = max(self._state.cursors.values(), default=0)
        Standpoint(epoch=known, head=read).check(epoch, head)
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
