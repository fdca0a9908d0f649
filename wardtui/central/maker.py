"""The server as a device: it writes what rules make as events of its own, without a gap."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select

from wardtui.central.same_person import Made
from wardtui.central.tables import maker
from wardtui.domain.events import BODY_VERSION, Event
from wardtui.domain.ids import ActionId, DeviceId, EventId, WardCode
from wardtui.domain.vocabulary import Origin

NOBODY = ""
"""Author of what the server makes."""


class Maker:
    """Writes the events of one commit."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self._device: str | None = None
        """Null: nothing was made in this commit, and nobody has looked who it is."""
        self._last = 0

    def event(self, made: Made, ward: str) -> Event:
        """The next event of the server's device."""
        if self._device is None:
            row = self._connection.execute(select(maker.c.device, maker.c.device_seq)).first()
            self._device, self._last = row or (str(uuid4()), 0)
        self._last += 1
        return Event(
            id=EventId(made.id),
            type=made.body.TYPE,
            action=ActionId(made.id),
            origin=Origin.RULE,
            ward=WardCode(ward),
            resident=made.resident,
            actor=None,
            device=DeviceId(self._device),
            device_seq=self._last,
            occurred_at=made.at or self._now,
            recorded_at=self._now,
            clock_offset=0.0,
            v=BODY_VERSION,
            body=made.body,
            to_ward=WardCode(made.to_ward) if made.to_ward else None,
        )

    def write(self) -> None:
        """Keep how far the device has counted."""
        if self._device is None:
            return
        self._connection.execute(delete(maker))
        self._connection.execute(
            insert(maker).values(id=1, device=self._device, device_seq=self._last)
        )
