"""Comparing what this device holds with what the server holds, and mending what differs.

Both say count and XOR of the hashes of a range of a ward's events. A range that differs is halved
until it is small, and read afresh. Who was forgotten here makes ranges differ that are well: they
are read, and nothing changes.
"""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

import msgspec

from wardtui.domain.ids import EventId, ResidentId, WardCode
from wardtui.messages import Fingerprint, Numbered
from wardtui.services.deriving import refold
from wardtui.services.erasing import take_erasure
from wardtui.services.numbered_store import Hashed
from wardtui.services.ports import CentralApi, Priority, Unit, Vault
from wardtui.services.records import SyncState
from wardtui.services.sync import PULL_EVENTS, Connect, NotPaired, RestoredServer
from wardtui.services.taking_in import standing_forgotten, stored

READ_AT_ONCE = 500
"""Events of a range that is read afresh instead of being halved once more."""

_BEHIND_ALL = 2**53
"""A number that no event has."""


class Compared(msgspec.Struct, frozen=True):
    """What a comparison found."""

    events: int
    """Of the server, in all wards of this device."""
    repaired: int
    """Events that were missing here, others than the server's, or not the server's at all."""


def compare(vault: Vault, connect: Connect) -> Compared:
    """Compare everything that was read, and mend what differs.

    :raises NotPaired: when there is no server
    :raises RestoredServer: when its database was replaced since the last sync
    :raises wardtui.domain.errors.NetworkFailed: when it cannot be finished; what was mended stays
    """
    pairing = vault.read(lambda unit: unit.state.pairing)
    if pairing is None:
        raise NotPaired
    state = vault.read(lambda unit: unit.state.sync)
    with connect(pairing) as api:
        parts = [
            _Comparison(vault, api, state, WardCode(ward)).run(upto)
            for ward, upto in sorted(state.cursors.items())
        ]
    return Compared(sum(one.events for one in parts), sum(one.repaired for one in parts))


class _Held:
    """What this device holds of a ward, ready to be asked for the fingerprint of any range."""

    def __init__(self, events: list[Hashed]) -> None:
        self._events = events
        self._seqs = [one.seq for one in events]
        hashes = (int.from_bytes(one.sha256, "big") for one in events)
        self._together = list(accumulate(hashes, lambda a, b: a ^ b, initial=0))

    def within(self, after: int, to: int) -> list[Hashed]:
        """The events of a range."""
        return self._events[slice(*self._places(after, to))]

    def fingerprint(self, after: int, to: int) -> Fingerprint:
        """Count and XOR of the hashes of a range."""
        first, last = self._places(after, to)
        xor = self._together[first] ^ self._together[last]
        return Fingerprint(count=last - first, xor=f"{xor:064x}")

    def _places(self, after: int, to: int) -> tuple[int, int]:
        return bisect_right(self._seqs, after), bisect_right(self._seqs, to)


class _Comparison:
    """That of one ward."""

    def __init__(self, vault: Vault, api: CentralApi, state: SyncState, ward: WardCode) -> None:
        self._vault = vault
        self._api = api
        self._state = state
        self._ward = ward
        self._held = _Held([])

    def run(self, upto: int) -> Compared:
        self._held = _Held(self._vault.read(lambda unit: unit.numbered.hashed(self._ward, upto)))
        events, repaired = 0, 0
        ranges = [(0, upto)]
        while ranges:
            after, to = ranges.pop()
            theirs = self._api.fingerprint(self._ward, after, to)
            if self._api.epoch not in (None, self._state.epoch):
                raise RestoredServer
            if theirs == self._held.fingerprint(after, to):
                events += theirs.count
            elif theirs.count <= READ_AT_ONCE or to - after <= 1:
                events += theirs.count
                repaired += self._read_afresh(after, to)
            else:
                middle = (after + to) // 2
                ranges += [(middle, to), (after, middle)]
        return Compared(events, repaired)

    def _read_afresh(self, after: int, to: int) -> int:
        items: list[Numbered] = []
        # Of the other wards nothing is asked for.
        cursor = dict.fromkeys(self._state.cursors, _BEHIND_ALL)
        reached, more = after, True
        while more and reached < to:
            page = self._api.pull({**cursor, self._ward: reached}, PULL_EVENTS)
            items += (item for item in page.events if item.seq <= to)
            reached, more = page.next.get(self._ward, to), page.more
        there = {one.id for one in self._held.within(after, to)}
        return self._vault.write(_mend(items, there), Priority.SYNC)


def _mend(items: list[Numbered], there: set[EventId]) -> Callable[[Unit], int]:
    """Take the server's events in the place of those that are held of the same range."""

    def work(unit: Unit) -> int:
        device = unit.state.device.id
        touched: list[ResidentId] = []
        erased: list[ResidentId] = []
        count = 0
        events = [stored(item) for item in items]
        for event in events:
            if standing_forgotten(unit, event):
                continue
            changed = unit.events.receive(event, own=event.event.device == device)
            if changed is not None:
                count += 1
                touched += changed
                erased += take_erasure(unit, event)
        gone = unit.numbered.drop(there - {one.event.id for one in events})
        refold(unit, (*touched, *erased, *gone.residents))
        if erased:
            unit.seal_worklist()  # in what was sealed before stand their names
        return count + gone.count

    return work
