"""The league table of areas and wards, with what it is based on."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec

from wardtui.domain.league import League, Member, league, member
from wardtui.services.ports import Unit
from wardtui.services.report_daily import DataState, data_state
from wardtui.services.standings import Stands, standings_at


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
    here, there = standings_at(unit, (day, since), now)
    table = league(_members(here, day, area), _members(there, since, area), day, since)
    return Compared(table, data_state(unit))


def _members(everybody: Iterable[Stands], day: date, area: str | None) -> Iterator[Member]:
    """What counts at the end of a day."""
    for ward, then in everybody:
        found = member(ward, then, day)
        if found is not None and (area is None or then.area == area):
            yield found
