"""Bringing what can be read of one database into another."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from wardtui.domain.forgotten import Forgotten
from wardtui.services.records import entries
from wardtui.store.events import packed_anew
from wardtui.store.salvage import documents
from wardtui.store.unit import VaultUnit


class Merging:
    """Adds what can be read of the present database to the one that is being made."""

    def __init__(self, unit: VaultUnit, copy: Path, data_key: bytes, *, keep: bool) -> None:
        self._unit = unit
        self._copy = copy
        self._data_key = data_key
        self._keep = keep

    def run(self) -> int:
        """How many events were not there; they are added when they are to be kept."""
        further = sum(self._add_event(document) for document in self._read("events"))
        if self._keep:
            self._add_rejected()
            self._add_accesses()
            self._add_state()
            self._add_forgotten()
        return further

    def _read(self, table: str) -> Iterator[dict[str, Any]]:
        return (json.loads(text) for text in documents(self._copy, self._data_key, table))

    def _add_event(self, document: dict[str, Any]) -> bool:
        events = self._unit.database.table("events")
        known = events.by_key(document["id"])
        numbered_since = known is not None and "seq" in document and "seq" not in known
        if self._keep and (known is None or numbered_since):
            events.put(packed_anew(document))
        return known is None

    def _add_rejected(self) -> None:
        events, rejected = (self._unit.database.table(one) for one in ("events", "attention"))
        for document in self._read("attention"):
            events.remove_by_key(document["id"])
            rejected.put(document)

    def _add_accesses(self) -> None:
        accesses = self._unit.database.table("access")
        known = {json.dumps(one, sort_keys=True) for one in accesses}
        accesses.insert_multiple(
            one for one in self._read("access") if json.dumps(one, sort_keys=True) not in known
        )

    def _add_state(self) -> None:
        """Who this vault belongs to as it was last; how far it had read as the backup has it."""
        state, found = self._unit.state, {one["name"]: one for one in self._read("state")}
        for name in ("pairing", "settings", "marks_key", "lost"):
            if name in found:
                state.table.put(found[name])
        if "device" in found:
            before, next_seq = state.device, state.device.next_seq
            state.table.put(found["device"])
            latest = state.device
            # The server may know of any of them, and naming one twice does no harm.
            others = dict.fromkeys((*before.replaces, *latest.replaces, before.id))
            state.device = msgspec.structs.replace(
                latest,
                next_seq=max(next_seq, latest.next_seq),
                replaces=tuple(one for one in others if one and one != latest.id),
            )

    def _add_forgotten(self) -> None:
        unit = self._unit
        for document in self._read("forgotten"):
            one = msgspec.convert(document, Forgotten)
            log = entries(unit.events.of_resident(one.id))
            if all(entry.seq is not None and entry.seq <= one.upto for entry in log):
                unit.events.forget(one.id)
                unit.forgotten.put(one)
