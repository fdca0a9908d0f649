"""Close a case in which nothing is to be done any more, or open it again."""

from wardtui.domain.errors import Refused
from wardtui.domain.events import ResidentClosed, ResidentReopened
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import CloseReason
from wardtui.services.find_resident import find_resident
from wardtui.services.not_needed import bookings_given_back
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record


class AlreadyClosed(Refused):
    """The case is closed."""

    CODE = "already_closed"


class NotClosed(Refused):
    """The case is not closed."""

    CODE = "not_closed"


def close_case(
    unit: Unit, resident: ResidentId, reason: CloseReason, tools: Tools, why: str | None = None
) -> Saved:
    """Close a case.

    :raises UnknownResident: when nobody has this id
    :raises AlreadyClosed: when it is closed
    """
    case = find_resident(unit, resident)
    if case.closed is not None:
        raise AlreadyClosed(reason=case.closed)
    body = ResidentClosed(reason=reason, why=why)
    drafts = [Draft(resident=case.id, ward=case.ward, body=body), *bookings_given_back(case)]
    return record(unit, drafts, tools)


def reopen_case(unit: Unit, resident: ResidentId, tools: Tools, why: str | None = None) -> Saved:
    """Open a closed case again.

    :raises UnknownResident: when nobody has this id
    :raises NotClosed: when it is not closed
    """
    case = find_resident(unit, resident)
    if case.closed is None:
        raise NotClosed
    body = ResidentReopened(why=why)
    return record(unit, [Draft(resident=case.id, ward=case.ward, body=body)], tools)
