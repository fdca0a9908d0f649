"""Who works in the wards, who holds which area at which level, and whose a case therefore is."""

from collections.abc import Mapping, Sequence

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.events import (
    AreaAssigned,
    Body,
    CaseAssigned,
    Entry,
    OfficerPublished,
    Unread,
)
from wardtui.domain.ids import OfficerId, WardCode
from wardtui.domain.retraction import live
from wardtui.domain.vocabulary import Role

Place = tuple[WardCode | None, str, int]
"""A ward (null before the device was paired), one of its areas, and a level."""

Holders = Mapping[Place, OfficerId]
"""Who holds what; a place that nobody holds is not in it."""


class Officer(msgspec.Struct, frozen=True):
    """An officer as the devices of a ward know them."""

    id: OfficerId
    name: str
    role: Role
    wards: tuple[WardCode, ...]
    holds: tuple[Place, ...] = ()
    """In the order of ward, area and level."""


def holders(entries: Sequence[Entry]) -> dict[Place, OfficerId]:
    """Who holds what. The last word on a place counts, and a retracted one never was.

    :param entries: the events about no resident, in order (``Entry.order``)
    """
    found: dict[Place, OfficerId] = {}
    for entry in live(entries):
        body = entry.event.body
        if not isinstance(body, AreaAssigned):
            continue
        place = (entry.ward, body.area, body.level)
        if body.officer is None:
            found.pop(place, None)
        else:
            found[place] = body.officer
    return found


def published(entries: Sequence[Entry]) -> dict[OfficerId, OfficerPublished]:
    """The last word of the server on each officer.

    :param entries: the events about no resident, in order
    """
    bodies = (entry.event.body for entry in entries)
    return {body.officer: body for body in bodies if isinstance(body, OfficerPublished)}


def level_owner(level: int) -> str:
    """The owner of what nobody at a level has taken yet."""
    return f"level:{level}"


def with_owner(case: Case, held: Holders) -> Case:
    """The case under its owner: whom it was given to, else who holds its area, else the level."""
    action = case.next_action
    if action is None:
        return case
    holder = held.get((case.ward, case.resident.area or "", case.level))
    owner = case.assigned or holder or level_owner(case.level)
    if owner == action.owner:
        return case
    return msgspec.structs.replace(case, next_action=msgspec.structs.replace(action, owner=owner))


def given_to(body: Body | Unread) -> OfficerId | None:
    """To whom an assignment gives something; none when it gives back, or is none."""
    match body:
        case CaseAssigned(to=officer) | AreaAssigned(officer=officer):
            return officer
        case _:
            return None


def may_assign(role: Role, me: OfficerId, body: Body | Unread) -> bool:
    """Whether somebody may make an assignment: leaders any, others take a case or give it back.

    An assignment that only a newer version can read is judged as one to somebody else.
    """
    return role.leads or (isinstance(body, CaseAssigned) and body.to in (None, me))


def may_answer(role: Role, me: OfficerId, owner: str) -> bool:
    """Whether somebody may answer for the level at which a case stands: leaders, and its owner."""
    return role.leads or owner == me
