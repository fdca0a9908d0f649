"""Offer people who live elsewhere to their ward, and take an offer back."""

import re

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.events import EventRetracted
from wardtui.domain.handoff_events import HandoffOffered
from wardtui.domain.handoff_news import without_cells
from wardtui.domain.ids import ResidentId, WardCode, short_id
from wardtui.domain.vocabulary import Status
from wardtui.services.find_resident import find_resident
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import Pairing
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


class OfferHandoff(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to offer to which ward."""

    resident: ResidentId
    to_ward: WardCode
    address: str
    """Where they live there."""


def case_to_offer(unit: Unit, resident: ResidentId) -> Case:
    """The case of somebody who can be offered to another ward now.

    :raises UnknownResident: when nobody has this id
    :raises NoOtherWard: when this device is not paired
    :raises HandedOff: when another ward has taken them on
    :raises AlreadyOffered: when another ward was asked and has not answered
    :raises NothingToHandOver: when the case is closed or everything is done
    """
    need_pairing(unit)
    case = find_resident(unit, resident)
    handoff, short = case.handoff, short_id(case.id)
    if handoff is not None and handoff.is_accepted:
        raise HandedOff(short=short, ward=handoff.to_ward)
    if case.status in (Status.CLOSED, Status.ENROLLED):
        raise NothingToHandOver(short=short, status=case.status)
    if handoff is not None and handoff.is_open:
        raise AlreadyOffered(short=short, ward=handoff.to_ward)
    return case


def wards_to_ask(unit: Unit, case: Case) -> tuple[WardCode, ...]:
    """The other wards that this device knows of: the officer's own, then the newest asked first."""
    me = need_pairing(unit)
    here = _ward_of(case, me)
    offers = [one.event for one in reversed(unit.events.offers())]
    asked = (ward for one in offers for ward in (one.to_ward, one.ward) if ward is not None)
    return tuple(one for one in dict.fromkeys((*me.wards, *asked)) if one != here)


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
    me = need_pairing(unit)
    case = case_to_offer(unit, command.resident)
    ward = _ward_of(case, me)
    if re.fullmatch(CODE_PATTERN, command.to_ward) is None:
        raise BadWardCode(ward=command.to_ward[:_SHOWN])
    if command.to_ward == ward:
        raise OwnWard(ward=command.to_ward)
    address = check_text(command.address)
    if address is None:
        raise AddressMissing
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
    me = need_pairing(unit)
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


def need_pairing(unit: Unit) -> Pairing:
    """How this device is paired.

    :raises NoOtherWard: when it is not
    """
    if unit.state.pairing is None:
        raise NoOtherWard
    return unit.state.pairing


def _ward_of(case: Case, me: Pairing) -> WardCode | None:
    """What was recorded before the pairing belongs to the officer's first ward."""
    return case.ward or next(iter(me.wards), None)
