"""When to try somebody next: an estimate that anybody can do again on paper.

A try is a call or a visit; it reached somebody when anybody answered for the resident. With
``reached`` and ``tried`` counted over the ward, over similar cases and over the case itself, the
chance of one more try in a time slot is, from the widest evidence to the narrowest::

    ward         = (reached in the ward + 1) / (tried in the ward + 2)
    ward at slot = (reached + 20 * ward)         / (tried + 20)     the ward's tries in that slot
    group        = (reached + 20 * ward at slot) / (tried + 20)     similar cases' in that slot
    chance       = (reached + 3 * group)         / (tried + 3)      the case's own in that slot

Each step is the mean of a beta-binomial: what is known more widely counts like so many tries of
one's own, so that few tries change little and many prevail. The slot with the highest chance is
suggested. Reasons and limits: ``docs/decisions/0028-when-to-try.md``.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum, auto
from functools import lru_cache

import msgspec

from wardtui.domain.case import NO_TALLIES, SlotTally, Tallies
from wardtui.domain.moments import EVENING_START, NOON, SHIFT_END, VIETNAM, TimeSlot, local, slot_of
from wardtui.domain.vocabulary import ActionKind, Outcome, SupportNeed
from wardtui.domain.worklist import WorklistRow

WIDER_WEIGHT = 20
"""Tries that the wider evidence counts for: a group is heard from about two dozen tries on."""

OTHERS_WEIGHT = 3
"""Tries of a case's own that its group counts for: after three in vain the chance is halved."""

MEASURED_FROM = 30
"""Tries in the ward below which its figures say nothing yet."""

_SLOTS = tuple(TimeSlot)
_ORDER = (TimeSlot.EVENING, TimeSlot.WEEKEND, TimeSlot.AFTERNOON, TimeSlot.MORNING)
"""Out of hours first: manual workers answer only outside working time (source: article A1)."""

_ASKED = {SupportNeed.EVENING: TimeSlot.EVENING, SupportNeed.WEEKEND: TimeSlot.WEEKEND}

_TRIES = frozenset(
    {
        ActionKind.CALL,
        ActionKind.VISIT,
        ActionKind.REACH_GUARDIAN,
        ActionKind.BOOK,
        ActionKind.ARRANGE_HOME_SERVICE,
        ActionKind.RETRY_ENROLMENT,
        ActionKind.HELP_ACTIVATE,
    }
)
"""Actions for which somebody has to be reached and no time was agreed."""

_HOURS = {
    TimeSlot.MORNING: (time(8), NOON),
    TimeSlot.AFTERNOON: (time(14), EVENING_START),
    TimeSlot.EVENING: (EVENING_START, SHIFT_END),
    TimeSlot.WEEKEND: (time(9), SHIFT_END),
}
"""Decent hours of each slot, inside the shifts."""

_DAYS_AHEAD = 8
"""Within these every slot comes again."""


class Group(Enum):
    """Cases that can be reached at similar times. Few, so that each has something to say."""

    CHILD = 0
    """Under 14: it is the parents who answer."""
    WORKING_AGE = auto()
    """14 to 59."""
    ELDERLY = auto()
    """60 and over, as the Law on the Elderly counts."""
    AWAY = auto()
    """Lives elsewhere, whatever the age: only the telephone reaches them."""
    UNKNOWN = auto()
    """Lives here, of unknown age."""


class TimingRule(StrEnum):
    """What a suggestion rests on."""

    ASKED = "asked"
    """The resident asked for it."""
    SIMILAR_CASES = "similar_cases"
    """Measured: tries with similar cases in that slot."""
    WARD_IN_SLOT = "ward_in_slot"
    """Measured: the ward's tries in that slot; similar cases have too few."""
    WARD = "ward"
    """Measured: the ward's tries at all times; nobody has tried much in that slot."""
    OUT_OF_HOURS = "out_of_hours"
    """No measurement: out of hours people are reached more easily (A1)."""


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """When to try next, and why."""

    slot: TimeSlot
    chance: float | None
    """That one try reaches somebody, above 0 and below 1; null while the ward has no figures."""
    reached: int
    tried: int
    """The evidence that the rule names; 0 of 0 when it is no measurement."""
    own: SlotTally
    """The case's own tries in that slot."""
    rule: TimingRule
    at: datetime
    """The next moment of that slot."""


_NO_GROUPS = tuple(NO_TALLIES for _ in Group)


class Statistics(msgspec.Struct, frozen=True):
    """Tries of a ward by group and slot."""

    today: date
    """Ages are those of this day."""
    groups: tuple[Tallies, ...] = _NO_GROUPS
    """In the order of ``Group``."""

    @classmethod
    def of(cls, rows: Iterable[WorklistRow], today: date) -> "Statistics":
        """Count the tries of all cases, open or not."""
        counts = [[0] * (2 * len(_SLOTS)) for _ in Group]
        for row in rows:
            if row.tallies != NO_TALLIES:
                _count(counts[group_of(row, today).value], row.tallies)
        return cls(today, _tallies(counts))

    @property
    def ward(self) -> Tallies:
        """All groups together, by slot."""
        morning, afternoon, evening, weekend = (
            _sum(group[place] for group in self.groups) for place in range(len(_SLOTS))
        )
        return morning, afternoon, evening, weekend

    @property
    def measured(self) -> bool:
        """Whether the ward has tried often enough for its figures to say something."""
        return _sum(self.ward).tried >= MEASURED_FROM


def group_of(row: WorklistRow, today: date) -> Group:
    """The cases to which this one is similar."""
    if row.lives_here is False:
        return Group.AWAY
    born = row.birth_date
    if not born:
        return Group.UNKNOWN
    # Dates in ISO 8601 compare as texts; a year alone comes before each of its days.
    if born > _years_before(today, 14):
        return Group.CHILD
    return Group.WORKING_AGE if born > _years_before(today, 60) else Group.ELDERLY


def chances(row: WorklistRow, statistics: Statistics) -> dict[TimeSlot, float]:
    """By slot, the chance that one more try reaches somebody: above 0 and below 1.

    While the ward has no figures, every slot is as good as any before the case's own tries.
    """
    group, by_slot = statistics.groups[group_of(row, statistics.today).value], statistics.ward
    total = _sum(by_slot)
    if total.tried < MEASURED_FROM:
        wide = dict.fromkeys(_SLOTS, 0.5)
    else:
        ward = (total.reached + 1) / (total.tried + 2)
        wide = {
            slot: _with(of_group, _with(of_ward, ward, WIDER_WEIGHT), WIDER_WEIGHT)
            for slot, of_group, of_ward in zip(_SLOTS, group, by_slot, strict=True)
        }
    return {
        slot: _with(own, wide[slot], OTHERS_WEIGHT)
        for slot, own in zip(_SLOTS, row.tallies, strict=True)
    }


def suggest(row: WorklistRow, statistics: Statistics, now: datetime) -> Suggestion | None:
    """When to try somebody next, if there is somebody to reach and no time was agreed."""
    if not row.needs_action or row.kind not in _TRIES:
        return None
    chance = chances(row, statistics)
    asked = [_ASKED[need] for need in row.support_needs if need in _ASKED]
    slot = max((slot for slot in _ORDER if slot in (asked or _ORDER)), key=chance.__getitem__)
    rule, evidence = _evidence(row, statistics, slot)
    return Suggestion(
        slot=slot,
        chance=chance[slot] if statistics.measured else None,
        reached=evidence.reached,
        tried=evidence.tried,
        own=row.tallies[_SLOTS.index(slot)],
        rule=TimingRule.ASKED if asked else rule,
        at=_next(slot, now, after_today=_tried_today(row, slot, now)),
    )


def _evidence(
    row: WorklistRow, statistics: Statistics, slot: TimeSlot
) -> tuple[TimingRule, SlotTally]:
    """The narrowest evidence that prevails over what is wider."""
    if not statistics.measured:
        return TimingRule.OUT_OF_HOURS, SlotTally()
    place = _SLOTS.index(slot)
    of_group = statistics.groups[group_of(row, statistics.today).value][place]
    if of_group.tried >= WIDER_WEIGHT:
        return TimingRule.SIMILAR_CASES, of_group
    of_ward = statistics.ward[place]
    if of_ward.tried >= WIDER_WEIGHT:
        return TimingRule.WARD_IN_SLOT, of_ward
    return TimingRule.WARD, _sum(statistics.ward)


def _tried_today(row: WorklistRow, slot: TimeSlot, now: datetime) -> bool:
    """Whether this slot of today was used up. Who was on the phone can be tried again at once."""
    if row.last_at is None or row.last_outcome is Outcome.BUSY:
        return False
    return local(row.last_at).date() == local(now).date() and slot_of(row.last_at) is slot


def _next(slot: TimeSlot, now: datetime, *, after_today: bool) -> datetime:
    """The next moment of a slot from ``now``, or from tomorrow, on."""
    here = local(now)
    first, last = _HOURS[slot]
    try:
        for days in range(int(after_today), _DAYS_AHEAD):
            day = here.date() + timedelta(days=days)
            opens = datetime.combine(day, first, VIETNAM)
            if slot_of(opens) is slot and here < datetime.combine(day, last, VIETNAM):
                return max(here, opens)
    except OverflowError:
        pass
    return here


def _with(own: SlotTally, wider: float, weight: int) -> float:
    return (own.reached + weight * wider) / (own.tried + weight)


def _sum(tallies: Iterable[SlotTally]) -> SlotTally:
    tried = reached = 0
    for tally in tallies:
        tried += tally.tried
        reached += tally.reached
    return SlotTally(tried, reached)


def _count(counts: list[int], tallies: Tallies) -> None:
    for place, tally in enumerate(tallies):
        counts[2 * place] += tally.tried
        counts[2 * place + 1] += tally.reached


def _tallies(counts: Iterable[list[int]]) -> tuple[Tallies, ...]:
    return tuple(
        (SlotTally(*of[0:2]), SlotTally(*of[2:4]), SlotTally(*of[4:6]), SlotTally(*of[6:8]))
        for of in counts
    )


@lru_cache(maxsize=8)
def _years_before(day: date, years: int) -> str:
    return f"{max(day.year - years, 0):04}-{day:%m-%d}"
