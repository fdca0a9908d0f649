"""A campaign: what a ward wants to have done by when."""

from datetime import date
from math import ceil
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from wardtui.domain.body import Area, Body
from wardtui.domain.vocabulary import Need

MOST_TARGETS = 500
"""More areas has no ward."""

LONGEST = 731
"""Days from the first to the last: two years."""

ALL = 100


class Target(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How many residents are to be done at the end. Exactly one of the two numbers is given."""

    area: Area | None = None
    """Null: every area that has no target of its own."""
    people: Annotated[int, Meta(ge=0)] | None = None
    percent: Annotated[int, Meta(ge=0, le=ALL)] | None = None
    """Of those who are eligible."""

    def __post_init__(self) -> None:
        if (self.people is None) == (self.percent is None):
            raise ValueError("a target is either a number of people or a percentage")

    def of(self, eligible: int) -> int:
        """How many of so many."""
        if self.people is not None:
            return min(self.people, eligible)
        return ceil(eligible * (self.percent or 0) / ALL)


class Campaign(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Whom it is about, from when to when, and how many are to be done."""

    start: date
    end: date
    """The last day."""
    needs: tuple[Need, ...] = ()
    """Which ones are to be met; empty: all that somebody has."""
    areas: Annotated[tuple[Area, ...], Meta(max_length=MOST_TARGETS)] = ()
    """Where; empty: everywhere."""
    targets: Annotated[tuple[Target, ...], Meta(max_length=MOST_TARGETS)] = ()
    """For an area without one everybody is to be done."""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a campaign ends after it starts")
        if (self.end - self.start).days > LONGEST:
            raise ValueError(f"a campaign takes at most {LONGEST} days")
        named = [one.area for one in self.targets]
        if len(set(named)) < len(named):
            raise ValueError("an area has one target")

    def target(self, area: str | None, eligible: int) -> int:
        """How many are to be done of those who are eligible in an area."""
        by_area = {one.area: one for one in self.targets}
        found = by_area.get(area) or by_area.get(None)
        return eligible if found is None else found.of(eligible)


class CampaignPublished(Body, frozen=True):
    """The campaign that the event's ward works for from now on. About no resident."""

    TYPE: ClassVar[str] = "campaign.published"

    campaign: Campaign
