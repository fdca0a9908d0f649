"""What an import would change, decided before anything is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.forgotten import Forgotten, ForgottenPeople
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.quality import flags_after
from wardtui.domain.record import with_gaps_filled
from wardtui.domain.resident import Field, Resident
from wardtui.domain.roster.matching import People
from wardtui.domain.roster.rows import LeftOut, ReadSheet, RejectedRow, SkippedSheet
from wardtui.domain.vocabulary import Flag, Need

_TELL_EVERY = 1000
_CARDS = frozenset({Need.ID_CARD, Need.CHILD_CARD})


class Change(msgspec.Struct, frozen=True):
    """A resident whose record a newer list gives differently."""

    id: ResidentId
    """The resident whose list it was; after a merge that may not be who stands for the person."""
    ward: WardCode | None
    before: Resident
    """What the lists have said until now."""
    after: Resident
    """What they will say: what the newer list leaves empty stays."""
    row: Resident
    """What the newer list says, to be recorded."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in which the two differ, in the order of the record."""
        return tuple(
            name
            for name in Resident.__struct_fields__
            if name not in ("source", "raw", "flags", "doubtful")
            and getattr(self.before, name) != getattr(self.after, name)
        )


class Return(msgspec.Struct, frozen=True):
    """Somebody who was done and forgotten, and whom a newer list gives a further need."""

    before: Forgotten
    resident: Resident


class Suspect(msgspec.Struct, frozen=True):
    """An added resident who may be somebody else: a person has to look at both."""

    added: int
    """Place among the added."""
    other: ResidentId | int
    """Somebody who is there, or the place of another one who is added."""


class ImportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Rows in = added + returned + changed + unchanged + rejected + duplicates."""

    added: tuple[Resident, ...]
    suspects: tuple[Suspect, ...]
    returned: tuple[Return, ...]
    changed: tuple[Change, ...]
    unchanged: int
    rejected: tuple[RejectedRow, ...]
    twice: tuple[Resident, ...]
    """Later rows of people who stand in the file already; the first row wins."""
    missing: tuple[Case, ...]
    """Open cases of the file's areas and needs whom it no longer names. Nothing is done to them."""
    closed: tuple[Case, ...]
    """Closed cases whom the file still names. They stay closed."""
    dropped_columns: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    """Notes with words that must not be stored."""
    skipped: tuple[SkippedSheet, ...]
    missing_columns: tuple[str, ...]
    """Columns that the mapping names and no sheet has."""
    flags: dict[Flag, int]

    @property
    def duplicates(self) -> int:
        """How many rows were passed over for an earlier one of the same person."""
        return len(self.twice)

    @property
    def rows(self) -> int:
        """Rows that were records."""
        found = len(self.added) + len(self.returned) + len(self.changed) + self.unchanged
        return found + len(self.rejected) + self.duplicates

    @property
    def writes(self) -> int:
        """Records that carrying it out would write."""
        return len(self.added) + len(self.returned) + len(self.changed)


def plan_import(
    sheets: Sequence[ReadSheet],
    existing: Iterable[Case],
    forgotten: ForgottenPeople | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> ImportPlan:
    """Compare what was read with the cases that are there, and with those that were forgotten.

    :param tell: told now and then how many rows are compared
    """
    planning = _Planning(existing, forgotten)
    number = 0
    for sheet in sheets:
        covered = _covered(sheet)
        for resident in sheet.residents:
            planning.take(resident, covered)
            number += 1
            if not number % _TELL_EVERY:
                tell(number)
    flags = Counter(flag for one in planning.flagged() for flag in one.flags)
    flags[Flag.POSSIBLE_DUPLICATE] = len(
        {one.added for one in planning.suspects}
        | {n for n, one in enumerate(planning.added) if Flag.POSSIBLE_DUPLICATE in one.flags}
    )
    return ImportPlan(
        added=tuple(planning.added),
        suspects=tuple(planning.suspects),
        returned=tuple(planning.returned),
        changed=tuple(planning.changed),
        unchanged=planning.unchanged,
        rejected=tuple(row for sheet in sheets for row in sheet.rejected),
        twice=tuple(planning.twice),
        missing=tuple(planning.missing(sheets)),
        closed=tuple(case for case in planning.matched.values() if case.closed is not None),
        dropped_columns=tuple(dict.fromkeys(c for s in sheets for c in s.dropped_columns)),
        left_out=tuple(note for sheet in sheets for note in sheet.left_out),
        skipped=tuple(one for sheet in sheets for one in sheet.skipped),
        missing_columns=_in_no_sheet(sheets),
        flags={flag: flags[flag] for flag in Flag if flags[flag]},
    )


def _in_no_sheet(sheets: Sequence[ReadSheet]) -> tuple[str, ...]:
    lists = [sheet.missing_columns for sheet in sheets if not sheet.skipped]
    return tuple(c for c in lists[0] if all(c in other for other in lists)) if lists else ()


class _Planning:
    """The rows one after the other."""

    def __init__(self, existing: Iterable[Case], forgotten: ForgottenPeople | None) -> None:
        self.added: list[Resident] = []
        self.suspects: list[Suspect] = []
        self.returned: list[Return] = []
        self.changed: list[Change] = []
        self.unchanged = 0
        self.twice: list[Resident] = []
        self.matched: dict[ResidentId, Case] = {}
        self._kept: list[Resident] = []
        self._changed: set[ResidentId] = set()
        self._forgotten = forgotten
        self._cases: dict[ResidentId, Case] = {}
        self._known = People[tuple[ResidentId, Case]]()
        for case in existing:
            self._cases[case.id] = case
            for listed in case.listed:
                self._known.add(listed.record, (listed.resident, case))
            if case.lists:
                # A list may name somebody by what was put right since.
                self._known.add(case.resident, (case.lists[-1].resident, case))
        self._seen = People[int | None]()

    def take(self, row: Resident, covered: frozenset[Need]) -> None:
        """Decide on one row.

        :param covered: the needs of which its sheet speaks
        """
        if any(True for _ in self._seen.same(row)):
            self.twice.append(row)
            return
        # A record that this file has changed is known by what the file says of it now.
        records = (one for one in self._known.same(row) if one[0] not in self._changed)
        found = next(records, None)
        if found is not None and found[1].id in self.matched:
            self.twice.append(row)
        elif found is not None:
            self._match(row, covered, *found)
        else:
            gone = self._forgotten.find(row) if self._forgotten is not None else None
            if gone is None:
                if self._forgotten is not None and self._forgotten.shares_number(row):
                    # Nobody is there to compare with any more: the flag alone says so.
                    flags = (*row.flags, Flag.POSSIBLE_DUPLICATE)
                    row = msgspec.structs.replace(row, flags=flags)
                self._add(row)
            else:
                self._bring_back(row, gone)

    def _match(
        self, row: Resident, covered: frozenset[Need], listed: ResidentId, case: Case
    ) -> None:
        self.matched[case.id] = case
        before = next(one.record for one in case.listed if one.resident == listed)
        self._seen.add(row, None)
        row = _with_needs_kept(row, before, covered)
        known = with_gaps_filled(before, case.resident, set())
        filled: set[Field] = set()
        after = with_gaps_filled(row, known, filled)
        flags = flags_after(frozenset(row.flags), after, frozenset(filled))
        after = msgspec.structs.replace(after, flags=tuple(f for f in Flag if f in flags))
        self._kept.append(after)
        if any(_facts(one.record) == _facts(row) for one in case.listed):
            self.unchanged += 1
        else:
            self._changed.add(listed)
            self.changed.append(Change(listed, case.ward, known, after, row))

    def _bring_back(self, row: Resident, gone: Forgotten) -> None:
        self._seen.add(row, None)
        if {progress.need for progress in gone.needs} >= set(row.needs):
            self.unchanged += 1
        else:
            self._kept.append(row)
            self.returned.append(Return(gone, row))

    def _add(self, row: Resident) -> None:
        place = len(self.added)
        # One of each is enough for somebody to look; four hundred with one placeholder for a
        # number would give each other eighty thousand.
        other = next(self._known.like(row), None)
        if other is not None:
            self.suspects.append(Suspect(place, other[1].id))
        earlier = next((one for one in self._seen.like(row) if one is not None), None)
        if earlier is not None:
            self.suspects.append(Suspect(place, earlier))
        self.added.append(row)
        self._kept.append(row)
        self._seen.add(row, place)

    def flagged(self) -> Sequence[Resident]:
        """The records as they are after the import."""
        return self._kept

    def missing(self, sheets: Sequence[ReadSheet]) -> Iterator[Case]:
        """Whom the file no longer names although it speaks of their area and of what they lack."""
        residents = [resident for sheet in sheets for resident in sheet.residents]
        areas = {resident.area for resident in residents}
        needs = {need for sheet in sheets for need in _covered(sheet)}
        for case in self._cases.values():
            open_here = case.status.needs_action and case.resident.area in areas
            if case.id not in self.matched and open_here and not needs.isdisjoint(case.unmet):
                yield case


def _covered(sheet: ReadSheet) -> frozenset[Need]:
    """The needs of which a sheet speaks: those that any of its rows has."""
    needs = {need for resident in sheet.residents for need in resident.needs}
    return frozenset(needs | _CARDS if needs & _CARDS else needs)


def _with_needs_kept(row: Resident, before: Resident, covered: frozenset[Need]) -> Resident:
    """The row with the needs that its list is not about.

    A list of who lacks an account says nothing of cards.
    """
    others = tuple(n for n in before.needs if n not in covered and n not in row.needs)
    return msgspec.structs.replace(row, needs=row.needs + others) if others else row


def _facts(resident: Resident) -> Resident:
    """The record without where it stood in the file, without hints to settle, in one order."""
    return msgspec.structs.replace(
        resident,
        source=None,
        raw=None,
        needs=tuple(need for need in Need if need in resident.needs),
        flags=tuple(f for f in Flag if f in resident.flags and f is not Flag.POSSIBLE_DUPLICATE),
    )
