"""What is odd about a policy that reads well: rules that never count, cases that stay lying.

A rule counts when it is the first of those that hold; so it never counts when, in each of the least
states of a case in which it holds, one that stands before it holds too. Facts only grow, so what
holds in the least states holds in all.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import combinations, product

import msgspec

from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.moments import TimeSlot
from wardtui.domain.policy import EscalationRule, Policy, RuleId, WithSupportNeeds
from wardtui.domain.policy_sense import CONDITIONS

_LONGEST_SILENCE = 365
"""Days; no rule asks for more."""


class RemarkKind(StrEnum):
    """What is odd."""

    WITHOUT_CONDITION = "without_condition"
    """A rule that asks for nothing never fires."""
    NEVER_APPLIES = "never_applies"
    """None of the rule's levels has one above it."""
    UNANSWERED_AT_FIRST = "unanswered_at_first"
    """The first level has no answer time that could be over."""
    SAME_CONDITIONS = "same_conditions"
    """As an earlier rule, on every level of the rule."""
    NEVER_FIRST = "never_first"
    """Whenever the rule holds, an earlier one does."""
    RARELY_FIRST = "rarely_first"
    """Whenever the rule holds, a later one does, which asks for less and so holds sooner."""
    OVERLAP = "overlap"
    """Two rules speak of the same facts; ``rule`` counts when both hold, for it stands first."""
    WITHOUT_DEADLINE = "without_deadline"
    """The policy names no deadline; whoever publishes it may."""
    LEVEL_NOT_REACHED = "level_not_reached"
    """No rule moves a case to the level."""
    SILENCE_AT_FIRST = "silence_at_first"
    """At the first level, no rule moves a case on which nobody does anything."""
    FALLS_THROUGH = "falls_through"
    """No rule moves a case on when the level does not answer."""
    FALLS_THROUGH_WITH_SUPPORT = "falls_through_with_support"
    """The same, for residents with support needs only."""

    @property
    def is_note(self) -> bool:
        """Good to know; nothing has to be changed."""
        return self in (self.WITHOUT_DEADLINE, self.OVERLAP)

    @property
    def never_fires(self) -> bool:
        """The rule can be left out: it never moves a case."""
        return self in (
            self.WITHOUT_CONDITION,
            self.NEVER_APPLIES,
            self.UNANSWERED_AT_FIRST,
            self.SAME_CONDITIONS,
            self.NEVER_FIRST,
        )


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """Something odd about a policy."""

    kind: RemarkKind
    rule: RuleId | None = None
    """Which rule it is about."""
    others: tuple[RuleId, ...] = ()
    """The rules that stand in its way, or overlap with it."""
    level: int | None = None
    """Which level it is about, when it is about none of the rules."""


class CaseState(msgspec.Struct, frozen=True, kw_only=True):
    """What rules see of a case at one moment."""

    failed_attempts: int = 0
    distinct_days: int = 0
    time_slots: frozenset[TimeSlot] = frozenset()
    refusals: int = 0
    broken_promises: int = 0
    missed_bookings: int = 0
    days_without_contact: int = 0
    days_to_deadline: int | None = None
    unanswered: bool = False
    has_support_needs: bool = False
    waits: bool = False
    """Above the first level: nobody has taken the case, or nobody is to be contacted any more. Then
    only rules count that speak of the answer time."""


_COUNTS = (
    "failed_attempts",
    "distinct_days",
    "refusals",
    "broken_promises",
    "missed_bookings",
    "days_without_contact",
)


def holds(rule: EscalationRule, state: CaseState, level: int) -> bool:
    """Whether a rule that has conditions holds at a level, as the engine sees it."""
    above = level > FIRST_LEVEL
    left = state.days_to_deadline
    return (
        bool(_facts_of(rule))
        and rule.applies_at(level)
        and not (
            state.has_support_needs and rule.with_support_needs is WithSupportNeeds.HOME_SERVICE
        )
        and (not rule.unanswered or (above and state.unanswered))
        and (rule.unanswered or not (above and state.waits))
        and all(getattr(state, count) >= (getattr(rule, count) or 0) for count in _COUNTS)
        and (not rule.time_slots or not state.time_slots.isdisjoint(rule.time_slots))
        and (
            rule.days_to_deadline is None
            # Above the first level the deadline waits for the answer time.
            or (
                (left is not None and left <= rule.days_to_deadline)
                and (not above or state.unanswered)
            )
        )
    )


def least_states(rule: EscalationRule, level: int) -> Iterator[CaseState]:
    """The states in which a rule holds at a level and that are part of all others in which it does.

    None when it can never hold there.
    """
    above = level > FIRST_LEVEL
    if not rule.applies_at(level) or (rule.unanswered and not above) or not _facts_of(rule):
        return
    attempts = rule.failed_attempts or 0
    slots = [frozenset({slot}) for slot in rule.time_slots or TimeSlot]
    for tried_in, supported, waits in product(
        slots if attempts else [frozenset[TimeSlot]()],
        (False, True) if rule.with_support_needs is WithSupportNeeds.RAISE else (False,),
        (False, True) if rule.unanswered else (False,),
    ):
        yield CaseState(
            failed_attempts=attempts,
            distinct_days=max(rule.distinct_days or 0, min(attempts, 1)),
            time_slots=tried_in,
            refusals=rule.refusals or 0,
            broken_promises=rule.broken_promises or 0,
            missed_bookings=rule.missed_bookings or 0,
            days_without_contact=rule.days_without_contact or 0,
            days_to_deadline=rule.days_to_deadline,
            unanswered=rule.unanswered or (above and rule.days_to_deadline is not None),
            has_support_needs=supported,
            waits=waits,
        )


def check(policy: Policy) -> tuple[Remark, ...]:
    """What is odd about a policy: about its rules in their order, then about its levels."""
    about_rules = tuple(_about_rules(policy))
    never = {one.rule for one in about_rules if one.kind.never_fires}
    told = {frozenset({one.rule, other}) for one in about_rules for other in one.others}
    counting = [rule for rule in policy.rules if rule.id not in never]
    overlaps = (
        Remark(kind=RemarkKind.OVERLAP, rule=first.id, others=(second.id,))
        for first, second in combinations(counting, 2)
        if _overlap(first, second, policy) and {first.id, second.id} not in told
    )
    return (*about_rules, *overlaps, *_about_levels(policy))


def levels_of(rule: EscalationRule, policy: Policy) -> tuple[int, ...]:
    """The levels from which a rule can move a case at all."""
    below_top = range(FIRST_LEVEL, policy.top)
    return tuple(level for level in below_top if any(least_states(rule, level)))


def _about_rules(policy: Policy) -> Iterator[Remark]:
    levels = [levels_of(rule, policy) for rule in policy.rules]
    before = [
        _in_the_way(policy.rules[:place], rule, levels[place])
        for place, rule in enumerate(policy.rules)
    ]
    for place, rule in enumerate(policy.rules):
        if not levels[place]:
            yield Remark(kind=_why_never(rule, policy), rule=rule.id)
            continue
        if rule.days_to_deadline is not None and policy.deadline is None:
            yield Remark(kind=RemarkKind.WITHOUT_DEADLINE, rule=rule.id)
        if found := before[place]:
            back = _in_the_way([rule], found[0], levels_of(found[0], policy))
            same = len(found) == 1 and back
            kind = RemarkKind.SAME_CONDITIONS if same else RemarkKind.NEVER_FIRST
            yield Remark(kind=kind, rule=rule.id, others=tuple(one.id for one in found))
            continue
        places_after = range(place + 1, len(policy.rules))
        later = [policy.rules[after] for after in places_after if not before[after]]
        if found := _sooner(later, rule, levels[place]):
            others = tuple(one.id for one in found)
            yield Remark(kind=RemarkKind.RARELY_FIRST, rule=rule.id, others=others)


def _sooner(
    later: Sequence[EscalationRule], rule: EscalationRule, levels: Sequence[int]
) -> tuple[EscalationRule, ...]:
    """Of the rules that stand after one those that ask for less and together always hold with it;
    none when on some level they do not."""
    found: dict[RuleId, EscalationRule] = {}
    for level in levels:
        laxer = [one for one in later if not _in_the_way([rule], one, [level])]
        here = _in_the_way(laxer, rule, [level])
        if not here:
            return ()
        found.update((one.id, one) for one in here)
    return tuple(found.values())


def _why_never(rule: EscalationRule, policy: Policy) -> RemarkKind:
    if not _facts_of(rule):
        return RemarkKind.WITHOUT_CONDITION
    if any(rule.applies_at(level) for level in range(FIRST_LEVEL, policy.top)):
        return RemarkKind.UNANSWERED_AT_FIRST
    return RemarkKind.NEVER_APPLIES


def _in_the_way(
    rules: Sequence[EscalationRule], rule: EscalationRule, levels: Sequence[int]
) -> tuple[EscalationRule, ...]:
    """The rules of which, at all levels, one holds whenever ``rule`` does; none when they do not
    hold in all such states."""
    found: dict[RuleId, EscalationRule] = {}
    for level in levels:
        for state in least_states(rule, level):
            first = next((one for one in rules if holds(one, state, level)), None)
            if first is None:
                return ()
            found[first.id] = first
    return tuple(found.values())


def _overlap(first: EscalationRule, second: EscalationRule, policy: Policy) -> bool:
    """Whether two rules can meet at a level, and speak of the same facts."""
    shared = set(levels_of(first, policy)) & set(levels_of(second, policy))
    return bool(shared and _facts_of(first) & _facts_of(second))


def _facts_of(rule: EscalationRule) -> frozenset[str]:
    """The kinds of facts that a rule speaks of."""
    given = ((kind, getattr(rule, kind)) for kind in CONDITIONS)
    return frozenset(kind for kind, value in given if value is not None and value is not False)


def _about_levels(policy: Policy) -> Iterator[Remark]:
    for level in range(FIRST_LEVEL, policy.top):
        rules = [rule for rule in policy.rules if level in levels_of(rule, policy)]
        if not rules:
            yield Remark(kind=RemarkKind.LEVEL_NOT_REACHED, level=level + 1)
        if level > FIRST_LEVEL:
            left = CaseState(unanswered=True, waits=True)
            supported = msgspec.structs.replace(left, has_support_needs=True)
            if not any(holds(rule, left, level) for rule in rules):
                yield Remark(kind=RemarkKind.FALLS_THROUGH, level=level)
            elif not any(holds(rule, supported, level) for rule in rules):
                yield Remark(kind=RemarkKind.FALLS_THROUGH_WITH_SUPPORT, level=level)
        elif rules:
            silent = CaseState(days_without_contact=_LONGEST_SILENCE, days_to_deadline=0)
            if not any(holds(rule, silent, level) for rule in rules):
                yield Remark(kind=RemarkKind.SILENCE_AT_FIRST, level=level)
