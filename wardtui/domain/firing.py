"""When the conditions of a rule hold: by the facts and the clocks of a case at its level."""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from functools import cached_property, lru_cache

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.ids import EventId
from wardtui.domain.ladder import FIRST_LEVEL, Try
from wardtui.domain.moments import VIETNAM, end_of_shift, later, local_day, slot_of
from wardtui.domain.policy import EscalationRule, PausedWhile, Policy
from wardtui.domain.vocabulary import Outcome


class Fired(msgspec.Struct, frozen=True):
    """When the conditions of a rule hold."""

    at: datetime
    trigger: EventId
    known_at: datetime
    """When ``trigger`` was recorded."""
    facts: tuple[EventId, ...]
    """All events that are counted, ``trigger`` among them."""


class Clock:
    """The facts and clocks of a case at its level."""

    def __init__(self, case: Case, policy: Policy) -> None:
        self._case = case
        self._policy = policy
        self._ladder = case.ladder
        self._tries = case.ladder.tries
        self.waits_until: datetime | None = None
        """The end of the day for which something was agreed, or they are booked."""
        agreed = case.ladder.agreed
        waits = PausedWhile.AGREED in policy.paused_while and self._is_taken
        if agreed is not None and waits:
            self.waits_until = max(agreed, end_of_shift(local_day(agreed)))
        booked = case.ladder.booked
        if booked is not None and PausedWhile.BOOKED in policy.paused_while:
            until = max(booked, end_of_shift(local_day(booked)))
            self.waits_until = max(self.waits_until or until, until)

    @cached_property
    def runs_from(self) -> tuple[datetime, EventId]:
        """Since when nothing was done: the start of the clock, or the last contact after it."""
        start = self._ladder.clock_since, self._ladder.clock_event
        if self._is_taken:
            spoken = next((one for one in reversed(self._tries) if not one.is_unanswered), None)
            if spoken is not None and spoken.at > start[0]:
                start = spoken.at, spoken.event
        if self.waits_until is not None and self.waits_until > start[0]:
            start = self.waits_until, start[1]
        return start

    @property
    def _is_taken(self) -> bool:
        return self._case.level == FIRST_LEVEL or self._ladder.accepted is not None

    def fires(self, rule: EscalationRule) -> Fired | None:
        """When all conditions of a rule hold; none while one cannot."""
        parts: list[Fired] = []
        for holds in _conditions(rule):
            found = holds(self, rule)
            if found is None:
                return None
            parts.append(found)
        if not parts:
            return None
        last = max(parts, key=lambda one: one.at)
        facts = dict.fromkeys(fact for part in parts for fact in part.facts)
        return Fired(max(last.at, self._shows_from), last.trigger, last.known_at, tuple(facts))

    @cached_property
    def _shows_from(self) -> datetime:
        """What was tried while the case rested, or while something agreed was waited for, moves it
        when it goes on, not before: nobody is moved on a day that is over."""
        since, waited = self._ladder.clock_since, self._ladder.waited_until
        return since if waited is None else max(since, waited)

    @cached_property
    def _as_recorded(self) -> list[Try]:
        return sorted(self._tries, key=_recorded)

    def _failed(self, rule: EscalationRule) -> Fired | None:
        failed: list[Try] = []
        days = set()
        in_slot = not rule.time_slots
        # As they were recorded: what is written down late changes nothing that was decided before.
        for one in self._as_recorded:
            if not one.outcome.failed:
                continue
            failed.append(one)
            days.add(local_day(one.at))
            in_slot = in_slot or slot_of(one.at) in rule.time_slots
            if (
                in_slot
                and len(failed) >= (rule.failed_attempts or 1)
                and len(days) >= (rule.distinct_days or 1)
            ):
                return _by_facts([(each.known_at, each) for each in failed])
        return None

    def _refused(self, rule: EscalationRule) -> Fired | None:
        return self._so_often(Outcome.DECLINED, rule.refusals or 1)

    def _missed(self, rule: EscalationRule) -> Fired | None:
        return self._so_often(Outcome.MISSED, rule.missed_bookings or 1)

    def _so_often(self, outcome: Outcome, count: int) -> Fired | None:
        found = [(one.known_at, one) for one in self._tries if one.outcome is outcome]
        return _first_of(found, count)

    def _broken(self, rule: EscalationRule) -> Fired | None:
        promised = [
            (max(one.promised_for, end_of_shift(local_day(one.promised_for)), one.known_at), one)
            for one in self._tries
            if one.promised_for is not None
        ]
        return _first_of(promised, rule.broken_promises or 1)

    def _without_contact(self, rule: EscalationRule) -> Fired | None:
        start, event = self.runs_from
        return _by_clock(later(start, days=rule.days_without_contact or 0), event, start)

    def _deadline(self, rule: EscalationRule) -> Fired | None:
        deadline = self._policy.deadline
        if deadline is None or rule.days_to_deadline is None:
            return None
        midnight = datetime.combine(deadline, time(0, 0), VIETNAM)
        at = later(midnight, days=-rule.days_to_deadline)
        ladder = self._ladder
        if ladder.clock_event != ladder.event or ladder.waited_until or ladder.came_by is not None:
            # Whoever a case has come to, or come back to, has time for it; at the first level, a
            # working day.
            at = max(at, self._policy.answer_by(self._case.level, self.runs_from[0]))
        return _by_clock(at, self._ladder.event, self._ladder.since)

    def _unanswered(self, _: EscalationRule) -> Fired | None:
        start, event = self.runs_from
        return _by_clock(self._policy.answer_by(self._case.level, start), event, start)


Condition = Callable[[Clock, EscalationRule], Fired | None]


@lru_cache(maxsize=256)
def _conditions(rule: EscalationRule) -> tuple[Condition, ...]:
    """What has to hold for a rule."""
    wanted: tuple[tuple[object, Condition], ...] = (
        (rule.failed_attempts, Clock._failed),
        (rule.refusals, Clock._refused),
        (rule.missed_bookings, Clock._missed),
        (rule.broken_promises, Clock._broken),
        (rule.days_without_contact, Clock._without_contact),
        (rule.days_to_deadline, Clock._deadline),
        (rule.unanswered or None, Clock._unanswered),
    )
    return tuple(holds for value, holds in wanted if value is not None)


def _recorded(one: Try) -> datetime:
    return one.known_at


def _first_of(found: list[tuple[datetime, Try]], count: int) -> Fired | None:
    """The first contacts of a kind, so many as are needed.

    :param found: with the moments from which they count
    """
    if len(found) < count:
        return None
    found.sort(key=lambda one: one[0])
    return _by_facts(found[:count])


def _by_facts(found: Sequence[tuple[datetime, Try]]) -> Fired:
    """The last of some contacts completed them."""
    at, last = found[-1]
    return Fired(at, last.event, last.known_at, tuple(one.event for _, one in found))


def _by_clock(at: datetime, event: EventId, started: datetime) -> Fired:
    return Fired(at, event, started, (event,))
