"""What an action did, in words."""

from typing import TYPE_CHECKING

from wardtui.domain.events import EventRetracted
from wardtui.domain.vocabulary import RungKind
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import day_text, moment
from wardtui.i18n.labels import label
from wardtui.services.recording import Saved
from wardtui.wording.rules import raised_cause

if TYPE_CHECKING:
    from wardtui.services.undo import Undone


def saved_text(saved: Saved) -> str:
    """Who was saved, and what happens next or where it moved the case; one line."""
    case = saved.case
    who = case.resident.name
    others = len(saved.cases) - 1
    if others and len({one.household for one in saved.cases}) == 1:
        who += " " + tr("+{count} at this door", count=others)
    elif others:
        who += " " + ntr("and {count} more person", "and {count} more people", others)
    done = tr("Saved: {name}", name=who)
    action = case.next_action
    if action is None:
        return f"✓ {done} · {label(case.status)}"
    rungs = case.ladder.rungs
    if case.id in saved.moved and rungs and rungs[-1].kind is RungKind.RAISED:
        raised = rungs[-1]
        to = tr("level {level} ({cause})", level=raised.to_level, cause=raised_cause(raised.rule))
        due = tr("to be taken on by {day}", day=day_text(action.due, case.changed_at))
        return f"✓ {done} → {to} · {due}"
    return f"✓ {done} → {label(action.kind)} · {moment(action.due, case.changed_at)}"


def undone_text(undone: "Undone") -> str:
    """What was taken back or brought back; one line."""
    # Loaded with the words of every event: the first screen needs none of them.
    from wardtui.wording.history import event_text

    told = [one for one in undone.of if not isinstance(one.event.body, EventRetracted)]
    first = (told or undone.of)[0].event
    what = event_text(first)
    people = {one.event.resident for one in undone.of}
    if len(people) > 1:
        return ntr("{count} person", "{count} people", len(people)) + f": {what}"
    names = [case.resident.name for case in undone.saved.cases] if first.resident else []
    return f"{names[0]}: {what}" if names else what
