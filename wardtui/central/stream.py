"""Reading the stream of a device's wards."""

import re
from datetime import UTC
from typing import Any

from msgspec import Raw
from sqlalchemy import Engine, Select, select, union

from wardtui.central.accounts import Account
from wardtui.central.tables import events, server, shared_events
from wardtui.messages import Numbered, Pull
from wardtui.wire import CODE_PATTERN


class BadCursor(ValueError):
    """A cursor that is not ``WARD:SEQ,…``."""


def parse_cursor(text: str) -> dict[str, int]:
    """Read ``WARD:SEQ,…``.

    :raises BadCursor: when it is not that
    """
    cursor: dict[str, int] = {}
    for part in filter(None, text.split(",")):
        ward, colon, seq = part.rpartition(":")
        number = seq.isascii() and seq.isdigit() and len(seq) <= 18
        if not colon or not number or re.match(CODE_PATTERN, ward) is None:
            raise BadCursor
        cursor[ward] = int(seq)
    return cursor


def read_stream(engine: Engine, account: Account, after: str, limit: int) -> Pull:
    """The events of the account's wards behind a cursor.

    Wards in the cursor that are not the account's (any more) are to be forgotten.

    An event of another ward that is addressed to one of the account's is in its stream too.

    :raises BadCursor: when ``after`` is no cursor
    """
    asked = parse_cursor(after)
    cursor = {ward: asked.get(ward, 0) for ward in account.wards}
    with engine.connect() as connection:
        # Read before the rows: what is numbered up to here is committed and will be found below.
        head = connection.scalar(select(server.c.head)) or 0
        rows = connection.execute(_behind(cursor, limit + 1)).all() if cursor else []
    more = len(rows) > limit
    rows = rows[:limit]
    reached = rows[-1].seq if more else max([head, *(row.seq for row in rows)])
    return Pull(
        events=tuple(
            Numbered(
                seq=row.seq,
                received_at=row.received_at.replace(tzinfo=row.received_at.tzinfo or UTC),
                actor=row.actor or None,
                ward=row.ward,
                event=Raw(row.raw),
            )
            for row in rows
        ),
        next={ward: max(seq, reached) for ward, seq in cursor.items()},
        more=more,
        reset=tuple(sorted(asked.keys() - cursor.keys())),
    )


def _behind(cursor: dict[str, int], limit: int) -> Select[Any]:
    """The first events behind a cursor.

    Every ward's own and those that others share with it are two ranges of an index, each read up to
    the limit only; an event that comes by both is one.
    """
    ranges = [
        select(
            select(table.c.seq)
            .where(table.c.ward == ward, table.c.seq > seq)
            .order_by(table.c.seq)
            .limit(limit)
            .subquery()
            .c.seq
        )
        for ward, seq in cursor.items()
        for table in (events, shared_events)
    ]
    first = union(*ranges).order_by("seq").limit(limit).subquery()
    return select(events).join(first, first.c.seq == events.c.seq).order_by(events.c.seq)
