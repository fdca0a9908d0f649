"""The figures of a day, with what they are based on."""

from datetime import date, datetime

import msgspec

from wardtui.domain.figures import DailyReport, daily_report, sessions_on
from wardtui.services.ports import Unit
from wardtui.services.recording import home_ward
from wardtui.services.standings import standings_at


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
    (everybody,) = standings_at(unit, [day], now)
    standings = [one for _, one in everybody if area is None or one.area == area]
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
