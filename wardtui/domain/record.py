"""The record of a person: what the lists give, what somebody put right, and what is still wrong."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import msgspec

from wardtui.domain.case import Conflict, ListedRecord, Version
from wardtui.domain.events import (
    Entry,
    ResidentCorrected,
    ResidentFlagCleared,
    ResidentFlagged,
    ResidentListed,
)
from wardtui.domain.ids import EventId, ResidentId
from wardtui.domain.quality import FIELDS, flags_after
from wardtui.domain.resident import Field, Resident, field_value, with_fields
from wardtui.domain.vocabulary import Flag

_FLAGS = tuple(Flag)
_FILLED = tuple(field for field in Field if field is not Field.NAME)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a person at one point of the history."""

    resident: Resident
    listing: Entry
    """The list that gave it."""
    lists: tuple[ListedRecord, ...]
    """What the last list of each of the person's residents says; empty when it is the record."""
    flags: tuple[Flag, ...]
    conflicts: tuple[Conflict, ...]
    duplicate_of: tuple[ResidentId, ...]


class _Listing(msgspec.Struct, frozen=True):
    place: int
    """In the history."""
    entry: Entry
    record: Resident
    is_first: bool
    """The first list of its resident."""


class _Known(msgspec.Struct, frozen=True):
    """The record without a judgement of it."""

    resident: Resident
    listings: dict[ResidentId, _Listing]
    """By resident the last list."""
    heads: dict[Field, list[tuple[int, EventId, ResidentCorrected]]]
    filled: frozenset[Field]
    """Fields that the newest list leaves empty and an earlier one of the person gives."""

    @property
    def newest(self) -> _Listing:
        """The list that came last."""
        return max(self.listings.values(), key=lambda one: one.place)


def build_record(entries: Sequence[Entry], members: Sequence[ResidentId]) -> Record | None:
    """The record, or none while no list names the person.

    :param entries: what counts of the person's history, in order
    :param members: all residents who are the person
    """
    known = _known(entries)
    if known is None:
        return None
    flags, duplicate_of = _flags(entries, known, members)
    newest = known.newest
    lists: tuple[ListedRecord, ...] = ()
    if known.heads or known.filled or len(known.listings) > 1:
        lists = tuple(ListedRecord(who, one.record) for who, one in sorted(known.listings.items()))
    return Record(
        resident=msgspec.structs.replace(known.resident, flags=newest.record.flags),
        listing=newest.entry,
        lists=lists,
        flags=flags,
        conflicts=tuple(_conflicts(known)),
        duplicate_of=duplicate_of,
    )


def _known(entries: Sequence[Entry]) -> _Known | None:
    listings: list[_Listing] = []
    by_resident: dict[ResidentId, _Listing] = {}
    corrections: dict[Field, list[tuple[int, EventId, ResidentCorrected]]] = {}
    for place, entry in enumerate(entries):
        body = entry.event.body
        if isinstance(body, ResidentListed):
            # The raw row stays in the event: nothing derived reads it.
            record = msgspec.structs.replace(body.resident, raw=None)
            who = cast("ResidentId", entry.event.resident)
            listings.append(_Listing(place, entry, record, who not in by_resident))
            by_resident[who] = listings[-1]
        elif isinstance(body, ResidentCorrected):
            corrections.setdefault(body.field, []).append((place, entry.event.id, body))
    if not listings:
        return None
    record = listings[-1].record
    filled: set[Field] = set()
    for earlier in reversed(listings[:-1]):
        record = with_gaps_filled(record, earlier.record, filled)
    for other in by_resident.values():
        record = _with_needs_of(record, other.record)
    heads = {field: _heads(of_field) for field, of_field in corrections.items()}
    if heads:
        record = with_fields(record, {field: last[-1][2].new for field, last in heads.items()})
    return _Known(record, by_resident, heads, frozenset(filled))


def with_gaps_filled(record: Resident, other: Resident, filled: set[Field]) -> Resident:
    """The newest list counts; what it leaves empty, an earlier one of the same person may give.

    An empty cell is no telephone number that somebody gave up.

    :param filled: takes the fields that were filled
    """
    gaps = {
        field: field_value(other, field)
        for field in _FILLED
        if getattr(record, field.value) in (None, (), "")
        and getattr(other, field.value) not in (None, (), "")
    }
    if _is_vaguer(record.birth_date, other.birth_date):
        gaps[Field.BIRTH_DATE] = other.birth_date
    if not gaps:
        return record
    filled.update(gaps)
    return with_fields(record, cast("dict[Field, Any]", gaps))


def _is_vaguer(date: str | None, known: str | None) -> bool:
    """A year where the day is known."""
    return date is not None and known is not None and known != date and known.startswith(date)


def _with_needs_of(record: Resident, other: Resident) -> Resident:
    """Who was merged lacks what any of the records lacks."""
    return msgspec.structs.replace(
        record,
        needs=tuple(dict.fromkeys((*record.needs, *other.needs))),
        support_needs=tuple(dict.fromkeys((*record.support_needs, *other.support_needs))),
    )


def _heads(
    corrections: list[tuple[int, EventId, ResidentCorrected]],
) -> list[tuple[int, EventId, ResidentCorrected]]:
    """The corrections of one field that no other one names as replaced."""
    replaced = {one for _, _, body in corrections for one in body.replaces}
    # Corrections that name each other in a circle leave none: then the last one counts.
    return [one for one in corrections if one[1] not in replaced] or corrections[-1:]


def _conflicts(known: _Known) -> Iterator[Conflict]:
    for field, heads in known.heads.items():
        values = {msgspec.json.encode(body.new) for _, _, body in heads}
        if len(values) > 1:
            yield Conflict(field, tuple(Version(event, body.new) for _, event, body in heads))


def _flags(
    entries: Sequence[Entry], known: _Known, members: Sequence[ResidentId]
) -> tuple[tuple[Flag, ...], tuple[ResidentId, ...]]:
    changed = frozenset(known.heads) | known.filled
    flags = flags_after(frozenset(known.newest.record.flags), known.resident, changed)
    if any(_differs(known, field) for field in known.heads):
        flags.add(Flag.LIST_DIFFERS)
    duplicates: dict[ResidentId | None, None] = {}
    if Flag.POSSIBLE_DUPLICATE in flags:
        duplicates[None] = None
    for place, entry in enumerate(entries):
        body = entry.event.body
        if isinstance(body, ResidentFlagged):
            if body.flag is Flag.POSSIBLE_DUPLICATE:
                if body.of not in members:
                    duplicates[body.of] = None
            elif not _corrected_since(known, body.flag, place):
                flags.add(body.flag)
        elif isinstance(body, ResidentFlagCleared):
            if body.flag is not Flag.POSSIBLE_DUPLICATE:
                if _same_since(entries[:place], known, body.flag):
                    flags.discard(body.flag)
            elif body.of is None:
                duplicates.clear()
            else:
                duplicates.pop(body.of, None)
    flags.discard(Flag.POSSIBLE_DUPLICATE)
    if duplicates:
        flags.add(Flag.POSSIBLE_DUPLICATE)
    return (
        tuple(flag for flag in _FLAGS if flag in flags),
        tuple(one for one in duplicates if one is not None),
    )


def _differs(known: _Known, field: Field) -> bool:
    """Whether a list that came after a correction says something else."""
    place, _, correction = known.heads[field][-1]
    listed, said = known.newest, getattr(known.newest.record, field)
    if listed.place < place or said in (None, (), ""):
        return False
    if field_value(listed.record, field) == correction.old and listed.is_first:
        # The list from before, as another device had imported it.
        return False
    return bool(said != getattr(known.resident, field))


def _corrected_since(known: _Known, flag: Flag, place: int) -> bool:
    return any(known.heads[field][-1][0] > place for field in FIELDS[flag] if field in known.heads)


def _same_since(before: Sequence[Entry], known: _Known, flag: Flag) -> bool:
    """Whether what a flag is about is as it was when somebody cleared the flag."""
    then = _known(before)
    if then is None:
        return False
    if flag is Flag.LIST_DIFFERS:
        return all(
            field_value(then.newest.record, field) == field_value(known.newest.record, field)
            for field in known.heads
        )
    return all(
        field_value(then.resident, field) == field_value(known.resident, field)
        for field in FIELDS[flag]
    )


def sources(entries: Sequence[Entry], field: Field) -> tuple[EventId, ...]:
    """The events that give a field its value: its corrections that stand, else the newest list.

    :param entries: what counts of a person's history, in order
    """
    known = _known(entries)
    if known is None:
        return ()
    heads = known.heads.get(field, ())
    return tuple(event for _, event, _ in heads) or (known.newest.entry.event.id,)


def corrected_fields(entries: Sequence[Entry]) -> frozenset[Field]:
    """The fields that somebody put right.

    :param entries: what counts of a person's history, in order
    """
    return frozenset(
        entry.event.body.field
        for entry in entries
        if isinstance(entry.event.body, ResidentCorrected)
    )
