"""Answer what other wards offer: take somebody on, or leave them where they are."""

from collections.abc import Iterable, Sequence

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.errors import Refused
from wardtui.domain.events import ResidentListed
from wardtui.domain.handoff_events import HandoffAccepted, HandoffDeclined, HandoffOffered
from wardtui.domain.handoffs import Handoff, handoffs, resident_there
from wardtui.domain.ids import ResidentId, is_uuid, short_id
from wardtui.domain.quality import shown_by
from wardtui.domain.resident import Resident
from wardtui.domain.roster.areas import area_in_address
from wardtui.domain.same_person import counting
from wardtui.domain.vocabulary import Flag
from wardtui.services.find_resident import SHORTEST, AmbiguousResident, IdTooShort
from wardtui.services.hand_over import need_pairing
from wardtui.services.person import person_of
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import StoredEvent, entries
from wardtui.services.texts import check_text

_SHOWN = 64


class NoSuchOffer(Refused):
    """No other ward offers them here, as far as this device knows."""

    CODE = "no_such_offer"


class AlreadyAnswered(Refused):
    """Somebody of this ward has answered the offer."""

    CODE = "already_answered"


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What another ward offers."""

    handoff: Handoff
    body: HandoffOffered


def accept_handoff(unit: Unit, resident: str, tools: Tools, area: str | None = None) -> Saved:
    """Take somebody on whom another ward offers: they have a case here from now on.

    :param resident: their id in the other ward, or the end of it
    :param area: in which area of this ward they live, written as records do
        (``wardtui.domain.roster.areas.read_area``); null leaves it to be put right later
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
            body=ResidentListed(resident=record_of(offer.body, area)),
        ),
    ]
    return record(unit, drafts, tools)


def taken_on(saved: Saved) -> Case:
    """The case of whom an acceptance has taken on."""
    here = saved.events[-1].resident
    return next(case for case in saved.cases if here in (case.id, *case.same_as))


def area_to_propose(offered: HandoffOffered, areas: Sequence[str]) -> str | None:
    """The area that the address names, else the only one that there is.

    :param areas: those in which somebody is listed here
    """
    named = area_in_address(offered.address)
    return named or (areas[0] if len(areas) == 1 else None)


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
    need_pairing(unit)
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


def record_of(offered: HandoffOffered, area: str | None = None) -> Resident:
    """The record of somebody who was taken on: what was offered, with the flags of its gaps.

    :param area: in which area of the new ward they live, when it is known
    """
    resident = Resident(
        name=offered.name,
        birth_date=None if offered.birth_year is None else f"{offered.birth_year:04}",
        phones=offered.phones,
        address=offered.address,
        area=area,
        lives_here=True,
        needs=offered.needs,
        support_needs=offered.support_needs,
        guardian=offered.guardian,
    )
    shown = shown_by(resident)
    return msgspec.structs.replace(resident, flags=tuple(one for one in Flag if one in shown))
