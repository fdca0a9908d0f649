"""The server's database was replaced by a backup: its numbers hold no more (design, section 5).

What this device made itself waits again and is offered by its id; what the server still has is a
``duplicate``, what the backup lacked comes back. What others made is unsure until all has been
read afresh; what has not come by then goes, so that every device ends with the same: its own maker
offers it, and nobody else may. Done in small commits, so that nobody waits long to save; whatever
interrupts it, the next exchange goes on with it.
"""

from collections.abc import Callable
from functools import partial

import msgspec

from wardtui.services.deriving import refold
from wardtui.services.numbered_store import Gone
from wardtui.services.ports import Priority, Unit, Vault

_AT_ONCE = 300
"""Events in one commit."""

MOST_FORMER = 100
"""Devices that are named in one request."""


def begin_again(vault: Vault, epoch: str, head: int, check: Callable[[], None]) -> None:
    """Let the numbers go, and begin to read from the start.

    :param head: how far the database that was restored has numbered
    :param check: asked between two commits; raises to end
    """
    after: int | None = 0
    while after is not None:
        after = vault.write(partial(_fall_back, after=after), Priority.SYNC).last
        check()
    vault.write(partial(_read_from_the_start, epoch=epoch, head=head), Priority.SYNC)


def _fall_back(unit: Unit, after: int) -> Gone:
    gone = unit.numbered.fall_back(unit.state.device, after, _AT_ONCE)
    refold(unit, gone.residents)
    return gone


def _read_from_the_start(unit: Unit, epoch: str, head: int) -> None:
    coming_back = []
    for left in list(unit.forgotten.all()):
        # By the numbers of before nobody can say what stands for what: the history comes back.
        if not left.erased:
            unit.forgotten.put(msgspec.structs.replace(left, upto=head))
            coming_back.append(left.id)
    device = unit.state.device
    waiting = unit.events.waiting(unit.events.count_waiting())
    former = {one.event.device for one in waiting} - {device.id}
    # The backup may not know that this device has taken the place of others; naming itself makes
    # that it is said again in any case.
    named = dict.fromkeys((device.id, *device.replaces, *sorted(former)))
    replaces = tuple(named)[:MOST_FORMER]
    unit.state.device = msgspec.structs.replace(device, replaces=replaces)
    unit.state.sync = msgspec.structs.replace(
        unit.state.sync,
        epoch=epoch,
        cursors={},
        coming_back=tuple(sorted(coming_back)),
        reading_again=True,
    )


def end_reading_again(vault: Vault, check: Callable[[], None]) -> None:
    """All was read: what has not come goes.

    :param check: asked between two commits; raises to end
    """
    while not vault.write(_drop_some, Priority.SYNC):
        check()


def _drop_some(unit: Unit) -> bool:
    """Drop a part; whether that was the last."""
    gone = unit.numbered.drop_unsure(_AT_ONCE)
    refold(unit, gone.residents)
    is_last = gone.count < _AT_ONCE
    if is_last:
        unit.state.sync = msgspec.structs.replace(unit.state.sync, reading_again=False)
    return is_last
