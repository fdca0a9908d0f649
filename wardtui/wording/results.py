"""What an action did, in words."""

from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label
from wardtui.services.recording import Saved
from wardtui.services.undo import Undone
from wardtui.wording.history import event_text


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
    about = undone.of[0].event.resident
    names = [case.resident.name for case in undone.saved.cases] if about else []
    return f"{names[0]}: {what}" if names else what
