"""Record that somebody lacks something that no list names: they have become eligible."""

from datetime import datetime

import msgspec

from wardtui.domain.errors import Refused
from wardtui.domain.events import NeedArose
from wardtui.domain.ids import ResidentId, short_id
from wardtui.domain.moments import local_day
from wardtui.domain.session_codes import EligibilityCause
from wardtui.domain.vocabulary import Need
from wardtui.services.close_case import AlreadyClosed
from wardtui.services.find_resident import find_resident
from wardtui.services.hand_over import HandedOff
from wardtui.services.log_contact import check_past
from wardtui.services.moving import as_of, server_time
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record


class NeedListed(Refused):
    """The resident is listed with the need, and it is still to be met."""

    CODE = "need_listed"


class RecordNeed(msgspec.Struct, frozen=True, kw_only=True):
    """What to record."""

    resident: ResidentId
    need: Need
    at: datetime | None = None
    """Since when they are eligible; now unless said."""


def record_need(unit: Unit, command: RecordNeed, tools: Tools) -> Saved:
    """Record that somebody has become eligible; why, nobody has to know.

    A need that was met is to be met again: a lost card, say.

    :raises UnknownResident: when nobody has this id
    :raises AlreadyClosed: when their case is closed; it has to be opened again first
    :raises HandedOff: when another ward has taken them on
    :raises NeedListed: when the need is still to be met anyway
    """
    check_past(command.at, tools)
    found = find_resident(unit, command.resident)
    now = as_of(unit, found.id, server_time(unit, tools))
    case = now.case if now is not None else found
    if case.closed is not None:
        raise AlreadyClosed(reason=case.closed)
    if case.handoff is not None and case.handoff.is_accepted:
        raise HandedOff(short=short_id(case.id), ward=case.handoff.to_ward)
    if command.need in case.unmet:
        raise NeedListed(need=command.need, needs=case.unmet)
    due = local_day(command.at or tools.clock.now())
    body = NeedArose(need=command.need, cause=EligibilityCause.NEWLY_ELIGIBLE, due=due)
    draft = Draft(resident=case.id, ward=case.ward, body=body, occurred_at=command.at)
    return record(unit, [draft], tools)
