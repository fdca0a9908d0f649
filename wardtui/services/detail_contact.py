"""Add details to a contact that was logged: one action takes it back and logs it anew with them."""

from datetime import datetime

import msgspec

from wardtui.domain.errors import Refused
from wardtui.domain.events import ContactLogged, EventRetracted
from wardtui.domain.ids import ActionId
from wardtui.domain.vocabulary import ContactPerson, Reason, SupportNeed
from wardtui.services.in_its_place import counts, move_on
from wardtui.services.log_contact import check_contact
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record


class NothingToDetail(Refused):
    """The contact does not count any more: it was taken back or not taken by the server."""

    CODE = "nothing_to_detail"


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """What can be added to a contact."""

    with_whom: ContactPerson | None = None
    reasons: tuple[Reason, ...] = ()
    support_needs: tuple[SupportNeed, ...] = ()
    promised_for: datetime | None = None
    call_back_at: datetime | None = None
    note: str | None = None


def details_of(contact: ContactLogged) -> Details:
    """What a contact says already."""
    return msgspec.convert(contact, Details, from_attributes=True)


def detail_contact(unit: Unit, action: ActionId, details: Details, tools: Tools) -> Saved:
    """Log the contacts of an action anew, with these details in place of what they had.

    :param action: the action by which one contact, or that of a whole household, was logged
    :raises NothingToDetail: when none of its contacts counts
    :raises wardtui.domain.errors.BadInput: as ``log_contact`` does
    """
    drafts: list[Draft] = []
    for stored in unit.events.of_action(action):
        body = stored.event.body
        if not isinstance(body, ContactLogged) or not counts(unit, stored.event.id):
            continue
        contact = msgspec.structs.replace(body, **msgspec.structs.asdict(details))
        at = stored.event.occurred_at
        check_contact(contact, at)
        ward = stored.ward or stored.event.ward
        resident = stored.event.resident
        if resident is None:
            continue
        retraction = EventRetracted(event=stored.event.id)
        drafts.append(Draft(resident=resident, ward=ward, body=retraction))
        drafts.append(Draft(resident=resident, ward=ward, body=contact, occurred_at=at))
    if not drafts:
        raise NothingToDetail
    saved = record(unit, drafts, tools)
    if unit.rejected.count():
        before = (one.body.event for one in saved.events if isinstance(one.body, EventRetracted))
        after = (one.id for one in saved.events if isinstance(one.body, ContactLogged))
        about = dict.fromkeys(draft.resident for draft in drafts if draft.resident is not None)
        move_on(unit, about, dict(zip(before, after, strict=True)), tools.clock.now())
    return saved
