"""The calendar of sessions: how it looks, and what each key does.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.builders import MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.snapshot.opened import Ids, Opening, made_ward
from tests.snapshot.session_ward import EVENING, OFFICE, SIZES, Screen, fill
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.sessions import Session
from wardtui.i18n import Language
from wardtui.services.ports import Tools, Unit
from wardtui.services.sessions import Listed, list_sessions
from wardtui.store.making import create_vault
from wardtui.tui.screens import sessions
from wardtui.tui.screens.roll import RollScreen
from wardtui.tui.screens.session_form import SessionFormScreen
from wardtui.tui.screens.sessions import SessionsScreen
from wardtui.tui.screens.worklist import WorklistScreen

PATIENCE = 20.0


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A vault with sessions, always the same: its clock and ids are set."""
    tools = Tools(SetClock(MONDAY), ids := CountingIds())
    folder = tmp_path_factory.mktemp("sessions")
    return made_ward(folder, ids, MONDAY, lambda unit: fill(unit, tools))


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening]:
    made = Opening(ward, tmp_path / "home", Screen, EVENING)
    yield made
    made.close()


async def sessions_of(screen: Screen) -> list[Session]:
    found = await screen.app.session.read(lambda unit: list_sessions(unit, None))
    return [one.session for one in found]


async def test_keys_that_come_before_the_calendar_is_read_wait_for_it(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed = threading.Event()

    async def hurry(screen: Screen) -> None:
        loop = asyncio.get_running_loop()

        def press() -> None:
            for key in ("down", "enter"):
                screen.app.simulate_key(key)
            pressed.set()

        def read_late(unit: Unit, since: datetime | None) -> Sequence[Listed]:
            loop.call_soon_threadsafe(press)
            assert pressed.wait(PATIENCE)
            return list_sessions(unit, since)

        monkeypatch.setattr(sessions, "list_sessions", read_late)
        await screen.press("y")
        assert screen.open is RollScreen
        assert "Tue 24/11" in screen.text, "the second of the calendar"

    await opening.run(hurry)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_calendar(
    size: tuple[int, int], language: Language, opening: Opening, snapshot: SnapshotAssertion
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("y")
        assert max(len(line) for line in screen.text.splitlines()) <= size[0]
        assert screen.text == snapshot

    await opening.run(look, size, language)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_form(
    size: tuple[int, int], language: Language, opening: Opening, snapshot: SnapshotAssertion
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("y", "n")
        assert screen.text == snapshot
        await screen.press("down", "ctrl+u", "p", "h")
        assert screen.text == snapshot

    await opening.run(look, size, language)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_an_empty_calendar_says_what_to_do(
    size: tuple[int, int], language: Language, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    create_vault(tmp_path / "new", PASSPHRASE, CountingIds())
    made = Opening((tmp_path / "new", {}), tmp_path / "home", Screen, EVENING)

    async def look(screen: Screen) -> None:
        await screen.press("y")
        assert screen.text == snapshot
        await screen.press("enter", "e", "x", "down", "end", "pagedown", "a", "u")
        assert screen.open is SessionsScreen
        await screen.press("escape")
        assert screen.open is WorklistScreen

    await made.run(look, size, language)
    made.close()


async def test_a_very_small_window_loses_nothing(opening: Opening) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("y", "end")
        assert "Sảnh toà CT1" in screen.text
        await screen.press("n")
        assert "Minutes each" in screen.text
        assert "12 seats" in screen.words

    await opening.run(look, size=(60, 16))


async def test_the_calendar_opens_on_the_session_that_runs_and_shows_past_ones_by_a_key(
    opening: Opening,
) -> None:
    async def look(screen: Screen) -> None:
        await screen.press("y")
        assert "22/11" not in screen.text
        assert "Today · Mon 23/11" in screen.text
        await screen.press("a")
        assert "Sun 22/11" in screen.text
        await screen.press("enter")
        assert screen.open is RollScreen
        assert "Mon 23/11 18:00-21:00" in screen.text
        await screen.press("escape", "a")
        assert "22/11" not in screen.text

    await opening.run(look)


async def test_a_new_session_takes_four_keys_when_what_is_usual_suits(opening: Opening) -> None:
    async def plan(screen: Screen) -> None:
        before = await sessions_of(screen)
        await screen.press("y", "n", "3", "enter")
        (new,) = [one for one in await sessions_of(screen) if one not in before]
        assert new.kind is SessionKind.WARD_EVENING
        assert new.place == OFFICE
        assert f"{new.start:%d/%m %H:%M}-{new.end:%H:%M}" == "24/11 18:00-21:00"
        assert new.capacity == 12
        assert "Saved: Ward evening" in screen.words
        await screen.press("enter")
        assert "Tue 24/11 18:00-21:00" in screen.text
        assert "Nobody is booked yet" in screen.text

    await opening.run(plan)


async def test_seats_follow_devices_and_minutes_while_they_are_typed(opening: Opening) -> None:
    async def type_them(screen: Screen) -> None:
        await screen.press("y", "n", *["down"] * 5, "backspace", "4")
        assert "48 seats" in screen.words
        await screen.press("down", "ctrl+u", "3", "0")
        assert "24 seats" in screen.words
        await screen.press("up", "backspace")
        assert "Seats: ?" in screen.words

    await opening.run(type_them)


async def test_with_another_kind_only_what_nobody_touched_is_another(opening: Opening) -> None:
    async def choose(screen: Screen) -> None:
        await screen.press("y", "n", "down", "down", "down", "ctrl+u", "1", "9")
        await screen.press("up", "up", "up", "1")
        assert "Tue 24/11/2026" in screen.text
        assert "From          19" in screen.text
        assert "Until         17:00" in screen.text

    await opening.run(choose)


@pytest.mark.parametrize(
    ("row", "typed", "told"),
    [
        (1, "", "Place: it is empty. Say where it is"),
        (2, "32/13", "Day: “32/13” is no day. Write it like 25/11"),
        (3, "25:70", "From: “25:70” is no time of day. Write it like 18"),
        (4, "7", "Until: it would end before it starts. Give a time after 18:00."),
        (5, "0", "Devices: “0” does not do. Write a number from 1 to 100."),
        (6, "x", "Minutes each: “x” does not do. Write a number from 1 to 1440."),
        (7, "?", "Only for: “?” is no group or hamlet. Write it like Tổ 5"),
    ],
)
async def test_what_is_wrong_is_named_with_its_row_reason_and_remedy_and_nothing_is_lost(
    row: int, typed: str, told: str, opening: Opening
) -> None:
    async def try_it(screen: Screen) -> None:
        before = await sessions_of(screen)
        await screen.press("y", "n", *["down"] * row, "ctrl+u")
        await screen.write(typed)
        await screen.press("up", "enter")
        assert told in screen.words.replace(" │ │ ", " ")
        assert screen.open is SessionFormScreen
        assert await sessions_of(screen) == before
        if row != 1:
            assert OFFICE in screen.text
        await screen.press("escape")
        assert screen.open is SessionsScreen

    await opening.run(try_it)


async def test_a_place_that_was_used_before_is_taken_with_an_arrow(opening: Opening) -> None:
    async def take(screen: Screen) -> None:
        await screen.press("y", "n", "down", "ctrl+u", "s", "a", "n", "h", "right", "enter")
        places = {one.place for one in await sessions_of(screen)}
        assert "sanh" not in places
        assert "Tue 24/11" in screen.text
        assert sum("Sảnh toà CT1" in line for line in screen.text.splitlines()) >= 2

    await opening.run(take)


async def test_a_session_that_is_moved_says_how_many_have_to_be_told(opening: Opening) -> None:
    async def move(screen: Screen) -> None:
        await screen.press("y", "down", "e", *["down"] * 2, "ctrl+u", "1", "9")
        await screen.press("down", "ctrl+u", "2", "2", "enter")
        assert "3 people have to be told." in screen.words
        moved = next(one for one in await sessions_of(screen) if one.place.startswith("Nhà văn"))
        assert moved.start.hour == 19

    await opening.run(move)


async def test_seats_that_are_taken_cannot_be_taken_away(opening: Opening) -> None:
    async def shrink(screen: Screen) -> None:
        await screen.press("y", "e", *["down"] * 5, "ctrl+u", *"180", "enter")
        assert "5 people are booked into the session" in screen.words
        assert screen.open is SessionFormScreen

    await opening.run(shrink)


async def test_cancelling_asks_first_and_an_undo_brings_it_back(opening: Opening) -> None:
    async def cancel(screen: Screen) -> None:
        await screen.press("y", "x")
        assert "5 people are booked or wait" in screen.words
        await screen.press("n")
        assert all(one.takes_place for one in (await sessions_of(screen))[:2])
        await screen.press("x", "f8")
        assert "5/24 cancelled" in screen.words
        assert "have to be told." in screen.words
        await screen.press("x")
        assert "It was cancelled and does not take place." in screen.words
        await screen.press("u")
        assert "5/24 cancelled" not in screen.words

    await opening.run(cancel)


async def test_everything_works_by_mouse(opening: Opening) -> None:
    async def click(screen: Screen) -> None:
        await screen.press("y")
        await screen.pilot.click("#sessions", offset=(5, 3))
        await screen.pilot.click("#sessions", offset=(5, 3), times=2)
        await screen.settle()
        assert screen.open is RollScreen
        assert "Tue 24/11" in screen.text
        await screen.press("escape", "n")
        await screen.pilot.click("#form-below", offset=(2, 0))
        await screen.settle()
        assert "Kind          District office" in screen.text

    await opening.run(click)
