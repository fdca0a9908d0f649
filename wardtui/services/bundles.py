"""Exchange events with the central server without a line: what waits goes out, an answer comes in.

Taking in an answer is a sync that somebody has carried: the same steps, each committed by itself,
so one that was cut off is taken in anew from its beginning.
"""

from collections.abc import Callable
from functools import partial

import msgspec

from wardtui.domain.errors import Refused
from wardtui.domain.ids import EventId, WardCode
from wardtui.messages import BATCH_EVENTS, Numbered, Outbox, OutboxAnswer, PushAnswer, PushResult
from wardtui.services.begin_again import begin_again, end_reading_again
from wardtui.services.moving import record_due_moves
from wardtui.services.ports import Priority, Tools, Unit, Vault
from wardtui.services.records import BundleKeys, Device, StoredEvent
from wardtui.services.settling import settle
from wardtui.services.sync import MOVED_AT_ONCE, PULL_EVENTS, NotPaired
from wardtui.services.taking_in import TakenIn, still_lost, take_in

EVENT_BYTES_ALLOWED = 48 * 2**20
"""Bytes of the events of one bundle, at most: its answer has one result for each of them."""


class BundleKeysMissing(Refused):
    """Device and server do not know each other's keys."""

    CODE = "bundle_keys_missing"


class WrittenOutbox(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that is to be sealed."""

    outbox: Outbox
    device: Device
    keys: BundleKeys
    left: int
    """Events that wait and found no room."""


class AnswerRead(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer has moved."""

    is_old: bool = False
    """This device knows all of it and more: nothing was done."""
    pushed: int = 0
    duplicates: int = 0
    rejected: int = 0
    pulled: int = 0
    pending: int = 0
    more: bool = False
    """The server has more news than this."""


def write_outbox(vault: Vault) -> WrittenOutbox:
    """Everything that waits to be sent, and how far this device has read. Nothing is sent by it.

    :raises wardtui.services.sync.NotPaired: when there is no server
    :raises BundleKeysMissing: when device and server do not know each other's keys
    """
    return vault.write(_write_outbox)


def known_keys(unit: Unit) -> BundleKeys:
    """What bundles of this device are made with.

    :raises wardtui.services.sync.NotPaired: when there is no server
    :raises BundleKeysMissing: when device and server do not know each other's keys
    """
    if unit.state.pairing is None:
        raise NotPaired
    keys, device = unit.state.bundle_keys, unit.state.device
    if keys is None or keys.server is None or keys.told_as != device.id:
        raise BundleKeysMissing
    return keys


def _write_outbox(unit: Unit) -> WrittenOutbox:
    keys = known_keys(unit)
    device, state = unit.state.device, unit.state.sync
    waiting, room = [], EVENT_BYTES_ALLOWED
    page = unit.events.waiting(BATCH_EVENTS)
    while page:
        for event in page:
            room -= len(event.raw.encode()) + 1
            if room < 0:
                break
            waiting.append(event)
        page = unit.events.waiting(BATCH_EVENTS, page[-1].event.device_seq) if room > 0 else []
    keys = msgspec.structs.replace(keys, written=keys.written + 1)
    unit.state.bundle_keys = keys
    return WrittenOutbox(
        outbox=Outbox(
            number=keys.written,
            epoch=state.epoch,
            after=dict(state.cursors),
            recorded=device.next_seq - 1,
            events=tuple(msgspec.Raw(event.raw) for event in waiting),
            replaces=device.replaces,
        ),
        device=device,
        keys=keys,
        left=unit.events.count_waiting() - len(waiting),
    )


def read_answer(
    vault: Vault, answer: OutboxAnswer, tools: Tools, progress: Callable[[int], None]
) -> AnswerRead:
    """Take in what the server says to a bundle of this device. Doing it twice changes nothing.

    One that is older than what this device has heard since changes nothing either.

    :param progress: told how many events were taken in
    """
    return _Reading(vault, answer, tools, progress).run()


class _Reading:
    def __init__(
        self, vault: Vault, answer: OutboxAnswer, tools: Tools, progress: Callable[[int], None]
    ) -> None:
        self._vault = vault
        self._answer = answer
        self._tools = tools
        self._progress = progress
        self._read = AnswerRead()
        self._again = False
        """Whether the stream has to be read from its beginning, of which this is only a part."""

    def run(self) -> AnswerRead:
        if not self._vault.read(self._is_news):
            return AnswerRead(is_old=True, pending=self._pending())
        me = self._answer.me
        if self._vault.read(lambda unit: unit.state.sync.epoch) not in (None, me.epoch):
            begin_again(self._vault, me.epoch, me.head, _go_on)
        self._vault.write(self._begin, Priority.SYNC)
        results = self._answer.results
        for at in range(0, len(results), BATCH_EVENTS):
            self._settle(results[at : at + BATCH_EVENTS])
        more = self._take_in()
        if not more:
            if self._vault.read(lambda unit: unit.state.sync.reading_again):
                end_reading_again(self._vault, _go_on)
            self._vault.write(self._note_end, Priority.SYNC)
            self._record_moves()
        self._vault.write(self._note_answered, Priority.SYNC)
        return msgspec.structs.replace(self._read, more=more, pending=self._pending())

    def _is_news(self, unit: Unit) -> bool:
        """Whether the answer is the newest that this device has from the server.

        Whatever was asked for later, by a bundle or over the line, has said all that it says.
        """
        keys, state, me = unit.state.bundle_keys, unit.state.sync, self._answer.me
        if keys is None or self._answer.number <= keys.answered:
            return False
        if state.epoch in (None, me.epoch):
            return me.head >= max(state.cursors.values(), default=0)
        # Of two databases the one that answered to the other is the later one.
        return self._answer.asked_in == state.epoch

    def _begin(self, unit: Unit) -> None:
        """Know by whom one was taken before taking in what is for them."""
        me, pairing, state = self._answer.me, unit.state.pairing, unit.state.sync
        if pairing is not None:
            unit.state.pairing = msgspec.structs.replace(
                pairing,
                name=me.name,
                role=me.role,
                wards=tuple(WardCode(ward) for ward in me.wards),
            )
        device, known = unit.state.device, set(self._answer.replaced)
        left = tuple(one for one in device.replaces if one not in known)
        unit.state.device = msgspec.structs.replace(device, replaces=left)
        unit.state.sync = msgspec.structs.replace(state, epoch=me.epoch)

    def _settle(self, results: tuple[PushResult, ...]) -> None:
        def work(unit: Unit) -> None:
            batch = _waiting(unit, results)
            done = settle(unit, batch, PushAnswer(results), self._tools.clock.now())
            self._read = msgspec.structs.replace(
                self._read,
                pushed=self._read.pushed + done.count["accepted"],
                duplicates=self._read.duplicates + done.count["duplicate"],
                rejected=self._read.rejected + done.count["rejected"],
            )

        self._vault.write(work, Priority.SYNC)

    def _take_in(self) -> bool:
        """Take in the news, a page at a time; whether there is more that this answer has not."""
        news = self._answer.news
        for at in range(0, max(1, len(news.events)), PULL_EVENTS):
            items = news.events[at : at + PULL_EVENTS]
            is_last = at + PULL_EVENTS >= len(news.events)
            taken = self._vault.write(
                partial(self._take_page, items=items, is_last=is_last), Priority.SYNC
            )
            self._again = self._again or taken.again
            self._read = msgspec.structs.replace(
                self._read, pulled=self._read.pulled + taken.pulled
            )
            self._progress(at + len(items))
        return news.more or self._vault.read(self._has_gap)

    def _take_page(self, unit: Unit, items: tuple[Numbered, ...], is_last: bool) -> TakenIn:
        news, state = self._answer.news, unit.state.sync
        reached = news.next if is_last else dict.fromkeys(news.next, items[-1].seq)
        known = {ward: state.cursors.get(ward, 0) for ward in reached}
        # Behind a gap nothing is read to the end: the cursor stays before it.
        upto = {
            ward: known[ward] if self._is_behind(ward, known[ward]) else max(seq, known[ward])
            for ward, seq in reached.items()
        }
        page = msgspec.structs.replace(
            news, events=items, next=upto, reset=news.reset if is_last else ()
        )
        return take_in(unit, page, unit.state.device.id, state)

    def _is_behind(self, ward: str, read: int) -> bool:
        """Whether this device has to read first what stands before the news."""
        return self._again or read < self._answer.after.get(ward, 0)

    def _has_gap(self, unit: Unit) -> bool:
        cursors = unit.state.sync.cursors
        return any(cursors.get(ward, 0) < seq for ward, seq in self._answer.news.next.items())

    def _note_end(self, unit: Unit) -> None:
        """Write down up to when everything was read: when the server made the answer."""
        state = unit.state.sync
        at = min(self._tools.clock.now(), self._answer.me.server_time)
        unit.state.sync = msgspec.structs.replace(
            state,
            last_contact=max(filter(None, (state.last_contact, at))),
            last_success=max(filter(None, (state.last_success, at))),
        )
        if unit.state.lost:
            unit.state.lost = still_lost(unit)

    def _record_moves(self) -> None:
        """Record what the policy has decided by now, as after every sync."""
        now = self._tools.clock.now()
        while self._vault.read(lambda unit: unit.cases.moving(now, 1)):
            if not self._vault.write(
                lambda unit: record_due_moves(unit, self._tools, MOVED_AT_ONCE), Priority.SYNC
            ):
                break

    def _note_answered(self, unit: Unit) -> None:
        keys = unit.state.bundle_keys
        if keys is not None:
            unit.state.bundle_keys = msgspec.structs.replace(keys, answered=self._answer.number)

    def _pending(self) -> int:
        return self._vault.read(lambda unit: unit.events.count_waiting())


def _go_on() -> None:
    """Nobody ends this but by ending the process."""


def _waiting(unit: Unit, results: tuple[PushResult, ...]) -> list[StoredEvent]:
    """The events among those with a result that still wait for one."""
    found = [unit.events.get(EventId(result.id)) for result in results]
    return [event for event in found if event is not None and event.seq is None]
