"""Who is approved comes on a route with a time window, in walking order, as one action."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.builders import AN, MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case
from wardtui.domain.errors import WardtuiError
from wardtui.domain.events import EnrolmentRecorded, ResidentCorrected, ResidentListed
from wardtui.domain.home_service import HomeStage
from wardtui.domain.ids import ResidentId, SessionId
from wardtui.domain.resident import Field
from wardtui.domain.session_codes import BookingState, SessionKind
from wardtui.domain.vocabulary import Need, Status, Step, SupportNeed
from wardtui.services.at_the_door import note_attended
from wardtui.services.book import Book, book
from wardtui.services.home_service import decide_home_service, home_list
from wardtui.services.household import household_of
from wardtui.services.plan_session import OpenSession, cancel_session, open_session
from wardtui.services.ports import Tools
from wardtui.services.put_on_route import put_on_route
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.undo import undo
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

SIX = MONDAY.replace(hour=18) + timedelta(days=1)


class Team:
    """A vault whose team goes to people."""

    def __init__(self, home: Path) -> None:
        ids = CountingIds(1 << 46)
        create_vault(home, PASSPHRASE, ids)
        self.clock = SetClock(MONDAY)
        self.tools = Tools(self.clock, ids)
        self.vault = OpenVault(home, unlock(home, PASSPHRASE))
        self.vault.start_writing("test", MONDAY)

    def listed(self, *addresses: str, needs_visit: bool = True) -> list[ResidentId]:
        """New residents behind some doors; approved at once when the team is to go to them."""
        people = [ResidentId(self.tools.ids.new()) for _ in addresses]
        support = (SupportNeed.HOME_SERVICE,) if needs_visit else ()
        drafts = [
            Draft(
                resident=who,
                body=ResidentListed(
                    resident=msgspec.structs.replace(
                        AN, name=f"Nguyễn Thị {address}", address=address, support_needs=support
                    )
                ),
            )
            for who, address in zip(people, addresses, strict=True)
        ]
        self.vault.write(lambda unit: record(unit, drafts, self.tools))
        return people

    def approved(self, *addresses: str) -> list[ResidentId]:
        people = self.listed(*addresses)
        self.decide(people, approved=True)
        return people

    def decide(self, people: list[ResidentId], *, approved: bool) -> Saved:
        return self.vault.write(
            lambda unit: decide_home_service(unit, people, approved, None, self.tools)
        )

    def open(
        self, seats: int = 4, start: datetime = SIX, kind: SessionKind = SessionKind.AT_HOME
    ) -> SessionId:
        wish = OpenSession(
            kind=kind, place="Tổ lưu động", start=start, end=start + timedelta(hours=1),
            capacity=seats,
        )  # fmt: skip
        saved = self.vault.write(lambda unit: open_session(unit, wish, self.tools))
        return SessionId(saved.event)

    def put(self, session: SessionId, people: Sequence[ResidentId], **how: bool) -> Saved:
        return self.vault.write(lambda unit: put_on_route(unit, session, people, self.tools, **how))

    def case(self, who: ResidentId) -> Case:
        case = self.vault.read(lambda unit: unit.cases.get(who))
        assert case is not None
        return case

    def live(self, who: ResidentId) -> list[Booking]:
        return [one for one in self.case(who).bookings if one.is_live]

    def windows(self, *people: ResidentId) -> list[str]:
        """From when to when the team is there; nothing for who is not expected."""
        bookings = [next(iter(self.live(who)), None) for who in people]
        return [
            f"{one.at:%H:%M}-{one.until:%H:%M}" if one and one.until else "" for one in bookings
        ]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team(tmp_path / "vault")
    yield made
    made.vault.close()


def refused(code: str) -> Any:
    return pytest.raises(WardtuiError, match=rf"^{code}\(")


def test_the_windows_follow_the_walk_and_not_the_order_in_which_people_are_named(
    team: Team,
) -> None:
    far, near, between = team.approved("Số 30", "Số 4", "Số 12")
    session = team.open()
    saved = team.put(session, [far, near, between])
    assert len({event.action for event in saved.events}) == 1
    assert team.windows(near, between, far) == ["18:00-18:15", "18:15-18:30", "18:30-18:45"]
    assert team.case(near).status is Status.BOOKED
    assert team.case(near).home_service is HomeStage.ON_ROUTE


def test_who_is_on_the_route_keeps_their_window_until_it_is_planned_again(team: Team) -> None:
    far, near = team.approved("Số 30", "Số 4")
    session = team.open()
    team.put(session, [far])
    team.put(session, [near])
    assert team.windows(far, near) == ["18:00-18:15", "18:15-18:30"]
    team.put(session, [near], again=True)
    assert team.windows(far, near) == ["18:15-18:30", "18:00-18:15"]
    assert [len(team.live(who)) for who in (far, near)] == [1, 1]


def test_who_is_named_again_changes_nothing(team: Team) -> None:
    (who,) = team.approved("Số 4")
    session = team.open()
    team.put(session, [who])
    for again in (False, True):
        with refused("route_unchanged"):
            team.put(session, [who], again=again)


def test_one_undo_takes_all_of_them_off_the_route(team: Team) -> None:
    people = team.approved("Số 4", "Số 12")
    team.put(team.open(), people)
    team.vault.write(lambda unit: undo(unit, team.tools))
    assert team.windows(*people) == ["", ""]
    assert [team.case(who).home_service for who in people] == [HomeStage.APPROVED] * 2


def test_a_route_takes_nobody_whom_no_leader_has_approved(team: Team) -> None:
    approved = team.approved("Số 4")
    proposed = team.listed("Số 12")
    session = team.open()
    with refused("home_not_approved"):
        team.put(session, [*approved, *proposed])
    assert team.windows(*approved) == [""]


def test_a_route_has_no_more_doors_than_seats(team: Team) -> None:
    people = team.approved("Số 4", "Số 12", "Số 30")
    session = team.open(seats=2)
    with refused("session_full"):
        team.put(session, people)
    team.put(session, people[:2])
    with refused("session_full"):
        team.put(session, people[2:])


def test_what_was_agreed_by_hand_may_leave_too_little_time_until_all_is_planned_again(
    team: Team,
) -> None:
    people = team.approved("Số 4", "Số 12", "Số 30")
    session = team.open(seats=3)
    agreed = Book(resident=people[2], session=session, at=SIX + timedelta(minutes=10))
    team.vault.write(lambda unit: book(unit, agreed, team.tools))
    with refused("route_too_long"):
        team.put(session, people[:2])
    team.put(session, people[:2], again=True)
    assert team.windows(*people) == ["18:00-18:20", "18:20-18:40", "18:40-19:00"]


def test_a_route_that_has_begun_goes_on_from_now(team: Team) -> None:
    first, second = team.approved("Số 4", "Số 12")
    session = team.open()
    team.put(session, [first])
    team.clock.moment = SIX + timedelta(minutes=20)
    team.vault.write(lambda unit: note_attended(unit, first, session, team.tools))
    team.put(session, [second])
    assert team.windows(second) == ["18:21-18:36"]


def test_who_comes_on_another_route_is_expected_there_only(team: Team) -> None:
    (who,) = team.approved("Số 4")
    first, second = team.open(), team.open(start=SIX + timedelta(days=1))
    team.put(first, [who])
    team.put(second, [who])
    assert [one.session for one in team.live(who)] == [second]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (SessionKind.WARD_OFFICE, "no_route"),
        (SessionKind.HOSPITAL_BED, None),
        (SessionKind.SOCIAL_CENTRE, None),
    ],
)
def test_a_route_leads_to_people(team: Team, kind: SessionKind, code: str | None) -> None:
    people = team.approved("Số 4")
    session = team.open(kind=kind)
    if code is None:
        team.put(session, people)
    else:
        with refused(code):
            team.put(session, people)


def test_no_route_is_planned_for_what_does_not_take_place_or_is_over(team: Team) -> None:
    people = team.approved("Số 4")
    over = team.open()
    cancelled = team.open(start=SIX + timedelta(days=1))
    team.vault.write(lambda unit: cancel_session(unit, cancelled, None, team.tools))
    with refused("session_is_cancelled"):
        team.put(cancelled, people)
    team.clock.moment = SIX + timedelta(hours=1)
    with refused("session_is_over"):
        team.put(over, people)


def test_who_lacks_nothing_any_more_comes_on_no_route(team: Team) -> None:
    (who,) = team.approved("Số 4")
    steps = ((Need.ID_CARD, Step.CAPTURED), (Need.VNEID_ACCOUNT, Step.LEVEL2_COLLECTED))
    bodies = [EnrolmentRecorded(need=need, step=step) for need, step in steps]
    drafts = [Draft(resident=who, body=body) for body in bodies]
    team.vault.write(lambda unit: record(unit, drafts, team.tools))
    with refused("nothing_to_book"):
        team.put(team.open(), [who])


def test_whom_a_leader_declines_is_not_left_expecting_the_team(team: Team) -> None:
    (who,) = team.approved("Số 4")
    team.put(team.open(), [who])
    team.decide([who], approved=False)
    assert team.case(who).home_service is HomeStage.DECLINED
    assert [one.state for one in team.case(who).bookings if one.is_live] == []
    (shown,) = team.vault.read(home_list)
    assert (shown.stage, shown.at) == (HomeStage.DECLINED, None)


def test_the_list_tells_the_window_of_who_is_on_a_route(team: Team) -> None:
    far, near = team.approved("Số 30", "Số 4")
    team.put(team.open(), [far])
    shown = team.vault.read(home_list)
    assert [one.case.id for one in shown] == [near, far]
    assert [one.at for one in shown] == [None, SIX]
    assert team.case(far).bookings[0].state is BookingState.BOOKED


def test_a_door_is_that_of_everybody_at_the_same_address(team: Team) -> None:
    one, other, _ = team.listed("Số 4", "số 4", "Số 12", needs_visit=False)
    door = team.vault.read(lambda unit: household_of(unit, one, MONDAY))
    assert {case.id for case in door.due} == {one, other}
    assert door.address == "Số 4"


def test_who_has_no_address_has_no_door(team: Team) -> None:
    (who,) = team.listed("Số 4")
    cleared = ResidentCorrected(field=Field.ADDRESS, old="Số 4", new=None)
    drafts = [Draft(resident=who, body=cleared)]
    team.vault.write(lambda unit: record(unit, drafts, team.tools))
    with refused("no_door"):
        team.vault.read(lambda unit: household_of(unit, who, MONDAY))


def test_whom_a_leader_books_unasked_is_on_the_list_and_can_be_declined(team: Team) -> None:
    (who,) = team.listed("Số 12 phố Mẫu Đơn", needs_visit=False)
    session = team.open()
    wish = Book(resident=who, session=session)
    team.vault.write(lambda unit: book(unit, wish, team.tools))
    (found,) = team.vault.read(home_list)
    assert (found.case.id, found.stage) == (who, HomeStage.ON_ROUTE)
    team.decide([who], approved=False)
    assert team.live(who) == []
