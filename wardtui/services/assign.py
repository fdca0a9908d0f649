"""Say who looks after cases, or after a whole area."""

from collections.abc import Iterable

import msgspec

from wardtui.domain.directory import may_assign
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.events import AreaAssigned, CaseAssigned
from wardtui.domain.ids import OfficerId, ResidentId, WardCode
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.services.directory import UnknownOfficer, officers
from wardtui.services.find_resident import find_resident
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, home_ward, record


class RoleNotAllowed(Refused):
    """Who does not lead takes a case or gives one back, and hands out nothing to others."""

    CODE = "role_not_allowed"


class OfficerNotInWard(Refused):
    """The officer does not work in the ward of the case or the area."""

    CODE = "officer_not_in_ward"


class ForeignArea(BadInput):
    """This device's officer does not work in the ward of the area."""

    CODE = "foreign_ward"


class NobodyNamed(BadInput):
    """No resident is named whose case is to be assigned."""

    CODE = "nobody_named"


class AreaNotListed(BadInput):
    """No resident is listed in the area."""

    CODE = "area_not_listed"


class AssignCases(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to look after some cases."""

    residents: tuple[ResidentId, ...]
    to: OfficerId | None
    """Null gives them back to whoever holds their areas."""
    level: int | None = None
    """At which level (1 or higher); null is the one at which each case stands."""


class AssignArea(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to hold an area."""

    area: str
    """As lists write it: ``Tổ N`` or ``Thôn X``."""
    to: OfficerId | None
    """Null when nobody is to hold it any more."""
    level: int = FIRST_LEVEL
    ward: WardCode | None = None
    """Of the area; that of the pairing or of the settings unless given."""


def assign_cases(unit: Unit, wish: AssignCases, tools: Tools) -> Saved:
    """Give cases to an officer, or back; one action.

    :raises NobodyNamed: when there is no resident
    :raises UnknownOfficer: when the directory does not have the officer
    :raises RoleNotAllowed: when this device's officer may not
    :raises OfficerNotInWard: when the officer does not work in the ward of a case
    :raises wardtui.services.find_resident.UnknownResident: when nobody has one of the ids
    """
    cases = {case.id: case for case in (find_resident(unit, one) for one in wish.residents)}
    if not cases:
        raise NobodyNamed
    body = CaseAssigned(to=wish.to, level=wish.level)
    _check(unit, body, wish.to, (case.ward for case in cases.values()))
    me = unit.state.pairing
    levels = [max(wish.level or FIRST_LEVEL, case.level) for case in cases.values()]
    above = any(level > FIRST_LEVEL for level in levels)
    if me is not None and above and not me.role.leads:
        # What was handed up is given out above: taking it would be answering for a level.
        raise RoleNotAllowed
    drafts = [Draft(resident=case.id, ward=case.ward, body=body) for case in cases.values()]
    return record(unit, drafts, tools)


def assign_area(unit: Unit, wish: AssignArea, tools: Tools) -> Saved:
    """Say who holds an area. ``Saved.cases`` are those whose owner that changes.

    :raises UnknownOfficer: when the directory does not have the officer
    :raises RoleNotAllowed: when this device's officer may not
    :raises OfficerNotInWard: when the officer does not work in the ward
    :raises ForeignArea: when this device's officer does not work in the ward
    :raises AreaNotListed: when nobody is listed in the area
    """
    me = unit.state.pairing
    if me is not None and wish.ward is not None and wish.ward not in me.wards:
        raise ForeignArea(ward=wish.ward, wards=me.wards)
    body = AreaAssigned(area=wish.area, level=wish.level, officer=wish.to)
    _check(unit, body, wish.to, [wish.ward])
    if all(count.area != wish.area for count in unit.worklist().areas()):
        raise AreaNotListed(area=wish.area)
    return record(unit, [Draft(resident=None, ward=wish.ward, body=body)], tools)


def _check(
    unit: Unit,
    body: CaseAssigned | AreaAssigned,
    to: OfficerId | None,
    wards: Iterable[WardCode | None],
) -> None:
    """Refuse what the central server would reject: the rules are the same."""
    me = unit.state.pairing
    if me is not None and not may_assign(me.role, me.officer, body):
        raise RoleNotAllowed
    if to is None:
        return
    officer = next((one for one in officers(unit) if one.id == to), None)
    if officer is None:
        raise UnknownOfficer(officer=to)
    for ward in wards:
        where = ward or home_ward(unit)
        if where is not None and where not in officer.wards:
            raise OfficerNotInWard(ward=where)
