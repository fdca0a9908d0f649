"""The fold of the ladder: what raised, accepted, returned, settled or paused a case, in order.

Levels are decided by the order of the entries, clocks and counts by effective time. An event that
does not fit where the case stands has no effect and stays in the history.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from wardtui.domain.case import NeedProgress
from wardtui.domain.escalation_events import (
    CasePaused,
    CaseResumed,
    EscalationAccepted,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
)
from wardtui.domain.events import (
    Body,
    CaseAssigned,
    EnrolmentRecorded,
    Entry,
    EventRetracted,
    NeedArose,
    ResidentClosed,
    ResidentListed,
    ResidentReopened,
    Unread,
)
from wardtui.domain.ids import EventId, OfficerId, ResidentId
from wardtui.domain.ladder import FIRST_LEVEL, Rung
from wardtui.domain.moments import local
from wardtui.domain.next_action import Moment
from wardtui.domain.progress import progress_of
from wardtui.domain.rungs import rung
from wardtui.domain.vocabulary import CloseReason, Need, RungKind

BEFORE_ALL: Moment = (datetime.min.replace(tzinfo=UTC), -1)


class Climbed(msgspec.Struct):
    """Where the entries have brought a case so far."""

    level_event: EventId
    level_since: datetime
    clock_event: EventId
    clock_since: datetime
    level: int = FIRST_LEVEL
    counts_from: Moment = BEFORE_ALL
    """Contacts behind it count at this level."""
    rungs: tuple[Rung, ...] = ()
    is_accepted: bool = False
    pause: EventId | None = None
    """The pause that has not ended."""
    spent: tuple[EventId, ...] = ()
    """What rules made that had no effect."""
    given_to: dict[int, OfficerId | None] = msgspec.field(default_factory=dict)
    """By level, to whom the case was given there."""
    anew: tuple[EventId, Moment] | None = None
    """What arose last when nothing was left to do: with it everything begins anew."""

    @property
    def assigned(self) -> OfficerId | None:
        """Whom the case was given to at its level."""
        return self.given_to.get(self.level)


_MAY_MOVE = (
    EscalationRaised,
    EscalationAccepted,
    EscalationReturned,
    EscalationResolved,
    CasePaused,
    CaseResumed,
    CaseAssigned,
    ResidentReopened,
    EnrolmentRecorded,
    NeedArose,
)


def climb(
    entries: Sequence[Entry],
    resident: ResidentId,
    listed: tuple[EventId, datetime],
    needs: Mapping[Need, NeedProgress],
    taken_back: Sequence[Entry] = (),
) -> Climbed:
    """Where a case stands.

    :param entries: those of the person that count, in order
    :param resident: who stands for the person
    :param listed: the listing event and its effective time
    :param needs: all that the person lacked before the entries
    :param taken_back: those of the person that do not count any more
    """
    event, at = listed
    climbed = Climbed(event, at, event, at)
    made = {e.event.id: e.event.body for e in taken_back if _is_made_by_rule(e.event.body)}
    climbed.spent = tuple(made)
    rests = {one.event.id for one in taken_back if isinstance(one.event.body, _RESTS)}
    if rests or _has_a_way(entries):
        _Climb(climbed, resident, entries, dict(needs), rests, made).go()
    return climbed


def _has_a_way(entries: Sequence[Entry]) -> bool:
    """Whether a case can be anywhere but where it began: most cannot, and cost nothing."""
    lists = 0
    for entry in entries:
        body = entry.event.body
        if isinstance(body, _MAY_MOVE):
            return True
        lists += isinstance(body, ResidentListed)
    return lists > 1


class _Climb:
    def __init__(
        self,
        climbed: Climbed,
        resident: ResidentId,
        entries: Sequence[Entry],
        needs: dict[Need, NeedProgress],
        rests: Collection[EventId],
        made: Mapping[EventId, Body | Unread],
    ) -> None:
        self._here = climbed
        self._rests = rests
        self._resident = resident
        self._entries = entries
        # What a rule made and somebody took back still tells upon what it was made again.
        self._bodies = {**made, **{entry.event.id: entry.event.body for entry in entries}}
        self._before = needs
        self._needs = needs
        self._steps: list[Entry] = []
        self._listed: set[Need] | None = None
        """The needs that a list has named so far; before any list, all."""
        self._arisen: set[Need] = set()
        self._is_closed = False

    def go(self) -> None:
        """Take the entries one after the other."""
        for order, entry in enumerate(self._entries):
            moment = (local(entry.event.effective_at), order)
            was_open = self._is_open
            match entry.event.body:
                case ResidentListed(resident=record):
                    self._listed = {*(self._listed or ()), *record.needs}
                case EnrolmentRecorded() | NeedArose() as body:
                    self._steps.append(entry)
                    self._needs = progress_of(self._steps, self._before).needs
                    if isinstance(body, NeedArose):
                        self._arisen.add(body.need)
                case ResidentClosed(reason=reason):
                    # A record that was closed as a duplicate and then merged closes nobody.
                    if (
                        reason is not CloseReason.DUPLICATE
                        or entry.event.resident == self._resident
                    ):
                        self._is_closed = True
                case ResidentReopened():
                    self._is_closed = False
                case CaseAssigned(to=to, level=level):
                    self._here.given_to[level or self._here.level] = to
                case EventRetracted(event=target):
                    if target in self._rests:
                        # The case had rested until then: nobody could have answered.
                        self._run_from(entry, moment)
                case body:
                    steps = len(self._here.rungs)
                    self._move(entry, moment)
                    if len(self._here.rungs) == steps and _is_made_by_rule(body):
                        self._here.spent += (entry.event.id,)
            if self._is_open and not was_open:
                # Nothing ran while there was nothing to do.
                self._start_counting(entry, moment)
                if isinstance(entry.event.body, NeedArose):
                    self._begin_anew(entry, moment)

    @property
    def _is_open(self) -> bool:
        return not self._is_closed and any(
            progress.met_at is None
            and (self._listed is None or need in self._listed or need in self._arisen)
            for need, progress in self._needs.items()
        )

    def _move(self, entry: Entry, moment: Moment) -> None:
        here = self._here
        match entry.event.body:
            case EscalationRaised() as body if self._is_raised_by(body):
                self._come(entry, moment, RungKind.RAISED, body.to_level)
            case EscalationAccepted(level=level) if (
                level == here.level > FIRST_LEVEL and self._is_open and not here.is_accepted
            ):
                self._accept(entry, moment)
            case EscalationReturned(from_level=level, to_level=to) if (
                level == here.level and self._is_open
            ):
                self._come(entry, moment, RungKind.RETURNED, to)
            case EscalationResolved(from_level=level) if (
                level == here.level > FIRST_LEVEL and self._is_open
            ):
                self._come(entry, moment, RungKind.RESOLVED, FIRST_LEVEL)
            case CasePaused() if self._is_open:
                here.pause = entry.event.id
                self._step(entry, moment, RungKind.PAUSED, here.level)
            case CaseResumed(trigger=trigger) if here.pause is not None and (
                trigger is None or self._origin_of(trigger) == here.pause
            ):
                here.pause = None
                self._run_from(entry, moment)
                self._step(entry, moment, RungKind.RESUMED, here.level)

    def _is_raised_by(self, body: EscalationRaised) -> bool:
        here = self._here
        if body.from_level != here.level or not self._is_open or here.pause is not None:
            return False
        return body.trigger is None or self._origin_of(body.trigger) is not None

    def _origin_of(self, trigger: EventId) -> EventId | None:
        """What somebody did that set off a rule; what rules made of it holds while it counts."""
        seen = set()
        while trigger in self._bodies and trigger not in seen:
            seen.add(trigger)
            body = self._bodies[trigger]
            if not isinstance(body, (EscalationRaised, CaseResumed)) or body.trigger is None:
                return trigger
            trigger = body.trigger
        return None

    def _come(self, entry: Entry, moment: Moment, kind: RungKind, level: int) -> None:
        here = self._here
        self._step(entry, moment, kind, level)
        here.level = level
        here.level_event, here.level_since = entry.event.id, moment[0]
        here.is_accepted = False
        self._start_counting(entry, moment)

    def _accept(self, entry: Entry, moment: Moment) -> None:
        here = self._here
        self._step(entry, moment, RungKind.ACCEPTED, here.level)
        here.is_accepted = True
        if entry.event.actor is not None:
            here.given_to[here.level] = entry.event.actor
        self._start_counting(entry, moment)

    def _start_counting(self, entry: Entry, moment: Moment) -> None:
        here = self._here
        here.clock_event, here.clock_since = entry.event.id, moment[0]
        here.counts_from = moment
        here.pause = None

    def _begin_anew(self, entry: Entry, moment: Moment) -> None:
        """What somebody above had to do with it was about what is done: it is the first level's."""
        self._here.anew = entry.event.id, moment
        if self._here.level > FIRST_LEVEL:
            self._come(entry, moment, RungKind.RESOLVED, FIRST_LEVEL)

    def _run_from(self, entry: Entry, moment: Moment) -> None:
        """The clocks begin anew, unless they have since; what was counted stays."""
        here = self._here
        if moment[0] > here.clock_since:
            here.clock_event, here.clock_since = entry.event.id, moment[0]

    def _step(self, entry: Entry, moment: Moment, kind: RungKind, level: int) -> None:
        self._here.rungs += (rung(entry, moment[0], kind, self._here.level, level),)


_RESTS = (ResidentClosed, CasePaused, EscalationReturned, EscalationResolved)
"""While these counted, nothing was to be done where the case stands without them."""


def _is_made_by_rule(body: Body | Unread) -> bool:
    return isinstance(body, (EscalationRaised, CaseResumed)) and body.trigger is not None
