"""Figures of a day, counted over what each resident's case was at its end.

Device and server use this one module.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from wardtui.domain.bands import AgeBand, Residency
from wardtui.domain.case import Attempts
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.moments import local_day
from wardtui.domain.sessions import Session
from wardtui.domain.standing import Standing
from wardtui.domain.text import natural_key
from wardtui.domain.vocabulary import Need, Reason, Status

_CARDS = (Need.ID_CARD, Need.CHILD_CARD)


class Tally(msgspec.Struct, frozen=True):
    """How many people something is to be done for, and for how many it is done."""

    eligible: int
    """Whom it concerns: what a rate is a rate of."""
    done_today: int
    done_total: int
    remaining: int
    """``eligible`` less ``done_total``."""


class HomeService(msgspec.Struct, frozen=True):
    """Residents who are to be served where they are."""

    proposed: int
    """All who need it."""
    done: int
    """Those of them whose needs are met."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of people at the end of a day, and of what was tried on it.

    Unless it is said otherwise, of those who are eligible.
    """

    eligible: int
    """Listed, less closed and handed off."""
    done_today: int
    done_total: int
    """All needs met."""
    remaining: int
    """``eligible`` less ``done_total``."""
    contacted_today: int
    """Residents tried at least once, whatever came of it, and whether or not they are eligible."""
    reached_today: int
    """Residents of whom somebody answered, whether or not they are eligible."""
    attempts_today: Attempts
    booked: int
    escalated: dict[str, int]
    """Open cases above the first level, by level."""
    home_service: HomeService
    data_flags_open: int
    remaining_by_reason: dict[str, int]
    """Every remaining resident once, under the first reason given last; else ``not_stated``."""
    remaining_objective: int
    """Those of them whose reason lies outside their will."""
    remaining_other: int
    contacted_total: int
    """Tried at least once by the end of the day."""
    invited_not_come: int
    """Remaining and invited (``Standing.invited``), but never came (``Standing.has_come``)."""
    not_invited: int
    """Remaining, and neither invited nor ever came."""
    card: Tally
    """Who lacks an ID card or a child's card; done when all of theirs are captured."""
    account: Tally
    """Who lacks a VNeID account; done when level 2 is collected."""
    account_level1: int
    """Those of them who stand at level 1."""
    activation: Tally
    """Who has to activate VNeID."""
    by_residency: dict[str, Tally]
    by_age: dict[str, Tally]
    """All needs met, by the age as ``Standing.age`` has it."""
    facility_service: HomeService
    data_flags_settled: int
    """Faults of the last list that are there no more."""
    came_today: int
    """Visits to sessions ("lượt"): people, as often as they came, eligible or not."""
    files_today: int
    """Cards and accounts captured ("hồ sơ"), of people who are eligible or not."""


class AreaFigures(msgspec.Struct, frozen=True):
    """The figures of one area."""

    area: str | None
    figures: Figures


class DailyReport(msgspec.Struct, frozen=True):
    """The figures of a ward for one day. The areas add up to the total."""

    day: date
    ward: str | None
    areas: tuple[AreaFigures, ...]
    total: Figures
    sessions_today: int = 0
    """Sessions that began on the day and were not cancelled."""


class _Count:
    """A tally that is being counted."""

    __slots__ = ("done", "done_today", "eligible")

    def __init__(self) -> None:
        self.eligible = self.done = self.done_today = 0

    def add(self, done_on: date | None, day: date, *, done: bool) -> None:
        self.eligible += 1
        if done:
            self.done += 1
            self.done_today += done_on == day

    def tally(self) -> Tally:
        return Tally(self.eligible, self.done_today, self.done, self.eligible - self.done)


def count(standings: Iterable[Standing], day: date) -> Figures:
    """The figures of some residents, from how each stood at the end of ``day``."""
    attempts = Counter[str]()
    escalated = Counter[str]()
    reasons = Counter[Reason]()
    everybody, card, account, activation = _Count(), _Count(), _Count(), _Count()
    residencies = {one: _Count() for one in Residency}
    ages = {one: _Count() for one in AgeBand}
    contacted = reached = booked = flags = settled = tried = level1 = came = files = 0
    home_proposed = home_done = facility_proposed = facility_done = not_come = not_invited = 0
    for one in standings:
        came += one.came
        files += one.files
        if one.attempts is not None:
            contacted += 1
            reached += one.reached
            attempts.update(msgspec.structs.asdict(one.attempts))
        if one.listed_on > day or one.status in (Status.CLOSED, Status.HANDED_OFF):
            continue
        finished = one.status is Status.ENROLLED
        for counted in (everybody, residencies[one.residency], ages[one.age]):
            counted.add(one.done_on, day, done=finished)
        cards: list[date | None] = []
        for need in one.needs:
            met_on = need.met_on
            if need.need in _CARDS:
                cards.append(met_on)
            elif need.need is Need.VNEID_ACCOUNT:
                account.add(met_on, day, done=met_on is not None)
                level1 += need.level1
            else:
                activation.add(met_on, day, done=met_on is not None)
        if cards:
            made = [on for on in cards if on is not None]
            card.add(max(made, default=None), day, done=len(made) == len(cards))
        booked += one.status is Status.BOOKED
        flags += one.flags
        settled += one.flags_settled
        tried += one.contacted
        if one.home_service:
            home_proposed += 1
            home_done += finished
        if one.facility_service:
            facility_proposed += 1
            facility_done += finished
        if not finished:
            reasons[one.reason] += 1
            if one.level > FIRST_LEVEL:
                escalated[str(one.level)] += 1
            if not one.has_come:
                not_come += one.invited
                not_invited += not one.invited
    total = everybody.tally()
    objective = sum(number for reason, number in reasons.items() if reason.objective)
    return Figures(
        eligible=total.eligible,
        done_today=total.done_today,
        done_total=total.done_total,
        remaining=total.remaining,
        contacted_today=contacted,
        reached_today=reached,
        attempts_today=Attempts(**attempts),
        booked=booked,
        escalated=dict(sorted(escalated.items())),
        home_service=HomeService(home_proposed, home_done),
        data_flags_open=flags,
        remaining_by_reason={r.value: reasons[r] for r in Reason if reasons[r]},
        remaining_objective=objective,
        remaining_other=total.remaining - objective,
        contacted_total=tried,
        invited_not_come=not_come,
        not_invited=not_invited,
        card=card.tally(),
        account=account.tally(),
        account_level1=level1,
        activation=activation.tally(),
        by_residency={one.value: counted.tally() for one, counted in residencies.items()},
        by_age={one.value: counted.tally() for one, counted in ages.items()},
        facility_service=HomeService(facility_proposed, facility_done),
        data_flags_settled=settled,
        came_today=came,
        files_today=files,
    )


def together(found: Iterable[Figures]) -> Figures:
    """What ``count`` gives for the residents of all of them. Nobody may be counted in two."""
    whole: Figures = count((), date.min)
    for one in found:
        whole = _sum(whole, one)
    reasons = whole.remaining_by_reason
    return msgspec.structs.replace(
        whole,
        escalated=dict(sorted(whole.escalated.items())),
        remaining_by_reason={one.value: reasons[one] for one in Reason if one in reasons},
    )


def _sum(one: Any, other: Any) -> Any:
    """Counts are added, wherever they stand; what only one side has is kept."""
    if isinstance(one, int):
        return one + other
    if isinstance(one, dict):
        shared = {name: _sum(one[name], other[name]) for name in one if name in other}
        return {**one, **other, **shared}
    names = one.__struct_fields__
    return type(one)(**{name: _sum(getattr(one, name), getattr(other, name)) for name in names})


def daily_report(
    standings: Sequence[Standing], day: date, ward: str | None, sessions: int = 0
) -> DailyReport:
    """The figures of a day by area, from how each resident stood at the end of it.

    :param sessions: how many sessions there were on the day
    """
    by_area: dict[str | None, list[Standing]] = {}
    for one in standings:
        by_area.setdefault(one.area, []).append(one)
    order = sorted(by_area, key=lambda area: (area is None, natural_key(area or "")))
    areas = tuple(AreaFigures(area, count(by_area[area], day)) for area in order)
    return DailyReport(day, ward, areas, together(one.figures for one in areas), sessions)


def sessions_on(planned: Iterable[Session], day: date, area: str | None = None) -> int:
    """How many sessions began on a day and were not cancelled.

    :param area: only those that are meant for it, or for everybody
    """
    return sum(
        one.takes_place
        and local_day(one.start) == day
        and (area is None or not one.areas or area in one.areas)
        for one in planned
    )
