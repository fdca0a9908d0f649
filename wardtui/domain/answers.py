"""How the levels answer: what each officer holds, and how long what came to them has taken."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

import msgspec

from wardtui.domain.ids import OfficerId
from wardtui.domain.ladder import FIRST_LEVEL, Rung
from wardtui.domain.vocabulary import RungKind


class Answer(msgspec.Struct, frozen=True):
    """What became of one arrival of a case at a level."""

    level: int
    arrived_at: datetime
    accepted_at: datetime | None = None
    accepted_by: OfficerId | None = None
    left_at: datetime | None = None
    """When it was given back, settled or went on up; null while it is there."""
    left_by: OfficerId | None = None
    """Null when a rule took it on, or before the device was paired."""
    answered: bool = False
    """It was given back or settled."""
    missed: bool = False
    """A rule took it on up: the level has not answered, or what it tried has not worked."""

    @property
    def officer(self) -> OfficerId | None:
        """Who answered for the level."""
        return (self.left_by if self.answered else None) or self.accepted_by


def answers(rungs: Sequence[Rung]) -> list[Answer]:
    """Every arrival at a level above the first, in order.

    :param rungs: those of one case
    """
    found: list[Answer] = []
    for rung in rungs:
        here = found[-1] if found and found[-1].left_at is None else None
        if rung.kind is RungKind.ACCEPTED and here is not None:
            found[-1] = msgspec.structs.replace(here, accepted_at=rung.at, accepted_by=rung.by)
        elif rung.changes_level:
            if here is not None:
                found[-1] = msgspec.structs.replace(
                    here,
                    left_at=rung.at,
                    left_by=rung.by,
                    answered=rung.kind is not RungKind.RAISED,
                    missed=rung.rule is not None,
                )
            if rung.to_level > FIRST_LEVEL:
                found.append(Answer(rung.to_level, rung.at))
    return found


class Workload(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has to do, and how they have answered."""

    owner: str
    """An officer's id, or ``level:N`` for what nobody in particular holds."""
    holds: int = 0
    """Cases above the first level that are theirs now."""
    overdue: int = 0
    """Those of them whose answer is overdue."""
    untaken: int = 0
    """Those of them that nobody has accepted."""
    answered: int = 0
    """Arrivals that they gave back or settled."""
    missed: int = 0
    """Arrivals that a rule took on up; of those that nobody accepted, the level's."""
    to_accept: timedelta | None = None
    """The median time from arrival to acceptance; null without any."""
    to_answer: timedelta | None = None
    """The median time from arrival to answer; null without any."""


class Held(msgspec.Struct, frozen=True):
    """A case above the first level as somebody holds it now."""

    owner: str
    overdue: bool
    accepted: bool


def workloads(held: Iterable[Held], answered: Iterable[Answer]) -> list[Workload]:
    """By owner, those with the most overdue first.

    :param held: the cases above the first level
    :param answered: every arrival at a level above the first that there was
    """
    now: dict[str, list[Held]] = {}
    for one in held:
        now.setdefault(one.owner, []).append(one)
    then: dict[str, list[Answer]] = {}
    for answer in answered:
        then.setdefault(answer.officer or f"level:{answer.level}", []).append(answer)
    found = [_workload(owner, now.get(owner, []), then.get(owner, [])) for owner in {*now, *then}]
    return sorted(found, key=lambda one: (-one.overdue, -one.holds, -one.missed, one.owner))


def _workload(owner: str, held: Sequence[Held], answered: Sequence[Answer]) -> Workload:
    taken = [one.accepted_at - one.arrived_at for one in answered if one.accepted_at is not None]
    done = [
        one.left_at - one.arrived_at for one in answered if one.answered and one.left_at is not None
    ]
    return Workload(
        owner=owner,
        holds=len(held),
        overdue=sum(one.overdue for one in held),
        untaken=sum(not one.accepted for one in held),
        answered=len(done),
        missed=sum(one.missed for one in answered),
        to_accept=_median(taken),
        to_answer=_median(done),
    )


def _median(times: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(one.total_seconds() for one in times)) if times else None
