"""This evening in words: its sections, its lines, and what is quietly reminded of."""

from collections.abc import Sequence
from datetime import datetime

from wardtui.domain.agenda import (
    Agenda,
    Entry,
    Section,
    door_of,
    has_agreed_time,
    is_untried,
)
from wardtui.domain.moments import local, local_day
from wardtui.domain.vocabulary import ActionKind, Outcome
from wardtui.domain.worklist import WorklistRow
from wardtui.i18n import N_, ntr, tr
from wardtui.i18n.dates import short_due, weekday
from wardtui.i18n.labels import label

_SECTIONS: dict[Section, str] = {
    Section.CALL_BACKS: N_("Call backs"),
    Section.PROMISES: N_("Promised to come"),
    Section.CAME_BACK: N_("Needs somebody again"),
    Section.FROM_BELOW: N_("Handed up to you"),
    Section.BOOKINGS: N_("Sessions"),
    Section.VISITS: N_("Visits, as you walk"),
    Section.CONFIRM: N_("To check and arrange"),
}


def heading_text(section: Section, entries: Sequence[Entry]) -> str:
    """A section with how many it holds; a walk also with its doors."""
    text = f"{tr(_SECTIONS[section])} · {len(entries)}"
    doors = len({door_of(entry.row) for entry in entries})
    if section is Section.VISITS and doors < len(entries):
        text += " · " + ntr("{count} door", "{count} doors", doors)
    return text


def is_late(row: WorklistRow, now: datetime) -> bool:
    """Whether its time is over; a case that nobody has tried is new, not late."""
    return row.due is not None and row.due < now and not is_untried(row)


def due_text(row: WorklistRow, now: datetime) -> str:
    """By when, in at most six cells, with a sign for what is late.

    Everything here is for today, so only what was agreed for an hour has one: a call back without
    an hour can be made at any time, not at the end of the shift.
    """
    if row.due is None:
        return ""
    if is_untried(row):
        return " " + tr("new")
    mark = "!" if is_late(row, now) else " "
    if local_day(row.due) == local_day(now) and not has_agreed_time(row):
        return mark
    return mark + short_due(row.due, now)


def asked_text(row: WorklistRow) -> str:
    """What is to be done, with why where the action alone does not say it."""
    if row.kind is None:
        return label(row.status)
    if row.last_outcome is Outcome.MISSED and row.kind is not ActionKind.CALL_BACK:
        return f"{label(row.last_outcome)} · {label(row.kind)}"
    return label(row.kind)


def title_text(agenda: Agenda) -> str:
    """The day."""
    return f"{tr('Today')} · {weekday(agenda.day)} {agenda.day:%d/%m}"


def summary_text(agenda: Agenda, now: datetime) -> str:
    """How much there is, how much of it has come, and what stays in the list."""
    count = len(agenda.entries)
    parts = [ntr("{count} case for today", "{count} cases for today", count)]
    come = sum(entry.time_has_come(now) for entry in agenda.entries)
    if come:
        parts.append(ntr("! {count} whose time has come", "! {count} whose time has come", come))
    return " · ".join([*parts, *_in_the_list(agenda)])


def _in_the_list(agenda: Agenda) -> list[str]:
    parts = []
    if agenda.calls:
        parts.append(ntr("{count} call in the list", "{count} calls in the list", agenda.calls))
    if agenda.doors:
        parts.append(
            ntr("{count} first visit in the list", "{count} first visits in the list", agenda.doors)
        )
    return parts


def empty_text(agenda: Agenda) -> str:
    """That there is nothing, and what to do then."""
    nothing = tr(
        "Nothing is agreed or left over for today:\n"
        "no call backs, promises, sessions or visits, and nothing that came back."
    )
    rest = " · ".join(_in_the_list(agenda))
    back = tr("Esc: back to the list.")
    return "\n\n".join([nothing, f"{rest}\n{back}" if rest else back])


def reminder_text(due: Sequence[Entry], key: str) -> str:
    """Appointments whose time has come, for a title bar; empty when there are none.

    :param due: the most urgent first
    :param key: what goes to the next one
    """
    if not due:
        return ""
    first = due[0].row
    time = f"{local(first.due):%H:%M}" if first.due is not None else ""
    facts = {"time": time, "name": first.name, "key": key}
    if all(entry.section is Section.CALL_BACKS for entry in due):
        text = ntr(
            "{count} call back: {time} {name} · {key}",
            "{count} call backs: {time} {name} · {key}",
            len(due),
            **facts,
        )
    else:
        text = ntr(
            "{count} appointment: {time} {name} · {key}",
            "{count} appointments: {time} {name} · {key}",
            len(due),
            **facts,
        )
    return f"◷ {text}"
