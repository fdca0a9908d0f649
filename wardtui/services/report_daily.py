"""The figures of a day, with what they are based on."""

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.figures import DailyReport, daily_report
from wardtui.domain.fold import fold_case
from wardtui.domain.moments import local_day
from wardtui.services.ports import Unit
from wardtui.services.recording import home_ward
from wardtui.services.records import entries


class DataState(msgspec.Struct, frozen=True, kw_only=True):
    """How complete the figures are."""

    last_sync: datetime | None
    pending: int
    """Events of this device that the server does not have."""


class Reported(msgspec.Struct, frozen=True):
    """A report and its data state."""

    report: DailyReport
    state: DataState


def report_daily(unit: Unit, day: date, area: str | None = None) -> Reported:
    """The figures at the end of ``day``, by what is known now. Late events change their own day.

    :param area: only this area
    """
    cases = [case for case in _as_of(unit, day) if area is None or case.resident.area == area]
    state = DataState(last_sync=unit.state.sync.last_success, pending=unit.events.count_waiting())
    return Reported(daily_report(cases, day, home_ward(unit)), state)


def _as_of(unit: Unit, day: date) -> Iterator[Case]:
    for case in unit.cases.all():
        if local_day(case.changed_at) <= day:
            yield case
            continue
        log = entries(unit.events.of_resident(case.id))
        earlier = fold_case(case.id, log, until=day)
        if earlier is not None:
            yield earlier
