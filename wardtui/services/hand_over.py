"""Hand people who live elsewhere over to their ward, and answer what other wards offer."""

import re
from collections.abc import Iterable

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.events import EventRetracted, ResidentListed
from wardtui.domain.handoff_events import HandoffAccepted, HandoffDeclined, HandoffOffered
from wardtui.domain.handoff_news import without_cells
from wardtui.domain.handoffs import Handoff, handoffs, resident_there
from wardtui.domain.ids import ResidentId, WardCode, is_uuid, short_id
from wardtui.domain.quality import shown_by
from wardtui.domain.resident import Resident
from wardtui.domain.same_person import counting
from wardtui.domain.vocabulary import Flag, Status
from wardtui.services.find_resident import SHORTEST, AmbiguousResident, IdTooShort, find_resident
from wardtui.services.person import person_of
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import Pairing, StoredEvent, entries
from wardtui.services.texts import check_text
from wardtui.wire import CODE_PATTERN

_SHOWN = 64


class NoOtherWard(Refused):
    """The vault is not paired: there is no other ward."""

    CODE = "handoff_not_paired"


class BadWardCode(BadInput):
    """That is no code of a ward."""

    CODE = "bad_ward_code"


class OwnWard(Refused):
    """Nobody is handed over to the ward that has them."""

    CODE = "handoff_own_ward"


class AddressMissing(BadInput):
    """The other ward has to know where they live."""

    CODE = "handoff_address_missing"


class NothingToHandOver(Refused):
    """The case is closed, or everything is done."""

    CODE = "handoff_not_open"


class HandedOff(Refused):
    """Another ward has taken them on."""

    CODE = "already_handed_off"


class AlreadyOffered(Refused):
    """Another ward was asked and has not answered."""

    CODE = "already_offered"


class NotOffered(Refused):
    """No offer waits that could be withdrawn."""

    CODE = "handoff_not_offered"


class NotYourOffer(Refused):
    """Somebody else has made the offer."""

    CODE = "not_your_offer"


class NoSuchOffer(Refused):
    """No other ward offers them here, as far as this device knows."""

    CODE = "no_such_offer"


class AlreadyAnswered(Refused):
    """Somebody of this ward has answered the offer."""

    CODE = "already_answered"


class OfferHandoff(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to offer to which ward."""

    resident: ResidentId
    to_ward: WardCode
    address: str
    """Where they live there."""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What another ward offers."""

    handoff: Handoff
    body: HandoffOffered


def offer_handoff(unit: Unit, command: OfferHandoff, tools: Tools) -> Saved:
    """Offer somebody to the ward where they live. Until it has taken them on, they stay here.

    :raises UnknownResident: when nobody has this id
    :raises NoOtherWard: when this device is not paired
    :raises BadWardCode: when the ward's code is none
    :raises OwnWard: when it is the ward that has them
    :raises AddressMissing: when no address is given
    :raises HandedOff: when another ward has taken them on
    :raises AlreadyOffered: when another ward was asked and has not answered
    :raises NothingToHandOver: when the case is closed or everything is done
    :raises wardtui.services.texts.TextTooLong: when the address does not fit
    :raises wardtui.services.texts.UnsuitableText: when it speaks about the person
    """
    me = _pairing(unit)
    case = find_resident(unit, command.resident)
    ward = _ward_of(case, me)
    if re.fullmatch(CODE_PATTERN, command.to_ward) is None:
        raise BadWardCode(ward=command.to_ward[:_SHOWN])
    if command.to_ward == ward:
        raise OwnWard(ward=command.to_ward)
    address = check_text(command.address)
    if address is None:
        raise AddressMissing
    _check_open(case)
    resident = case.resident
    body = HandoffOffered(
        name=resident.name,
        birth_year=resident.birth_year,
        phones=without_cells(resident.phones),
        address=address,
        needs=case.unmet,
        support_needs=case.support_needs,
        guardian=resident.guardian,
    )
    draft = Draft(resident=case.id, ward=ward, to_ward=command.to_ward, body=body)
    return record(unit, [draft], tools)


def withdraw_offer(unit: Unit, resident: ResidentId, tools: Tools) -> Saved:
    """Take back an offer that the other ward has not answered.

    :raises UnknownResident: when nobody has this id
    :raises HandedOff: when the other ward has taken them on
    :raises NotOffered: when no offer waits
    :raises NotYourOffer: when a colleague made it and this device's officer does not lead
    """
    me = _pairing(unit)
    case = find_resident(unit, resident)
    handoff = case.handoff
    if handoff is not None and handoff.is_accepted:
        raise HandedOff(short=short_id(case.id), ward=handoff.to_ward)
    if handoff is None or not handoff.is_open:
        raise NotOffered(short=short_id(case.id))
    made = unit.events.get(handoff.offer)
    by = None if made is None else made.actor or made.event.actor
    if by not in (None, me.officer) and not me.role.leads:
        raise NotYourOffer(short=short_id(case.id))
    draft = Draft(
        resident=handoff.of,
        ward=handoff.from_ward,
        to_ward=handoff.to_ward,
        body=EventRetracted(event=handoff.offer),
    )
    return record(unit, [draft], tools)


def accept_handoff(unit: Unit, resident: str, tools: Tools) -> Saved:
    """Take somebody on whom another ward offers: they have a case here from now on.

    :param resident: their id in the other ward, or the end of it
    :raises NoSuchOffer: when no other ward offers them here
    :raises AlreadyAnswered: when somebody of this ward has answered
    """
    offer = find_offer(unit, resident)
    handoff, here = offer.handoff, resident_there(offer.handoff.offer)
    accepted = HandoffAccepted(offer=handoff.offer, resident=here)
    drafts = [
        Draft(
            resident=handoff.of,
            ward=handoff.to_ward,
            to_ward=handoff.from_ward,
            body=accepted,
        ),
        Draft(
            resident=here,
            ward=handoff.to_ward,
            body=ResidentListed(resident=record_of(offer.body)),
        ),
    ]
    return record(unit, drafts, tools)


def decline_handoff(unit: Unit, resident: str, tools: Tools, why: str | None = None) -> Saved:
    """Leave somebody with the ward that offers them.

    :param resident: their id in the other ward, or the end of it
    :param why: for that ward
    :raises NoSuchOffer: when no other ward offers them here
    :raises AlreadyAnswered: when somebody of this ward has answered
    :raises wardtui.services.texts.TextTooLong: when the reason does not fit
    :raises wardtui.services.texts.UnsuitableText: when it speaks about the person
    """
    handoff = find_offer(unit, resident).handoff
    draft = Draft(
        resident=handoff.of,
        ward=handoff.to_ward,
        to_ward=handoff.from_ward,
        body=HandoffDeclined(offer=handoff.offer, why=check_text(why)),
    )
    return record(unit, [draft], tools)


def offers_here(unit: Unit) -> list[Offer]:
    """What other wards offer to those of this device and nobody has answered, the oldest first."""
    open_ones = (one for one in _addressed_here(unit) if one.handoff.is_open)
    return sorted(open_ones, key=lambda one: (one.handoff.offered_at, one.handoff.offer))


def find_offer(unit: Unit, text: str) -> Offer:
    """The offer of a resident with an id, or with an id that ends so, that waits for an answer.

    :raises IdTooShort: when too little of the id is given
    :raises NoOtherWard: when this device is not paired
    :raises NoSuchOffer: when no other ward offers them here
    :raises AlreadyAnswered: when somebody of this ward has answered
    :raises AmbiguousResident: when several ids end so
    """
    _pairing(unit)
    wanted = text.strip().lower()
    if not is_uuid(wanted) and len(wanted) < SHORTEST:
        raise IdTooShort(resident=wanted[:_SHOWN], minimum=SHORTEST)
    found = [one for one in _addressed_here(unit) if one.handoff.of.endswith(wanted)]
    waiting = [one for one in found if one.handoff.is_open]
    if len({one.handoff.of for one in waiting or found}) > 1:
        raise AmbiguousResident(resident=wanted, count=len(waiting or found))
    if waiting:
        return waiting[-1]
    if found:
        raise AlreadyAnswered(short=short_id(found[-1].handoff.of), at=found[-1].handoff.since)
    raise NoSuchOffer(resident=wanted[-SHORTEST:])


def _addressed_here(unit: Unit) -> Iterable[Offer]:
    """All offers to this device's wards that were not taken back."""
    me = unit.state.pairing
    if me is None:
        return
    told: dict[ResidentId, list[StoredEvent]] = {}
    for one in unit.events.offers():
        if one.event.to_ward in me.wards and one.event.resident is not None:
            told.setdefault(one.event.resident, []).append(one)
    for resident, made in told.items():
        history = person_of(unit, resident).events
        counted = handoffs(counting(entries(history)))
        for one in made:
            handoff = counted.get(one.event.id)
            if handoff is not None and isinstance(one.event.body, HandoffOffered):
                yield Offer(handoff=handoff, body=one.event.body)


def record_of(offered: HandoffOffered) -> Resident:
    """The record of somebody who was taken on: what was offered, with the flags of its gaps."""
    resident = Resident(
        name=offered.name,
        birth_date=None if offered.birth_year is None else f"{offered.birth_year:04}",
        phones=offered.phones,
        address=offered.address,
        lives_here=True,
        needs=offered.needs,
        support_needs=offered.support_needs,
        guardian=offered.guardian,
    )
    shown = shown_by(resident)
    return msgspec.structs.replace(resident, flags=tuple(one for one in Flag if one in shown))


def _pairing(unit: Unit) -> Pairing:
    if unit.state.pairing is None:
        raise NoOtherWard
    return unit.state.pairing


def _ward_of(case: Case, me: Pairing) -> WardCode | None:
    """What was recorded before the pairing belongs to the officer's first ward."""
    return case.ward or next(iter(me.wards), None)


def _check_open(case: Case) -> None:
    """:raises Refused: when a case cannot be offered."""
    handoff, short = case.handoff, short_id(case.id)
    if handoff is not None and handoff.is_accepted:
        raise HandedOff(short=short, ward=handoff.to_ward)
    if case.status in (Status.CLOSED, Status.ENROLLED):
        raise NothingToHandOver(short=short, status=case.status)
    if handoff is not None and handoff.is_open:
        raise AlreadyOffered(short=short, ward=handoff.to_ward)
