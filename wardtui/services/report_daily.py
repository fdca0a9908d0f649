"""The figures of a day, with what they are based on."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.figures import DailyReport, Standing, daily_report, sessions_on, standing
from wardtui.domain.ids import WardCode
from wardtui.domain.moments import local_day
from wardtui.services.deriving import derive
from wardtui.services.moving import moved_by_now
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.recording import home_ward


class DataState(msgspec.Struct, frozen=True, kw_only=True):
    """How complete the figures are."""

    last_sync: datetime | None
    pending: int
    """Events of this device that the server does not have."""


class Reported(msgspec.Struct, frozen=True):
    """A report with its data state, signed."""

    report: DailyReport
    state: DataState
    officer: str | None = None
    """Who made it; null when nobody is named, on an unpaired laptop or at the server."""
    at: datetime | None = None
    """When it was made."""


def report_daily(
    unit: Unit, day: date, area: str | None = None, now: datetime | None = None
) -> Reported:
    """The figures at the end of ``day``, by what is known now. Late events change their own day.

    :param area: only this area
    :param now: with what the policy has decided by then, on this day, though it is not recorded
    """
    everybody = (one for _, one in standings_at(unit, day, now))
    standings = [one for one in everybody if area is None or one.area == area]
    sessions = sessions_on(unit.sessions.all(), day, area)
    pairing = unit.state.pairing
    return Reported(
        daily_report(standings, day, home_ward(unit), sessions),
        data_state(unit),
        pairing.name if pairing else None,
        now,
    )


def data_state(unit: Unit) -> DataState:
    """How complete the figures of this device are."""
    return DataState(last_sync=unit.state.sync.last_success, pending=unit.events.count_waiting())


def standings_at(
    unit: Unit, day: date, now: datetime | None
) -> Iterator[tuple[WardCode | None, Standing]]:
    """How everybody stood at the end of a day, those whom this device has forgotten too, with the
    ward of each.

    :param now: with what the policy has decided by then, on this day, though it is not recorded
    """
    moved = {}
    if now is not None and local_day(now) == day:
        moved = {one.case.id: one.case for one in moved_by_now(unit, now)}
    before = {one.id: one for one in unit.forgotten.all()}
    for case in unit.cases.all():
        gone = before.pop(case.id, None)
        if gone is not None and local_day(case.listed_at) > day:
            # Listed again later: what is left of the first time tells of the days before.
            yield gone.ward, gone.standing(day)
            continue
        found = standing_on(day, moved.get(case.id, case), partial(_then, unit, case, day))
        if found is not None:
            if gone is not None:
                found = _with_the_past(found, gone.standing(day))
            yield case.ward, found
    for gone in before.values():
        yield gone.ward, gone.standing(day)


def _with_the_past(now: Standing, before: Standing) -> Standing:
    """How somebody stands who was forgotten and listed again."""
    return msgspec.structs.replace(
        now,
        contacted=now.contacted or before.contacted,
        invited=now.invited or before.invited,
        has_come=now.has_come or before.has_come,
    )


def _then(unit: Unit, case: Case, day: date) -> Case | None:
    return derive(unit, person_of(unit, case.id), day)


def standing_on(day: date, case: Case, then: Callable[[], Case | None]) -> Standing | None:
    """How somebody stood at the end of a day; none when they were on no list by then.

    :param case: as of now
    :param then: gives it as of the end of the day, which is asked for only when it has changed
    """
    at_the_end = as_it_was(day, case, then)
    return None if at_the_end is None else standing(at_the_end, day)


def as_it_was(day: date, case: Case, then: Callable[[], Case | None]) -> Case | None:
    """A case as it was at the end of a day, asked for as ``standing_on`` does."""
    return then() if local_day(case.changed_at) > day else case
