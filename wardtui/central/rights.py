"""Who may say and see what: the one place in which that is judged."""

from collections.abc import Collection, Mapping

from wardtui.central.accounts import Account
from wardtui.central.decided import is_decided, is_made_id, speaks_for_a_rule
from wardtui.central.ladder import Standing
from wardtui.central.maker import NOBODY
from wardtui.domain.campaign import CampaignPublished
from wardtui.domain.directory import may_answer, may_assign
from wardtui.domain.escalation_events import (
    CasePaused,
    CaseResumed,
    EscalationAccepted,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
    PolicyPublished,
)
from wardtui.domain.events import (
    AreaAssigned,
    CaseAssigned,
    Erased,
    Event,
    EventRetracted,
    OfficerPublished,
    ResidentErased,
    ResidentListed,
    ResidentMerged,
    Unread,
)
from wardtui.domain.handoff_events import (
    HandoffAccepted,
    HandoffDeclined,
    HandoffOffered,
    HandoffUpdated,
)
from wardtui.domain.handoffs import Handoff, resident_there
from wardtui.domain.ids import EventId, OfficerId, is_uuid
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.session_events import (
    DutyAssigned,
    HomeServiceDecided,
    SessionCancelled,
    SessionChanged,
)

ASSIGNMENTS = frozenset({CaseAssigned.TYPE, AreaAssigned.TYPE})
"""The types of the events that give something to somebody."""

ANSWERS = frozenset({EscalationAccepted.TYPE, EscalationReturned.TYPE, EscalationResolved.TYPE})
"""The types of the events by which somebody answers for a level."""

HANDLED = frozenset({EscalationRaised.TYPE, CasePaused.TYPE, CaseResumed.TYPE})
"""The types of the events that anybody may make of a case at the first level."""

MAY_GO_TO_ANOTHER_WARD = frozenset(
    {HandoffOffered.TYPE, HandoffAccepted.TYPE, HandoffDeclined.TYPE, EventRetracted.TYPE}
)
"""The types of the events that may be addressed to another ward; no other may leak there."""

DRAWS_IN = frozenset({ResidentListed.TYPE, ResidentMerged.TYPE, HandoffOffered.TYPE})
"""The types of the events by which somebody of others might be drawn into a ward."""

_LED = frozenset({HomeServiceDecided.TYPE, DutyAssigned.TYPE})
"""The types of the events that are for leaders alone."""

PLANS = frozenset({SessionChanged.TYPE, SessionCancelled.TYPE})
"""The types of the events that change what somebody has planned."""

Refusal = tuple[str, str]
"""Code and message of why an event is not taken."""

NOT_YOURS: Refusal = (
    "not_your_event",
    "only a leader may take back what another officer recorded",
)
WRONG_WARD: Refusal = ("wrong_ward", "the event is not for the ward to which it is addressed")
NO_SUCH_OFFER: Refusal = ("no_such_offer", "no such offer waits for an answer of this ward")

SUPERSEDED: Refusal = ("superseded", "the case does not stand so that the rule applies")


def refusal_of_overseeing(account: Account) -> Refusal | None:
    """Why somebody is not told of the laptops of their wards, or none when they are."""
    if account.role.leads:
        return None
    return "role_not_allowed", "only who leads sees the laptops of a ward"


def refusal_of_reading(account: Account, ward: str) -> Refusal | None:
    """Why somebody is told nothing of a ward, and says nothing of it; none when they do."""
    if ward in account.wards:
        return None
    return "wrong_ward", "the officer does not work in the ward"


def is_readable(event: Event) -> bool:
    """Whether what an event names is named by ids: nothing else can be looked up."""
    match event.body:
        case EventRetracted(event=target):
            return is_uuid(target)
        case ResidentMerged(from_=one, into=other):
            return is_uuid(one) and is_uuid(other)
        case _:
            return True


def refusal(
    event: Event,
    account: Account,
    author_of_target: str | None,
    known_in: Collection[Collection[str]],
    *,
    to_stranger: bool = False,
) -> Refusal | None:
    """Why an event is not taken, or none when it is.

    :param author_of_target: who recorded the event that a retraction takes back, when known
    :param known_in: for each resident whom a list or a merge is about, the wards that know them;
        nobody may draw a resident of others into their own ward by listing or merging them
    :param to_stranger: it gives something to somebody who does not work in its ward
    """
    if event.device != account.device and event.device not in account.former:
        return "wrong_device", "the event was recorded on another device"
    if event.actor is not None and event.actor != account.officer:
        return "wrong_actor", "the event names another officer than the device's"
    if speaks_for_a_rule(event) and not is_decided(event):
        return "reserved_id", "no rule comes to this event under this id"
    if event.ward is None and not account.wards:
        return "no_ward", "the officer has no ward"
    if event.ward is not None and (no := refusal_of_reading(account, event.ward)) is not None:
        return no
    if any(wards and not set(wards) & set(account.wards) for wards in known_in):
        return "wrong_ward", "the officer does not work in a ward of whom this is about"
    if isinstance(event.body, EventRetracted) and not account.role.leads:
        author = author_of_target
        if author is None and is_made_id(event.body.event):
            author = NOBODY
        if author not in (None, account.officer):
            return NOT_YOURS
    # By type: a body that only a newer version can read must not get past these.
    if event.type == EventRetracted.TYPE and _is_of_later(event) and not account.role.leads:
        return NOT_YOURS
    if event.type == OfficerPublished.TYPE:
        return "made_by_server", "only the server says who the officers are"
    if event.type == ResidentErased.TYPE:
        return "made_by_server", "only the server erases somebody"
    if event.type == HandoffUpdated.TYPE:
        return "made_by_server", "only the server passes on what another ward has recorded"
    if event.to_ward is not None and event.type not in MAY_GO_TO_ANOTHER_WARD:
        return WRONG_WARD
    if event.type in ASSIGNMENTS:
        if not may_assign(account.role, OfficerId(account.officer), event.body):
            return "role_not_allowed", "only a leader gives cases or areas to others"
        if to_stranger:
            return "officer_not_in_ward", "the officer does not work in the event's ward"
    if isinstance(event.body, EscalationRaised) and event.body.to_level > event.body.from_level + 1:
        return "level_skipped", "a case goes up one level at a time"
    if event.type == PolicyPublished.TYPE and not account.role.leads:
        return "role_not_allowed", "only a leader says under which policy a ward works"
    if event.type == CampaignPublished.TYPE and not account.role.leads:
        return "role_not_allowed", "only a leader says for which campaign a ward works"
    if event.type in _LED and not account.role.leads:
        return "role_not_allowed", "only a leader decides on home service and on duties"
    return None


def refusal_of_taking_back(
    event: Event, ward: str, seen_by: tuple[str, str | None]
) -> Refusal | None:
    """Why a ward cannot take something back, or none when it can.

    Two wards must see one history: what both see is taken back for both, by its own ward.

    :param ward: the event's own
    :param seen_by: the own ward of what is taken back, and another that sees it too
    """
    wanted = (ward, None) if _is_of_later(event) else seen_by
    return None if (ward, event.to_ward) == wanted else WRONG_WARD


def _is_of_later(event: Event) -> bool:
    """Whether only a newer version can read what an event says."""
    return isinstance(event.body, Unread) and not isinstance(event.body, Erased)


def refusal_of_answer(event: Event, account: Account, standing: Standing) -> Refusal | None:
    """Why somebody's answer for a level is not taken, or none when it is.

    One that comes too late to have an effect is: it stays in the history.
    """
    if isinstance(event.body, EscalationAccepted) and standing.is_taken:
        return "already_accepted", "somebody at the level has taken the case already"
    if not may_answer(account.role, OfficerId(account.officer), standing.owner):
        return "role_not_allowed", "only a leader or whose case it is answers for a level"
    return None


def refusal_of_handling(event: Event, account: Account, owner: str | None) -> Refusal | None:
    """Why somebody cannot hand a case further up, pause it or go on with it.

    :param owner: of a case that stands above the first level
    """
    if isinstance(event.body, EscalationRaised) and event.body.from_level == FIRST_LEVEL:
        # Handed up where it stood then; the policy may have been quicker.
        return None
    if owner is not None and not may_answer(account.role, OfficerId(account.officer), owner):
        return "role_not_allowed", "only a leader or whose case it is answers for a level"
    return None


def refusal_of_taking(event: Event, owner: str | None) -> Refusal | None:
    """Why who does not lead cannot take a case, or give it back.

    :param owner: of a case that stands above the first level
    """
    level = event.body.level if isinstance(event.body, CaseAssigned) else None
    if owner is not None or (level or FIRST_LEVEL) > FIRST_LEVEL:
        return "role_not_allowed", "what was handed up is given out above"
    return None


def refusal_of_planning(account: Account, opened_by: str | None) -> Refusal | None:
    """Why somebody cannot change or cancel a session, or none when they can.

    :param opened_by: who opened it, when known
    """
    if account.role.leads or opened_by == account.officer:
        return None
    return "role_not_allowed", "only a leader or who opened a session changes or cancels it"


def refusal_of_offer(
    event: Event, ward: str, wards: Collection[str], before: Collection[Handoff]
) -> Refusal | None:
    """Why somebody is not offered to another ward, or none when they are.

    :param ward: the event's own
    :param wards: all that there are
    :param before: the offers of the person that count
    """
    if not isinstance(event.body, HandoffOffered):
        return "malformed", "the server cannot read what is offered"
    if event.to_ward is None or event.to_ward == ward or event.to_ward not in wards:
        return "unknown_ward", "there is no other ward of this code"
    if any(one.is_open or one.is_accepted for one in before):
        return "already_offered", "another ward was asked already, or has taken them on"
    return None


def refusal_of_handoff_answer(
    event: Event, ward: str, offers: Mapping[EventId, Handoff]
) -> Refusal | None:
    """Why a ward's answer to an offer is not taken, or none when it is.

    :param ward: the event's own, which answers
    :param offers: those of the person that count, as the ward sees them to which the answer goes
    """
    if not isinstance(event.body, HandoffAccepted | HandoffDeclined):
        return "malformed", "the server cannot read the answer"
    offer = offers.get(event.body.offer)
    if offer is None or (offer.of, offer.from_ward, offer.to_ward) != (
        event.resident,
        event.to_ward,
        ward,
    ):
        return NO_SUCH_OFFER
    if not offer.is_open:
        return "already_answered", "somebody of the ward has answered before"
    if any(one.is_accepted for one in offers.values()):
        return NO_SUCH_OFFER
    if isinstance(event.body, HandoffAccepted) and event.body.resident != resident_there(
        offer.offer
    ):
        return "wrong_resident", "whoever is taken on has the id that is made of the offer"
    return None
