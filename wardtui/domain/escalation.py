"""The engine: what the policy decides about a case, when, and by which facts. Pure and total.

A decision is a fact that follows from others: its event has an id that is made of what led to it,
so all devices that come to it make the same event (``Decision.event_id``).
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from wardtui.domain.body import Body
from wardtui.domain.case import Case
from wardtui.domain.escalation_events import CaseResumed, EscalationRaised
from wardtui.domain.firing import Clock
from wardtui.domain.ids import EventId, ResidentId, rule_made_id
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.policy import (
    PAUSE_OVER,
    EscalationRule,
    InForce,
    PolicyVersion,
    RuleId,
    WithSupportNeeds,
)
from wardtui.domain.vocabulary import ActionKind, Status


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule decides about a case."""

    resident: ResidentId
    rule: RuleId
    at: datetime
    """From then on it holds."""
    trigger: EventId
    """The event whose facts or clock fired the rule."""
    facts: tuple[EventId, ...]
    """All events that did, ``trigger`` among them."""
    from_level: int
    to_level: int
    """The same level: the case goes on after a pause."""
    policy: PolicyVersion
    by_time: bool
    """Whether only time has passed since ``trigger`` was recorded."""

    @property
    def event_id(self) -> EventId:
        """The id of its event, the same on every device."""
        parts = (self.resident, self.rule, str(self.to_level), self.trigger, self.policy)
        return EventId(rule_made_id(*parts))

    @property
    def body(self) -> Body:
        """What its event says."""
        if self.rule == PAUSE_OVER:
            return CaseResumed(trigger=self.trigger, level=self.from_level, policy=self.policy)
        return EscalationRaised(
            from_level=self.from_level,
            to_level=self.to_level,
            rule=self.rule,
            trigger=self.trigger,
            facts=self.facts,
            policy=self.policy,
        )


def decide(case: Case, force: InForce, now: datetime) -> Decision | None:
    """What the policy decides about a case as of ``now``; the decision after it needs its effect.

    :param force: the policy of the case's ward
    """
    found = next_decision(case, force)
    return found if found is not None and found.at <= now else None


def next_decision(case: Case, force: InForce) -> Decision | None:
    """What the policy decides next if nobody acts, and when; none when nothing ever follows."""
    if case.status is Status.PAUSED:
        return _pause_over(case, force)
    firings = _firings(case, force)
    return min(firings, key=lambda one: one.at, default=None)


def answer_due(case: Case, force: InForce) -> datetime | None:
    """When the answer of the level at which a case stands is due; none at the first level.

    The clock runs from when the case came there, was accepted or tried last; what was agreed with
    the resident for later is waited for.
    """
    if case.level <= FIRST_LEVEL:
        return None
    return force.policy.answer_by(case.level, Clock(case, force.policy).runs_from[0])


def _pause_over(case: Case, force: InForce) -> Decision | None:
    pause = case.ladder.pause
    if pause is None or pause.until is None:
        return None
    decision = Decision(
        resident=case.id,
        rule=PAUSE_OVER,
        at=max(pause.until, pause.at),
        trigger=pause.event,
        facts=(pause.event,),
        from_level=case.level,
        to_level=case.level,
        policy=force.version,
        by_time=True,
    )
    return _unmade(decision, case)


def _firings(case: Case, force: InForce) -> Iterator[Decision]:
    """What each rule decides, in the order of the rules."""
    policy = force.policy
    if case.level >= policy.top or case.status not in (Status.OPEN, Status.BOOKED):
        return
    clock, stopped = Clock(case, policy), is_stopped(case)
    for rule in policy.rules:
        if not rule.applies_at(case.level) or not _is_concerned(case, rule, stopped):
            continue
        fired = clock.fires(rule)
        if fired is None:
            continue
        at, trigger = fired.at, fired.trigger
        if force.since is not None:
            at = max(at, force.since)
        if clock.waits_until is not None:
            at = max(at, clock.waits_until)
        decision = Decision(
            resident=case.id,
            rule=rule.id,
            at=at,
            trigger=trigger,
            facts=fired.facts,
            from_level=case.level,
            to_level=case.level + 1,
            policy=force.version,
            by_time=at > fired.known_at,
        )
        yield _unmade(decision, case)


def _unmade(decision: Decision, case: Case) -> Decision:
    """The decision with an id of its own.

    Its event may be there already: it came too late to have an effect, or somebody gave the case
    back who did not know of it. An id counts once, so the decision is made again upon that event.
    """
    made = case.ladder.made_by_rules
    while made and (before := decision.event_id) in made:
        facts = (*decision.facts, before)
        decision = msgspec.structs.replace(decision, trigger=before, facts=facts)
    return decision


def _is_concerned(case: Case, rule: EscalationRule, stopped: bool) -> bool:
    """Whether a rule may move a case as it stands."""
    if case.support_needs and rule.with_support_needs is WithSupportNeeds.HOME_SERVICE:
        return False
    if rule.unanswered:
        return case.level > FIRST_LEVEL
    # Until a level has taken a case, only its answer time moves it on. Where nobody is to be
    # contacted any more, no count of contacts does; that nobody confirms it, does.
    untaken = case.level > FIRST_LEVEL and case.ladder.accepted is None
    return not untaken and not (stopped and rule.counts_contacts)


def is_stopped(case: Case) -> bool:
    """Somebody reported that there is nobody to be contacted any more; it is to be confirmed."""
    action = case.next_action
    return action is not None and action.kind is ActionKind.CONFIRM_STATUS
