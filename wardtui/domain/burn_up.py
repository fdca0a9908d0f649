"""How far a campaign has come, whether it will make it, and what would help most. Counts only."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from wardtui.domain.campaign import Campaign
from wardtui.domain.case import NO_TALLIES, NeedProgress, Tallies
from wardtui.domain.forecast import Band, foretell, together
from wardtui.domain.forgotten import Forgotten
from wardtui.domain.moments import TimeSlot, local_day
from wardtui.domain.standing import Stood
from wardtui.domain.text import natural_key
from wardtui.domain.vocabulary import Reason, Status

PACE_DAYS = 7
"""Days over which the pace kept is counted: one of each weekday."""


class Member(msgspec.Struct, frozen=True, gc=False):
    """What a campaign needs to know of one resident in its scope."""

    area: str | None
    listed_on: date
    done_on: date | None
    reason: Reason = Reason.NOT_STATED
    """Why not yet."""
    tallies: Tallies = NO_TALLIES
    """When somebody tried to reach them."""


class Outlook(StrEnum):
    """Whether a target will be reached."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    """Rather not."""
    WILL_NOT_MAKE_IT = "will_not_make_it"
    """Not even if it goes well."""
    TOO_EARLY = "too_early"
    """Too few days have passed to tell."""
    MISSED = "missed"
    """The campaign is over."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How far an area, or the whole, has come, and where it is going."""

    eligible: int
    done: int
    target: int
    """How many are to be done at the end."""
    needed: float | None
    """Residents a day from now to the end; null when the campaign is over."""
    kept: float | None
    """Residents a day, over the last seven days of the campaign; null before it has any."""
    forecast: Band | None
    """How many will be done at the end; null when it is too early to tell, or over."""
    outlook: Outlook

    @property
    def remaining(self) -> int:
        """Those who are not done."""
        return self.eligible - self.done


class AreaPace(msgspec.Struct, frozen=True):
    """How far one area has come."""

    area: str | None
    pace: Pace


class BurnDay(msgspec.Struct, frozen=True):
    """How far the whole had come at the end of a day."""

    day: date
    eligible: int
    """Of those who are eligible now, who stood on a list by then."""
    done: int


class SlotRate(msgspec.Struct, frozen=True):
    """Calls and visits in a time slot."""

    slot: TimeSlot
    tried: int
    reached: int


class BurnUp(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign as it stood at the end of a day."""

    day: date
    full: date
    """The last day that is over: paces and the forecast are counted from its end."""
    campaign: Campaign
    areas: tuple[AreaPace, ...]
    total: Pace
    days: tuple[BurnDay, ...]
    remaining_by_reason: dict[str, int]
    slots: tuple[SlotRate, ...]


def member(stood: Stood, day: date, campaign: Campaign) -> Member | None:
    """What counts of somebody who stood so at the end of ``day``; none when it is out of scope.

    Closed and handed off cases are in no scope, on no day: they are no work of the campaign.
    """
    then = stood.then
    if not _is_in_scope(then.area, then.listed_on, then.status, day, campaign):
        return None
    done_on = None
    if campaign.needs:
        wanted = [one.met_on for one in then.needs if one.need in campaign.needs]
        if not wanted:
            return None
        met = [on for on in wanted if on is not None]
        done_on = max(met) if len(met) == len(wanted) else None
    elif then.status is Status.ENROLLED:
        done_on = then.done_on or then.listed_on
    return Member(
        area=then.area,
        listed_on=then.listed_on,
        done_on=done_on,
        reason=then.reason,
        tallies=stood.tallies,
    )


def member_gone(gone: Forgotten, day: date, campaign: Campaign) -> Member | None:
    """What counts of somebody forgotten. Who was erased has no need left that could be named."""
    stood = gone.standing(day)
    if not _is_in_scope(stood.area, stood.listed_on, stood.status, day, campaign):
        return None
    done_on = stood.done_on if stood.status is Status.ENROLLED else None
    if campaign.needs:
        wanted = _wanted(gone.needs, campaign)
        if not wanted:
            return None
        met_on = _met_on(wanted)
        done_on = met_on if met_on is not None and met_on <= day else None
    return Member(stood.area, stood.listed_on, done_on, stood.reason)


def _is_in_scope(
    area: str | None, listed_on: date, status: Status, day: date, campaign: Campaign
) -> bool:
    return (
        listed_on <= day
        and status not in (Status.CLOSED, Status.HANDED_OFF)
        and (not campaign.areas or area in campaign.areas)
    )


def _wanted(needs: Iterable[NeedProgress], campaign: Campaign) -> list[NeedProgress]:
    return [one for one in needs if one.need in campaign.needs]


def _met_on(needs: Sequence[NeedProgress]) -> date | None:
    """On which day the last of them was met; none while one is not."""
    met = [local_day(one.met_at) for one in needs if one.met_at is not None]
    return max(met) if met and len(met) == len(needs) else None


def burn_up(members: Sequence[Member], campaign: Campaign, day: date, full: date) -> BurnUp:
    """A campaign at the end of a day.

    :param members: as of that day
    :param full: the last day that is over: ``day``, or the one before while it goes on
    """
    by_area: dict[str | None, list[Member]] = {}
    for one in members:
        by_area.setdefault(one.area, []).append(one)
    order = sorted(by_area, key=lambda area: (area is None, natural_key(area or "")))
    targets = {area: campaign.target(area, len(by_area[area])) for area in order}
    left = [one for one in members if one.done_on is None]
    reasons = Counter(one.reason for one in left)
    areas = tuple(
        AreaPace(area, pace(by_area[area], targets[area], campaign, full)) for area in order
    )
    return BurnUp(
        day=day,
        full=full,
        campaign=campaign,
        areas=areas,
        total=_whole(pace(members, sum(targets.values()), campaign, full), areas),
        days=tuple(_days(members, campaign.start, min(day, campaign.end))),
        remaining_by_reason={one.value: reasons[one] for one in Reason if reasons[one]},
        slots=tuple(_slots(members)),
    )


def pace(members: Sequence[Member], target: int, campaign: Campaign, full: date) -> Pace:
    """How far some residents have come, of whom so many are to be done.

    :param full: the last day that is over
    """
    eligible = len(members)
    days = [one.done_on for one in members if one.done_on is not None]
    by_then = sum(day <= full for day in days)
    ahead = (campaign.end - max(full, campaign.start - timedelta(days=1))).days
    counts = _daily(days, campaign.start, min(full, campaign.end))
    recent = counts[-PACE_DAYS:]
    band = None
    if ahead > 0 and counts:
        further = foretell(counts, full, campaign.end, eligible - by_then)
        band = further and Band(
            *(max(len(days), by_then + one) for one in msgspec.structs.astuple(further))
        )
    return Pace(
        eligible=eligible,
        done=len(days),
        target=target,
        needed=max(0, target - by_then) / ahead if ahead > 0 else None,
        kept=sum(recent) / len(recent) if recent else None,
        forecast=band,
        outlook=_outlook(len(days), target, band, is_over=ahead <= 0),
    )


def _whole(total: Pace, areas: Sequence[AreaPace]) -> Pace:
    """The whole with the forecast that its areas give: a quick one that is done helps no other."""
    bands = [one.pace.forecast for one in areas if one.pace.forecast is not None]
    if total.forecast is None or not bands:
        return total
    band = together(bands)
    # Only a campaign that is not over has a forecast.
    outlook = _outlook(total.done, total.target, band, is_over=False)
    return msgspec.structs.replace(total, forecast=band, outlook=outlook)


def _daily(done_on: Iterable[date], first: date, last: date) -> list[int]:
    counts = [0] * max(0, (last - first).days + 1)
    for day in done_on:
        if first <= day <= last:
            counts[(day - first).days] += 1
    return counts


def _outlook(done: int, target: int, band: Band | None, *, is_over: bool) -> Outlook:
    if done >= target:
        return Outlook.REACHED
    if is_over:
        return Outlook.MISSED
    if band is None:
        return Outlook.TOO_EARLY
    if band.high < target:
        return Outlook.WILL_NOT_MAKE_IT
    return Outlook.AT_RISK if band.middle < target else Outlook.ON_TRACK


def _days(members: Sequence[Member], first: date, last: date) -> Iterable[BurnDay]:
    listed = sum(one.listed_on < first for one in members)
    done = sum(one.done_on is not None and one.done_on < first for one in members)
    came = _daily((one.listed_on for one in members), first, last)
    went = _daily((one.done_on for one in members if one.done_on is not None), first, last)
    for place, (new, finished) in enumerate(zip(came, went, strict=True)):
        listed += new
        done += finished
        yield BurnDay(first + timedelta(days=place), listed, done)


def _slots(members: Sequence[Member]) -> Iterable[SlotRate]:
    for place, slot in enumerate(TimeSlot):
        tallies = [one.tallies[place] for one in members]
        tried = sum(one.tried for one in tallies)
        yield SlotRate(slot, tried, sum(one.reached for one in tallies))
