"""Figures of a day, counted over what each resident's case was at its end.

Device and server use this one module.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from wardtui.domain.case import Attempts, Case
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.moments import local_day
from wardtui.domain.text import natural_key
from wardtui.domain.vocabulary import Reason, Status, SupportNeed


class Standing(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What the figures of a day need to know of one resident: no name, no number, no address."""

    area: str | None = None
    listed_on: date
    status: Status
    done_on: date | None = None
    level: int = FIRST_LEVEL
    reason: Reason = Reason.NOT_STATED
    """The first of those given last."""
    home_service: bool = False
    flags: int = 0
    attempts: Attempts | None = None
    """On this day; null when nobody tried."""
    reached: bool = False
    """On this day somebody answered."""


def standing(case: Case, day: date) -> Standing:
    """What counts of a case that is as it was at the end of ``day``."""
    tried = next((one for one in case.days if one.day == day), None)
    return Standing(
        area=case.resident.area,
        listed_on=local_day(case.listed_at),
        status=case.status,
        done_on=None if case.done_at is None else local_day(case.done_at),
        level=case.level,
        reason=case.reasons[0] if case.reasons else Reason.NOT_STATED,
        home_service=SupportNeed.HOME_SERVICE in case.support_needs,
        flags=len(case.flags),
        attempts=tried.attempts if tried else None,
        reached=tried.reached if tried else False,
    )


class HomeService(msgspec.Struct, frozen=True):
    """Residents who are to be served at home."""

    proposed: int
    """All who need it."""
    done: int
    """Those of them whose needs are met."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of people at the end of a day, and of what was tried on it."""

    eligible: int
    """Listed, less closed and handed off."""
    done_today: int
    done_total: int
    """All needs met."""
    remaining: int
    """``eligible`` less ``done_total``."""
    contacted_today: int
    """Residents tried at least once, whatever came of it."""
    reached_today: int
    """Residents of whom somebody answered."""
    attempts_today: Attempts
    booked: int
    escalated: dict[str, int]
    """Open cases above the first level, by level."""
    home_service: HomeService
    data_flags_open: int
    remaining_by_reason: dict[str, int]
    """Every remaining resident once, under the first reason given last; else ``not_stated``."""


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


def count(standings: Iterable[Standing], day: date) -> Figures:
    """The figures of some residents, from how each stood at the end of ``day``."""
    attempts = Counter[str]()
    escalated = Counter[str]()
    reasons = Counter[str]()
    eligible = done = done_today = contacted = reached = booked = flags = 0
    home_proposed = home_done = 0
    for one in standings:
        if one.attempts is not None:
            contacted += 1
            reached += one.reached
            attempts.update(msgspec.structs.asdict(one.attempts))
        if one.listed_on > day or one.status in (Status.CLOSED, Status.HANDED_OFF):
            continue
        eligible += 1
        finished = one.status is Status.ENROLLED
        done += finished
        done_today += finished and one.done_on == day
        booked += one.status is Status.BOOKED
        flags += one.flags
        if one.home_service:
            home_proposed += 1
            home_done += finished
        if not finished:
            reasons[one.reason.value] += 1
            if one.level > FIRST_LEVEL:
                escalated[str(one.level)] += 1
    return Figures(
        eligible=eligible,
        done_today=done_today,
        done_total=done,
        remaining=eligible - done,
        contacted_today=contacted,
        reached_today=reached,
        attempts_today=Attempts(**attempts),
        booked=booked,
        escalated=dict(sorted(escalated.items())),
        home_service=HomeService(home_proposed, home_done),
        data_flags_open=flags,
        remaining_by_reason={r.value: reasons[r.value] for r in Reason if reasons[r.value]},
    )


def daily_report(standings: Sequence[Standing], day: date, ward: str | None) -> DailyReport:
    """The figures of a day by area, from how each resident stood at the end of it."""
    by_area: dict[str | None, list[Standing]] = {}
    for one in standings:
        by_area.setdefault(one.area, []).append(one)
    order = sorted(by_area, key=lambda area: (area is None, natural_key(area or "")))
    return DailyReport(
        day,
        ward,
        tuple(AreaFigures(area, count(by_area[area], day)) for area in order),
        count(standings, day),
    )
