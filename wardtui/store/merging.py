"""Bringing what can be read of one database into another."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from wardtui.domain.forgotten import Forgotten
from wardtui.services.records import SyncState, entries
from wardtui.store.events import packed_anew
from wardtui.store.salvage import documents
from wardtui.store.unit import VaultUnit

_NO_LIFE = "-"
"""The epoch of no server's database: the next exchange begins again."""


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
        return documents(self._copy, self._data_key, table)

    def _add_event(self, document: dict[str, Any]) -> bool:
        events = self._unit.database.table("events")
        known = events.by_key(document["id"])
        numbered_since = known is not None and "seq" in document and "seq" not in known
        if self._keep and (known is None or numbered_since):
            events.put(packed_anew(document))
            # Offered again since: it stands among the rejected no more.
            self._unit.rejected.remove(document["id"])
        return known is None

    def _add_rejected(self) -> None:
        events = self._unit.database.table("events")
        for name in ("attention", "discarded"):
            for document in self._read(name):
                events.remove_by_key(document["id"])
                self._unit.rejected.remove(document["id"])
                self._unit.database.table(name).put(document)

    def _add_accesses(self) -> None:
        accesses = self._unit.database.table("access")
        known = {_content(one): one for one in accesses}
        for one in list(self._read("access")):
            there = known.get(_content(one))
            if there is None:
                accesses.insert(one)
            elif "told" in one and "told" not in there:
                accesses.update(one, doc_ids=[there.doc_id])

    def _add_state(self) -> None:
        """Who this vault belongs to as it was last; how far it had read as the backup has it."""
        state, found = self._unit.state, {one["name"]: one for one in self._read("state")}
        if "sync" in found:
            state.sync = _of_one_life(
                state.sync, msgspec.convert(found["sync"]["value"], SyncState)
            )
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


def _of_one_life(backup: SyncState, present: SyncState) -> SyncState:
    """How far the backup had read, in that life of the server's database of which all numbers are.

    When they are of two, none holds. Wards that were only read since are read from the start; the
    server names those that the officer has left.
    """
    cursors = {**dict.fromkeys(present.cursors, 0), **backup.cursors}
    merged = msgspec.structs.replace(backup, cursors=cursors)
    lives = [(one.epoch, one.reading_again) for one in (backup, present)]
    if present.epoch is None or lives[0] == lives[1]:
        return merged
    if backup.epoch is None:
        epoch, reading_again = lives[1]
        return msgspec.structs.replace(merged, epoch=epoch, reading_again=reading_again)
    return msgspec.structs.replace(merged, epoch=_NO_LIFE)


def _content(access: Mapping[str, Any]) -> str:
    """An entry of the access log, without what tells whether the server has it."""
    said = {name: value for name, value in access.items() if name not in ("id", "told")}
    return json.dumps(said, sort_keys=True)
