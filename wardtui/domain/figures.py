"""Figures of a day, counted over cases. Device and server use this one module."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from wardtui.domain.addresses import natural_key
from wardtui.domain.case import FIRST_LEVEL, Attempts, Case
from wardtui.domain.moments import local_day
from wardtui.domain.vocabulary import Reason, Status, SupportNeed


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


def count(cases: Iterable[Case], day: date) -> Figures:
    """The figures of some cases. The cases are as they stood at the end of ``day``."""
    attempts = Counter[str]()
    escalated = Counter[str]()
    reasons = Counter[str]()
    eligible = done = done_today = contacted = reached = booked = flags = 0
    home_proposed = home_done = 0
    for case in cases:
        today = next((one for one in case.days if one.day == day), None)
        if today is not None:
            contacted += 1
            reached += today.reached
            attempts.update(msgspec.structs.asdict(today.attempts))
        if local_day(case.listed_at) > day or case.status in (Status.CLOSED, Status.HANDED_OFF):
            continue
        eligible += 1
        finished = case.status is Status.ENROLLED
        done += finished
        done_today += finished and case.done_at is not None and local_day(case.done_at) == day
        booked += case.status is Status.BOOKED
        flags += len(case.flags)
        if SupportNeed.HOME_SERVICE in case.support_needs:
            home_proposed += 1
            home_done += finished
        if not finished:
            reasons[(case.reasons or (Reason.NOT_STATED,))[0].value] += 1
            if case.level > FIRST_LEVEL:
                escalated[str(case.level)] += 1
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


def daily_report(cases: Sequence[Case], day: date, ward: str | None) -> DailyReport:
    """The figures of a day by area. The cases are as they stood at the end of it."""
    by_area: dict[str | None, list[Case]] = {}
    for case in cases:
        by_area.setdefault(case.resident.area, []).append(case)
    order = sorted(by_area, key=lambda area: (area is None, natural_key(area or "")))
    return DailyReport(
        day,
        ward,
        tuple(AreaFigures(area, count(by_area[area], day)) for area in order),
        count(cases, day),
    )
