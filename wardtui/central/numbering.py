"""Giving numbers: inside a commit, while nobody else can commit, so they appear in its order."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from wardtui.central.tables import events, server
from wardtui.domain.events import Event


class Stored(NamedTuple):
    """What is numbered under an id."""

    seq: int
    sha256: bytes
    actor: str
    type: str
    ward: str
    resident: str | None


class Numbering:
    """Numbers the events of one commit and writes them."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self._rows: list[dict[str, Any]] = []
        self.head: int = connection.scalar(select(server.c.head)) or 0
        """The newest number."""

    def number(self, event: Event, raw: bytes, sha256: bytes, ward: str, actor: str) -> int:
        """Give an event the next number; that number."""
        self.head += 1
        self._rows.append(
            {
                "seq": self.head,
                "id": event.id,
                "type": event.type,
                "ward": ward,
                "resident": event.resident,
                "actor": actor,
                "device": event.device,
                "device_seq": event.device_seq,
                "received_at": self._now,
                "sha256": sha256,
                "raw": raw,
            }
        )
        return self.head

    def write(self) -> None:
        """Write what was numbered."""
        if self._rows:
            self._connection.execute(insert(events), self._rows)
            self._connection.execute(update(server).values(head=self.head))
