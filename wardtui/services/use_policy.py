"""Put a policy into force, and say which ones are."""

from datetime import date

import msgspec

from wardtui.domain.errors import BadInput
from wardtui.domain.escalation_events import PolicyPublished
from wardtui.domain.events import EventRetracted
from wardtui.domain.ids import EventId, OfficerId, ResidentId, WardCode
from wardtui.domain.moments import local_day
from wardtui.domain.policy import InForce, Policy
from wardtui.domain.retraction import live
from wardtui.services.arrangement import present_arrangement
from wardtui.services.assign import ForeignArea, RoleNotAllowed
from wardtui.services.directory import officers
from wardtui.services.moving import record_due_moves
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import StoredEvent, entries


class DeadlineOver(BadInput):
    """The last day of the campaign lies behind."""

    CODE = "deadline_over"


class WardPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The policy of a ward."""

    ward: WardCode | None
    """Null before the device was paired."""
    force: InForce
    by: OfficerId | None = None
    """Who published it; null for the policy that comes with wardtui, for the server, and before
    the device was paired."""
    by_name: str | None = None
    event: EventId | None = None
    """Its publication; null where none was published."""


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """What publishing a policy did."""

    ward: WardCode | None
    force: InForce
    saved: Saved | None
    """Null when the same content was in force: nothing was written."""

    @property
    def moved(self) -> tuple[ResidentId, ...]:
        """Whom it moved at once."""
        if self.saved is None:
            return ()
        by_rule = (*self.saved.moved, *(case.id for case in self.saved.beside))
        by_hand = (one.resident for one in self.saved.events if one.resident is not None)
        return tuple(dict.fromkeys((*by_rule, *by_hand)))


def with_deadline(policy: Policy, deadline: date | None) -> Policy:
    """The policy with another last day of the campaign; as it is where none is given."""
    return policy if deadline is None else msgspec.structs.replace(policy, deadline=deadline)


def policies_in_force(unit: Unit) -> list[WardPolicy]:
    """The policies of the wards that this device works in or has read of; its own ward first."""
    arrangement = present_arrangement(unit)
    published = _publications(unit)
    names = {one.id: one.name for one in officers(unit)}
    me = unit.state.pairing
    mine = list(me.wards) if me is not None else []
    found = []
    for ward in dict.fromkeys((*mine, *sorted(filter(None, arrangement.policies))) or (None,)):
        force = arrangement.force(ward)
        told = published.get(ward) or published.get(None)
        by = (told.actor or told.event.actor) if told is not None else None
        found.append(
            WardPolicy(
                ward=ward,
                force=force,
                by=by,
                by_name=names.get(by) if by is not None else None,
                event=told.event.id if told is not None else None,
            )
        )
    return found


def policy_here(unit: Unit) -> InForce:
    """The policy of this device's own ward."""
    return policies_in_force(unit)[0].force


def use_policy(unit: Unit, policy: Policy, ward: WardCode | None, tools: Tools) -> Used:
    """Publish the policy of a ward; it counts from now on. The same content again writes nothing.

    What time has decided before under the policy so far is recorded first: it holds.

    :param ward: the first one of this device unless given
    :raises RoleNotAllowed: when this device's officer does not lead
    :raises ForeignArea: when this device's officer does not work in the ward
    :raises DeadlineOver: when the policy's deadline lies behind
    """
    me = unit.state.pairing
    if me is not None and not me.role.leads:
        raise RoleNotAllowed
    if me is not None and ward is not None and ward not in me.wards:
        raise ForeignArea(ward=ward, wards=me.wards)
    now = tools.clock.now()
    if policy.deadline is not None and policy.deadline < local_day(now):
        raise DeadlineOver(day=f"{policy.deadline:%d/%m/%Y}")
    where = None if me is None else ward or next(iter(me.wards), None)
    force = present_arrangement(unit).force(where)
    if force.version == policy.version:
        return Used(ward=where, force=force, saved=None)
    record_due_moves(unit, tools, unit.cases.count())
    drafts = [Draft(resident=None, ward=where, body=PolicyPublished(policy=policy))]
    saved = record(unit, drafts, tools)
    further = [case.id for case in record_due_moves(unit, tools, unit.cases.count())]
    saved = msgspec.structs.replace(saved, moved=tuple(dict.fromkeys((*saved.moved, *further))))
    return Used(ward=where, force=present_arrangement(unit).force(where), saved=saved)


def _publications(unit: Unit) -> dict[WardCode | None, StoredEvent]:
    """By ward the publication that put the present policy into force."""
    events = unit.events.about_nobody(PolicyPublished.TYPE, EventRetracted.TYPE)
    by_id = {one.event.id: one for one in events}
    found: dict[WardCode | None, StoredEvent] = {}
    for entry in live(entries(events)):
        body = entry.event.body
        if not isinstance(body, PolicyPublished):
            continue
        before = found.get(entry.ward)
        if before is None or _version(before) != body.policy.version:
            found[entry.ward] = by_id[entry.event.id]
    return found


def _version(published: StoredEvent) -> str | None:
    body = published.event.body
    return body.policy.version if isinstance(body, PolicyPublished) else None
