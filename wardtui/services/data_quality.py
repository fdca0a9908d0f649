"""The data-quality inbox: what is wrong with the records, by kind and by area."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput
from wardtui.domain.ids import ResidentId
from wardtui.domain.proposals import Proposal, proposal
from wardtui.domain.quality import FIELDS
from wardtui.domain.vocabulary import Flag, Status
from wardtui.domain.worklist import WorklistRow, walk_key
from wardtui.services.person import person_of
from wardtui.services.ports import Unit

CONFLICT = "conflict"
"""Kind of what people have put right in different ways; all the other kinds are flags."""


class Fault(msgspec.Struct, frozen=True):
    """One thing to put right in one record."""

    resident: ResidentId
    name: str
    area: str
    kind: str
    """A flag, or ``conflict``."""


class Faults(msgspec.Struct, frozen=True):
    """What is wrong with the records of a vault."""

    found: tuple[Fault, ...]
    """Those asked for, door by door."""
    by_kind: dict[str, int]
    """Of the whole area asked for, in the order of the vocabulary."""


class Detail(msgspec.Struct, frozen=True):
    """A fault with what helps to put it right."""

    fault: Fault
    case: Case
    doubtful: tuple[str, ...]
    """What the cells said that could not be taken as it stands."""
    proposal: Proposal | None
    twins: tuple[Case, ...]
    """Who may be the same person."""


class UnknownKind(BadInput):
    """No fault of this kind is ever noted."""

    CODE = "unknown_kind"


def check_kind(kind: str | None) -> str | None:
    """A kind as it is.

    :raises UnknownKind: when it is none
    """
    kinds = (CONFLICT, *(flag.value for flag in Flag))
    if kind is not None and kind not in kinds:
        raise UnknownKind(kind=kind, kinds=kinds)
    return kind


def find_faults(unit: Unit, kind: str | None = None, area: str | None = None) -> Faults:
    """Everything to put right, of one kind and one area when they are given."""
    rows = [
        row
        for row in unit.worklist().rows()
        if (row.flags or row.in_conflict)
        and row.status not in (Status.CLOSED, Status.HANDED_OFF)
        and (area is None or row.area == area)
    ]
    rows.sort(key=walk_key)
    kinds = Counter(kind_ for row in rows for kind_ in _kinds(row))
    found = (
        Fault(row.id, row.name, row.area, one)
        for row in rows
        for one in _kinds(row)
        if kind in (None, one)
    )
    order = [CONFLICT, *(flag.value for flag in Flag)]
    return Faults(tuple(found), {one: kinds[one] for one in order if kinds[one]})


def _kinds(row: WorklistRow) -> Iterator[str]:
    if row.in_conflict:
        yield CONFLICT
    yield from (flag.value for flag in row.flags)


def look_at(unit: Unit, fault: Fault) -> Detail | None:
    """A fault with what helps to put it right; none when the resident is gone."""
    case = unit.cases.get(fault.resident)
    if case is None:
        return None
    flag = None if fault.kind == CONFLICT else Flag(fault.kind)
    said = case.resident.doubtful or {}
    fields = FIELDS[flag] if flag else frozenset()
    twins: dict[ResidentId, Case] = {}
    if flag is Flag.POSSIBLE_DUPLICATE:
        for other in case.duplicate_of:
            twin = unit.cases.get(person_of(unit, other).id)
            if twin is not None and twin.id != case.id:
                twins[twin.id] = twin
    return Detail(
        fault,
        case,
        tuple(said[field] for field in sorted(fields) if field in said),
        proposal(case, flag) if flag else None,
        tuple(twins.values()),
    )
