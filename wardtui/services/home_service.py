"""Service at people's place: see who needs it, and decide on it."""

from datetime import datetime

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.errors import Refused
from wardtui.domain.home_service import AT_THEIR_PLACE, HomeStage
from wardtui.domain.ids import ResidentId, short_id
from wardtui.domain.session_codes import CancelReason
from wardtui.domain.session_events import BookingCancelled, HomeServiceDecided
from wardtui.domain.worklist import walk_key, worklist_row
from wardtui.services.find_resident import find_resident
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.texts import check_text


class NoHomeService(Refused):
    """Nobody has proposed that the team goes to them."""

    CODE = "no_home_service"


class OnlyLeadersDecide(Refused):
    """A leader decides to whom the team goes."""

    CODE = "leaders_decide_home"


class Proposed(msgspec.Struct, frozen=True):
    """Somebody to whom the team is to go."""

    case: Case
    stage: HomeStage
    at: datetime | None = None
    """When the team comes, once they are on a route."""
    until: datetime | None = None


def home_list(unit: Unit, stage: HomeStage | None = None) -> list[Proposed]:
    """Everybody with an open case to whom the team is to go, by area and door.

    :param stage: only these; all that are not done unless given
    """
    from wardtui.domain.worklist_filter import Filter

    worklist = unit.worklist()
    is_open = stage is not HomeStage.DONE
    wanted = Filter(open_only=is_open, support_needs=tuple(AT_THEIR_PLACE))
    asked = (unit.cases.get(worklist.row(position).id) for position in worklist.select(wanted))
    # A leader may book somebody onto a route of whom nobody said that they need it.
    routes = (one for one in unit.sessions.all() if one.kind.comes_to_people and one.takes_place)
    booked = (case for one in routes for case in unit.cases.of_session(one.id))
    cases = {case.id: case for case in (*asked, *booked) if case is not None}
    found = [
        _proposed(case, case.home_service)
        for case in cases.values()
        if case.home_service is not None
        and stage in (None, case.home_service)
        and (case.status.needs_action or not is_open)
    ]
    return sorted(found, key=lambda one: walk_key(worklist_row(one.case)))


def _proposed(case: Case, stage: HomeStage) -> Proposed:
    there = (one for one in case.bookings if one.stands and one.kind and one.kind.comes_to_people)
    visit = min(there, key=lambda one: one.at, default=None)
    return Proposed(case, stage) if visit is None else Proposed(case, stage, visit.at, visit.until)


def decide_home_service(
    unit: Unit, residents: list[ResidentId], approved: bool, why: str | None, tools: Tools
) -> Saved:
    """Approve or decline that the team goes to some residents; declined, they leave their routes.

    :raises OnlyLeadersDecide: when somebody else asks
    :raises NoHomeService: when nobody proposed it for one of them
    """
    pairing = unit.state.pairing
    if pairing is not None and not pairing.role.leads:
        raise OnlyLeadersDecide
    reason = check_text(why)
    cases = [find_resident(unit, one) for one in dict.fromkeys(residents)]
    for case in cases:
        if case.home_service in (None, HomeStage.DONE):
            raise NoHomeService(short=short_id(case.id))
    body = HomeServiceDecided(approved=approved, why=reason)
    drafts = [Draft(resident=one.id, ward=one.ward, body=body) for one in cases]
    if not approved:
        drafts += [draft for case in cases for draft in _off_their_routes(case)]
    return record(unit, drafts, tools)


def _off_their_routes(case: Case) -> list[Draft]:
    """Nobody is left expecting a team that does not come."""
    return [
        Draft(
            resident=one.resident,
            ward=case.ward,
            body=BookingCancelled(booking=one.id, reason=CancelReason.OTHER),
        )
        for one in case.bookings
        if one.is_live and one.kind is not None and one.kind.comes_to_people
    ]
