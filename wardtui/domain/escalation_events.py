"""Events of the ladder: what moves a case up and down, what pauses it, and the policy behind it."""

from datetime import datetime
from typing import Annotated, ClassVar

from msgspec import Meta

from wardtui.domain.body import Body, Level
from wardtui.domain.ids import EventId
from wardtui.domain.policy import Policy, PolicyVersion, RuleId
from wardtui.domain.resident import Text
from wardtui.domain.vocabulary import PauseReason


class EscalationRaised(Body, frozen=True):
    """A case goes up. By a rule: with what fired it; by somebody: with their reason.

    It has effect only while the case is open and stands at ``from_level``, and by a rule only while
    ``trigger`` counts.
    """

    TYPE: ClassVar[str] = "escalation.raised"

    from_level: Level
    to_level: Level
    rule: RuleId | None = None
    """Null when somebody raised it."""
    trigger: EventId | None = None
    """The event whose facts or clock fired the rule."""
    facts: tuple[EventId, ...] = ()
    """All events whose facts fired the rule, by time; ``trigger`` among them."""
    policy: PolicyVersion | None = None
    """The policy in force."""
    reason: Text | None = None

    def __post_init__(self) -> None:
        if self.to_level <= self.from_level:
            raise ValueError("a case is raised to a higher level")
        if self.rule is not None and (self.trigger is None or self.policy is None):
            raise ValueError("a rule has a trigger and a policy")


class EscalationAccepted(Body, frozen=True):
    """Somebody at a level takes a case that was raised to it. The first one counts."""

    TYPE: ClassVar[str] = "escalation.accepted"

    level: Level
    reason: Text | None = None
    """What they are going to do, in their words."""


class EscalationReturned(Body, frozen=True):
    """A level gives a case back to a lower one, with what is to be done there."""

    TYPE: ClassVar[str] = "escalation.returned"

    from_level: Level
    to_level: Level
    instruction: Text | None = None

    def __post_init__(self) -> None:
        if self.to_level >= self.from_level:
            raise ValueError("a case is returned to a lower level")


class EscalationResolved(Body, frozen=True):
    """A level has settled what a case was raised for: it is the area officer's again."""

    TYPE: ClassVar[str] = "escalation.resolved"

    from_level: Level
    reason: Text | None = None
    """What was settled."""


class CasePaused(Body, frozen=True):
    """Nothing is to be done on a case for some time: no clock runs and no rule raises it."""

    TYPE: ClassVar[str] = "case.paused"

    until: Annotated[datetime, Meta(tz=True)]
    """Then it goes on by itself."""
    reason: PauseReason


class CaseResumed(Body, frozen=True):
    """A paused case goes on."""

    TYPE: ClassVar[str] = "case.resumed"

    trigger: EventId | None = None
    """The pause whose time was over; null when somebody resumed the case."""
    level: Level | None = None
    """At which the case stands, when its time was over."""
    policy: PolicyVersion | None = None
    """The policy in force, when its time was over."""

    def __post_init__(self) -> None:
        made = (self.trigger, self.level, self.policy)
        if any(one is None for one in made) and any(one is not None for one in made):
            raise ValueError("what goes on by itself names its pause, its level and its policy")


class PolicyPublished(Body, frozen=True):
    """The policy that the event's ward works under from now on. About no resident."""

    TYPE: ClassVar[str] = "policy.published"

    policy: Policy
