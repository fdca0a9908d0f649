"""The page of a session at the door: how it looks, and what each key does."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual import events

from tests.builders import MONDAY, CountingIds, SetClock
from tests.snapshot.opened import Ids, Opening, made_ward
from tests.snapshot.session_ward import EVENING, SIZES, Screen, fill
from wardtui.domain.session_codes import BookingState
from wardtui.domain.vocabulary import ActionKind
from wardtui.i18n import Language
from wardtui.services.ports import Tools
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.roll import RollScreen
from wardtui.tui.screens.sessions import SessionsScreen


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A vault with sessions, always the same: its clock and ids are set."""
    tools = Tools(SetClock(MONDAY), ids := CountingIds())
    folder = tmp_path_factory.mktemp("roll")
    return made_ward(folder, ids, MONDAY, lambda unit: fill(unit, tools))


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening]:
    made = Opening(ward, tmp_path / "home", Screen, EVENING)
    yield made
    made.close()


async def states_of(screen: Screen, name: str) -> list[BookingState]:
    return [one.state for one in (await screen.case(name)).bookings]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_roll(
    size: tuple[int, int], language: Language, opening: Opening, snapshot: SnapshotAssertion
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("y", "enter")
        assert max(len(line) for line in screen.text.splitlines()) <= size[0]
        assert screen.text == snapshot

    await opening.run(look, size, language)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("keys", [("down",), ("down", "down"), ("end", "up")], ids=len)
async def test_a_waiting_list_a_session_with_nobody_and_one_that_goes_to_people(
    keys: tuple[str, ...], language: Language, opening: Opening, snapshot: SnapshotAssertion
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("y", *keys, "enter")
        assert screen.text == snapshot

    await opening.run(look, language=language)


@pytest.mark.parametrize("language", list(Language))
async def test_looking_for_somebody_who_came_without_a_booking(
    language: Language, opening: Opening, snapshot: SnapshotAssertion
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("y", "enter", "a")
        assert screen.text == snapshot
        await screen.write("minh")
        assert screen.text == snapshot
        await screen.press("ctrl+u")
        await screen.write("zz")
        assert screen.text == snapshot
        await screen.press("enter", "escape")
        assert screen.open is RollScreen

    await opening.run(look, language=language)


async def test_one_key_notes_who_came_and_the_next_who_is_expected_comes_under_the_cursor(
    opening: Opening,
) -> None:
    async def at_the_door(screen: Screen) -> None:
        await screen.press("y", "enter", "d")
        assert await states_of(screen, "an") == [BookingState.ATTENDED]
        assert "Nguyễn Văn An: Came" in screen.words
        assert "2 expected · 3 came · 1 did not come" in screen.words
        await screen.press("x")
        assert await states_of(screen, "dung") == [BookingState.MISSED]
        action = (await screen.case("dung")).next_action
        assert action is not None
        assert action.kind is ActionKind.CALL
        await screen.press("u")
        assert await states_of(screen, "dung") == [BookingState.BOOKED]
        await screen.press("U")
        assert await states_of(screen, "dung") == [BookingState.MISSED]

    await opening.run(at_the_door)


async def test_what_cannot_have_happened_yet_is_refused_in_its_place(opening: Opening) -> None:
    async def too_early(screen: Screen) -> None:
        await screen.press("y", "down", "enter", "d")
        assert "until that day nobody can have come. Note it on the day itself" in screen.words
        await screen.press("x")
        assert "until then they can still come. Note it after that time." in screen.words
        assert screen.open is RollScreen
        assert await states_of(screen, "hoa") == [BookingState.BOOKED]

    await opening.run(too_early)


async def test_keys_typed_in_one_go_land_on_one_person_after_the_other(opening: Opening) -> None:
    async def type_fast(screen: Screen) -> None:
        await screen.press("y", "enter")
        for key in "dxd":
            screen.app.post_message(events.Key(key, key))
        done = asyncio.Event()
        screen.app.call_later(done.set)
        await done.wait()
        await screen.settle()
        assert await states_of(screen, "an") == [BookingState.ATTENDED]
        assert await states_of(screen, "dung") == [BookingState.MISSED]
        assert await states_of(screen, "giang") == [BookingState.ATTENDED]

    await opening.run(type_fast)


async def test_somebody_is_found_by_a_few_letters_or_digits(opening: Opening) -> None:
    async def find(screen: Screen) -> None:
        await screen.press("y", "enter", "slash", *"gia")
        assert "Vũ Thị Giang" in screen.text
        assert "Nguyễn Văn An" not in screen.text
        await screen.press("enter", "d")
        assert await states_of(screen, "giang") == [BookingState.ATTENDED]
        assert "Nguyễn Văn An" in screen.text
        await screen.press("slash", *"0004")
        assert "Phạm Văn Dũng" in screen.text
        assert "1 found" in screen.words
        await screen.press("escape")
        assert "Nguyễn Văn An" in screen.text
        await screen.press("slash", *"zz")
        assert "Nobody of this session is called so." in screen.words
        await screen.press("enter", "d", "x", "c", "enter")
        assert screen.open is RollScreen
        await screen.press("escape", "escape")
        assert screen.open is SessionsScreen

    await opening.run(find)


async def test_who_comes_without_a_booking_is_looked_up_in_the_whole_list(opening: Opening) -> None:
    async def walk_in(screen: Screen) -> None:
        await screen.press("y", "enter", "a", *"oanh", "enter")
        assert screen.open is RollScreen
        assert await states_of(screen, "oanh") == [BookingState.ATTENDED]
        assert "3 came" in screen.words
        assert "without a booking" in screen.words
        await screen.press("a", *"oanh", "enter")
        assert "It was noted before that they came" in screen.words

    await opening.run(walk_in)


async def test_a_contact_is_logged_for_whoever_is_not_there_and_the_cursor_goes_on(
    opening: Opening,
) -> None:
    async def call(screen: Screen) -> None:
        await screen.press("y", "enter", "c", "1", "c", "1", "enter")
        assert (await screen.case("an")).attempts.call == 1
        assert (await screen.case("dung")).attempts.call == 1
        assert screen.open is CaseScreen
        assert "Vũ Thị Giang" in screen.text
        await screen.press("escape")
        assert screen.open is RollScreen

    await opening.run(call)


async def test_somebody_of_a_session_is_booked_into_another(opening: Opening) -> None:
    async def book(screen: Screen) -> None:
        await screen.press("y", "enter", "j", "3")
        assert "Booked: Nguyễn Văn An · Wed 25/11 07:30" in screen.words
        assert "Nguyễn Văn An 1954" not in screen.words
        assert "2 expected" in screen.words

    await opening.run(book)


async def test_everything_works_by_mouse(opening: Opening) -> None:
    async def click(screen: Screen) -> None:
        await screen.press("y", "enter")
        await screen.pilot.click("#roll", offset=(10, 3))
        await screen.settle()
        await screen.press("d")
        assert await states_of(screen, "giang") == [BookingState.ATTENDED]
        await screen.pilot.click("#roll", offset=(10, 1))
        await screen.pilot.click("#roll", offset=(10, 1), times=2)
        await screen.settle()
        assert screen.open is CaseScreen

    await opening.run(click)


async def test_a_very_small_window_loses_nothing(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("y", "enter", "end")
        assert "Lê Thị Chi" in screen.text
        await screen.press("home")
        assert "Expected · 3" in screen.text

    await opening.run(look, size=(60, 16))
