"""Giving numbers: inside a commit, while nobody else can commit, so they appear in its order."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, update

from wardtui.central.many_rows import Row, insert_rows
from wardtui.central.standing import Standing, standing
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
        self._rows: list[Row] = []
        self._before = standing(connection)
        self.head = self._before.head
        """The newest number."""

    def number(self, event: Event, raw: bytes, sha256: bytes, ward: str, actor: str) -> int:
        """Give an event the next number; that number."""
        self.head += 1
        self._rows.append(
            (
                self.head,
                event.id,
                event.type,
                ward,
                event.resident,
                actor,
                event.device,
                event.device_seq,
                self._now,
                sha256,
                raw,
            )
        )
        return self.head

    def write(self) -> Standing:
        """Write what was numbered; how far the server is then."""
        if self._rows:
            insert_rows(self._connection, events, self._rows)
            self._connection.execute(update(server).values(head=self.head))
        return Standing(self._before.epoch, self.head)
