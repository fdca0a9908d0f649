"""What an import would change, decided before anything is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.forgotten import Forgotten, ForgottenPeople
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.resident import Resident
from wardtui.domain.roster.rows import ReadSheet, RejectedRow
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import Flag


class Change(msgspec.Struct, frozen=True):
    """A resident whose record a newer list gives differently."""

    id: ResidentId
    ward: WardCode | None
    before: Resident
    after: Resident


class Return(msgspec.Struct, frozen=True):
    """Somebody who was done and forgotten, and whom a newer list gives a further need."""

    before: Forgotten
    resident: Resident


class ImportPlan(msgspec.Struct, frozen=True):
    """Rows in = added + returned + changed + unchanged + rejected + duplicates."""

    added: tuple[Resident, ...]
    returned: tuple[Return, ...]
    changed: tuple[Change, ...]
    unchanged: int
    rejected: tuple[RejectedRow, ...]
    duplicates: int
    """Later rows of a person who stands in the file already; the first row wins."""
    dropped_columns: tuple[str, ...]
    flags: dict[Flag, int]

    @property
    def rows(self) -> int:
        """Rows that were records."""
        found = len(self.added) + len(self.returned) + len(self.changed) + self.unchanged
        return found + len(self.rejected) + self.duplicates


def plan_import(
    sheets: Sequence[ReadSheet],
    existing: Iterable[Case],
    forgotten: ForgottenPeople | None = None,
) -> ImportPlan:
    """Compare what was read with the cases that are there, and with those that were forgotten."""
    known = _People[Case]()
    for case in existing:
        known.add(case.resident, case)
    seen = _People[Resident]()

    def shares_number(resident: Resident) -> bool:
        known_here = known.shares_number(resident) or seen.shares_number(resident)
        return known_here or (forgotten is not None and forgotten.shares_number(resident))

    added: list[Resident] = []
    returned: list[Return] = []
    changed: list[Change] = []
    unchanged = duplicates = 0
    flags: Counter[Flag] = Counter()
    for resident in (resident for sheet in sheets for resident in sheet.residents):
        if seen.find(resident) is not None:
            duplicates += 1
            continue
        match = known.find(resident)
        gone = forgotten.find(resident) if forgotten is not None and match is None else None
        if match is None and gone is None and shares_number(resident):
            resident = _flagged(resident, Flag.POSSIBLE_DUPLICATE)
        seen.add(resident, resident)
        if gone is not None and {progress.need for progress in gone.needs} >= set(resident.needs):
            unchanged += 1
            continue
        flags.update(resident.flags)
        if gone is not None:
            returned.append(Return(gone, resident))
        elif match is None:
            added.append(resident)
        elif _facts(match.resident) == _facts(resident):
            unchanged += 1
        else:
            changed.append(Change(match.id, match.ward, match.resident, resident))
    return ImportPlan(
        added=tuple(added),
        returned=tuple(returned),
        changed=tuple(changed),
        unchanged=unchanged,
        rejected=tuple(row for sheet in sheets for row in sheet.rejected),
        duplicates=duplicates,
        dropped_columns=tuple(dict.fromkeys(c for s in sheets for c in s.dropped_columns)),
        flags={flag: flags[flag] for flag in Flag if flags[flag]},
    )


T = TypeVar("T")


class _People(Generic[T]):
    """Whom a row may be about: by personal number, else by name, birth date and address.

    A number alone is not enough: with another name or birth year it was mistyped for one of two
    people, and neither may be lost for the other.
    """

    def __init__(self) -> None:
        self._by_number: dict[str, list[tuple[Resident, T]]] = {}
        self._by_name: dict[str, list[tuple[Resident, T]]] = {}

    def add(self, resident: Resident, value: T) -> None:
        """Remember somebody."""
        if resident.personal_id:
            self._by_number.setdefault(resident.personal_id, []).append((resident, value))
        self._by_name.setdefault(_name_key(resident), []).append((resident, value))

    def find(self, resident: Resident) -> T | None:
        """Who this is, if they are known."""
        for other, value in self._by_number.get(resident.personal_id or "", ()):
            if _name(other) == _name(resident) and _years_agree(other, resident):
                return value
        for other, value in self._by_name.get(_name_key(resident), ()):
            if not (other.personal_id and resident.personal_id):
                return value
        return None

    def shares_number(self, resident: Resident) -> bool:
        """Whether somebody known has the same personal number."""
        return bool(resident.personal_id) and resident.personal_id in self._by_number


def _name(resident: Resident) -> str:
    return search_fold(resident.name)


def _name_key(resident: Resident) -> str:
    return f"{_name(resident)}|{resident.birth_date}|{search_fold(resident.address or '')}"


def _years_agree(one: Resident, other: Resident) -> bool:
    years = one.birth_year, other.birth_year
    return None in years or years[0] == years[1]


def _flagged(resident: Resident, flag: Flag) -> Resident:
    return msgspec.structs.replace(resident, flags=(*resident.flags, flag))


def _facts(resident: Resident) -> Resident:
    """The record without where it stood in the file, and without what the comparison added."""
    kept = tuple(flag for flag in resident.flags if flag is not Flag.POSSIBLE_DUPLICATE)
    return msgspec.structs.replace(resident, source=None, raw=None, flags=kept)
