"""What an action did, in words."""

from wardtui.domain.roster.plan import ImportPlan
from wardtui.domain.roster.rows import RowReason
from wardtui.i18n import N_, ntr, tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label
from wardtui.services.recording import Saved
from wardtui.services.undo import Undone
from wardtui.wording.history import event_text

_REJECTED_SHOWN = 20

ROW_REASONS = {
    RowReason.NAME_MISSING: N_("the name is missing"),
    RowReason.NAME_TOO_LONG: N_("the name is longer than a name can be"),
}


def saved_text(saved: Saved) -> str:
    """Who was saved, and what happens next; one line."""
    case = saved.case
    who = case.resident.name
    others = len(saved.cases) - 1
    if others:
        who += " " + tr("+{count} at this door", count=others)
    done = tr("Saved: {name}", name=who)
    action = case.next_action
    if action is None:
        return f"✓ {done} · {label(case.status)}"
    return f"✓ {done} → {label(action.kind)} · {moment(action.due, case.changed_at)}"


def undone_text(undone: Undone) -> str:
    """What was taken back or brought back; one line."""
    what = event_text(undone.of[0].event)
    if len(undone.of) > 1:
        return ntr("{count} event", "{count} events", len(undone.of))
    names = [case.resident.name for case in undone.saved.cases]
    return f"{names[0]}: {what}" if names else what


def import_text(plan: ImportPlan, *, dry_run: bool) -> str:
    """What an import did or would do."""
    lines = [tr("This would happen:") if dry_run else tr("Imported:")]
    lines += [
        f"  {count:6} {name}"
        for count, name in (
            (plan.rows, tr("rows")),
            (len(plan.added) + len(plan.returned), tr("added")),
            (len(plan.changed), tr("changed")),
            (plan.unchanged, tr("unchanged")),
            (plan.duplicates, tr("twice in the file")),
            (len(plan.rejected), tr("rejected")),
        )
    ]
    for row in plan.rejected[:_REJECTED_SHOWN]:
        reason = tr(ROW_REASONS[row.reason])
        lines.append(f"  {row.sheet}!{row.row} {row.column}: {reason}")
    if plan.dropped_columns:
        columns = ", ".join(plan.dropped_columns)
        lines.append(
            tr("Columns that must not be stored were left out: {columns}", columns=columns)
        )
    if plan.flags:
        lines.append(tr("To be corrected:"))
        lines += [f"  {count:6} {label(flag)}" for flag, count in plan.flags.items()]
    return "\n".join(lines)
