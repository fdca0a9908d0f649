"""The sections of an import plan, line by line: only the lines that are looked at are ever made."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import accumulate

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId
from wardtui.domain.resident import Field, Resident
from wardtui.domain.roster.plan import Change, ImportPlan, Suspect
from wardtui.domain.roster.rows import LeftOut, RejectedRow
from wardtui.i18n import N_, tr
from wardtui.i18n.labels import label
from wardtui.wording.faults import value_text
from wardtui.wording.importing import ROW_REASONS, SKIP_REASONS, field_line, label_of


class Section(StrEnum):
    """What of a plan is looked at together."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATES = "duplicates"
    REJECTED = "rejected"
    NOTES = "notes"
    SUSPECTS = "suspects"
    MISSING = "missing"
    CLOSED = "closed"
    DROPPED = "dropped"
    SHEETS = "sheets"
    NOT_THERE = "not_there"
    FLAGS = "flags"


SECTIONS = {
    Section.ADDED: N_("added"),
    Section.CHANGED: N_("changed"),
    Section.UNCHANGED: N_("unchanged"),
    Section.DUPLICATES: N_("twice in the file"),
    Section.REJECTED: N_("rejected"),
    Section.NOTES: N_("notes left out: they speak about the person"),
    Section.SUSPECTS: N_("may be somebody who is there already: both are flagged"),
    Section.MISSING: N_("no longer on the list: nothing is done to them"),
    Section.CLOSED: N_("closed here and still on the list: they stay closed"),
    Section.DROPPED: N_("columns that must not be stored: dropped"),
    Section.SHEETS: N_("sheets not read"),
    Section.NOT_THERE: N_("columns that the mapping names and the file lacks"),
    Section.FLAGS: N_("things to correct afterwards"),
}
COUNTED = (
    Section.ADDED,
    Section.CHANGED,
    Section.UNCHANGED,
    Section.DUPLICATES,
    Section.REJECTED,
)
"""The rows of the file are the sum of these."""

NOT_LISTED = frozenset({Section.UNCHANGED, Section.DUPLICATES})
"""Only counted."""


class ReportLine(msgspec.Struct, frozen=True):
    """One line of a section."""

    text: str
    item: int
    """Number of what the line is about."""
    head: bool = False
    """It names somebody of whom the lines below speak."""
    done: bool = False


class Report(Sequence[ReportLine]):
    """The lines of a section."""

    def __init__(self, sizes: Sequence[int], make: Callable[[int, int], ReportLine]) -> None:
        """Prepare them.

        :param sizes: how many lines each item has
        :param make: makes a line from the item's number and the line's number within it
        """
        self._starts = [0, *accumulate(sizes)]
        self._make = make
        self.items = len(sizes)
        """How many items there are."""

    def __len__(self) -> int:
        return self._starts[-1]

    def __getitem__(self, index: int) -> ReportLine:  # type: ignore[override]
        if not 0 <= index < len(self):
            raise IndexError(index)
        item = bisect_right(self._starts, index) - 1
        return self._make(item, index - self._starts[item])


def section_sizes(plan: ImportPlan, notes: int) -> dict[Section, int]:
    """How many items each section has.

    :param notes: how many notes were left out, those rewritten since among them
    """
    return {
        Section.ADDED: len(plan.added) + len(plan.returned),
        Section.CHANGED: len(plan.changed),
        Section.UNCHANGED: plan.unchanged,
        Section.DUPLICATES: plan.duplicates,
        Section.REJECTED: len(plan.rejected),
        Section.NOTES: notes,
        Section.SUSPECTS: len(plan.suspects),
        Section.MISSING: len(plan.missing),
        Section.CLOSED: len(plan.closed),
        Section.DROPPED: len(plan.dropped_columns),
        Section.SHEETS: len(plan.skipped),
        Section.NOT_THERE: len(plan.missing_columns),
        Section.FLAGS: sum(plan.flags.values()),
    }


def report(
    plan: ImportPlan,
    section: Section,
    notes: Sequence[tuple[LeftOut, str | None]],
    who: Callable[[ResidentId], str],
) -> Report:
    """The lines of a section.

    :param notes: every note that was left out, and what it was rewritten to
    :param who: says in a line who somebody is who is there already
    """
    match section:
        case Section.ADDED:
            people = [*plan.added, *(one.resident for one in plan.returned)]
            return _lines(people, person_text)
        case Section.CHANGED:
            return _changes(plan.changed)
        case Section.REJECTED:
            return _lines(plan.rejected, _rejected_text)
        case Section.NOTES:
            return _notes(notes)
        case Section.SUSPECTS:
            return _suspects(plan, who)
        case Section.MISSING | Section.CLOSED:
            cases = plan.missing if section is Section.MISSING else plan.closed
            return _lines(cases, _case_text)
        case Section.DROPPED:
            return _lines(plan.dropped_columns, str)
        case Section.SHEETS:
            return _lines(plan.skipped, lambda one: f"{one.name}: {tr(SKIP_REASONS[one.why])}")
        case Section.NOT_THERE:
            return _lines(plan.missing_columns, str)
        case Section.FLAGS:
            return _lines(list(plan.flags.items()), lambda pair: f"{pair[1]:6}  {label(pair[0])}")
        case _:
            return Report([], lambda item, _: ReportLine("", item))


def person_text(one: Resident) -> str:
    """Somebody in a line, without the personal number."""
    parts = [
        one.name,
        value_text(Field.BIRTH_DATE, one.birth_date) if one.birth_date else "",
        one.area or "",
        one.address or "",
        value_text(Field.PHONES, [{"number": phone.number} for phone in one.phones])
        if one.phones
        else "",
        ", ".join(label_of(need) for need in one.needs),
        one.note or "",
    ]
    return " · ".join(part for part in parts if part)


def _case_text(case: Case) -> str:
    closed = f"{label(case.closed)} · " if case.closed is not None else ""
    return closed + person_text(case.resident)


def _rejected_text(row: RejectedRow) -> str:
    where = " · ".join([row.sheet, tr("row {row}", row=row.row), row.column])
    value = f"“{row.value}” · " if row.value else ""
    return f"{where}: {value}{tr(ROW_REASONS[row.reason])}"


def _lines(items: Sequence[object], text: Callable[..., str]) -> Report:
    return Report([1] * len(items), lambda item, _: ReportLine(text(items[item]), item))


def _changes(changes: Sequence[Change]) -> Report:
    fields = [change.fields for change in changes]

    def line(item: int, number: int) -> ReportLine:
        change = changes[item]
        if number and not fields[item]:
            return ReportLine("   " + tr("only what has to be checked in the record"), item)
        if number:
            name = fields[item][number - 1]
            return ReportLine(f"   {field_line(change, name, reveal=True)}", item)
        after = change.after
        parts = [after.name, str(after.birth_year or ""), after.area or "", after.address or ""]
        return ReportLine(" · ".join(part for part in parts if part), item, head=True)

    return Report([1 + max(1, len(names)) for names in fields], line)


def _notes(notes: Sequence[tuple[LeftOut, str | None]]) -> Report:
    def line(item: int, number: int) -> ReportLine:
        note, text = notes[item]
        done = text is not None
        if not number:
            words = ", ".join(note.words)
            where = " · ".join([note.sheet, tr("row {row}", row=note.row)])
            mark = "✓" if done else "•"
            return ReportLine(
                f"{mark} {note.name} · {where} · {note.column}: {words}", item, True, done
            )
        if text is None:
            return ReportLine(f"   {note.note}", item)
        return ReportLine("   → " + (text or tr("no note")), item, done=True)

    return Report([2] * len(notes), line)


def _suspects(plan: ImportPlan, who: Callable[[ResidentId], str]) -> Report:
    def line(item: int, number: int) -> ReportLine:
        suspect: Suspect = plan.suspects[item]
        if not number:
            return ReportLine(person_text(plan.added[suspect.added]), item, head=True)
        if isinstance(suspect.other, int):
            other = person_text(plan.added[suspect.other])
            return ReportLine("   " + tr("in this file:") + f" {other}", item)
        return ReportLine("   " + tr("there already:") + f" {who(suspect.other)}", item)

    return Report([2] * len(plan.suspects), line)
