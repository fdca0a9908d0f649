"""Opening the vault for the screens: what is read before the first list is drawn."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from wardtui.bootstrap import Desk, open_for_screen
from wardtui.domain.worklist_index import Worklist
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import clock_gone_back
from wardtui.services.records import Pairing, SyncState
from wardtui.settings import Places
from wardtui.store.unlocking import unlock
from wardtui.wording.warnings import clock_text, lost_text


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
    """Its first lines at least."""
    exchange: Exchange
    warnings: tuple[str, ...]
    """What the officer must know before going on."""


def read_exchange(unit: Unit) -> Exchange:
    """How the exchange stands."""
    return Exchange(
        unit.state.pairing,
        unit.state.sync,
        unit.events.count_waiting(),
        unit.events.count_rejected(),
    )


def open_for(places: Places, tools: Tools, passphrase: str) -> Opened:
    """Open the vault for a screen and read what it shows first. Blocks: call it in a thread."""
    return open_with_key(places, tools, lambda: unlock(places.home, passphrase))


def open_with_key(places: Places, tools: Tools, key: Callable[[], bytes]) -> Opened:
    """Open the vault with the key that its passphrase gives.

    :param key: waits for it
    """
    desk = open_for_screen(places.home, key(), tools)

    def read(unit: Unit) -> tuple[Worklist, Exchange, datetime | None]:
        clock_was = clock_gone_back(unit.state.device, tools.clock)
        return unit.first_lines(), read_exchange(unit), clock_was

    worklist, exchange, clock_was = desk.vault.read(read)
    warnings = []
    if desk.vault.lost is not None:
        warnings.append(lost_text(desk.vault.lost))
    if clock_was is not None:
        warnings.append(clock_text(clock_was))
    return Opened(desk, worklist, exchange, tuple(warnings))
