"""Whether a device and the server hold the same of a ward: count and XOR of the events' hashes."""

from sqlalchemy import Connection, select, union

from wardtui.central.tables import events, shared_events
from wardtui.messages import Fingerprint

_AT_ONCE = 10_000


def fingerprint(connection: Connection, ward: str, after: int, to: int) -> Fingerprint:
    """Of a ward's stream behind ``after``, up to ``to``."""
    ranges = [
        select(table.c.seq).where(table.c.ward == ward, table.c.seq > after, table.c.seq <= to)
        for table in (events, shared_events)
    ]
    seen = union(*ranges).subquery()
    hashes = connection.execution_options(yield_per=_AT_ONCE).scalars(
        select(events.c.sha256).join(seen, seen.c.seq == events.c.seq)
    )
    count, together = 0, 0
    for one in hashes:
        count += 1
        together ^= int.from_bytes(one, "big")
    return Fingerprint(count=count, xor=f"{together:064x}")
