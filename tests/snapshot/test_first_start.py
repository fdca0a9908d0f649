"""The guided first start, the tour behind it and the asking for room: how they look, what they do.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from tests.builders import MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.screen_app import taken, ward_app, work_done
from wardtui.i18n import Language, use_language
from wardtui.resources import resource_folder
from wardtui.services.import_roster import import_roster, plan_roster
from wardtui.services.ports import Tools
from wardtui.settings import Places, read_settings
from wardtui.sheets.reader import read_file
from wardtui.store.keeping import change_recovery_code
from wardtui.store.key_slots import WrongSecret
from wardtui.store.making import create_vault
from wardtui.store.names import vault_exists
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.tui.app import WardApp
from wardtui.tui.first_app import FirstStart, FirstStartApp
from wardtui.tui.first_recovery import is_unread
from wardtui.tui.keymap import Keymap
from wardtui.tui.screens.import_file import ImportFileScreen
from wardtui.tui.screens.room import LEAST, RoomNotice
from wardtui.tui.screens.tour import STOPS, TourScreen
from wardtui.tui.screens.unlock import UnlockScreen
from wardtui.tui.screens.worklist import WorklistScreen

SHORTEST = 8
EVENING = MONDAY.replace(hour=19)
SMALL, WIDE, LARGE = (80, 24), (120, 40), (200, 60)
TWICE = (*PASSPHRASE, "enter", *PASSPHRASE, "enter")
NOBODY_LISTENS = "http://127.0.0.1:9"


def size_name(one: Any) -> Any:
    return f"{one[0]}x{one[1]}" if isinstance(one, tuple) else one


class Seen:
    """An application, and what stands on its screen."""

    def __init__(self, app: App[Any], pilot: "Pilot[Any]") -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys in one go: each is carried out to its end before the next."""
        for key in keys:
            self.app.simulate_key(key)
        await taken(self.app)
        await self.settle()

    async def click(self, selector: str, offset: tuple[int, int] = (0, 0)) -> None:
        await self.pilot.click(selector, offset=offset)
        await self.settle()

    async def settle(self) -> None:
        await self.pilot.pause()
        await work_done(self.app)
        await self.pilot.pause()

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    @property
    def text(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def words(self) -> str:
        return " ".join(self.text.replace("│", " ").split())


class Guide(Seen):
    """The guided first start."""

    app: FirstStartApp

    @property
    def code(self) -> str:
        return self.app.answers.recovery_code or ""

    @property
    def home(self) -> Path:
        return self.app.places.home

    async def walk(self) -> AsyncIterator[str]:
        """Go from step to step as an officer would, who errs here and there."""
        ways = {
            "language": (),
            "passphrase": ("enter",),
            "short": (*"chim", "enter"),
            "differ": (*["backspace"] * 4, *PASSPHRASE, "enter", *"chim", "enter"),
            "recovery": (*["backspace"] * 4, *PASSPHRASE, "enter"),
            "source": None,
            "pair": ("1",),
            "unreachable": (*NOBODY_LISTENS, "enter", *"ABCD-1234", "enter"),
            "theme": ("escape", "3"),
        }
        for name, keys in ways.items():
            await self.press(*((*self.code[-4:].lower(), "enter") if keys is None else keys))
            yield name

    async def to(self, step: str) -> None:
        """Go as far as a step."""
        async for name in self.walk():
            if name == step:
                return


Guiding = Callable[..., AbstractAsyncContextManager[Guide]]


@pytest.fixture
def guiding(tmp_path: Path) -> Guiding:
    @asynccontextmanager
    async def guide(
        size: tuple[int, int] = SMALL,
        language: Language = Language.ENGLISH,
        given: str | None = None,
        home: Path = tmp_path / "home",
    ) -> AsyncIterator[Guide]:
        use_language(language)
        tools = Tools(SetClock(EVENING), CountingIds())
        app = FirstStartApp(Places(home, home), tools, SHORTEST, given)
        async with app.run_test(size=size) as pilot:
            guide = Guide(app, pilot)
            await guide.settle()
            yield guide

    return guide


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [SMALL, WIDE, LARGE, (LEAST.width, LEAST.height)], ids=size_name)
async def test_every_step(
    size: tuple[int, int],
    language: Language,
    guiding: Guiding,
    snapshot: SnapshotAssertion,
) -> None:
    async with guiding(size, language) as guide:
        async for name in guide.walk():
            text = re.sub(r"(?<= )[0-9A-Z]( [0-9A-Z]){3}(?= )", "X X X X", guide.text)
            assert max(len(line) for line in text.splitlines()) <= size[0]
            assert text == snapshot(name=name)


async def test_at_the_end_there_is_a_vault_a_language_and_a_theme(guiding: Guiding) -> None:
    async with guiding(language=Language.VIETNAMESE) as guide:
        await guide.press("2", *TWICE)
        await guide.press(*guide.code[-4:], "enter", "2", "down", "enter")
        assert guide.app.return_value == FirstStart(PASSPHRASE, import_next=True)
        settings = read_settings(guide.app.places)
        assert (settings.language, settings.theme) == (Language.ENGLISH, guide.app.theme)
        assert settings.theme != "ward-dark"
        assert unlock(guide.home, PASSPHRASE) == unlock(guide.home, guide.code)
        assert not is_unread(guide.home)


async def test_the_language_is_spoken_as_soon_as_the_cursor_is_on_it(guiding: Guiding) -> None:
    async with guiding(language=Language.VIETNAMESE) as guide:
        assert "bước 1/5" in guide.words
        await guide.press("down")
        assert "step 1 of 5" in guide.words
        await guide.press("up", "enter")
        assert "bước 2/5" in guide.words


async def test_escape_goes_back_step_by_step_and_out_and_nothing_is_made(guiding: Guiding) -> None:
    async with guiding() as guide:
        await guide.press("enter", *"chim", "escape")
        assert "step 1 of 5" in guide.words
        await guide.press("enter")
        assert all(not field.value for field in guide.app.screen.query(Input))
        await guide.press("escape", "escape")
        assert guide.app.return_value is None
        assert not guide.home.exists()


async def test_only_what_is_long_enough_and_typed_twice_alike_makes_a_vault(
    guiding: Guiding,
) -> None:
    async with guiding() as guide:
        await guide.press("enter", *"chim sẻ", "enter")
        assert "A passphrase has at least 8 characters." in guide.words
        await guide.press(*" xanh", "enter", *"chim sẻ xan", "enter")
        assert "The two passphrases are not the same." in guide.words
        assert not vault_exists(guide.home)
        await guide.press(*"chim sẻ xanh", "enter")
        assert "step 3 of 5" in guide.words
        unlock(guide.home, "chim sẻ xanh")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (1, "1 character: too short"),
        (7, "7 characters: too short"),
        (8, "8 characters: short"),
        (12, "12 characters: fair"),
        (20, "20 characters: good"),
    ],
)
async def test_a_passphrase_is_judged_by_its_length_alone(
    typed: int, said: str, guiding: Guiding
) -> None:
    async with guiding() as guide:
        await guide.press("enter", *"a" * typed)
        assert said in guide.words


async def test_the_code_must_be_on_paper_before_it_goes_on(guiding: Guiding) -> None:
    async with guiding() as guide:
        await guide.press("enter", *TWICE)
        for wrong in ("", guide.code[:4], guide.code[-3:], "UUUU"):
            await guide.press(*wrong, "enter")
            assert "That is not the last group." in guide.words
        assert is_unread(guide.home)
        await guide.press(*guide.code.lower(), "enter")
        assert "step 4 of 5" in guide.words
        assert not is_unread(guide.home)


async def test_a_vault_that_is_made_is_not_made_again_and_its_code_can_be_compared_again(
    guiding: Guiding,
) -> None:
    async with guiding() as guide:
        await guide.press("enter", *TWICE)
        code = guide.code
        await guide.press("escape")
        assert "The vault is made." in guide.words
        await guide.press(*code[-4:], "enter", "escape")
        assert " ".join(code[:4]) in guide.words
        await guide.press("enter")
        assert "step 4 of 5" in guide.words
        assert guide.code == code


async def test_a_second_enter_makes_no_second_vault(guiding: Guiding) -> None:
    async with guiding(given=PASSPHRASE) as guide:
        await guide.press("enter", "enter", "enter")
        assert "already" not in guide.words
        unlock(guide.home, guide.code)


async def test_whoever_leaves_before_the_code_is_written_has_a_whole_vault_and_is_told(
    guiding: Guiding,
) -> None:
    async with guiding() as guide:
        await guide.press("enter", *TWICE)
        await guide.press("ctrl+q")
    assert guide.app.return_value is None
    unlock(guide.home, PASSPHRASE)
    assert is_unread(guide.home)
    change_recovery_code(guide.home, PASSPHRASE)
    assert not is_unread(guide.home)


async def test_a_passphrase_that_was_given_is_not_asked_for_and_a_short_one_is_told(
    guiding: Guiding,
) -> None:
    async with guiding(given="chim") as guide:
        assert "step 1 of 4" in guide.words
        await guide.press("enter")
        assert "step 2 of 4" in guide.words
        assert "This passphrase is short" in guide.words
        unlock(guide.home, "chim")
        with pytest.raises(WrongSecret):
            unlock(guide.home, "another")


async def test_where_no_vault_can_be_made_the_reason_is_told_and_enter_tries_again(
    guiding: Guiding, tmp_path: Path
) -> None:
    home = tmp_path / "a file"
    home.write_text("")
    async with guiding(home=home / "home") as guide:
        await guide.press("enter", *TWICE)
        assert "cannot be opened or written" in guide.words
        home.unlink()
        await guide.press("enter")
        unlock(guide.home, guide.code)


async def test_everything_works_by_mouse(guiding: Guiding) -> None:
    async with guiding() as guide:
        await guide.click("#first-options", (4, 1))
        assert "step 2 of 5" in guide.words
        await guide.press(*PASSPHRASE)
        await guide.click("#first-again")
        await guide.press(*PASSPHRASE)
        await guide.click("#first-go")
        await guide.press(*guide.code[-4:])
        await guide.click("#first-go")
        assert "step 4 of 5" in guide.words
        await guide.click("#first-options", (4, 0))
        assert "Pairing code" in guide.words
        await guide.click("#first-back")
        await guide.click("#first-options", (4, 2))
        assert "step 5 of 5" in guide.words
        was = guide.app.theme
        await guide.click("#first-options", (4, 1))
        assert guide.app.theme != was
        await guide.click("#first-go")
        assert guide.app.return_value == FirstStart(PASSPHRASE, import_next=False)


async def test_a_server_that_does_not_answer_is_told_and_can_be_corrected(
    guiding: Guiding,
) -> None:
    async with guiding() as guide:
        await guide.to("pair")
        await guide.press(*"server", "enter", *"ABCD", "enter")
        assert "server is not the address of a server." in guide.words
        await guide.press("up", *["backspace"] * 6, *NOBODY_LISTENS, "enter", "enter")
        assert f"The server {NOBODY_LISTENS} does not answer." in guide.words
        await guide.press("escape", "3", "enter")
        assert guide.app.return_value == FirstStart(PASSPHRASE, import_next=False)


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the sample ward, always the same."""
    folder = tmp_path_factory.mktemp("ward")
    tools = Tools(SetClock(MONDAY), CountingIds())
    create_vault(folder, PASSPHRASE, tools.ids)
    sheets = read_file(resource_folder("sample_data") / "ward_list.xlsx")
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as opened:
        opened.start_writing("test", MONDAY)
        opened.write(
            lambda unit: import_roster(unit, plan_roster(unit, sheets, MONDAY.date()), None, tools)
        )
    return folder


class Work(Seen):
    """The worklist."""

    app: WardApp

    @property
    def panel(self) -> str:
        """The tour alone: the list around it is looked at elsewhere."""
        x, y, width, height = self.app.screen.query_one("#tour-panel").region
        return "\n".join(line[x : x + width] for line in self.text.splitlines()[y : y + height])


Working = Callable[..., AbstractAsyncContextManager[Work]]


@pytest.fixture
def working(ward: Path) -> Working:
    @asynccontextmanager
    async def work(
        size: tuple[int, int] = SMALL,
        language: Language = Language.ENGLISH,
        guided: FirstStart | None = None,
    ) -> AsyncIterator[Work]:
        use_language(language)
        places = Places(ward, ward)
        tools = Tools(SetClock(EVENING), CountingIds(1 << 50))
        app = ward_app(places, tools)
        app.guided = guided
        try:
            async with app.run_test(size=size) as pilot:
                work = Work(app, pilot)
                await work.settle()
                yield work
        finally:
            app.close_session()

    return work


LATER = FirstStart(PASSPHRASE, import_next=False)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [SMALL, WIDE, LARGE], ids=size_name)
async def test_tour(
    size: tuple[int, int], language: Language, working: Working, snapshot: SnapshotAssertion
) -> None:
    async with working(size, language, LATER) as work:
        stops = [work.panel]
        for _ in STOPS[1:]:
            await work.press("right")
            stops.append(work.panel)
        assert "\n\n".join(stops) == snapshot


async def test_the_tour_goes_on_back_and_out_and_no_key_of_it_reaches_the_list(
    working: Working,
) -> None:
    async with working(guided=LATER) as work:
        await work.press("enter", "space", "c", "1")
        assert "3 of 6" in work.words
        await work.press("left")
        assert "2 of 6" in work.words
        await work.press("left", "left", *["right"] * 6)
        assert isinstance(work.app.screen, WorklistScreen)
        assert "812 not sent" in work.words


async def test_the_tour_is_shown_once_and_escape_ends_it(working: Working) -> None:
    async with working(guided=LATER) as work:
        assert isinstance(work.app.screen, TourScreen)
        await work.press("escape")
        assert isinstance(work.app.screen, WorklistScreen)
        await work.app.lock()
        await work.press(*PASSPHRASE, "enter")
        await work.settle()
        assert isinstance(work.app.screen, WorklistScreen)


async def test_the_import_that_was_wished_for_opens_behind_the_tour(working: Working) -> None:
    async with working(guided=FirstStart(PASSPHRASE, import_next=True)) as work:
        await work.press("escape")
        assert isinstance(work.app.screen, ImportFileScreen)


async def test_the_tour_works_by_mouse(working: Working) -> None:
    async with working(guided=LATER) as work:
        await work.click("#tour-on")
        await work.click("#tour-text", (2, 1))
        assert "3 of 6" in work.words
        await work.click("#tour-back")
        assert "2 of 6" in work.words
        await work.click("#tour-skip")
        assert isinstance(work.app.screen, WorklistScreen)


async def test_the_tour_names_the_keys_of_this_user_and_is_silent_about_what_there_is_not(
    working: Working,
) -> None:
    async with working() as work:
        keymap = Keymap({"log_call": ("f8",), "log_visit": ("f7",)})
        keymap.actions = tuple(one for one in keymap.actions if one.name != "redo")
        work.app.keymap = keymap
        await work.app.push_screen(TourScreen())
        await work.press("right")
        assert "F8 for a call, F7 for a visit" in work.words
        await work.press("right")
        assert "3 of 6" in work.words
        assert "takes back" not in work.words
        await work.press("right", "right", "right")
        assert "R opens the report of the day" in work.words


SIZES = [(40, 12), (1, 1), (59, 16), (60, 15), (3, 40), (200, 2), (80, 24)]


@pytest.mark.parametrize("language", list(Language))
async def test_asking_for_room(
    language: Language, working: Working, snapshot: SnapshotAssertion
) -> None:
    async with working(language=language) as work:
        await work.resize(40, 12)
        assert work.text == snapshot


@pytest.mark.parametrize(
    "keys",
    [
        (),
        ("c",),
        ("v",),
        ("slash", *"tri"),
        ("enter",),
        ("enter", "e"),
        ("question_mark",),
        ("d",),
        ("i",),
        ("u",),
    ],
    ids=" ".join,
)
async def test_whatever_is_open_stays_as_it_is_through_every_size(
    keys: tuple[str, ...], working: Working
) -> None:
    async with working() as work:
        await work.press(*keys)
        was = work.text
        screen = work.app.screen
        for size in SIZES:
            await work.resize(*size)
            is_short = size[0] < LEAST.width or size[1] < LEAST.height
            assert bool(work.app.screen.query(RoomNotice)) is is_short
        assert work.app.screen is screen
        assert work.text == was


async def test_at_the_least_size_the_list_can_be_worked_with(
    working: Working, snapshot: SnapshotAssertion
) -> None:
    async with working((LEAST.width, LEAST.height)) as work:
        assert work.text == snapshot


async def test_keys_and_clicks_meet_nothing_that_cannot_be_seen(working: Working) -> None:
    async with working() as work:
        await work.press("c")
        await work.resize(40, 12)
        await work.press("1", "escape")
        await work.pilot.click(offset=(10, 8))
        await work.resize(80, 24)
        assert "One key saves." in work.words
        await work.press("1")
        assert "813 not sent" in work.words


async def test_what_opens_while_there_is_no_room_is_covered_too(working: Working) -> None:
    async with working() as work:
        await work.resize(40, 12)
        await work.app.lock()
        await work.settle()
        assert isinstance(work.app.screen, UnlockScreen)
        assert "Please make the window larger" in work.words
        await work.resize(80, 24)
        assert "Passphrase" in work.words


async def test_what_closes_while_there_is_no_room_closes_and_what_lay_below_is_covered(
    working: Working,
) -> None:
    async with working() as work:
        await work.press("enter")
        await work.resize(40, 12)
        await work.app.pop_screen()
        await work.settle()
        assert isinstance(work.app.screen, WorklistScreen)
        assert "Please make the window larger" in work.words
        await work.resize(80, 24)
        assert "812 cases to be done" in work.words


async def test_without_room_one_can_still_leave(working: Working, guiding: Guiding) -> None:
    async with working((40, 12)) as work:
        await work.press("q")
        assert work.app._exit
    async with guiding((40, 12)) as guide:
        assert "Please make the window larger" in guide.words
        await guide.press("enter", "q")
        assert guide.app._exit
        assert not guide.home.exists()
