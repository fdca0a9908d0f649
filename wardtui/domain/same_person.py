"""Who is the same person: which residents' histories belong together after merges.

A merge counts in the history of the resident whom it gives up, while it is not retracted. Merges
are followed in their order: each brings two groups together, under the one into which it merges,
and one between people who are together already says nothing.
"""

from collections.abc import Iterable, Mapping, Sequence

from wardtui.domain.events import Entry, ResidentMerged
from wardtui.domain.ids import ResidentId
from wardtui.domain.retraction import live

Logs = Mapping[ResidentId, Sequence[Entry]]
"""Histories by the resident whom their events name, each in order (``Entry.order``)."""


def link(entry: Entry) -> tuple[ResidentId, ResidentId] | None:
    """Whom an event merges into whom, whether or not it still counts; none for other events."""
    body = entry.event.body
    if isinstance(body, ResidentMerged) and body.from_ == entry.event.resident:
        return body.from_, body.into
    return None


def people(logs: Logs) -> dict[ResidentId, tuple[ResidentId, ...]]:
    """Every resident who stands for a person, with all who are that person, beginning with it.

    :param logs: those of everybody who is linked with one of them by a merge
    """
    merges = sorted(
        (entry for log in logs.values() for entry in _merges(log)), key=lambda entry: entry.order
    )
    into: dict[ResidentId, ResidentId] = {}

    def root(resident: ResidentId) -> ResidentId:
        while resident in into:
            resident = into[resident]
        return resident

    for merge in merges:
        pair = link(merge)
        if pair is None:
            continue
        given_up, kept = root(pair[0]), root(pair[1])
        if given_up != kept:
            into[given_up] = kept
    groups: dict[ResidentId, list[ResidentId]] = {}
    for resident in sorted({*logs, *into, *into.values()}):
        kept = root(resident)
        groups.setdefault(kept, [kept])
        if resident != kept:
            groups[kept].append(resident)
    return {kept: tuple(members) for kept, members in groups.items()}


def _merges(log: Sequence[Entry]) -> Iterable[Entry]:
    if not any(isinstance(entry.event.body, ResidentMerged) for entry in log):
        return ()
    return [entry for entry in live(log) if link(entry) is not None]


def history(logs: Logs, members: Sequence[ResidentId]) -> list[Entry]:
    """The histories of one person as one, in order; what was retracted is still in it."""
    found = [entry for member in members for entry in logs.get(member, ())]
    return sorted(found, key=lambda entry: entry.order) if len(members) > 1 else found


def counting(entries: Sequence[Entry]) -> list[Entry]:
    """What still counts of one person's history: a retraction reaches into its own log only."""
    logs: dict[ResidentId | None, list[Entry]] = {}
    for entry in entries:
        logs.setdefault(entry.event.resident, []).append(entry)
    if len(logs) < 2:
        return live(entries)
    kept = [entry for log in logs.values() for entry in live(log)]
    return sorted(kept, key=lambda entry: entry.order)
