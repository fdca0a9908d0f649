"""What if another policy had been in force from the beginning: time, gone through once more.

What people did stays as it was and in its order. What rules made is left out; what the other policy
decides comes instead, each decision at its moment between what people recorded. What was taken back
counts as never done. What people did on the ladder counts where it still fits and has no effect
elsewhere, as in every fold.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from wardtui.domain.case import Case
from wardtui.domain.escalation import Decision, decide
from wardtui.domain.escalation_events import (
    CasePaused,
    CaseResumed,
    EscalationAccepted,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
)
from wardtui.domain.events import (
    ContactLogged,
    Entry,
    Event,
    EventRetracted,
    ResidentListed,
    ResidentReopened,
)
from wardtui.domain.ids import EventId, WardCode
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.moments import local, local_day, slot_of
from wardtui.domain.policy import InForce, Policy
from wardtui.domain.policy_check import CaseState, holds
from wardtui.domain.same_person import counting
from wardtui.domain.vocabulary import Origin, Outcome

Fold = Callable[[Sequence[Entry]], Case | None]
"""The case of one person from entries in order; none while nothing lists them."""

MakeEvent = Callable[[Decision], Event]
"""The event of a decision."""

_MOVES = (
    EscalationRaised,
    EscalationAccepted,
    EscalationReturned,
    EscalationResolved,
    CasePaused,
    CaseResumed,
    ResidentReopened,
)
"""After one of these, counts and clocks are no longer those since the resident was listed."""


def done_by_people(entries: Sequence[Entry]) -> list[Entry]:
    """What still counts of a history, without what rules made of it on the ladder.

    :param entries: those of one person, in order (``Entry.order``)
    """
    return [
        entry
        for entry in counting(entries)
        if not isinstance(entry.event.body, EventRetracted) and not _is_move_by_rule(entry.event)
    ]


def _is_move_by_rule(event: Event) -> bool:
    return event.origin is Origin.RULE and isinstance(event.body, EscalationRaised | CaseResumed)


def replay(
    done: Sequence[Entry], force: InForce, now: datetime, fold: Fold, make_event: MakeEvent
) -> Case | None:
    """How a case would stand had a policy been in force from the beginning.

    :param done: what people did (``done_by_people``), in order
    :param force: the policy; where it has a ``since``, it decides nothing before
    :return: none when nothing lists the person
    """
    return _Replay(force, fold, make_event).go(done, now)


class _Replay:
    """One case on its way through time."""

    def __init__(self, force: InForce, fold: Fold, make_event: MakeEvent) -> None:
        self._force = force
        self._fold = fold
        self._make_event = make_event
        self._log: list[Entry] = []
        self._made: set[EventId] = set()

    def go(self, done: Sequence[Entry], now: datetime) -> Case | None:
        clock: datetime | None = None
        for _, action in groupby(done, key=lambda entry: entry.event.action):
            together = list(action)
            # The order of the entries decides; a clock never goes back, or beyond the present.
            known = min(local(together[0].event.known_at), now)
            clock = known if clock is None else max(clock, known)
            if could_move(self._log, self._force.policy, clock):
                self._decide(clock)
            for entry in together:
                self._add(entry.event, entry.ward)
        return self._decide(now)

    def _decide(self, until: datetime) -> Case | None:
        """Let the policy decide all that it has by a moment; the case after it."""
        case = self._fold(self._log)
        while case is not None:
            decision = decide(case, self._force, until)
            if decision is None or decision.event_id in self._made:
                break
            self._made.add(decision.event_id)
            self._add(self._make_event(decision), case.ward)
            case = self._fold(self._log)
        return case

    def _add(self, event: Event, ward: WardCode | None) -> None:
        self._log.append(Entry(event, len(self._log) + 1, ward))


def could_move(done: Sequence[Entry], policy: Policy, now: datetime) -> bool:
    """Whether a policy could ever have moved a case by now; a quick look that may say yes too often
    and never no when it did.

    :param done: what people did (``done_by_people``), in order
    """
    if any(isinstance(entry.event.body, _MOVES) for entry in done):
        return True
    if policy.top == FIRST_LEVEL:
        return False
    most = _most(done, policy, now)
    return any(holds(rule, most, FIRST_LEVEL) for rule in policy.rules)


def _most(done: Sequence[Entry], policy: Policy, now: datetime) -> CaseState:
    """The most that any rule can have seen of a case that stood at the first level all the time."""
    contacts = [
        (local(entry.event.effective_at), entry.event.body)
        for entry in done
        if isinstance(entry.event.body, ContactLogged)
    ]
    failed = [at for at, body in contacts if body.outcome.failed]
    outcomes = [body.outcome for _, body in contacts]
    left = None if policy.deadline is None else (policy.deadline - local_day(now)).days
    return CaseState(
        failed_attempts=len(failed),
        distinct_days=len({local_day(at) for at in failed}),
        time_slots=frozenset(map(slot_of, failed)),
        refusals=outcomes.count(Outcome.DECLINED),
        missed_bookings=outcomes.count(Outcome.MISSED),
        broken_promises=sum(body.promised_for is not None for _, body in contacts),
        days_without_contact=_longest_silence(done, now).days,
        days_to_deadline=left,
    )


def _longest_silence(done: Sequence[Entry], now: datetime) -> timedelta:
    """Between a contact, or the list, and what was recorded next, at most."""
    listed = [
        local(entry.event.effective_at)
        for entry in done
        if isinstance(entry.event.body, ResidentListed)
    ]
    if not listed:
        return timedelta(0)
    last, clock = min(listed), min(listed)
    longest = timedelta(0)
    for entry in done:
        clock = max(clock, min(local(entry.event.known_at), now))
        longest = max(longest, clock - last)
        body = entry.event.body
        if isinstance(body, ContactLogged) and not body.outcome.is_one_way(body.channel):
            last = max(last, local(entry.event.effective_at))
    return max(longest, now - last)
