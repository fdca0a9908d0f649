"""Stored rows as the typed entries that the domain folds."""

from collections.abc import Iterable
from typing import Any

from wardtui.domain.events import Entry
from wardtui.domain.ids import WardCode
from wardtui.wire import MalformedEvent, read_event


def read_entries(rows: Iterable[Any]) -> list[Entry]:
    """The entries of rows with ``seq``, ``ward`` and ``raw``, as far as they can be read."""
    found = []
    for row in rows:
        try:
            found.append(Entry(read_event(bytes(row.raw)), row.seq, WardCode(row.ward)))
        except MalformedEvent:
            # Taken by a less strict version; no device can read it either.
            continue
    return found
