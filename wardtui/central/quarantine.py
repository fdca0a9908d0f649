"""What revoked devices offer: kept aside, unread, until somebody who leads lets it in."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine, insert, select

from wardtui.central.accounts import Account
from wardtui.central.database import writing
from wardtui.central.offered import Offered
from wardtui.central.tables import quarantine

MOST = 20_000
"""Events that are kept of one device, at most: whoever stole it shall not fill the disk."""


def keep_aside(engine: Engine, account: Account, offered: Sequence[Offered]) -> int:
    """Keep what a revoked device offers; how many were new. What is its own alone is kept."""
    now = datetime.now(UTC)
    with writing(engine) as connection:
        mine = quarantine.c.device == account.device
        known = set(connection.scalars(select(quarantine.c.event).where(mine)))
        room = MOST - len(known)
        rows = {}
        for one in offered:
            event = one.event
            if event is None or one.is_too_large or event.device not in account.devices:
                continue
            if event.id in known:
                continue
            rows[event.id] = {
                "device": account.device,
                "event": event.id,
                "device_seq": event.device_seq,
                "received_at": now,
                "raw": one.raw,
            }
        kept = list(rows.values())[:room]
        if kept:
            connection.execute(insert(quarantine), kept)
    return len(kept)
