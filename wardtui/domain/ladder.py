"""Where a case stands on the ladder, how it came there, and what counts since then."""

from datetime import datetime

import msgspec

from wardtui.domain.ids import EventId, OfficerId
from wardtui.domain.policy import PolicyVersion, RuleId
from wardtui.domain.vocabulary import Channel, Outcome, PauseReason, RungKind

FIRST_LEVEL = 1
"""The area officer together with the head of the residential group."""

_CHANGES_LEVEL = (RungKind.RAISED, RungKind.RETURNED, RungKind.RESOLVED)


class Rung(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """One thing that happened to a case on its ladder, and had effect."""

    kind: RungKind
    event: EventId
    at: datetime
    """Effective time."""
    from_level: int
    to_level: int
    """The same level for what changes none."""
    by: OfficerId | None = None
    """Null for a rule, and before the device was paired."""
    rule: RuleId | None = None
    trigger: EventId | None = None
    facts: tuple[EventId, ...] = ()
    policy: PolicyVersion | None = None
    """The version under which it moved."""
    text: str | None = None
    """The reason of whoever raised or settled it, or what is asked of the level below."""
    pause: PauseReason | None = None
    until: datetime | None = None

    @property
    def changes_level(self) -> bool:
        """Whether the case stood elsewhere before."""
        return self.kind in _CHANGES_LEVEL


class Try(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A contact that counts at the level at which the case stands."""

    event: EventId
    at: datetime
    known_at: datetime
    """When it was recorded; never before ``at``."""
    channel: Channel | None
    """Null for a booking that was missed."""
    outcome: Outcome
    promised_for: datetime | None = None
    """The time that was promised, unless it was kept or another word replaced it."""

    @property
    def is_unanswered(self) -> bool:
        """A letter or a message that was sent: nobody said anything."""
        return self.channel is not None and self.outcome.is_one_way(self.channel)


class Ladder(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """How a case came to its level, and what counts there."""

    since: datetime
    """When it came to its level: for the first one, when it was listed."""
    event: EventId
    """What brought it there."""
    clock_since: datetime
    """From when its clocks run: since it came, was accepted, went on or was opened again."""
    clock_event: EventId
    rungs: tuple[Rung, ...] = ()
    """The whole way, in order."""
    tries: tuple[Try, ...] = ()
    """By effective time, those since it came to its level or was accepted there."""
    waited_until: datetime | None = None
    """When the time that was agreed last was used up: what held before shows from then on."""
    agreed: datetime | None = None
    """The time that was agreed with the resident and is not used up."""
    booked: datetime | None = None
    """By when it shows whether they came to what they are booked for."""
    spent: tuple[EventId, ...] = ()
    """What rules made that came too late, or did not fit where the case stood."""

    @property
    def made_by_rules(self) -> frozenset[EventId]:
        """All that rules made, whether or not it had effect."""
        made = (rung.event for rung in self.rungs if rung.rule is not None)
        return frozenset((*made, *self.spent))

    @property
    def came_by(self) -> Rung | None:
        """What brought it to its level; none when it never left the first one."""
        return next((rung for rung in reversed(self.rungs) if rung.changes_level), None)

    @property
    def accepted(self) -> Rung | None:
        """Who took it at its level, unless nobody has."""
        return self._since_it_came(RungKind.ACCEPTED)

    @property
    def pause(self) -> Rung | None:
        """The last pause or its end at this level or before."""
        kinds = (RungKind.PAUSED, RungKind.RESUMED)
        last = next((rung for rung in reversed(self.rungs) if rung.kind in kinds), None)
        return last if last is not None and last.kind is RungKind.PAUSED else None

    @property
    def raised_by(self) -> Rung | None:
        """What raised it to its level; none when it was not raised there."""
        last = self.came_by
        return last if last is not None and last.kind is RungKind.RAISED else None

    @property
    def came_back_by(self) -> Rung | None:
        """What gave it back to its level; none when it did not come from above."""
        last = self.came_by
        return last if last is not None and last.kind is not RungKind.RAISED else None

    def _since_it_came(self, kind: RungKind) -> Rung | None:
        for rung in reversed(self.rungs):
            if rung.kind is kind:
                return rung
            if rung.changes_level:
                return None
        return None
