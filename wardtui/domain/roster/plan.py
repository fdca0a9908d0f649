"""What an import would change, decided before anything is written."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId
from wardtui.domain.resident import Resident
from wardtui.domain.roster.rows import ReadSheet, RejectedRow
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import Flag


class Change(msgspec.Struct, frozen=True):
    """A resident whose record a newer list gives differently."""

    id: ResidentId
    before: Resident
    after: Resident


class ImportPlan(msgspec.Struct, frozen=True):
    """Rows in = added + changed + unchanged + rejected + duplicates."""

    added: tuple[Resident, ...]
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
        found = len(self.added) + len(self.changed) + self.unchanged
        return found + len(self.rejected) + self.duplicates


def plan_import(sheets: Sequence[ReadSheet], existing: Iterable[Case]) -> ImportPlan:
    """Compare what was read with the cases that are there."""
    known: dict[str, Case] = {}
    for case in existing:
        for key in _keys(case.resident):
            known.setdefault(key, case)
    added: list[Resident] = []
    changed: list[Change] = []
    unchanged = duplicates = 0
    seen: set[str] = set()
    flags: Counter[Flag] = Counter()
    for resident in (resident for sheet in sheets for resident in sheet.residents):
        keys = _keys(resident)
        if not seen.isdisjoint(keys):
            duplicates += 1
            continue
        seen.update(keys)
        flags.update(resident.flags)
        match = next((known[key] for key in keys if key in known), None)
        if match is None:
            added.append(resident)
        elif _facts(match.resident) == _facts(resident):
            unchanged += 1
        else:
            changed.append(Change(match.id, match.resident, resident))
    return ImportPlan(
        added=tuple(added),
        changed=tuple(changed),
        unchanged=unchanged,
        rejected=tuple(row for sheet in sheets for row in sheet.rejected),
        duplicates=duplicates,
        dropped_columns=tuple(dict.fromkeys(c for s in sheets for c in s.dropped_columns)),
        flags={flag: flags[flag] for flag in Flag if flags[flag]},
    )


def _keys(resident: Resident) -> list[str]:
    """What somebody is recognised by: the personal number, else name, birth date and address."""
    if resident.personal_id:
        return [resident.personal_id]
    return [
        f"{search_fold(resident.name)}|{resident.birth_date}|{search_fold(resident.address or '')}"
    ]


def _facts(resident: Resident) -> Resident:
    """The record without where it stood in the file."""
    return msgspec.structs.replace(resident, source=None, raw=None)
