"""What became of every event that was ever offered, so that a gap is known to be one.

An event that was numbered is its own receipt, with its device and that one's count. Receipts of
their own are kept of all others.
"""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from wardtui.central.tables import events, receipts
from wardtui.domain.events import Event
from wardtui.messages import PushResult

if TYPE_CHECKING:
    from wardtui.central.accounts import Account


class Receipts:
    """Those of one commit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[tuple[str, int, str], dict[str, Any]] = {}

    def note(self, account: "Account", event: Event, result: PushResult) -> None:
        """Take in what became of an event, when it is the account's to offer."""
        if result.status == "accepted" or event.device not in account.devices:
            return
        self._rows[event.device, event.device_seq, event.id] = {
            "device": event.device,
            "device_seq": event.device_seq,
            "event": event.id,
            "status": result.status,
            "code": result.code,
        }

    def write(self) -> None:
        """Keep them; the last word on an event counts."""
        if not self._rows:
            return
        rows = list(self._rows.values())
        self._connection.execute(
            delete(receipts).where(
                receipts.c.device == bindparam("of_device"),
                receipts.c.device_seq == bindparam("of_seq"),
                receipts.c.event == bindparam("of_event"),
            ),
            [
                {
                    "of_device": row["device"],
                    "of_seq": row["device_seq"],
                    "of_event": row["event"],
                }
                for row in rows
            ],
        )
        self._connection.execute(insert(receipts), rows)


def newest_seq(connection: Connection, device: str) -> int:
    """How far a device has counted the events that it has offered; 0 when it has offered none."""
    counts = (
        connection.scalar(select(func.max(table.c.device_seq)).where(table.c.device == device))
        for table in (events, receipts)
    )
    return max(count or 0 for count in counts)
