"""Results in words, for people at a prompt."""

from collections.abc import Sequence
from datetime import datetime

from wardtui.domain.case import Case
from wardtui.domain.ids import short_id
from wardtui.domain.phones import for_people
from wardtui.domain.retraction import live
from wardtui.domain.roster.plan import ImportPlan
from wardtui.domain.roster.rows import RowReason
from wardtui.domain.worklist import WorklistRow
from wardtui.i18n import N_, ntr, tr
from wardtui.i18n.dates import moment, short_due
from wardtui.i18n.history import event_text
from wardtui.i18n.labels import label
from wardtui.services.ports import Rejected, StoredEvent, entries
from wardtui.services.recording import Saved
from wardtui.services.undo import Undone
from wardtui.services.view import masked

_REJECTED_SHOWN = 20

ROW_REASONS = {RowReason.NAME_MISSING: N_("the name is missing")}


def cut(text: str, width: int) -> str:
    """Text in exactly so many cells. Composed Vietnamese has one cell a letter."""
    return text[: width - 1] + "…" if len(text) > width else text.ljust(width)


def list_text(rows: Sequence[WorklistRow], total: int, now: datetime) -> str:
    """The worklist in eighty columns."""
    lines = [
        f"{short_id(row.id)} {cut(row.name, 22)} {row.birth_year or '    '!s:4} "
        f"{cut(row.area, 7)} {cut(row.address, 18)} {_action(row, now)}".rstrip()
        for row in rows
    ]
    shown = (
        ntr("{count} case", "{count} cases", total)
        if len(rows) == total
        else tr("{shown} of {total} cases", shown=len(rows), total=total)
    )
    return "\n".join([*lines, shown])


def _action(row: WorklistRow, now: datetime) -> str:
    if row.kind is None or row.due is None:
        return label(row.status)
    return f"{short_due(row.due, now):5} {label(row.kind)}"


def case_text(
    case: Case, history: Sequence[StoredEvent], rejected: Sequence[Rejected], *, reveal: bool
) -> str:
    """A case with its history and why it stands so."""
    resident = case.resident if reveal else masked(case.resident)
    phones = [for_people(p.number) if reveal else p.number for p in resident.phones]
    lines = [
        f"{resident.name}  ({short_id(case.id)})",
        _line(tr("Born"), resident.birth_date),
        _line(tr("Number"), resident.personal_id),
        _line(tr("Phone"), ", ".join(phones)),
        _line(tr("Area"), resident.area),
        _line(tr("Address"), resident.address),
        _line(tr("Status"), f"{label(case.status)}, {tr('level {level}', level=case.level)}"),
        _line(tr("Needs"), ", ".join(label(need) for need in case.unmet)),
        _line(tr("To correct"), ", ".join(label(flag) for flag in case.flags)),
        _line(tr("Note"), resident.note),
    ]
    if case.next_action is not None:
        action = case.next_action
        because = next((why.rule for why in case.why if why.what == "next_action"), None)
        what = f"{label(action.kind)} · {moment(action.due)}"
        lines.append(_line(tr("Next"), f"{what} ({label(because)})" if because else what))
    counting = {entry.event.id for entry in live(entries(history))}
    lines.append("")
    for one in sorted(history, key=lambda stored: stored.event.effective_at):
        gone = "" if one.event.id in counting else f" [{tr('taken back')}]"
        waiting = "" if one.seq is not None else " ↑"
        at = moment(one.event.effective_at)
        lines.append(f"{at}  {event_text(one.event)}{gone}{waiting}")
    lines += [
        f"{moment(one.event.effective_at)}  {event_text(one.event)} [{tr('not taken')}: {one.code}]"
        for one in rejected
    ]
    return "\n".join(line for line in lines if line is not None)


def _line(name: str, value: object) -> str | None:
    return f"{name + ':':14}{value}" if value else None


def saved_text(saved: Saved) -> str:
    """What was saved and what happens next."""
    case = saved.case
    also = len(saved.cases) - 1
    lines = [tr("Saved: {name}.", name=case.resident.name)]
    if also:
        lines[0] += " " + ntr(
            "And {count} more at this door.", "And {count} more at this door.", also
        )
    if case.next_action is not None:
        lines.append(
            tr(
                "Next: {what}, {when}.",
                what=label(case.next_action.kind),
                when=moment(case.next_action.due),
            )
        )
    else:
        lines.append(tr("Nothing more to do: {status}.", status=label(case.status)))
    return "\n".join(lines)


def undone_text(undone: Undone, *, redo: bool) -> str:
    """What was taken back."""
    count = len(undone.of)
    if redo:
        return ntr("Brought back {count} event.", "Brought back {count} events.", count)
    what = event_text(undone.of[0].event)
    if count == 1:
        return tr("Taken back: {what}", what=what)
    return ntr("Taken back {count} event.", "Taken back {count} events.", count)


def import_text(plan: ImportPlan, *, dry_run: bool) -> str:
    """What an import did or would do."""
    lines = [tr("This would happen:") if dry_run else tr("Imported:")]
    lines += [
        f"  {count:6} {name}"
        for count, name in (
            (plan.rows, tr("rows")),
            (len(plan.added), tr("added")),
            (len(plan.changed), tr("changed")),
            (plan.unchanged, tr("unchanged")),
            (plan.duplicates, tr("twice in the file")),
            (len(plan.rejected), tr("rejected")),
        )
    ]
    lines += [
        f"  {row.sheet}!{row.row} {row.column}: {tr(ROW_REASONS[row.reason])}"
        for row in plan.rejected[:_REJECTED_SHOWN]
    ]
    if plan.dropped_columns:
        columns = ", ".join(plan.dropped_columns)
        lines.append(
            tr("Columns that must not be stored were left out: {columns}", columns=columns)
        )
    if plan.flags:
        lines.append(tr("To be corrected:"))
        lines += [f"  {count:6} {label(flag)}" for flag, count in plan.flags.items()]
    return "\n".join(lines)
