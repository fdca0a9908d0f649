"""Everybody behind one door, in words."""

from datetime import datetime

from wardtui.domain.case import Case
from wardtui.domain.household import Household, needs_guardian
from wardtui.domain.moments import local_day
from wardtui.domain.phone_forms import mask_phone
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label, outcome_label
from wardtui.wording.phones import phone_text


def door_text(door: Household) -> str:
    """Where it is."""
    return " · ".join(part for part in (door.address, door.area) if part)


def count_text(door: Household) -> str:
    """How many are still to be reached there, and how many are done."""
    parts = [ntr("{count} still to be reached", "{count} still to be reached", len(door.due))]
    if door.done:
        parts.append(ntr("{count} done", "{count} done", len(door.done)))
    return " · ".join(parts)


def age_text(case: Case, now: datetime) -> str:
    """How old somebody is, as far as it is known."""
    age = case.resident.age_on(local_day(now))
    return "" if age is None else tr("{age} years", age=age)


def lacks_text(case: Case) -> str:
    """What somebody still lacks; how the case stands when nothing."""
    return " · ".join(label(need) for need in case.unmet) or label(case.status)


def further_lines(case: Case, now: datetime, *, reveal: bool = True) -> list[str]:
    """What is next, what was last, and who acts for a child.

    :param reveal: with the guardian's whole number
    """
    lines = [_next_text(case, now), _last_text(case, now), _guardian_text(case, now, reveal=reveal)]
    return [line for line in lines if line]


def _next_text(case: Case, now: datetime) -> str:
    action = case.next_action
    if action is None:
        return ""
    overdue = f"  ! {tr('overdue')}" if action.due < now else ""
    return f"→ {label(action.kind)} · {moment(action.due, now)}{overdue}"


def _last_text(case: Case, now: datetime) -> str:
    last = case.last_contact
    if last is None:
        return tr("Nobody has tried yet") if case.next_action is not None else ""
    what = f"{label(last.channel)}: {outcome_label(last.channel, last.outcome)}"
    return f"{what} · {moment(last.at, now)}"


def _guardian_text(case: Case, now: datetime, *, reveal: bool) -> str:
    guardian = case.resident.guardian
    if guardian is None:
        is_child = needs_guardian(case, local_day(now)) and case.next_action is not None
        return tr("Guardian: not known, ask at the door") if is_child else ""
    phone = guardian.phone or ""
    shown = phone_text(phone if reveal else mask_phone(phone)) if phone else ""
    who = " · ".join(part for part in (guardian.name, shown) if part)
    return tr("Guardian: {who}", who=who)
