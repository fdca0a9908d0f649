"""Say who is on duty, and look at the roster."""

from datetime import date

import msgspec

from wardtui.domain.duties import MOST_DAYS, POSTS, Duties, assigned
from wardtui.domain.duties import roster as roster_of
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.events import EventRetracted
from wardtui.domain.ids import OfficerId
from wardtui.domain.session_codes import Duty, Shift
from wardtui.domain.session_events import DutyAssigned
from wardtui.services.assign import OfficerNotInWard
from wardtui.services.directory import UnknownOfficer, officers
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, home_ward, record
from wardtui.services.records import Pairing, entries

_TOLD_BY = (DutyAssigned.TYPE, EventRetracted.TYPE)
WEEK = 7


class NoDirectory(Refused):
    """The device is not paired, so nobody is known who could be on duty."""

    CODE = "no_directory"


class OnlyLeadersAssignDuties(Refused):
    """A leader says who is on duty."""

    CODE = "leaders_assign_duties"


class NoSuchPost(BadInput):
    """That duty does not exist in that shift."""

    CODE = "no_such_post"


class BadRosterLength(BadInput):
    """So many days no roster has."""

    CODE = "bad_roster_length"


class AssignDuty(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to be on duty at a post; they take the place of whoever was."""

    day: date
    shift: Shift
    duty: Duty
    officers: tuple[OfficerId, ...]
    """Empty when nobody is to be any more."""


def need_directory(unit: Unit) -> Pairing:
    """As whom this device is paired; from the server it knows who the officers are.

    :raises NoDirectory: when it is not paired
    """
    if unit.state.pairing is None:
        raise NoDirectory
    return unit.state.pairing


def assign_duty(unit: Unit, wish: AssignDuty, tools: Tools) -> Saved:
    """Say who is on duty; about no resident, so ``Saved.cases`` is empty.

    :raises NoDirectory: when the device is not paired
    :raises OnlyLeadersAssignDuties: when somebody else asks
    :raises NoSuchPost: when there is no such duty in the shift
    :raises wardtui.services.directory.UnknownOfficer: when the directory does not have one of them
    :raises wardtui.services.assign.OfficerNotInWard: when one does not work in the ward
    """
    me = need_directory(unit)
    if not me.role.leads:
        raise OnlyLeadersAssignDuties
    if (wish.shift, wish.duty) not in POSTS:
        raise NoSuchPost(shift=wish.shift, duty=wish.duty)
    ward = home_ward(unit)
    known = {one.id: one for one in officers(unit)}
    for officer in wish.officers:
        if officer not in known:
            raise UnknownOfficer(officer=officer)
        if ward not in known[officer].wards:
            raise OfficerNotInWard(ward=ward)
    body = DutyAssigned(
        day=wish.day,
        shift=wish.shift,
        duty=wish.duty,
        officers=tuple(dict.fromkeys(wish.officers)),
    )
    return record(unit, [Draft(resident=None, ward=ward, body=body)], tools)


def roster(unit: Unit, day: date, days: int = WEEK) -> tuple[Duties, ...]:
    """Every post of some days in this device's ward, day by day, with who has it.

    :raises BadRosterLength: when it is no number of days for a roster
    """
    if not 1 <= days <= MOST_DAYS:
        raise BadRosterLength(days=days, most=MOST_DAYS)
    pairing = unit.state.pairing
    ward = home_ward(unit) if pairing is not None else None
    said = assigned(entries(unit.events.about_nobody(*_TOLD_BY)), ward)
    return roster_of(said, day, days)
