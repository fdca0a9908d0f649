"""Whether an event is what a rule decided: its id and its body follow from each other.

Anybody can work these ids out beforehand. An event that took one and said something else would
keep a rule from its conclusion.
"""

from wardtui.domain.arising import Arising, Conclusion
from wardtui.domain.card_rules import AGE_OF
from wardtui.domain.escalation import Decision
from wardtui.domain.escalation_events import CaseResumed, EscalationRaised
from wardtui.domain.events import Event, NeedArose
from wardtui.domain.following import NeedArises
from wardtui.domain.ids import is_uuid
from wardtui.domain.policy import PAUSE_OVER
from wardtui.domain.seats import moved_up_id
from wardtui.domain.session_codes import EligibilityCause
from wardtui.domain.session_events import BookingMovedUp
from wardtui.domain.vocabulary import Origin

DECISIONS = frozenset(
    {EscalationRaised.TYPE, CaseResumed.TYPE, BookingMovedUp.TYPE, NeedArose.TYPE}
)
"""The types of the events that devices make by rule."""


def speaks_for_a_rule(event: Event) -> bool:
    """Whether an event says or looks as if a rule had made it."""
    if event.origin is Origin.RULE or is_made_id(event.id):
        return True
    if event.type not in DECISIONS:
        return False
    match event.body:
        case EscalationRaised(rule=None, trigger=None) | CaseResumed(trigger=None):
            return False
        case NeedArose(cause=EligibilityCause.NEWLY_ELIGIBLE):
            return False
        case EscalationRaised() | CaseResumed() | NeedArose():
            return True
    return event.type == BookingMovedUp.TYPE


def is_decided(event: Event) -> bool:
    """Whether a rule comes to exactly this event."""
    if event.origin is not Origin.RULE or event.actor is not None or str(event.action) != event.id:
        return False
    if isinstance(event.body, BookingMovedUp):
        return event.id == moved_up_id(event.body.booking)
    decision = _decision(event)
    return decision is not None and (decision.event_id, decision.body) == (event.id, event.body)


def is_made_id(identifier: str) -> bool:
    """Whether it is a UUID of version 5: made of what is known, not drawn."""
    return identifier[14:15] == "5" and is_uuid(identifier)


def _decision(event: Event) -> Conclusion | None:
    """The decision of which an event may come."""
    if event.resident is None:
        return None
    match event.body:
        case EscalationRaised(rule=str(rule), trigger=str(trigger), policy=str(policy)) as body:
            if body.to_level != body.from_level + 1:
                return None
            facts, levels = body.facts, (body.from_level, body.to_level)
        case CaseResumed(trigger=str(trigger), level=int(level), policy=str(policy)):
            rule, facts, levels = PAUSE_OVER, (trigger,), (level, level)
        case NeedArose(need=need, cause=cause, due=due) if cause in AGE_OF:
            return NeedArises(event.resident, Arising(need, cause, due, event.occurred_at))
        case _:
            return None
    return Decision(
        resident=event.resident,
        rule=rule,
        at=event.occurred_at,
        trigger=trigger,
        facts=facts,
        from_level=levels[0],
        to_level=levels[1],
        policy=policy,
        by_time=rule == PAUSE_OVER,
    )
