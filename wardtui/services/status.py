"""What stands about a vault: how much it holds, what waits, what was missed."""

from datetime import datetime

import msgspec

from wardtui.domain.ids import DeviceId
from wardtui.services.ports import Clock, Unit
from wardtui.services.recording import clock_gone_back
from wardtui.services.records import Lost


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What stands about the contents of a vault."""

    device: DeviceId
    residents: int
    events: int
    waiting: int
    """Events that the server does not have."""
    rejected: int
    forgotten: int
    lost: tuple[Lost, ...]
    server: str | None
    clock_was: datetime | None
    """The last entry's time, when this machine's clock stands well before it."""


def read_status(unit: Unit, clock: Clock) -> Status:
    """What stands about the contents of a vault."""
    pairing = unit.state.pairing
    return Status(
        device=unit.state.device.id,
        residents=unit.cases.count(),
        events=unit.events.count(),
        waiting=unit.events.count_waiting(),
        rejected=unit.events.count_rejected(),
        forgotten=unit.forgotten.count(),
        lost=unit.state.lost,
        server=pairing.url if pairing else None,
        clock_was=clock_gone_back(unit.state.device, clock),
    )
