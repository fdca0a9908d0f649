"""Seats of somebody who stands twice on the list, on a laptop: one counts, and nobody believes in
one that is gone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tests.builders import AN, MONDAY, make_tools
from tests.conftest import PASSPHRASE
from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case, Rule
from wardtui.domain.events import ContactLogged, ResidentListed
from wardtui.domain.ids import EventId, ResidentId, SessionId
from wardtui.domain.session_codes import BookingState, SessionKind
from wardtui.domain.vocabulary import ActionKind, Channel, CloseReason, Outcome
from wardtui.services.book import Book, book, unbook
from wardtui.services.close_case import close_case, reopen_case
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.merge_residents import merge_residents, split_person
from wardtui.services.plan_session import OpenSession, open_session
from wardtui.services.recording import Draft, record
from wardtui.services.sessions import seats_in_session
from wardtui.services.undo import redo, undo
from wardtui.services.verify import verify
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

SPOKE = ContactLogged(channel=Channel.CALL, outcome=Outcome.APPOINTMENT_MADE)


class Desk:
    """A vault with people, sessions and their seats."""

    def __init__(self, vault: OpenVault) -> None:
        self.vault = vault
        self.tools = make_tools(MONDAY)
        self.tuesday, self.friday = self.session(1), self.session(4)

    def session(self, days: int, seats: int = 1) -> SessionId:
        start = MONDAY.replace(hour=18) + timedelta(days=days)
        wish = OpenSession(
            kind=SessionKind.WARD_EVENING,
            place="Nhà văn hóa",
            start=start,
            end=start + timedelta(hours=3),
            capacity=seats,
        )
        made = self.vault.write(lambda unit: open_session(unit, wish, self.tools))
        return SessionId(EventId(made.event))

    def listed(self) -> ResidentId:
        who = ResidentId(self.tools.ids.new())
        one = msgspec.structs.replace(AN, personal_id=None)
        draft = Draft(resident=who, body=ResidentListed(resident=one))
        self.vault.write(lambda unit: record(unit, [draft], self.tools))
        return who

    def booked(self, session: SessionId, who: ResidentId | None = None) -> ResidentId:
        self.tools.clock.forward(minutes=1)  # type: ignore[attr-defined]
        wish = Book(resident=who or self.listed(), session=session, waiting=True)
        self.vault.write(lambda unit: book(unit, wish, self.tools))
        return wish.resident

    def merge(self, one: ResidentId, into: ResidentId) -> None:
        self.tools.clock.forward(minutes=1)  # type: ignore[attr-defined]
        self.vault.write(lambda unit: merge_residents(unit, one, into, self.tools))

    def split(self, who: ResidentId) -> None:
        self.vault.write(lambda unit: split_person(unit, who, self.tools))

    def undo(self) -> None:
        self.vault.write(lambda unit: undo(unit, self.tools))

    def spoke_with(self, who: ResidentId) -> None:
        self.tools.clock.forward(minutes=1)  # type: ignore[attr-defined]
        wish = LogContact(resident=who, contact=SPOKE)
        self.vault.write(lambda unit: log_contact(unit, wish, self.tools))

    def case(self, who: ResidentId) -> Case:
        case = self.vault.read(lambda unit: unit.cases.get(who))
        assert case is not None
        return case

    def live(self, who: ResidentId) -> list[SessionId | None]:
        """Where somebody is expected, or waits for a seat."""
        return [one.session for one in self.case(who).bookings if one.is_live]

    def next(self, who: ResidentId) -> tuple[ActionKind, Rule]:
        case = self.case(who)
        assert case.next_action is not None
        rule = next(why.rule for why in case.why if why.what == "next_action")
        return case.next_action.kind, rule

    def has_seat(self, session: SessionId) -> list[ResidentId]:
        return [one.resident for one in self._seats(session)]

    def _seats(self, session: SessionId) -> tuple[Booking, ...]:
        return self.vault.read(lambda unit: seats_in_session(unit, session)).taken

    def stands(self) -> bool:
        return not self.vault.read(verify).problems


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "vault"
    create_vault(folder, PASSPHRASE, make_tools(MONDAY, 1 << 40).ids)
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as vault:
        vault.start_writing("test", MONDAY)
        yield Desk(vault)


CALL_THEM = (ActionKind.CALL, Rule.SEAT_GIVEN_BACK)


def test_who_was_booked_under_two_records_keeps_one_seat(desk: Desk) -> None:
    one, other = desk.booked(desk.friday), desk.booked(desk.tuesday)
    next_in_line = desk.booked(desk.friday)
    desk.merge(other, one)
    assert desk.live(one) == [desk.tuesday]
    assert desk.has_seat(desk.tuesday) == [other]
    assert desk.has_seat(desk.friday) == [next_in_line]
    assert desk.stands()


def test_two_seats_in_one_session_become_one(desk: Desk) -> None:
    session = desk.session(2, seats=2)
    one, other = desk.booked(session), desk.booked(session)
    desk.merge(other, one)
    assert desk.has_seat(session) == [one]


def test_a_seat_goes_before_a_place_in_a_line(desk: Desk) -> None:
    desk.booked(desk.tuesday)
    waits, sits = desk.booked(desk.tuesday), desk.booked(desk.friday)
    desk.merge(sits, waits)
    assert desk.live(waits) == [desk.friday]


def test_who_loses_an_appointment_by_a_merge_is_told_which_one_holds(desk: Desk) -> None:
    one, other = desk.booked(desk.friday), desk.booked(desk.tuesday)
    desk.merge(other, one)
    assert desk.next(one) == CALL_THEM
    desk.spoke_with(one)
    assert desk.next(one) == (ActionKind.CHECK_BOOKING, Rule.BOOKED)


def test_a_merge_that_is_taken_back_gives_both_their_seats(desk: Desk) -> None:
    one, other = desk.booked(desk.friday), desk.booked(desk.tuesday)
    desk.merge(other, one)
    desk.undo()
    assert (desk.live(one), desk.live(other)) == ([desk.friday], [desk.tuesday])
    assert desk.next(one) == desk.next(other) == (ActionKind.CHECK_BOOKING, Rule.BOOKED)
    desk.vault.write(lambda unit: redo(unit, desk.tools))
    assert desk.live(one) == [desk.tuesday]


@pytest.mark.parametrize("way", ["undo", "split"])
def test_a_seat_that_is_gone_by_then_stays_gone_and_they_are_called(desk: Desk, way: str) -> None:
    one, other = desk.booked(desk.friday), desk.booked(desk.tuesday)
    waits = desk.booked(desk.friday)
    desk.merge(other, one)
    if way == "undo":
        desk.undo()
    else:
        desk.split(one)
    assert desk.has_seat(desk.friday) == [waits]
    assert (desk.live(one), desk.live(other)) == ([], [desk.tuesday])
    assert desk.next(one) == CALL_THEM
    desk.spoke_with(one)
    assert desk.next(one)[1] is not Rule.SEAT_GIVEN_BACK
    assert desk.stands()


def test_one_free_seat_is_not_given_back_twice(desk: Desk) -> None:
    session = desk.session(2, seats=3)
    one, two, three = (desk.booked(session) for _ in range(3))
    desk.merge(two, one)
    desk.merge(three, one)
    newcomer = desk.booked(session)
    desk.split(one)
    assert sorted(desk.has_seat(session)) == sorted([one, two, newcomer])
    assert desk.next(three) == CALL_THEM


def test_a_place_in_a_line_is_given_back_whoever_has_the_seats(desk: Desk) -> None:
    desk.booked(desk.tuesday)
    waits, sits = desk.booked(desk.tuesday), desk.booked(desk.friday)
    desk.merge(waits, sits)
    desk.undo()
    assert [one.state for one in desk.case(waits).bookings] == [BookingState.WAITING]


def test_what_was_over_before_a_merge_is_still_to_be_noted(desk: Desk) -> None:
    one, other = desk.booked(desk.tuesday), desk.booked(desk.friday)
    desk.tools.clock.forward(days=2)  # type: ignore[attr-defined]
    desk.merge(other, one)
    assert desk.live(one) == [desk.tuesday, desk.friday]


def test_who_is_merged_into_a_closed_case_is_expected_nowhere(desk: Desk) -> None:
    gone, other = desk.listed(), desk.booked(desk.friday)
    desk.vault.write(lambda unit: close_case(unit, gone, CloseReason.DECEASED, desk.tools))
    desk.merge(other, gone)
    assert desk.live(gone) == []
    assert desk.has_seat(desk.friday) == []


def test_a_case_that_is_opened_again_asks_for_a_call_to_who_had_a_seat(desk: Desk) -> None:
    who = desk.booked(desk.friday)
    desk.vault.write(lambda unit: close_case(unit, who, CloseReason.DECEASED, desk.tools))
    assert desk.live(who) == []
    desk.vault.write(lambda unit: reopen_case(unit, who, desk.tools))
    assert desk.next(who) == CALL_THEM


def test_who_called_off_themself_is_not_called_for_it(desk: Desk) -> None:
    who = desk.booked(desk.friday)
    desk.vault.write(lambda unit: unbook(unit, who, None, desk.tools))
    assert desk.next(who)[1] is not Rule.SEAT_GIVEN_BACK
