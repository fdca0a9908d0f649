"""What if: another policy over the whole history of a vault, before anybody publishes it."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from wardtui.domain.arrangement import Arrangement, arranged
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.escalation import Decision, decide
from wardtui.domain.events import Entry, Event
from wardtui.domain.ids import DeviceId
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.policy import InForce, Policy, PolicyVersion, RuleId
from wardtui.domain.what_if import could_move, done_by_people, replay
from wardtui.domain.worklist import WorklistRow, walk_key, worklist_row
from wardtui.services.arrangement import present_arrangement
from wardtui.services.moving import as_of
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.use_policy import policies_in_force
from wardtui.services.writing import rule_made

_REPORT_EVERY = 200


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """Where an open case stands."""

    level: int
    since: datetime
    """When it came there."""
    rule: RuleId | None
    """What raised it there; null when somebody did, or when it was not raised."""
    overdue: bool
    """The level's answer is overdue; the first level has no answer to give."""


class MovedCase(msgspec.Struct, frozen=True, kw_only=True):
    """An open case that would stand at another level."""

    row: WorklistRow
    """As it is now."""
    now: Stand
    then: Stand

    @property
    def goes_up(self) -> bool:
        """It would stand higher."""
        return self.then.level > self.now.level


class LevelCount(msgspec.Struct, frozen=True, kw_only=True):
    """The open cases of one level, as they are and as they would be."""

    level: int
    now: int
    then: int
    overdue_now: int
    overdue_then: int


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """Where the open cases would stand had a policy been in force from the beginning."""

    policy: Policy
    instead_of: tuple[PolicyVersion, ...]
    """The policies in force now."""
    levels: tuple[LevelCount, ...]
    """Every level of the policy, and every other one at which a case stands or would stand."""
    moved: tuple[MovedCase, ...]
    """Those who would stand elsewhere: higher before lower, the highest first, then by address."""
    at_once: int
    """How many cases the policy would move at once if it were published now."""

    @property
    def open(self) -> int:
        """All open cases."""
        return sum(one.now for one in self.levels)


def try_policy(
    unit: Unit, policy: Policy, now: datetime, tell: Callable[[int], None] = lambda _: None
) -> Tried:
    """Go through every open case's history under a policy. Nothing is written.

    :param tell: told now and then how many cases are done
    """
    trial = _Trial(unit, policy, now)
    stands: list[tuple[Stand, Stand]] = []
    moved: list[MovedCase] = []
    at_once = 0
    for number, case in enumerate(unit.cases.all(), start=1):
        if not number % _REPORT_EVERY:
            tell(number)
        if not case.status.needs_action:
            continue
        present = trial.present(case)
        at_once += trial.moves_at_once(present)
        now_there, then_there = _stand(present, now), _stand(trial.replayed(case), now)
        stands.append((now_there, then_there))
        if now_there.level != then_there.level:
            row = worklist_row(present)
            moved.append(MovedCase(row=row, now=now_there, then=then_there))
    return Tried(
        policy=policy,
        instead_of=trial.instead_of,
        levels=_levels(stands, policy),
        moved=tuple(sorted(moved, key=_order)),
        at_once=at_once,
    )


class _Trial:
    """One policy, case by case."""

    def __init__(self, unit: Unit, policy: Policy, now: datetime) -> None:
        self._unit = unit
        self._now = now
        self._force = InForce(policy, policy.version)
        self._published_now = InForce(policy, policy.version, now)
        self._in_force = present_arrangement(unit)
        self._tried = Arrangement(self._in_force.holders, {}, self._force)

    @property
    def instead_of(self) -> tuple[PolicyVersion, ...]:
        """The policies in force now."""
        found = (one.force.version for one in policies_in_force(self._unit))
        return tuple(dict.fromkeys(found))

    def present(self, case: Case) -> Case:
        """The case as of now, with what is decided and not recorded."""
        if case.moves_at is None or case.moves_at > self._now:
            return case
        found = as_of(self._unit, case.id, self._now, self._in_force)
        return case if found is None else found.case

    def moves_at_once(self, present: Case) -> bool:
        """Whether the policy would move a case at once if it were published now."""
        decision = decide(present, self._published_now, self._now)
        return decision is not None and decision.to_level > decision.from_level

    def replayed(self, case: Case) -> Case:
        """The case as it would be."""
        person = person_of(self._unit, case.id)
        done = done_by_people([one.entry for one in person.events])
        # Whom nothing has moved so far and the policy could not have moved stays where they are.
        if not case.ladder.rungs and not could_move(done, self._force.policy, self._now):
            return case
        before = self._unit.forgotten.get(person.id)
        met = before.needs if before is not None else ()

        def fold(log: Sequence[Entry]) -> Case | None:
            return fold_case(person.id, log, None, met, person.members)

        then = replay(done, self._force, self._now, fold, self._event)
        return case if then is None else arranged(then, self._tried)

    def _event(self, decision: Decision) -> Event:
        return rule_made(decision, None, DeviceId(""), 1, self._now)


def _stand(case: Case, now: datetime) -> Stand:
    raised = case.ladder.raised_by
    action = case.next_action
    return Stand(
        level=case.level,
        since=case.ladder.since,
        rule=raised.rule if raised is not None else None,
        overdue=case.level > FIRST_LEVEL and action is not None and action.due < now,
    )


def _levels(stands: Sequence[tuple[Stand, Stand]], policy: Policy) -> tuple[LevelCount, ...]:
    now = Counter(one.level for one, _ in stands)
    then = Counter(one.level for _, one in stands)
    overdue_now = Counter(one.level for one, _ in stands if one.overdue)
    overdue_then = Counter(one.level for _, one in stands if one.overdue)
    return tuple(
        LevelCount(
            level=level,
            now=now[level],
            then=then[level],
            overdue_now=overdue_now[level],
            overdue_then=overdue_then[level],
        )
        for level in sorted({one.level for one in policy.levels} | now.keys() | then.keys())
    )


def _order(one: MovedCase) -> tuple[bool, int, object]:
    return not one.goes_up, -one.then.level, walk_key(one.row)
