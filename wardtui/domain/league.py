"""The league table of areas and wards: how far each has come, and since the last briefing.

Two rates, each over its own denominator, as the articles give them (A4): *collected* are the
residents whose papers are in, *activated* those who use VNeID. Neither is a share of the other.
Only residents are counted, never the work of an officer.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import msgspec

from wardtui.domain.ids import WardCode
from wardtui.domain.standing import Standing
from wardtui.domain.text import NaturalKey, natural_key
from wardtui.domain.vocabulary import Need, Status

COLLECTED = frozenset({Need.ID_CARD, Need.CHILD_CARD, Need.VNEID_ACCOUNT})
"""What is collected: a card (captured or further), an account (level 2 collected or further)."""

DAYS_BEFORE = 7
"""From briefing to briefing, unless said: it is held every week (A4)."""

Place = tuple[WardCode | None, str | None]
"""A ward and an area in it."""


class Member(msgspec.Struct, frozen=True, gc=False):
    """What the league needs to know of one eligible resident at the end of a day."""

    place: Place
    to_collect: bool
    """A card or an account is or was lacking."""
    collected: bool
    """None of them is lacking any more."""
    to_activate: bool
    """The activation is or was lacking."""
    activated: bool


class Tally(msgspec.Struct, frozen=True, gc=False):
    """Residents at the end of a day."""

    eligible: int = 0
    """Listed, less closed and handed off."""
    to_collect: int = 0
    """Those of them who lacked a card or an account: the denominator of ``collected``."""
    collected: int = 0
    to_activate: int = 0
    """Those of them who lacked the activation: the denominator of ``activated``."""
    activated: int = 0

    @property
    def collected_rate(self) -> float | None:
        """Null when there was nothing to collect."""
        return self.collected / self.to_collect if self.to_collect else None

    @property
    def activated_rate(self) -> float | None:
        """Null when there was nothing to activate."""
        return self.activated / self.to_activate if self.to_activate else None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.eligible + other.eligible,
            self.to_collect + other.to_collect,
            self.collected + other.collected,
            self.to_activate + other.to_activate,
            self.activated + other.activated,
        )


class Row(msgspec.Struct, frozen=True):
    """One line of the table."""

    ward: WardCode | None
    area: str | None
    """Null for who has none, and in the line of a ward or of everybody."""
    now: Tally
    before: Tally
    """At the end of the day of the last briefing, by what is known now."""


class League(msgspec.Struct, frozen=True):
    """Areas and wards, the highest rate of collected first. Areas add up to wards, these to all."""

    day: date
    since: date
    """The day of the last briefing."""
    areas: tuple[Row, ...]
    wards: tuple[Row, ...]
    total: Row


def briefing_before(day: date) -> date:
    """The day of the briefing before a day, unless somebody names another."""
    return day - timedelta(days=min(DAYS_BEFORE, (day - date.min).days))


def member(ward: WardCode | None, then: Standing, day: date) -> Member | None:
    """What counts of somebody who stood so at the end of ``day``; none when nothing does.

    Of who was erased before needs were kept, none is known: they are in no denominator.
    """
    if then.listed_on > day or then.status in (Status.CLOSED, Status.HANDED_OFF):
        return None
    met = {one.need: one.met_on is not None and one.met_on <= day for one in then.needs}
    papers = [is_met for need, is_met in met.items() if need in COLLECTED]
    return Member(
        (ward, then.area),
        to_collect=bool(papers),
        collected=bool(papers) and all(papers),
        to_activate=Need.VNEID_ACTIVATION in met,
        activated=met.get(Need.VNEID_ACTIVATION, False),
    )


def league(now: Iterable[Member], before: Iterable[Member], day: date, since: date) -> League:
    """The table of a day, beside that of the last briefing.

    :param now: everybody eligible at the end of ``day``
    :param before: everybody eligible at the end of ``since``
    """
    here, there = _by_place(now), _by_place(before)
    areas = [
        Row(ward, area, here.get((ward, area), Tally()), there.get((ward, area), Tally()))
        for ward, area in {**here, **there}
    ]
    by_ward: dict[WardCode | None, list[Row]] = {}
    for row in areas:
        by_ward.setdefault(row.ward, []).append(row)
    wards = [_sum(rows, ward) for ward, rows in by_ward.items()]
    return League(
        day,
        since,
        tuple(sorted(areas, key=_in_order)),
        tuple(sorted(wards, key=_in_order)),
        _sum(areas, next(iter(by_ward)) if len(by_ward) == 1 else None),
    )


def _by_place(members: Iterable[Member]) -> Mapping[Place, Tally]:
    counts: dict[Place, list[int]] = {}
    for one in members:
        figures = counts.setdefault(one.place, [0] * 5)
        facts = (True, one.to_collect, one.collected, one.to_activate, one.activated)
        for position, fact in enumerate(facts):
            figures[position] += fact
    return {place: Tally(*figures) for place, figures in counts.items()}


def _sum(rows: Iterable[Row], ward: WardCode | None) -> Row:
    now = before = Tally()
    for row in rows:
        now, before = now + row.now, before + row.before
    return Row(ward, None, now, before)


def _in_order(row: Row) -> tuple[bool, float, int, NaturalKey, NaturalKey]:
    """The highest rate first, of equals the higher count; who has no area is no unit: last."""
    rate = row.now.collected_rate
    return (
        row.area is None,
        1.0 if rate is None else -rate,
        -row.now.collected,
        natural_key(row.area or ""),
        natural_key(row.ward or ""),
    )
