"""Sessions of the demo: an evening that is over, those to come, and people booked into them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from wardtui.bootstrap import make_tools
from wardtui.domain.home_service import AT_THEIR_PLACE
from wardtui.domain.ids import ResidentId, SessionId
from wardtui.domain.moments import local
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.vocabulary import Outcome
from wardtui.domain.worklist import WorklistRow
from wardtui.i18n import tr
from wardtui.services.at_the_door import note_attended, note_missed
from wardtui.services.book import Book, book
from wardtui.services.plan_session import OpenSession, open_session
from wardtui.services.ports import Tools, Unit
from wardtui.store.vault import OpenVault

_EVENING_SEATS = 8
_MISSED_EACH = 4
"""Every so manieth did not come."""


def play_sessions(vault: OpenVault, tools: Tools) -> None:
    """Plan sessions and book those who have agreed."""
    vault.write(lambda unit: _play(unit, local(tools.clock.now())))


def _play(unit: Unit, now: datetime) -> None:
    agreed = [row.id for row in unit.worklist().rows() if _has_agreed(row)]
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    before = make_tools(today - timedelta(days=2, hours=-20))
    hall, office = tr("Culture house, Group 5"), tr("Ward police office")
    past = _open(unit, before, SessionKind.WARD_EVENING, hall, today - timedelta(hours=6), 3, 12)
    came = _book(unit, before, past, agreed[:6])
    door = make_tools(today - timedelta(hours=4))
    for number, resident in enumerate(came, start=1):
        note = note_attended if number % _MISSED_EACH else note_missed
        note(unit, resident, past, door)
    planner = make_tools(now - timedelta(hours=1))
    days = (
        (SessionKind.WARD_EVENING, hall, today + timedelta(days=1, hours=18), 3, _EVENING_SEATS),
        (SessionKind.WARD_OFFICE, office, today + timedelta(days=2, hours=7.5), 4, None),
        (SessionKind.MOBILE_TEAM, hall, today + timedelta(days=3, hours=18), 3, None),
        (SessionKind.AT_HOME, tr("From door to door"), today + timedelta(days=4, hours=8), 4, 12),
    )
    opened = [_open(unit, planner, *plan) for plan in days]
    further = agreed[6 : 6 + _EVENING_SEATS + 2]
    _book(unit, planner, opened[0], further)
    _book(unit, planner, opened[1], agreed[6 + len(further) :][:5])


def _has_agreed(row: WorklistRow) -> bool:
    return (
        row.needs_action
        and row.last_outcome is Outcome.AGREED_NO_DATE
        and AT_THEIR_PLACE.isdisjoint(row.support_needs)
    )


def _open(
    unit: Unit,
    tools: Tools,
    kind: SessionKind,
    place: str,
    start: datetime,
    hours: int,
    seats: int | None,
) -> SessionId:
    command = OpenSession(
        kind=kind, place=place, start=start, end=start + timedelta(hours=hours), capacity=seats
    )
    return SessionId(open_session(unit, command, tools).event)


def _book(
    unit: Unit, tools: Tools, session: SessionId, residents: Sequence[ResidentId]
) -> list[ResidentId]:
    for resident in residents:
        book(unit, Book(resident=resident, session=session, waiting=True), tools)
    return list(residents)
