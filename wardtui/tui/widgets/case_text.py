"""A case as text: its record, its next action, its history and why it stands so."""

from datetime import datetime

from textual.content import Content

from wardtui.domain.case import Case
from wardtui.domain.ids import short_id
from wardtui.domain.moments import local_day
from wardtui.domain.personal_number import mask_personal_number
from wardtui.domain.phones import for_people
from wardtui.domain.resident import Phone, Resident
from wardtui.domain.retraction import live
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.i18n.history import event_text
from wardtui.i18n.labels import label
from wardtui.services.ports import entries
from wardtui.tui.session import CaseDetail

_NAME_WIDTH = 11


def detail_content(detail: CaseDetail, now: datetime) -> Content:
    """All about a case, the most useful first."""
    case = detail.case
    lines = [*_next(case, now), Content(""), *_record(case, now), *_household(detail)]
    lines += [Content(""), Content.styled(tr("History"), "bold"), *_history(detail)]
    return Content("\n").join(lines)


def _row(name: str, value: str | None) -> list[Content]:
    if not value:
        return []
    return [Content.assemble((name.ljust(_NAME_WIDTH), "dim"), value)]


def _next(case: Case, now: datetime) -> list[Content]:
    why = {one.what: one.rule for one in case.why}
    action = case.next_action
    if action is None:
        return [
            Content.assemble((label(case.status), "bold"), f" - {label(why['status'])}"),
        ]
    late = f"  ! {tr('overdue')}" if action.due < now else ""
    return [
        Content.assemble(
            (tr("Next").ljust(_NAME_WIDTH), "dim"),
            (f"{label(action.kind)} · {moment(action.due)}{late}", "bold"),
        ),
        Content.assemble((tr("because").ljust(_NAME_WIDTH), "dim"), label(why["next_action"])),
    ]


def _record(case: Case, now: datetime) -> list[Content]:
    resident = case.resident
    rows = [
        *_row(tr("Needs"), " · ".join(label(need) for need in case.unmet)),
        *_row(tr("Status"), f"{label(case.status)} · {tr('level {level}', level=case.level)}"),
    ]
    for number, phone in enumerate(resident.phones):
        rows += _row(tr("Phone") if not number else "", _phone(phone))
    rows += _row(tr("Address"), _address(resident))
    rows += _row(tr("Born"), _born(resident, now))
    if resident.personal_id:
        rows += _row(tr("Number"), mask_personal_number(resident.personal_id))
    if resident.guardian is not None:
        guardian = resident.guardian
        reach = f" · {for_people(guardian.phone)}" if guardian.phone else ""
        rows += _row(tr("Guardian"), guardian.name + reach)
    rows += _row(tr("Residence"), _residence(resident))
    rows += _row(tr("Tried"), _tried(case))
    rows += _row(tr("Support"), " · ".join(label(need) for need in case.support_needs))
    rows += _row(tr("To correct"), " · ".join(label(flag) for flag in case.flags))
    rows += _row(tr("Note"), resident.note)
    return rows


def _phone(phone: Phone) -> str:
    return for_people(phone.number) + (f" ({phone.answers})" if phone.answers else "")


def _address(resident: Resident) -> str:
    place = ", ".join(part for part in (resident.address, resident.area) if part)
    if resident.lives_at:
        place += f" · {tr('now at: {place}', place=resident.lives_at)}"
    return place


def _born(resident: Resident, now: datetime) -> str | None:
    if not resident.birth_date:
        return None
    written = "/".join(reversed(resident.birth_date.split("-")))
    age = resident.age_on(local_day(now))
    sex = f" · {label(resident.sex)}" if resident.sex else ""
    return f"{written} ({tr('{age} years', age=age)}){sex}"


def _residence(resident: Resident) -> str | None:
    match (resident.registered_here, resident.lives_here):
        case (True, True):
            return tr("registered and living here (KT1)")
        case (True, False):
            return tr("registered here, living elsewhere (KT2)")
        case (False, True):
            return tr("living here, registered elsewhere")
        case _:
            return None


def _tried(case: Case) -> str:
    tries = case.attempts
    if not tries.total:
        return tr("not yet")
    parts = [
        tr("{calls} calls", calls=tries.call),
        tr("{visits} visits", visits=tries.visit),
    ]
    slots = ", ".join(label(slot) for slot in case.slots)
    return " · ".join(parts) + f" ({slots})"


def _household(detail: CaseDetail) -> list[Content]:
    if not detail.household:
        return []
    names = ", ".join(f"{other.resident.name} ({short_id(other.id)})" for other in detail.household)
    return _row(tr("Same door"), names)


def _history(detail: CaseDetail) -> list[Content]:
    counting = {entry.event.id for entry in live(entries(detail.history))}
    lines = []
    for stored in sorted(detail.history, key=lambda one: one.event.effective_at, reverse=True):
        event = stored.event
        when = f"{moment(event.effective_at)}  "
        waiting = "" if stored.seq is not None else " ↑"
        if event.id in counting:
            lines.append(Content.assemble((when, "dim"), event_text(event), waiting))
        else:
            gone = f"{event_text(event)} [{tr('taken back')}]"
            lines.append(Content.assemble((when + gone + waiting, "dim")))
    for rejected in detail.rejected:
        event = rejected.event
        lines.append(
            Content(
                f"{moment(event.effective_at)}  ‼ {event_text(event)} "
                f"[{tr('not taken')}: {rejected.code}]"
            )
        )
    return lines
