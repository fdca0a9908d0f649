"""The access logs of the devices, kept apart from events: who saw, or took out, what is masked."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from wardtui.central.accounts import Account
from wardtui.central.rights import refusal_of_reading
from wardtui.central.tables import accesses
from wardtui.messages import Access, AccessesAnswer


def keep_accesses(
    connection: Connection, account: Account, told: Sequence[Access]
) -> AccessesAnswer:
    """Keep what a device tells; repeating it changes nothing. The first word on an id counts."""
    now = datetime.now(UTC)
    known = set(
        connection.scalars(select(accesses.c.id).where(accesses.c.id.in_({one.id for one in told})))
    )
    refused: list[str] = []
    rows = {}
    for one in told:
        ward = one.ward or next(iter(account.wards), None)
        if ward is None or refusal_of_reading(account, ward) is not None:
            refused.append(one.id)
        elif one.id not in known:
            rows[one.id] = {
                "id": one.id,
                "officer": account.officer,
                "device": account.device,
                "ward": ward,
                "at": one.at.astimezone(UTC),
                "received_at": now,
                "what": one.what,
                "command": one.command,
                "residents": one.residents,
                "resident": one.resident,
            }
    if rows:
        connection.execute(insert(accesses), list(rows.values()))
    return AccessesAnswer(kept=len(told) - len(refused), refused=tuple(refused))
