"""Why a case stands where it does, what would bring it down, and what follows if nobody acts. Pure.

Whatever is said about moments is asked of the engine (``wardtui.domain.escalation``) itself, rule
by rule, so the explanation cannot contradict it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.escalation import Decision, answer_due, is_stopped, next_decision
from wardtui.domain.ladder import FIRST_LEVEL, Rung, Try
from wardtui.domain.moments import end_of_shift, local_day, slot_of
from wardtui.domain.policy import (
    EscalationRule,
    InForce,
    PausedWhile,
    PolicyVersion,
    Title,
    WithSupportNeeds,
)
from wardtui.domain.vocabulary import Outcome, RungKind, Status


class WayDown(StrEnum):
    """What brings a case down from a level above the first."""

    RETURNED = "returned"
    """Its level gives it back."""
    RESOLVED = "resolved"
    """Its level settles what it was raised for."""
    NEEDS_MET = "needs_met"
    """Everything is done: the case leaves the ladder."""
    CLOSED = "closed"
    """A report that there is nobody to be contacted any more is confirmed."""
    TRIGGER_RETRACTED = "trigger_retracted"
    """What fired the rule is taken back."""


class Hold(StrEnum):
    """Why no rule moves a case now."""

    OVER = "over"
    """Nothing is left to do on it."""
    PAUSED = "paused"
    TOP = "top"
    """There is no level above: it becomes overdue only."""
    BOOKED = "booked"
    AGREED = "agreed"
    """A time that was agreed with the resident has not passed."""


_NOTHING_MOVES = (Hold.OVER, Hold.PAUSED, Hold.TOP)
"""What no rule goes on counting under."""


class Discounted(StrEnum):
    """Why a rule of the level does not count for a case."""

    SERVED_AT_HOME = "served_at_home"
    """The resident needs support: a service at home is offered instead."""
    NOT_ACCEPTED = "not_accepted"
    """Until the level has taken the case, only its answer time counts."""
    STOPPED = "stopped"
    """There may be nobody to be contacted any more."""
    NO_DEADLINE = "no_deadline"
    """The policy names none."""


class Condition(StrEnum):
    """A condition of a rule, as the policy calls it."""

    FAILED_ATTEMPTS = "failed_attempts"
    DISTINCT_DAYS = "distinct_days"
    TIME_SLOTS = "time_slots"
    REFUSALS = "refusals"
    MISSED_BOOKINGS = "missed_bookings"
    BROKEN_PROMISES = "broken_promises"
    DAYS_WITHOUT_CONTACT = "days_without_contact"
    DAYS_TO_DEADLINE = "days_to_deadline"
    UNANSWERED = "unanswered"


class Counter(msgspec.Struct, frozen=True, kw_only=True):
    """How far a condition of a rule has come."""

    condition: Condition
    needed: int
    """Times, or days; for the answer time 1."""
    have: int | None = None
    """Null for what only a clock decides."""
    missing: int | None
    """0 once it holds; of a clock the days that are left, null while it does not run."""
    at: datetime | None = None
    """When a clock makes it hold if nobody acts, or did."""


class RuleProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a rule has come on a case at its level."""

    rule: EscalationRule
    counters: tuple[Counter, ...]
    at: datetime | None
    """When it moves the case if nobody acts; null while something has to happen first."""
    discounted: Discounted | None = None


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """Where a case stands on its ladder, and why."""

    level: int
    title: Title | None
    """Who holds the level; null when the policy does not have it."""
    policy: PolicyVersion
    """In force now; each rung names the one under which it came."""
    since: datetime
    came: Rung | None
    """What brought it to its level; null when it never left the first one."""
    accepted: Rung | None
    """Who took it there; null while nobody has."""
    comes_down: tuple[WayDown, ...]
    """Any of them does; none at the first level."""
    next: Decision | None
    """What follows if nobody acts."""
    hold: Hold | None
    held_until: datetime | None
    """When the hold ends; at the top, when the answer is due."""
    rules: tuple[RuleProgress, ...]
    """Those that apply at the level, in their order; none while none can move the case."""
    rungs: tuple[Rung, ...]
    """The whole way, in order."""

    @property
    def instruction(self) -> str | None:
        """What the level above asks for."""
        came = self.came
        return came.text if came is not None and came.kind is RungKind.RETURNED else None


def explain(case: Case, force: InForce, now: datetime) -> Explained:
    """Why a case stands where it does, as of ``now``.

    :param case: with all that the policy has decided by then
    :param force: the policy of the case's ward
    """
    ladder = case.ladder
    level = force.policy.level(case.level)
    hold, until = _hold(case, force, now)
    rules = () if hold in _NOTHING_MOVES else tuple(_rules(case, force, now))
    return Explained(
        level=case.level,
        title=level.title if level is not None else None,
        policy=force.version,
        since=ladder.since,
        came=ladder.came_by,
        accepted=ladder.accepted,
        comes_down=tuple(_ways_down(case)),
        next=next_decision(case, force),
        hold=hold,
        held_until=until,
        rules=rules,
        rungs=ladder.rungs,
    )


def _hold(case: Case, force: InForce, now: datetime) -> tuple[Hold | None, datetime | None]:
    paused_while = force.policy.paused_while
    if not case.status.needs_action:
        return Hold.OVER, None
    if case.status is Status.PAUSED:
        pause = case.ladder.pause
        return Hold.PAUSED, pause.until if pause is not None else None
    if case.level >= force.policy.top:
        return Hold.TOP, answer_due(case, force)
    booked = case.ladder.booked
    if booked is not None and PausedWhile.BOOKED in paused_while:
        until = _day_over(booked)
        if until > now:
            return Hold.BOOKED, until
    agreed = case.ladder.agreed
    if agreed is not None and PausedWhile.AGREED in paused_while:
        until = _day_over(agreed)
        if until > now:
            return Hold.AGREED, until
    return None, None


def _day_over(promised: datetime) -> datetime:
    """When a time that was agreed has passed: not before the shift of its day is over."""
    return max(promised, end_of_shift(local_day(promised)))


def _ways_down(case: Case) -> Iterator[WayDown]:
    if case.level <= FIRST_LEVEL or not case.status.needs_action:
        return
    yield WayDown.RETURNED
    yield WayDown.RESOLVED
    yield WayDown.NEEDS_MET
    if is_stopped(case):
        yield WayDown.CLOSED
    came = case.ladder.raised_by
    if came is not None and came.trigger is not None:
        yield WayDown.TRIGGER_RETRACTED


def _rules(case: Case, force: InForce, now: datetime) -> Iterator[RuleProgress]:
    for rule in force.policy.rules:
        if not rule.applies_at(case.level) or (rule.unanswered and case.level <= FIRST_LEVEL):
            continue
        yield RuleProgress(
            rule=rule,
            counters=tuple(_counters(case, force, rule, now)),
            at=_fires_at(case, force, rule),
            discounted=_discounted(case, force, rule),
        )


def _fires_at(case: Case, force: InForce, rule: EscalationRule) -> datetime | None:
    """When a rule, were it the only one, moves a case if nobody acts."""
    policy = msgspec.structs.replace(force.policy, rules=(rule,))
    decision = next_decision(case, msgspec.structs.replace(force, policy=policy))
    return decision.at if decision is not None else None


def _discounted(case: Case, force: InForce, rule: EscalationRule) -> Discounted | None:
    if case.support_needs and rule.with_support_needs is WithSupportNeeds.HOME_SERVICE:
        return Discounted.SERVED_AT_HOME
    if rule.days_to_deadline is not None and force.policy.deadline is None:
        return Discounted.NO_DEADLINE
    if rule.unanswered:
        return None
    if case.level > FIRST_LEVEL and case.ladder.accepted is None:
        return Discounted.NOT_ACCEPTED
    return Discounted.STOPPED if rule.counts_contacts and is_stopped(case) else None


def _counters(case: Case, force: InForce, rule: EscalationRule, now: datetime) -> Iterator[Counter]:
    """The conditions of a rule, in the order of the vocabulary."""
    tries = case.ladder.tries
    if rule.failed_attempts is not None:
        failed = [one for one in tries if one.outcome.failed]
        yield _count(Condition.FAILED_ATTEMPTS, len(failed), rule.failed_attempts)
        if rule.distinct_days is not None:
            days = {local_day(one.at) for one in failed}
            yield _count(Condition.DISTINCT_DAYS, len(days), rule.distinct_days)
        if rule.time_slots:
            inside = sum(slot_of(one.at) in rule.time_slots for one in failed)
            yield _count(Condition.TIME_SLOTS, inside, 1)
    if rule.refusals is not None:
        yield _count(Condition.REFUSALS, _how_often(tries, Outcome.DECLINED), rule.refusals)
    if rule.missed_bookings is not None:
        missed = _how_often(tries, Outcome.MISSED)
        yield _count(Condition.MISSED_BOOKINGS, missed, rule.missed_bookings)
    if rule.broken_promises is not None:
        promised = [one.promised_for for one in tries if one.promised_for is not None]
        broken = sum(_day_over(at) <= now for at in promised)
        yield _count(Condition.BROKEN_PROMISES, broken, rule.broken_promises)
    for condition, needed in (
        (Condition.DAYS_WITHOUT_CONTACT, rule.days_without_contact),
        (Condition.DAYS_TO_DEADLINE, rule.days_to_deadline),
        (Condition.UNANSWERED, 1 if rule.unanswered else None),
    ):
        if needed is not None:
            yield _clock(case, force, rule, condition, needed, now)


def _how_often(tries: tuple[Try, ...], outcome: Outcome) -> int:
    return sum(one.outcome is outcome for one in tries)


def _count(condition: Condition, have: int, needed: int) -> Counter:
    missing = max(0, needed - have)
    return Counter(condition=condition, needed=needed, have=have, missing=missing)


def _clock(
    case: Case,
    force: InForce,
    rule: EscalationRule,
    condition: Condition,
    needed: int,
    now: datetime,
) -> Counter:
    """A condition that time alone makes hold, as the engine sees it beside no other."""
    alone = EscalationRule(
        id=rule.id,
        from_levels=rule.from_levels,
        with_support_needs=rule.with_support_needs,
        **{condition.value: getattr(rule, condition.value)},
    )
    at = _fires_at(case, force, alone)
    missing = None if at is None else max(0, -((now - at) // timedelta(days=1)))
    return Counter(condition=condition, needed=needed, missing=missing, at=at)
