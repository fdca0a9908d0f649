"""The escalation policy: levels, rules, working time and the care that calls are made with.

A policy is data. It is written as TOML (``wardtui.domain.policy_reader``), published as an event,
and read by the engine (``wardtui.domain.escalation``).
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, NewType

import msgspec
from msgspec import Meta

from wardtui.domain.moments import SHIFT_END, VIETNAM, TimeSlot, local
from wardtui.domain.vocabulary import Role

PolicyVersion = NewType("PolicyVersion", str)
"""``NAME/HASH``: the same for the same content, on every device."""

RuleId = NewType("RuleId", str)

PAUSE_OVER = RuleId("pause_over")
"""The rule behind a case that goes on because its pause is over. No policy may use the name."""

HIGHEST = 9
"""Levels of a policy, at most."""

Words = Annotated[str, Meta(min_length=1, max_length=120)]
Count = Annotated[int, Meta(ge=1, le=365)]
Hour = Annotated[time, Meta(tz=False)]
"""A Vietnamese time of day."""


class Title(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What something is called, in both languages."""

    vi: Words
    en: Words | None = None

    def text(self, language: str) -> str:
        """The title in a language; the Vietnamese one when there is no other."""
        return (self.en or self.vi) if language == "en" else self.vi


class Weekday(StrEnum):
    """A day of the week, in its order."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


_WEEKDAYS = tuple(Weekday)
_LONGEST_REST = 60
"""Days without a working day, at most; then every day counts."""


class Calendar(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """When the levels above work."""

    working_days: Annotated[tuple[Weekday, ...], Meta(min_length=1)] = _WEEKDAYS[:5]
    day_ends: Hour = SHIFT_END
    """What is due on a working day is due at this hour."""
    holidays: Annotated[tuple[date, ...], Meta(max_length=400)] = ()

    def works_on(self, day: date) -> bool:
        """Whether a day is a working day."""
        return _WEEKDAYS[day.weekday()] in self.working_days and day not in self.holidays

    def after(self, moment: datetime, working_days: int) -> datetime:
        """The end of the last of so many working days that follow the day of a moment."""
        day, rest = local(moment).date(), 0
        left = working_days
        try:
            while left:
                day += timedelta(days=1)
                rest += 1
                if self.works_on(day) or rest > _LONGEST_REST:
                    left -= 1
                    rest = 0
        except OverflowError:
            day = date.max
        return datetime.combine(day, self.day_ends, VIETNAM)


class PolicyLevel(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One step of the ladder."""

    level: Annotated[int, Meta(ge=1, le=HIGHEST)]
    title: Title
    role: Role
    """Of those who usually hold cases at this level."""
    answer_working_days: Count | None = None
    """Within so many working days the level answers; null at the first, which has its own due
    times."""


class WithSupportNeeds(StrEnum):
    """What a rule does with a resident who needs support."""

    RAISE = "raise"
    """The same as with anybody."""
    HOME_SERVICE = "home_service"
    """Serving them at home is offered; they never go up by this rule."""


class EscalationRule(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What moves a case one level up. All conditions that are given must hold.

    Facts count since the case came to its level, and above the first level since it was accepted
    there. Attempts of any channel count.
    """

    id: Annotated[RuleId, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}\Z")]
    title: Title | None = None
    """What people call the rule; those of the shipped policies have names in every language."""
    from_levels: tuple[Annotated[int, Meta(ge=1, le=HIGHEST)], ...] = ()
    """The levels from which it moves a case; none given: every level that has one above it."""
    failed_attempts: Count | None = None
    """Attempts that reached nobody, at least."""
    distinct_days: Count | None = None
    """On so many days, at least, of those attempts."""
    time_slots: tuple[TimeSlot, ...] = ()
    """At least one of those attempts in one of these."""
    refusals: Count | None = None
    broken_promises: Count | None = None
    """Promised times that passed without the resident having come or agreed on another time."""
    missed_bookings: Count | None = None
    days_without_contact: Count | None = None
    """Since the last call, visit or answer; a letter or message that nobody answered is none."""
    days_to_deadline: Annotated[int, Meta(ge=0, le=365)] | None = None
    unanswered: bool = False
    """The level's answer time is over."""
    with_support_needs: WithSupportNeeds = WithSupportNeeds.RAISE

    @property
    def counts_contacts(self) -> bool:
        """Whether it asks what came of contacts, not only for the clock."""
        counts = (
            self.failed_attempts, self.refusals, self.broken_promises, self.missed_bookings
        )  # fmt: skip
        return any(one is not None for one in counts)

    def applies_at(self, level: int) -> bool:
        """Whether it can move a case from a level that has one above it."""
        return not self.from_levels or level in self.from_levels


class PausedWhile(StrEnum):
    """What holds a case at its level besides a pause."""

    BOOKED = "booked"
    AGREED = "agreed"
    """A time was agreed with the resident that has not come."""


class ContactCare(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How often and when residents are called. It warns, and never refuses."""

    calls_per_week: Count | None = None
    """In any seven days."""
    hours_between_calls: Count | None = None
    days_after_refusal: Count | None = None
    """A refusal is left alone for so many days."""
    calls_from: Hour | None = None
    calls_until: Hour | None = None


class Policy(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True
):
    """What moves cases up, and who answers."""

    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}\Z")]
    title: Title
    levels: Annotated[tuple[PolicyLevel, ...], Meta(min_length=1, max_length=HIGHEST)]
    """In their order."""
    rules: Annotated[tuple[EscalationRule, ...], Meta(max_length=50)] = ()
    """Of several that fire at one moment the first one counts."""
    calendar: Calendar = Calendar()
    paused_while: tuple[PausedWhile, ...] = (PausedWhile.BOOKED, PausedWhile.AGREED)
    contact: ContactCare = ContactCare()
    deadline: date | None = None
    """The last day of the campaign."""

    @property
    def version(self) -> PolicyVersion:
        """Name and a hash of the whole content."""
        content = msgspec.json.encode(self, order="deterministic")
        return PolicyVersion(f"{self.name}/{sha256(content).hexdigest()[:8]}")

    @property
    def top(self) -> int:
        """The highest level."""
        return max(one.level for one in self.levels)

    def level(self, number: int) -> PolicyLevel | None:
        """A level, when the policy has it."""
        return next((one for one in self.levels if one.level == number), None)

    def answer_by(self, level: int, start: datetime) -> datetime:
        """When a level's answer to what came at a moment is due."""
        found = self.level(level)
        days = found.answer_working_days if found is not None else None
        return self.calendar.after(start, days or 1)

    @property
    def shortest_answer(self) -> int:
        """Working days of the level that answers soonest."""
        return min(
            (one.answer_working_days or 1 for one in self.levels if one.level > 1), default=1
        )


class InForce(msgspec.Struct, frozen=True):
    """The policy of a ward."""

    policy: Policy
    version: PolicyVersion
    since: datetime | None = None
    """When it was published; null when it comes with wardtui and nobody published any."""


NO_POLICY = InForce(
    Policy(
        name="none",
        title=Title("Không chuyển cấp", "No escalation"),
        levels=(PolicyLevel(1, Title("Cảnh sát khu vực", "Area officer"), Role.OFFICER),),
    ),
    PolicyVersion("none"),
)
"""One level and no rule: nothing moves."""
