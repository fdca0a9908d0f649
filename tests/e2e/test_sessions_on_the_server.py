"""Laptops that book the same seats without knowing of each other, and what a sync makes of it.

Real vaults and a real server over a real socket.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.contract.test_assigning import Colleague, Team, exchange
from tests.e2e.program import Server
from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId, SessionId
from wardtui.domain.moments import VIETNAM
from wardtui.domain.session_codes import BookingState, SessionKind
from wardtui.domain.sessions import Session
from wardtui.services.at_the_door import note_attended
from wardtui.services.book import Book, book, unbook
from wardtui.services.plan_session import (
    ChangeSession,
    NotYourSession,
    OpenSession,
    cancel_session,
    change_session,
    open_session,
)
from wardtui.services.sessions import find_session, seats_in_session
from wardtui.services.undo import undo
from wardtui.services.verify import verify

ON_EVERY_DATABASE = True

TODAY = datetime.now(VIETNAM)
"""Real: a session is over when the server's clock says so, whatever those of the laptops say."""

EVENING = TODAY.replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=30)


@pytest.fixture
def ward(request: pytest.FixtureRequest) -> str:
    return re.sub(r"\W", "-", f"W-{request.node.name}")[:60]


@pytest.fixture
def team(server: Server, ward: str, tmp_path: Path) -> Iterator[Team]:
    """A leader and an officer of one ward."""
    leader = Colleague(server, tmp_path / "leader", "Trần Thị Bình", "leader", ward)
    officer = Colleague(server, tmp_path / "officer", "Lê Văn Chi", "officer", ward)
    for one in (leader, officer):
        one.tools.clock.moment = TODAY  # type: ignore[attr-defined]
    exchange(leader, officer)
    yield leader, officer
    for one in (leader, officer):
        one.vault.close()


def an_evening(one: Colleague, seats: int) -> SessionId:
    wish = OpenSession(
        kind=SessionKind.WARD_EVENING,
        place="Nhà văn hóa",
        start=EVENING,
        end=EVENING.replace(hour=22),
        capacity=seats,
    )
    return SessionId(one.vault.write(lambda unit: open_session(unit, wish, one.tools)).event)


def booked(one: Colleague, who: ResidentId, session: SessionId, *, waiting: bool = False) -> None:
    one.tools.clock.forward(minutes=1)  # type: ignore[attr-defined]
    wish = Book(resident=who, session=session, waiting=waiting)
    one.vault.write(lambda unit: book(unit, wish, one.tools))


def unbooked(one: Colleague, who: ResidentId) -> None:
    one.tools.clock.forward(minutes=1)  # type: ignore[attr-defined]
    one.vault.write(lambda unit: unbook(unit, who, None, one.tools))


def called_off(one: Colleague, session: SessionId) -> None:
    one.vault.write(lambda unit: cancel_session(unit, session, None, one.tools))


def planned(one: Colleague, session: SessionId) -> Session:
    return one.vault.read(lambda unit: find_session(unit, session))


def states(one: Colleague, *people: ResidentId) -> list[list[BookingState]]:
    """What has become of the bookings of some people, as a laptop knows."""

    def read(case: Case | None) -> list[BookingState]:
        return [booking.state for booking in case.bookings] if case else []

    return one.vault.read(lambda unit: [read(unit.cases.get(who)) for who in people])


def refused(one: Colleague) -> list[str]:
    """Why what a laptop said was not taken."""
    return [it.code for it in one.vault.read(lambda unit: [*unit.events.rejected()])]


def agree(session: SessionId, *team: Colleague) -> None:
    """Both know the same of a session, no more people than seats, and their vaults are whole."""
    seen = []
    for one in team:
        found = planned(one, session)
        seats = one.vault.read(lambda unit: seats_in_session(unit, session))
        assert seats.free(found.capacity) >= 0
        assert not seats.waiting or seats.free(found.capacity) == 0 or not found.takes_place
        assert one.vault.read(verify).problems == ()
        seen.append((found, {it.id for it in seats.taken}, {it.id for it in seats.waiting}))
    assert seen[0] == seen[1]


BOOKED, WAITING, ATTENDED = [BookingState.BOOKED], [BookingState.WAITING], [BookingState.ATTENDED]


def test_two_laptops_book_the_last_seat_and_one_is_told(team: Team) -> None:
    leader, officer = team
    first, mine, theirs, other = leader.listed(*["Tổ 5"] * 4)
    session = an_evening(officer, 2)
    booked(leader, first, an_evening(leader, 5))
    exchange(officer, leader, officer)
    booked(officer, other, session)
    exchange(officer, leader)
    booked(leader, mine, session)
    booked(officer, theirs, session)
    unbooked(officer, first)
    exchange(leader, officer, leader)
    assert (refused(leader), refused(officer)) == ([], ["session_full"])
    for one in team:
        assert states(one, first, mine, theirs, other) == [[], BOOKED, [], BOOKED]
    agree(session, *team)


def test_a_seat_that_falls_free_goes_to_who_has_waited_longest_by_the_server(team: Team) -> None:
    leader, officer = team
    seated, first, second = leader.listed(*["Tổ 5"] * 3)
    session = an_evening(leader, 1)
    booked(leader, seated, session)
    exchange(leader, officer)
    booked(officer, second, session, waiting=True)
    booked(leader, first, session, waiting=True)
    exchange(leader, officer, leader)
    assert states(officer, seated, first, second) == [BOOKED, WAITING, WAITING]
    unbooked(officer, seated)
    exchange(officer, leader)
    for one in team:
        assert states(one, seated, first, second) == [[], BOOKED, WAITING]
    agree(session, *team)
    wider = ChangeSession(session=session, capacity=2)
    leader.vault.write(lambda unit: change_session(unit, wider, leader.tools))
    exchange(leader, officer)
    for one in team:
        assert states(one, first, second) == [BOOKED, BOOKED]
        assert refused(one) == []
    agree(session, *team)


def test_a_cancellation_is_not_undone_once_somebody_has_the_seat(team: Team) -> None:
    leader, officer = team
    gave_it_back, took_it = leader.listed("Tổ 5", "Tổ 5")
    session = an_evening(leader, 1)
    booked(leader, gave_it_back, session)
    exchange(leader, officer)
    unbooked(leader, gave_it_back)
    exchange(leader, officer)
    booked(officer, took_it, session)
    officer.sync()
    leader.vault.write(lambda unit: undo(unit, leader.tools))
    assert states(leader, gave_it_back) == [BOOKED], "as far as this laptop knows"
    exchange(leader, officer)
    assert (refused(leader), refused(officer)) == (["session_full"], [])
    for one in team:
        assert states(one, gave_it_back, took_it) == [[], BOOKED]
    agree(session, *team)


def test_a_session_is_not_made_too_small_for_those_whom_another_laptop_has_booked(
    team: Team,
) -> None:
    leader, officer = team
    people = leader.listed("Tổ 5", "Tổ 5")
    session = an_evening(leader, 2)
    exchange(leader, officer)
    for who in people:
        booked(officer, who, session)
    smaller = ChangeSession(session=session, capacity=1)
    leader.vault.write(lambda unit: change_session(unit, smaller, leader.tools))
    exchange(officer, leader, officer)
    assert (refused(leader), refused(officer)) == (["seats_taken"], [])
    for one in team:
        assert planned(one, session).capacity == 2
    agree(session, *team)


def test_nobody_is_booked_into_what_was_called_off_and_only_its_opener_or_a_leader_does_that(
    team: Team,
) -> None:
    leader, officer = team
    late, came = leader.listed("Tổ 5", "Tổ 5")
    theirs, mine = an_evening(leader, 1), an_evening(officer, 1)
    exchange(leader, officer, leader)
    booked(leader, late, mine)
    booked(leader, came, theirs)
    leader.tools.clock.moment = EVENING  # type: ignore[attr-defined]
    leader.vault.write(lambda unit: note_attended(unit, came, theirs, leader.tools))
    called_off(officer, mine)
    with pytest.raises(NotYourSession):
        called_off(officer, theirs)
    exchange(officer, leader, officer)
    assert (refused(leader), refused(officer)) == (["session_cancelled"], [])
    for one in team:
        assert states(one, late, came) == [[], ATTENDED]
        for session, takes_place in ((theirs, True), (mine, False)):
            assert planned(one, session).takes_place is takes_place
            agree(session, *team)
