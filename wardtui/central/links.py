"""Who may be the same person: residents whom a merge ever linked, found from either side."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from wardtui.central.among import among
from wardtui.central.tables import events, merges
from wardtui.domain.events import Entry, ResidentMerged
from wardtui.domain.ids import ResidentId
from wardtui.domain.same_person import link
from wardtui.wire import MalformedEvent, read_event

_PAGE = 500
"""Events that are held in memory at once."""


class Links:
    """Those that are numbered, the ones of the present commit among them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._linked: dict[ResidentId, set[ResidentId]] = {}
        self._read: set[ResidentId] = set()
        self._rows: list[dict[str, Any]] = []

    def linked_with(self, residents: Iterable[ResidentId]) -> set[ResidentId]:
        """Some residents with all whom merges link with them, read at once for all."""
        found = set(residents)
        new = found
        while new:
            self._look_up(new - self._read)
            new = {other for one in new for other in self._linked.get(one, ())} - found
            found = found | new
        return found

    def _look_up(self, residents: set[ResidentId]) -> None:
        self._read |= residents
        if not residents:
            return
        of_them = or_(
            among(self._connection, merges.c.resident, residents),
            among(self._connection, merges.c.kept, residents),
        )
        for row in self._connection.execute(select(merges).where(of_them)).all():
            self._link(ResidentId(row.resident), ResidentId(row.kept))

    def note(self, entry: Entry) -> None:
        """Take in what was numbered, when it is a merge."""
        pair = link(entry)
        if pair is not None:
            self._link(*pair)
            self._rows.append(_row(entry.event.id, *pair))

    def _link(self, one: ResidentId, other: ResidentId) -> None:
        self._linked.setdefault(one, set()).add(other)
        self._linked.setdefault(other, set()).add(one)

    def write(self) -> None:
        """Keep the merges of this commit."""
        if self._rows:
            self._connection.execute(insert(merges), self._rows)


def index_past_merges(connection: Connection) -> None:
    """Read every merge that was numbered before the server kept an index of them."""
    seq = 0
    while rows := connection.execute(
        select(events.c.seq, events.c.raw)
        .where(events.c.type == ResidentMerged.TYPE, events.c.seq > seq)
        .order_by(events.c.seq)
        .limit(_PAGE)
    ).all():
        links = Links(connection)
        for seq, raw in rows:
            try:
                links.note(Entry(read_event(bytes(raw)), seq))
            except MalformedEvent:
                # Taken by a less strict version; it must not keep the server from starting.
                continue
        links.write()


def _row(event: str, resident: ResidentId, kept: ResidentId) -> dict[str, Any]:
    return {"event": event, "resident": resident, "kept": kept}
