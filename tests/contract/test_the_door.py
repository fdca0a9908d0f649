"""Who came and who did not: noted on the day, and never of a session that does not take place."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.builders import AN, MONDAY, SetClock, make_tools
from tests.conftest import PASSPHRASE
from wardtui.domain.errors import Refused
from wardtui.domain.events import ResidentListed
from wardtui.domain.ids import EventId, ResidentId, SessionId
from wardtui.domain.session_codes import BookingState, SessionKind
from wardtui.i18n import Language, use_language
from wardtui.services.at_the_door import (
    TooEarlyToCome,
    TooEarlyToMiss,
    note_attended,
    note_missed,
)
from wardtui.services.book import Book, book
from wardtui.services.log_contact import NotYet
from wardtui.services.plan_session import OpenSession, cancel_session, open_session
from wardtui.services.recording import Draft, record
from wardtui.services.sessions import SessionIsCancelled
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.wording.errors import explain

EVENING = MONDAY.replace(hour=18) + timedelta(days=1)


class Door:
    """A vault with one session, tomorrow from six to nine."""

    def __init__(self, vault: OpenVault) -> None:
        self.vault = vault
        self.tools = make_tools(MONDAY)
        wish = OpenSession(
            kind=SessionKind.WARD_EVENING,
            place="Nhà văn hóa",
            start=EVENING,
            end=EVENING + timedelta(hours=3),
        )
        made = vault.write(lambda unit: open_session(unit, wish, self.tools))
        self.session = SessionId(EventId(made.event))

    def listed(self) -> ResidentId:
        who = ResidentId(self.tools.ids.new())
        record_of = msgspec.structs.replace(AN, personal_id=None)
        draft = Draft(resident=who, body=ResidentListed(resident=record_of))
        self.vault.write(lambda unit: record(unit, [draft], self.tools))
        return who

    def booked(self, at: datetime | None = None) -> ResidentId:
        who = self.listed()
        wish = Book(resident=who, session=self.session, at=at)
        self.vault.write(lambda unit: book(unit, wish, self.tools))
        return who

    def at(self, moment: datetime) -> None:
        clock = self.tools.clock
        assert isinstance(clock, SetClock)
        clock.moment = moment

    def came(self, who: ResidentId, at: datetime | None = None) -> None:
        self.vault.write(lambda unit: note_attended(unit, who, self.session, self.tools, at))

    def missed(self, who: ResidentId, at: datetime | None = None) -> None:
        self.vault.write(lambda unit: note_missed(unit, who, self.session, self.tools, at))

    def state(self, who: ResidentId) -> list[BookingState]:
        case = self.vault.read(lambda unit: unit.cases.get(who))
        return [one.state for one in case.bookings] if case else []


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    folder = tmp_path / "vault"
    create_vault(folder, PASSPHRASE, make_tools(MONDAY, 1 << 40).ids)
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as vault:
        vault.start_writing("test", MONDAY)
        yield Door(vault)


def test_nobody_has_come_before_the_day_of_the_session(door: Door) -> None:
    expected, unbooked = door.booked(), door.listed()
    for who in (expected, unbooked):
        with pytest.raises(TooEarlyToCome):
            door.came(who)
    assert (door.state(expected), door.state(unbooked)) == ([BookingState.BOOKED], [])


def test_who_comes_early_on_the_day_has_come(door: Door) -> None:
    expected, unbooked = door.booked(), door.listed()
    door.at(EVENING.replace(hour=7))
    door.came(expected)
    door.came(unbooked)
    assert door.state(expected) == door.state(unbooked) == [BookingState.ATTENDED]


def test_what_happened_can_be_noted_later(door: Door) -> None:
    came, missed = door.booked(), door.booked()
    door.at(EVENING + timedelta(days=2))
    door.came(came, EVENING)
    door.missed(missed, EVENING + timedelta(hours=1))
    assert door.state(came) == [BookingState.ATTENDED]
    assert door.state(missed) == [BookingState.MISSED]


def test_what_is_noted_later_is_held_against_the_day_that_is_said(door: Door) -> None:
    who = door.booked()
    door.at(EVENING + timedelta(days=2))
    with pytest.raises(TooEarlyToCome):
        door.came(who, EVENING - timedelta(days=1))
    with pytest.raises(TooEarlyToMiss):
        door.missed(who, EVENING - timedelta(minutes=1))
    with pytest.raises(NotYet):
        door.came(who, EVENING + timedelta(days=9))


def test_nobody_has_missed_a_time_that_is_to_come(door: Door) -> None:
    who = door.booked(at=EVENING + timedelta(hours=1))
    door.at(EVENING + timedelta(minutes=59))
    with pytest.raises(TooEarlyToMiss):
        door.missed(who)
    door.at(EVENING + timedelta(hours=1))
    door.missed(who)
    assert door.state(who) == [BookingState.MISSED]


def test_what_somebody_booked_themself_has_its_day_too(door: Door) -> None:
    who, at = door.listed(), EVENING + timedelta(hours=2)
    door.vault.write(lambda unit: book(unit, Book(resident=who, session=None, at=at), door.tools))

    def note(work: Callable[..., object]) -> None:
        door.vault.write(lambda unit: work(unit, who, None, door.tools))

    with pytest.raises(TooEarlyToCome):
        note(note_attended)
    door.at(EVENING)
    with pytest.raises(TooEarlyToMiss):
        note(note_missed)
    note(note_attended)
    assert door.state(who) == [BookingState.ATTENDED]


def test_nobody_comes_to_or_misses_a_session_that_does_not_take_place(door: Door) -> None:
    expected, unbooked = door.booked(), door.listed()
    door.vault.write(lambda unit: cancel_session(unit, door.session, None, door.tools))
    door.at(EVENING + timedelta(hours=1))
    for note, who in ((door.came, expected), (door.came, unbooked), (door.missed, expected)):
        with pytest.raises(SessionIsCancelled):
            note(who)
    assert door.state(expected) == [BookingState.BOOKED]


@pytest.mark.parametrize("language", list(Language))
def test_a_refusal_names_the_day_or_the_time_and_what_to_do(language: Language, door: Door) -> None:
    use_language(language)
    who = door.booked()
    for work, said in ((door.came, "24/11/2026"), (door.missed, "18:00 24/11")):
        with pytest.raises(Refused) as refused:
            work(who)
        told = explain(refused.value)
        assert said in told.message
        assert told.remedy
