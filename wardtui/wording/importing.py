"""What an import did or would do, in words."""

from collections.abc import Iterator
from typing import Any

from wardtui.domain.ids import short_id
from wardtui.domain.resident import Field, carried
from wardtui.domain.roster.plan import Change, ImportPlan
from wardtui.domain.roster.records import RowReason
from wardtui.domain.roster.rows import SkipReason
from wardtui.i18n import N_, ntr, tr
from wardtui.i18n.labels import label
from wardtui.wording.faults import masked_value_text, value_text

_SHOWN = 20
"""Lines of each kind; the JSON document holds all."""

ROW_REASONS = {
    RowReason.NAME_MISSING: N_("the name is missing"),
    RowReason.NAME_TOO_LONG: N_("the name is longer than a name can be"),
    RowReason.NAME_UNREADABLE: N_("what stands there is no name"),
}
SKIP_REASONS = {
    SkipReason.EMPTY: N_("empty"),
    SkipReason.HIDDEN: N_("hidden"),
    SkipReason.NOT_WANTED: N_("left out by the mapping"),
    SkipReason.NO_LIST: N_("holds no list of people"),
}
STAGES = {
    "reading": N_("Reading the file"),
    "understanding": N_("Reading the rows"),
    "comparing": N_("Comparing"),
    "writing": N_("Saving"),
}
OTHER_FIELDS = {
    "needs": N_("needs"),
    "support_needs": N_("support"),
}


def import_text(plan: ImportPlan, *, dry_run: bool, reveal: bool = False) -> str:
    """What an import did or would do: the counts, then what somebody has to look at."""
    lines = [tr("This would happen:") if dry_run else tr("Imported:")]
    lines += [f"  {count:6} {name}" for count, name in counts(plan)]
    for row in plan.rejected[:_SHOWN]:
        reason = tr(ROW_REASONS[row.reason])
        lines.append(f"  {row.sheet}!{row.row} {row.column}: {reason}")
    lines += _more(len(plan.rejected))
    if plan.twice:
        lines.append(tr("Twice in the file (the first row counts):"))
        for one in plan.twice[:_SHOWN]:
            where = f"{one.source.sheet}!{one.source.row} " if one.source else ""
            lines.append(f"  {where}{one.name}")
        lines += _more(len(plan.twice))
    if plan.changed:
        lines.append(tr("Changes:"))
        for change in plan.changed[:_SHOWN]:
            lines.append(f"  {change.after.name} ({short_id(change.id)})")
            lines += [f"    {line}" for line in change_lines(change, reveal=reveal)]
        lines += _more(len(plan.changed))
    lines += _people(tr("No longer on the list (nothing is done to them):"), plan.missing)
    lines += _people(tr("Closed here and still on the list:"), plan.closed)
    if plan.left_out:
        lines.append(tr("Notes left out, because they speak about the person:"))
        for note in plan.left_out[:_SHOWN]:
            words = ", ".join(note.words)
            lines.append(f"  {note.sheet}!{note.row} {note.column}: {words}")
        lines += _more(len(plan.left_out))
        lines.append(tr("Write what has to be done with: wardtui correct ID note TEXT"))
    if plan.dropped_columns:
        columns = ", ".join(plan.dropped_columns)
        lines.append(
            tr("Columns that must not be stored were left out: {columns}", columns=columns)
        )
    for sheet in plan.skipped:
        why = tr(SKIP_REASONS[sheet.why])
        lines.append(tr("Sheet not read: {sheet} ({why})", sheet=sheet.name, why=why))
    for column in plan.missing_columns:
        lines.append(tr("The mapping names a column that is not there: {column}", column=column))
    if plan.flags:
        lines.append(tr("To be corrected:"))
        lines += [f"  {count:6} {label(flag)}" for flag, count in plan.flags.items()]
    return "\n".join(lines)


def counts(plan: ImportPlan) -> list[tuple[int, str]]:
    """Rows in = the sum of the others."""
    return [
        (plan.rows, tr("rows")),
        (len(plan.added) + len(plan.returned), tr("added")),
        (len(plan.changed), tr("changed")),
        (plan.unchanged, tr("unchanged")),
        (plan.duplicates, tr("twice in the file")),
        (len(plan.rejected), tr("rejected")),
    ]


def change_lines(change: Change, *, reveal: bool = False) -> Iterator[str]:
    """Each field that a newer list gives differently."""
    for name in change.fields:
        yield field_line(change, name, reveal=reveal)


def field_line(change: Change, name: str, *, reveal: bool = False) -> str:
    """One field that a newer list gives differently."""
    old, new = carried(getattr(change.before, name)), carried(getattr(change.after, name))
    if name in OTHER_FIELDS:
        before, after = (", ".join(label_of(code) for code in codes) for codes in (old, new))
        return f"{tr(OTHER_FIELDS[name])}: {before or '—'} → {after or '—'}"
    show = value_text if reveal else masked_value_text
    field = Field(name)
    return f"{label(field)}: {show(field, old)} → {show(field, new)}"


def label_of(code: str) -> str:
    """What a need or a support need is called."""
    from wardtui.domain.vocabulary import Need, SupportNeed

    return label(Need(code) if code in set(Need) else SupportNeed(code))


def imported_text(plan: ImportPlan) -> str:
    """What an import did; one line."""
    parts = [f"{count} {name}" for count, name in counts(plan)[1:] if count]
    return "✓ " + tr("Imported:") + " " + ", ".join(parts)


def _people(title: str, cases: Any) -> list[str]:
    if not cases:
        return []
    lines = [title]
    lines += [
        f"  {short_id(one.id)} {one.resident.name} · {one.resident.area or '—'}"
        for one in cases[:_SHOWN]
    ]
    return lines + _more(len(cases))


def _more(count: int) -> list[str]:
    left = count - _SHOWN
    return ["  " + ntr("… and {count} more", "… and {count} more", left)] if left > 0 else []
