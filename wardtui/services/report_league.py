"""The league table of areas and wards, with what it is based on."""

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.figures import Standing
from wardtui.domain.forgotten import Forgotten
from wardtui.domain.ids import WardCode
from wardtui.domain.league import League, Member, league, member
from wardtui.domain.moments import local_day
from wardtui.services.deriving import derive
from wardtui.services.moving import moved_by_now
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.report_daily import DataState, standing_on


class Compared(msgspec.Struct, frozen=True):
    """A league table and its data state."""

    league: League
    state: DataState


def report_league(
    unit: Unit, day: date, since: date, area: str | None = None, now: datetime | None = None
) -> Compared:
    """How far areas and wards were at the end of ``day``, and how far at the end of ``since``.

    Both by what is known now: late events change their own day.

    :param area: only this area
    :param now: with what has followed by then, on this day, though it is not recorded
    """
    today: list[Member] = []
    before: list[Member] = []
    moved = {}
    if now is not None and local_day(now) == day:
        moved = {one.case.id: one.case for one in moved_by_now(unit, now)}
    gone = {one.id: one for one in unit.forgotten.all()}
    for case in unit.cases.all():
        left = gone.pop(case.id, None)
        today += _members(unit, moved.get(case.id, case), left, day)
        before += _members(unit, case, left, since)
    for one in gone.values():
        today += _counted(one.ward, one.standing(day), day)
        before += _counted(one.ward, one.standing(since), since)
    if area is not None:
        today = [one for one in today if one.place[1] == area]
        before = [one for one in before if one.place[1] == area]
    state = DataState(last_sync=unit.state.sync.last_success, pending=unit.events.count_waiting())
    return Compared(league(today, before, day, since), state)


def _members(unit: Unit, case: Case, left: Forgotten | None, day: date) -> Iterator[Member]:
    """What counts of a case at the end of a day.

    :param left: what is kept of the time before they were listed again
    """
    if local_day(case.listed_at) > day:
        if left is not None:
            yield from _counted(left.ward, left.standing(day), day)
        return
    found = standing_on(day, case, lambda: derive(unit, person_of(unit, case.id), day))
    if found is not None:
        yield from _counted(case.ward, found, day)


def _counted(ward: WardCode | None, then: Standing, day: date) -> Iterator[Member]:
    found = member(ward, then, day)
    if found is not None:
        yield found
