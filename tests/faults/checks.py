"""What must hold of a vault that was torn out of its work, each as a sentence when it does not."""

from collections.abc import Iterable, Iterator, Mapping

from wardtui.domain.events import Entry
from wardtui.domain.fold import fold
from wardtui.domain.ids import ActionId, EventId
from wardtui.domain.standing import stood
from wardtui.domain.worklist import worklist_row
from wardtui.domain.worklist_index import Filter
from wardtui.services.policies import shipped_force
from wardtui.services.ports import Unit
from wardtui.services.records import StoredEvent
from wardtui.store.vault import OpenVault

EVERYTHING = 10**9


def missing(events: Iterable[StoredEvent], acknowledged: Iterable[EventId]) -> Iterator[str]:
    """Whatever was acknowledged is there."""
    there = {one.event.id for one in events}
    gone = [event for event in acknowledged if event not in there]
    if gone:
        yield f"{len(gone)} acknowledged events are gone, the first is {gone[0]}"


def half_done(
    events: Iterable[StoredEvent], actions: Mapping[ActionId, int], *, after: int = 0
) -> Iterator[str]:
    """Every action is there with all its events or not at all, and device numbers have no gap.

    :param events: all that this device made, in the order of their numbers
    :param actions: how many events each action has
    :param after: the number before the first of the events
    """
    numbers: list[int] = []
    counts: dict[ActionId, int] = {}
    for one in events:
        numbers.append(one.event.device_seq)
        counts[one.event.action] = counts.get(one.event.action, 0) + 1
    if numbers != list(range(after + 1, after + 1 + len(numbers))):
        yield f"device numbers after {after} are {numbers[:5]} ... {numbers[-5:]}"
    for action, count in counts.items():
        if actions.get(action) != count:
            yield f"action {action} has {count} events of {actions.get(action)}"


def badly_derived(unit: Unit, events: Iterable[StoredEvent]) -> Iterator[str]:
    """Cases and worklist are what the events give, and the next number follows the last one."""
    entries: list[Entry] = [one.entry for one in events]
    folded = fold(entries, shipped_force()).cases
    if {case.id: case for case in unit.cases.all()} != folded:
        yield "the cases are not the fold of the events"
    if {one.id: one for one in unit.cases.stood()} != {one: stood(c) for one, c in folded.items()}:
        yield "the figures do not count what the cases say"
    worklist = unit.worklist()
    shown = {row.id: row for row in map(worklist.row, worklist.select(Filter()))}
    if shown != {case.id: worklist_row(case) for case in folded.values()}:
        yield "the worklist does not show the cases"
    if unit.state.device.next_seq != len(entries) + 1:
        yield f"the next event would be number {unit.state.device.next_seq} of {len(entries) + 1}"


def broken_tables(vault: OpenVault) -> list[str]:
    """What SQLite finds wrong with the tables, those pages included that are in the log alone."""

    def ask(unit: Unit) -> list[str]:
        connection = unit.connection  # type: ignore[attr-defined]  # of the vault's own unit
        return [row[0] for row in connection.execute("PRAGMA integrity_check")]

    return [f"integrity_check: {line}" for line in vault.read(ask) if line != "ok"]
