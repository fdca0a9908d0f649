"""Booking from any page: how the panel looks, and what each key does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.builders import MONDAY, CountingIds, SetClock
from tests.snapshot.opened import Ids, Opening, made_ward
from tests.snapshot.session_ward import (
    EVENING,
    OFFICE,
    SIZES,
    Screen,
    fill,
    list_people,
    session_id,
)
from wardtui.domain.bookings import Booking
from wardtui.domain.session_codes import BookingState
from wardtui.domain.vocabulary import Status
from wardtui.i18n import Language
from wardtui.messages import PushAnswer, PushResult
from wardtui.services.book import Book, book
from wardtui.services.ports import Tools, Unit
from wardtui.services.settling import settle
from wardtui.store.vault import OpenVault
from wardtui.tui.screens.booking import BookingScreen
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.self_booked import SelfBookedScreen
from wardtui.tui.screens.session_form import SessionFormScreen
from wardtui.tui.screens.today import TodayScreen
from wardtui.tui.screens.worklist import WorklistScreen


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A vault with sessions, always the same: its clock and ids are set."""
    tools = Tools(SetClock(MONDAY), ids := CountingIds())
    folder = tmp_path_factory.mktemp("booking")
    return made_ward(folder, ids, MONDAY, lambda unit: fill(unit, tools))


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening]:
    made = Opening(ward, tmp_path / "home", Screen, EVENING)
    yield made
    made.close()


async def booking_of(screen: Screen, name: str) -> Booking | None:
    live = [one for one in (await screen.case(name)).bookings if one.is_live]
    assert len(live) <= 1
    return live[0] if live else None


async def go_to(screen: Screen, name: str) -> None:
    """Find somebody in the worklist."""
    await screen.press("slash", *name, "enter")


def take_seat_away(vault: OpenVault, tools: Tools, ids: Ids, code: str = "session_full") -> None:
    """Somebody was booked here, and the server did not take it."""

    def booked_and_refused(unit: Unit) -> None:
        command = Book(resident=ids["minh"], session=session_id(unit, "tonight"))
        made = book(unit, command, tools).event
        stored = unit.events.get(made)
        assert stored is not None
        answer = PushAnswer((PushResult(id=made, status="rejected", code=code),))
        settle(unit, [stored], answer, EVENING)

    vault.write(booked_and_refused)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_panel(
    size: tuple[int, int], language: Language, opening: Opening, snapshot: SnapshotAssertion
) -> None:
    async def look(screen: Screen) -> None:
        await go_to(screen, "oanh")
        await screen.press("j")
        assert max(len(line) for line in screen.text.splitlines()) <= size[0]
        assert screen.text == snapshot

    await opening.run(look, size, language)


@pytest.mark.parametrize("language", list(Language))
async def test_panel_of_somebody_who_is_booked_and_their_own_booking(
    language: Language, opening: Opening, snapshot: SnapshotAssertion
) -> None:
    async def look(screen: Screen) -> None:
        await go_to(screen, "khoa")
        await screen.press("j", "down")
        assert screen.text == snapshot
        await screen.press("s", *"t7", "space", *"9:30", "down")
        assert screen.text == snapshot

    await opening.run(look, language=language)


@pytest.mark.parametrize("language", list(Language))
async def test_without_any_session_the_panel_offers_to_open_one(
    language: Language, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    tools = Tools(SetClock(MONDAY), ids := CountingIds())
    empty = made_ward(tmp_path / "empty", ids, MONDAY, lambda unit: list_people(unit, tools))
    made = Opening(empty, tmp_path / "home", Screen, EVENING)

    async def look(screen: Screen) -> None:
        await go_to(screen, "oanh")
        await screen.press("j")
        assert screen.text == snapshot
        await screen.press("enter", "1")
        assert screen.open is BookingScreen
        await screen.press("n")
        assert screen.open is SessionFormScreen
        await screen.press("down", *"phuong", "enter")
        assert screen.open is BookingScreen
        await screen.press("enter")
        found = await booking_of(screen, "oanh")
        assert found is not None
        assert found.place == "phuong"

    await made.run(look, language=language)
    made.close()


@pytest.mark.parametrize("keys", [("j", "1"), ("j", "enter")], ids=["digit", "enter"])
async def test_two_keys_book_somebody(keys: tuple[str, ...], opening: Opening) -> None:
    async def book_them(screen: Screen) -> None:
        await go_to(screen, "oanh")
        await screen.press(*keys)
        found = await booking_of(screen, "oanh")
        assert found is not None
        assert (found.state, found.place) == (BookingState.BOOKED, OFFICE)
        assert (await screen.case("oanh")).status is Status.BOOKED
        assert "Booked: Dương Thị Oanh · Mon 23/11 18:30" in screen.words
        await screen.press("u")
        assert await booking_of(screen, "oanh") is None

    await opening.run(book_them)


async def test_a_full_session_puts_them_on_its_waiting_list_and_says_so(opening: Opening) -> None:
    async def wait(screen: Screen) -> None:
        await go_to(screen, "oanh")
        await screen.press("j", "down")
        assert "This one is full: whoever is booked waits" in screen.words
        await screen.press("enter")
        found = await booking_of(screen, "oanh")
        assert found is not None
        assert found.state is BookingState.WAITING
        assert "Waits for a seat: Dương Thị Oanh" in screen.words

    await opening.run(wait)


async def test_who_is_booked_can_come_at_another_hour_elsewhere_or_not_at_all(
    opening: Opening,
) -> None:
    async def change(screen: Screen) -> None:
        await go_to(screen, "giang")
        await screen.press("j")
        assert "Now: Mon 23/11 18:30 · Ward evening" in screen.words
        await screen.press("1", *"1945", "enter")
        found = await booking_of(screen, "giang")
        assert found is not None
        assert f"{found.at:%H:%M}" == "19:45"
        assert screen.open is WorklistScreen
        await go_to(screen, "giang")
        await screen.press("j", "t", *"7", "enter")
        assert "is no time for this booking" in screen.words
        await screen.press("escape", "3")
        found = await booking_of(screen, "giang")
        assert found is not None
        assert f"{found.at:%d/%m %H:%M}" == "25/11 07:30"
        await go_to(screen, "giang")
        await screen.press("j", "x")
        assert await booking_of(screen, "giang") is None
        assert "Vũ Thị Giang is not expected any more." in screen.words

    await opening.run(change)


async def test_what_they_booked_themself_is_noted_with_time_and_place(opening: Opening) -> None:
    async def note(screen: Screen) -> None:
        await go_to(screen, "oanh")
        await screen.press("j", "s", *"hom", "enter")
        assert "“hom” is no time." in screen.words
        assert screen.open is SelfBookedScreen
        await screen.press("ctrl+u", *"t7", "space", *"9:30", "down", *"quan", "enter")
        found = await booking_of(screen, "oanh")
        assert found is not None
        assert found.session is None
        assert f"{found.at:%d/%m %H:%M}" == "28/11 09:30"
        assert found.place == "quan"
        assert screen.open is WorklistScreen

    await opening.run(note)


async def test_several_are_booked_together_and_it_is_said_for_whom_it_did_not_work(
    opening: Opening,
) -> None:
    async def book_all(screen: Screen) -> None:
        for name in ("oanh", "minh", "giang"):
            await go_to(screen, name)
            await screen.press("space")
        await screen.press("j")
        assert "3 people selected" in screen.words
        await screen.press("1")
        assert "2 people booked: Ward evening Mon 23/11 18:00-21:00" in screen.words
        assert "not Vũ Thị Giang: They are booked into the session" in screen.words
        for name in ("oanh", "minh", "giang"):
            assert await booking_of(screen, name) is not None
        assert isinstance(screen.app.screen, WorklistScreen)
        assert not screen.app.screen.selected

    await opening.run(book_all)


async def test_whom_the_team_goes_to_is_offered_its_routes_only(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await go_to(screen, "nga")
        await screen.press("j")
        assert "At home" in screen.text
        assert "Ward office" not in screen.text

    await opening.run(look)


async def test_where_home_service_leaves_no_session_the_panel_says_so(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        for name in ("oanh", "nga"):
            await go_to(screen, name)
            await screen.press("space")
        await screen.press("j")
        assert "2 people selected" in screen.words
        assert "Home service was asked for" in screen.words

    await opening.run(look)


async def test_a_session_for_one_area_is_offered_there_only(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await go_to(screen, "minh")
        await screen.press("j")
        minh, oanh = await screen.case("minh"), await screen.case("oanh")
        assert {minh.resident.area, oanh.resident.area} == {"Tổ 5"}
        assert "Sảnh toà" not in screen.text
        await screen.press("escape")
        await go_to(screen, "lien")
        await screen.press("j")
        assert "Sảnh toà" in screen.text

    await opening.run(look)


async def test_right_after_an_appointment_was_logged_booking_is_about_that_person(
    opening: Opening,
) -> None:
    async def agree(screen: Screen) -> None:
        await go_to(screen, "oanh")
        await screen.press("escape", "c", "7")
        assert "j: book them now" in screen.words
        await screen.press("j")
        assert "Book · Dương Thị Oanh" in screen.words
        await screen.press("escape", "down", "j")
        assert "Book · Dương Thị Oanh" not in screen.words

    await opening.run(agree)


async def test_everything_works_by_mouse(opening: Opening) -> None:
    async def click(screen: Screen) -> None:
        await go_to(screen, "oanh")
        await screen.press("j")
        await screen.pilot.click("#booking-keys", offset=(4, 0))
        await screen.settle()
        assert screen.open is SelfBookedScreen
        await screen.press("escape")
        await screen.pilot.click("#booking-lines", offset=(4, 2))
        await screen.settle()
        found = await booking_of(screen, "oanh")
        assert found is not None
        assert f"{found.at:%d/%m}" == "25/11"

    await opening.run(click)


async def test_a_very_small_window_loses_nothing(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await go_to(screen, "oanh")
        await screen.press("j")
        assert "114 free" in screen.text
        assert "full · 1 waiting" in screen.text
        assert "new session" in screen.text

    await opening.run(look, size=(60, 16))


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("session_full", "was full already when the server counted"),
        ("session_cancelled", "does not take place"),
        ("unknown_session", "the server does not know"),
    ],
)
async def test_a_seat_that_the_server_refused_is_a_choice_of_others_and_blocks_nothing(
    code: str, why: str, opening: Opening, ward: tuple[Path, Ids]
) -> None:
    opening.prepare(lambda vault, tools: take_seat_away(vault, tools, ward[1], code))

    async def choose(screen: Screen) -> None:
        assert "1 not taken" in screen.words
        await screen.press("t")
        assert screen.open is TodayScreen
        assert "1 without the seat that they were promised · j" in screen.words
        await screen.press("escape")
        await go_to(screen, "minh")
        await screen.press("enter")
        assert screen.open is CaseScreen
        assert why in screen.words
        assert "114 free · Wed 25/11 07:30-17:00 Ward office" in screen.words
        assert "19 free" not in screen.words
        await screen.press("j")
        assert why in screen.words
        await screen.press("2")
        found = await booking_of(screen, "minh")
        assert found is not None
        assert f"{found.at:%d/%m}" == "25/11"
        assert why not in screen.words
        await screen.press("escape", "escape", "t")
        assert "without the seat" not in screen.words

    await opening.run(choose)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_refused_seat_on_the_page_and_in_the_evening(
    size: tuple[int, int],
    language: Language,
    opening: Opening,
    ward: tuple[Path, Ids],
    snapshot: SnapshotAssertion,
) -> None:
    opening.prepare(lambda vault, tools: take_seat_away(vault, tools, ward[1]))

    async def look(screen: Screen) -> None:
        await screen.press("t")
        assert screen.text == snapshot
        await screen.press("escape")
        await go_to(screen, "minh")
        await screen.press("enter")
        assert screen.text == snapshot

    await opening.run(look, size, language)


async def test_from_the_evening_too_one_key_books_anew(
    opening: Opening, ward: tuple[Path, Ids]
) -> None:
    opening.prepare(lambda vault, tools: take_seat_away(vault, tools, ward[1]))

    async def book_anew(screen: Screen) -> None:
        await screen.press("t", "home")
        today = screen.app.screen
        assert isinstance(today, TodayScreen)
        target = today.target()
        assert target is not None
        assert target.resident == ward[1]["minh"]
        await screen.press("j", "enter")
        found = await booking_of(screen, "minh")
        assert found is not None
        assert found.state is BookingState.BOOKED
        assert "without the seat" not in screen.words

    await opening.run(book_anew)
