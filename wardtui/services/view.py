"""Cases as documents for other programs. The keys are a contract; numbers are masked."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from wardtui.domain.best_time import Suggestion
from wardtui.domain.bookings import Booking, present_booking
from wardtui.domain.case import Case
from wardtui.domain.events import ResidentCorrected, ResidentListed, Unread
from wardtui.domain.handoff_events import HandoffOffered, HandoffUpdated
from wardtui.domain.ids import EventId
from wardtui.domain.moments import local, local_day
from wardtui.domain.personal_number import mask_personal_number
from wardtui.domain.phone_forms import mask_phone
from wardtui.domain.resident import Field, Guardian, Phone, Resident
from wardtui.domain.vocabulary import RungKind
from wardtui.services.data_quality import Detail
from wardtui.services.records import StoredEvent

if TYPE_CHECKING:
    from wardtui.domain.explaining import Explained
    from wardtui.services.case_detail import CaseDetail


def case_document(case: Case, *, reveal: bool = False, supposed: bool = False) -> dict[str, Any]:
    """A case as ``list`` and ``log`` give it.

    :param supposed: this device has not read for long and only supposes where it stands: it has
        one key more then
    """
    resident = case.resident if reveal else masked(case.resident)
    action = case.next_action
    return {
        "id": case.id,
        "name": resident.name,
        "birth_year": resident.birth_year,
        "sex": resident.sex,
        "area": resident.area,
        "address": resident.address,
        "personal_id": resident.personal_id,
        "phones": [phone.number for phone in resident.phones],
        "needs": list(case.unmet),
        "status": case.status,
        "level": case.level,
        "next_action": None
        if action is None
        else {"kind": action.kind, "owner": action.owner, "due": action.due},
        "attempts": msgspec.structs.asdict(case.attempts),
        "flags": list(case.flags),
        "booking": _booking_document(case),
        **({"probably": True} if supposed else {}),
    }


def _booking_document(case: Case) -> dict[str, Any] | None:
    """The booking to which somebody is expected next, or for which they wait."""
    one = present_booking(case.bookings)
    return None if one is None or one.is_void else booking_document(one)


def booking_document(booking: Booking) -> dict[str, Any]:
    """A booking as commands give it."""
    return {
        "id": booking.id,
        "session": booking.session,
        "kind": booking.kind,
        "place": booking.place,
        "at": booking.at,
        "until": booking.until,
        "needs": booking.needs,
        "state": booking.state,
    }


def full_document(detail: "CaseDetail", now: datetime, *, reveal: bool) -> dict[str, Any]:
    """A case as ``show`` gives it: with the record, every event about it, and why it is so."""
    # Loaded with the engine by who shows a case: masking numbers needs none of it.
    from wardtui.domain.explaining import explain
    from wardtui.services.card_view import card_document

    case = detail.case
    explained = explain(case, detail.force, now)
    return {
        **case_document(case, reveal=reveal, supposed=bool(detail.supposed)),
        "resident": case.resident if reveal else masked(case.resident),
        "support_needs": case.support_needs,
        "reasons": case.reasons,
        "needs_progress": case.needs,
        "activate_by": case.activate_by,
        "card": card_document(case, local_day(now)),
        "handoff": case.handoff,
        "last_contact": case.last_contact,
        "bookings": [booking_document(one) for one in case.bookings],
        "home_service": case.home_service,
        "history": [_event_document(event, reveal=reveal) for event in detail.history],
        "rejected": [
            {"event": one.event.id, "type": one.event.type, "code": one.code}
            for one in detail.rejected
        ],
        "why": [*map(msgspec.structs.asdict, case.why), _why_the_level(explained, case)],
        "ladder": _ladder_document(explained, detail),
        "suggestion": _suggestion_document(detail.suggestion),
    }


def _why_the_level(explained: "Explained", case: Case) -> dict[str, Any]:
    """Why a case stands at its level, as ``why`` explains other derived things."""
    came = explained.came
    rule: str = "first_level"
    events: tuple[EventId, ...] = (case.ladder.event,)
    if came is not None:
        rule, events = came.rule or came.kind, came.facts or (came.event,)
        if came.kind is RungKind.RAISED and came.rule is None:
            rule = "by_hand"
    policy = came.policy if came is not None else None
    return {"what": "level", "rule": rule, "events": events, "policy": policy}


def _ladder_document(explained: "Explained", detail: "CaseDetail") -> dict[str, Any]:
    """Where a case stands, how it came there, what would bring it down and what follows."""
    came, taken, follows = explained.came, explained.accepted, explained.next
    raised = came if came is not None and came.kind is RungKind.RAISED else None
    return {
        "level": explained.level,
        "title": explained.title,
        "policy": explained.policy,
        "since": explained.since,
        "raised": None
        if raised is None
        else {
            "rule": raised.rule,
            "reason": raised.text,
            "policy": raised.policy,
            "at": raised.at,
            "by": raised.by,
            "facts": raised.facts,
        },
        "accepted": None if taken is None else {"by": taken.by, "at": taken.at},
        "instruction": explained.instruction,
        "comes_down": explained.comes_down,
        "next": None
        if follows is None
        else {
            "rule": follows.rule,
            "at": follows.at,
            "to_level": follows.to_level,
            "probably": follows.by_time and detail.only_supposes,
        },
        "hold": explained.hold,
        "held_until": explained.held_until,
        "rules": [
            {
                "rule": one.rule.id,
                "at": one.at,
                "discounted": one.discounted,
                "conditions": [msgspec.structs.asdict(counter) for counter in one.counters],
            }
            for one in explained.rules
        ],
        "history": [
            {**msgspec.structs.asdict(rung), "probably": rung.event in detail.supposed}
            for rung in explained.rungs
        ],
    }


def _suggestion_document(suggestion: Suggestion | None) -> dict[str, Any] | None:
    if suggestion is None:
        return None
    own = suggestion.own
    return {
        **msgspec.structs.asdict(suggestion),
        "own": {"tried": own.tried, "reached": own.reached},
    }


NUMBERS = frozenset({Field.PERSONAL_ID, Field.LEGACY_ID9, Field.PHONES, Field.GUARDIAN})
"""Fields that are masked unless they are to be revealed."""


def _hidden(value: Any) -> Any:
    return None if value is None else hide_digits(msgspec.json.encode(value).decode())


def _event_document(stored: StoredEvent, *, reveal: bool) -> dict[str, Any]:
    """An event as its maker wrote it, with what the server put beside it."""
    event = stored.event
    document: dict[str, Any] = msgspec.json.decode(stored.raw)
    if not reveal:
        match event.body:
            case ResidentListed(resident=resident):
                document["body"] = {**document["body"], "resident": masked(resident)}
            case ResidentCorrected(field=field) if field in NUMBERS:
                document["body"] = {
                    **document["body"],
                    "old": _hidden(event.body.old),
                    "new": _hidden(event.body.new),
                }
            case HandoffOffered() | HandoffUpdated() as body:
                document["body"] = {**document["body"], **_masked_numbers(body)}
            case Unread():
                # Nobody knows what a body says that only a newer version can read.
                document["body"] = None
    return {
        **document,
        "effective_at": local(event.effective_at),
        "seq": stored.seq,
        "received_at": stored.received_at,
        "stamped_actor": stored.actor,
        "stamped_ward": stored.ward,
    }


def _masked_numbers(body: HandoffOffered | HandoffUpdated) -> dict[str, Any]:
    """The telephone numbers of which wards tell each other, hidden, as far as there are any."""
    found: dict[str, Any] = {}
    if body.phones:
        found["phones"] = [_masked_phone(phone) for phone in body.phones]
    if isinstance(body, HandoffOffered) and body.guardian is not None:
        found["guardian"] = _masked_guardian(body.guardian)
    return found


def fault_document(detail: Detail, *, reveal: bool) -> dict[str, Any]:
    """A fault as ``flags`` gives it."""
    suggested = detail.proposal
    value = None if suggested is None else suggested.value
    return {
        "id": detail.case.id,
        "name": detail.case.resident.name,
        "area": detail.case.resident.area,
        "address": detail.case.resident.address,
        "kind": detail.fault.kind,
        "doubtful": [text if reveal else hide_digits(text) for text in detail.doubtful],
        "proposal": None
        if suggested is None
        else {
            "field": suggested.field,
            "value": value if reveal else hide_digits(msgspec.json.encode(value).decode()),
        },
        "duplicates": [twin.id for twin in detail.twins],
        "conflicts": [
            {"field": one.field, "values": len(one.versions)} for one in detail.case.conflicts
        ],
    }


_SHOWN_DIGITS = 3


def hide_digits(text: str) -> str:
    """A text with all but the last three of its digits hidden."""
    left = max(0, sum(c.isdigit() for c in text) - _SHOWN_DIGITS)
    hidden = []
    for sign in text:
        if sign.isdigit() and left:
            left -= 1
            sign = "•"
        hidden.append(sign)
    return "".join(hidden)


def masked(resident: Resident) -> Resident:
    """A record with its numbers hidden, and without the raw row that repeats them."""

    def hide(number: str | None) -> str | None:
        return None if number is None else mask_personal_number(number)

    guardian = resident.guardian
    return msgspec.structs.replace(
        resident,
        personal_id=hide(resident.personal_id),
        legacy_id9=hide(resident.legacy_id9),
        phones=tuple(map(_masked_phone, resident.phones)),
        guardian=None if guardian is None else _masked_guardian(guardian),
        doubtful=resident.doubtful
        and {field: hide_digits(text) for field, text in resident.doubtful.items()},
        raw=None,
    )


def _masked_phone(phone: Phone) -> Phone:
    return msgspec.structs.replace(phone, number=mask_phone(phone.number), raw=None)


def _masked_guardian(guardian: Guardian) -> Guardian:
    phone = guardian.phone
    return msgspec.structs.replace(guardian, phone=mask_phone(phone) if phone else None)
