"""Retention on the server: who has been done, or closed, for longer than anything is kept."""

from datetime import datetime

from sqlalchemy import Connection

from wardtui.central.figures import KnownPerson, people_of
from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import local
from wardtui.domain.vocabulary import Status


def over(connection: Connection, ward: str, limit: datetime) -> list[ResidentId]:
    """Whose needs were all met, or whose case was closed, at or before a moment."""
    found = ((person.id, _ended(person)) for person in people_of(connection, ward))
    return [resident for resident, ended in found if ended is not None and ended <= limit]


def _ended(person: KnownPerson) -> datetime | None:
    """Since when nothing is to be done; none while something is.

    Of whom another ward has taken on, the history stays: news of them still go there.
    """
    case = person.case()
    if case is not None and case.status is Status.ENROLLED:
        return case.done_at
    if case is not None and case.status is Status.CLOSED:
        return _closed_at(case, person)
    return None


def _closed_at(case: Case, person: KnownPerson) -> datetime:
    because = {event for why in case.why if why.what == "status" for event in why.events}
    moments = [one.event.effective_at for one in person.log if one.event.id in because]
    return local(max(moments, default=case.changed_at))
