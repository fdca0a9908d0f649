"""The leaders' board: the cases that were handed up, level by level, the most pressing first."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Self

import msgspec

from wardtui.domain.ids import ResidentId
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.policy import RuleId
from wardtui.domain.vocabulary import Status
from wardtui.domain.worklist import WorklistRow


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases a board shows; every condition that is given must hold."""

    level: int | None = None
    overdue: bool = False
    """Only those whose answer is overdue."""
    untaken: bool = False
    """Only those that nobody has accepted."""
    area: str | None = None
    owner: str | None = None
    """Whose the next action is: an officer's id, or ``level:N``."""
    rule: RuleId | None = None
    """What raised them to their level."""
    by_hand: bool = False
    """Only those that somebody raised."""


EVERYTHING = Wanted()


class Handed(msgspec.Struct, frozen=True, gc=False):
    """A case that was handed up."""

    row: WorklistRow
    since: datetime
    """When it came to its level."""
    rule: RuleId | None
    """Null when somebody raised it, or it was given back from above."""
    accepted: bool
    probably: bool

    @property
    def by_hand(self) -> bool:
        """Whether somebody raised it, and no rule did nor a level above gave it back."""
        came = self.row.ladder
        return self.rule is None and came is not None and not came.came_back

    @property
    def id(self) -> ResidentId:
        """Whose case it is."""
        return self.row.id

    @property
    def is_paused(self) -> bool:
        """Whether it rests: nobody has to answer meanwhile."""
        return self.row.status is Status.PAUSED

    @property
    def is_untaken(self) -> bool:
        """Whether somebody at its level still has to take it."""
        return not self.accepted and not self.is_paused

    @property
    def due(self) -> datetime | None:
        """When the answer of its level is due; of a case that rests, when it goes on."""
        came = self.row.ladder
        answer_by = came.answer_by if came is not None else None
        return self.row.due if self.is_paused else answer_by or self.row.due

    def is_overdue(self, now: datetime) -> bool:
        """Whether its answer is overdue."""
        return self.due is not None and self.due < now


class Column(msgspec.Struct, frozen=True):
    """One level of the board."""

    level: int
    cases: tuple[Handed, ...]
    """Overdue first, then what is due soonest, then what came first."""
    overdue: int
    untaken: int


class Board(msgspec.Struct, frozen=True):
    """All that was handed up."""

    columns: tuple[Column, ...]
    """One for every level above the first up to the highest, also those without a case."""

    @classmethod
    def of(
        cls, rows: Iterable[WorklistRow], now: datetime, top: int, wanted: Wanted = EVERYTHING
    ) -> Self:
        """The board of some lines of the worklist; those at the first level are passed over.

        :param rows: in due order, so that of equals those come first that do on the walk
        :param top: the highest level of the policy; a case above it makes a column too
        """
        by_level: dict[int, list[Handed]] = {n: [] for n in range(FIRST_LEVEL + 1, top + 1)}
        for row in rows:
            one = handed(row)
            if one is not None and _fits(one, wanted, now):
                by_level.setdefault(row.level, []).append(one)
        return cls(
            tuple(
                Column(
                    level,
                    tuple(sorted(cases, key=_pressing)),
                    sum(one.is_overdue(now) for one in cases),
                    sum(one.is_untaken for one in cases),
                )
                for level, cases in sorted(by_level.items())
                if wanted.level in (None, level)
            )
        )

    @property
    def cases(self) -> tuple[Handed, ...]:
        """All cases, column by column."""
        return tuple(one for column in self.columns for one in column.cases)

    @property
    def rules(self) -> Counter[RuleId | None]:
        """How many were raised by which rule; null by hand."""
        return Counter(one.rule for one in self.cases if one.rule is not None or one.by_hand)


def handed(row: WorklistRow) -> Handed | None:
    """The line as the board has it; none when the case is done or stands at the first level."""
    if row.ladder is None or row.level <= FIRST_LEVEL or not row.needs_action:
        return None
    came = row.ladder
    return Handed(row, came.since, came.rule, came.accepted, came.probably)


def _fits(one: Handed, wanted: Wanted, now: datetime) -> bool:
    row = one.row
    return (
        wanted.area in (None, row.area)
        and wanted.owner in (None, row.owner)
        and wanted.rule in (None, one.rule)
        and not (wanted.by_hand and not one.by_hand)
        and not (wanted.untaken and not one.is_untaken)
        and not (wanted.overdue and not one.is_overdue(now))
    )


def _pressing(one: Handed) -> tuple[datetime, datetime]:
    """What is due first also is what is overdue longest."""
    return one.due or one.since, one.since
