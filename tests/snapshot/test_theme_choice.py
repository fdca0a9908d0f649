"""Choosing a theme: what is under the cursor is shown, and only what is kept is written."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from tests.builders import MONDAY, CountingIds, SetClock
from tests.screen_app import work_done
from wardtui.i18n import Language, use_language
from wardtui.resources import resource_folder
from wardtui.services.ports import Tools
from wardtui.settings import FILE, Places, read_settings
from wardtui.tui.app import WardApp
from wardtui.tui.screens.theme_choice import ThemeChoiceScreen

SIZES = [(80, 24), (120, 40), (200, 60)]
NIGHT = (resource_folder("themes") / "night.toml").read_text("utf-8")

Open = Callable[..., AbstractAsyncContextManager["Pilot[None]"]]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    (tmp_path / "themes").mkdir()
    (tmp_path / FILE).write_text('theme = "ward-dark"\n', "utf-8")
    return Places(tmp_path, tmp_path)


@pytest.fixture
def choosing(places: Places) -> Open:
    """The choice over the screen that asks for the passphrase."""

    @asynccontextmanager
    async def open_choice(
        size: tuple[int, int] = (80, 24), language: Language = Language.ENGLISH
    ) -> AsyncIterator["Pilot[None]"]:
        use_language(language)
        app = WardApp(places, Tools(SetClock(MONDAY), CountingIds()), None)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await app.push_screen(ThemeChoiceScreen(places))
            await screen(pilot)._are_read.wait()
            await pilot.pause()
            yield pilot

    return open_choice


def screen(pilot: "Pilot[None]") -> ThemeChoiceScreen:
    found = pilot.app.screen
    assert isinstance(found, ThemeChoiceScreen)
    return found


def text(pilot: "Pilot[None]") -> str:
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


async def press(pilot: "Pilot[None]", *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
    await pilot.pause()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_choice(
    size: tuple[int, int], language: Language, choosing: Open, snapshot: SnapshotAssertion
) -> None:
    async with choosing(size, language) as pilot:
        assert text(pilot) == snapshot


async def test_a_broken_file_is_named_at_the_foot(
    places: Places, choosing: Open, snapshot: SnapshotAssertion
) -> None:
    (places.config / "themes" / "mine.toml").write_text("name = ", "utf-8")
    (places.config / "themes" / "late.toml").write_text(NIGHT.replace("#", "", 1), "utf-8")
    async with choosing() as pilot:
        assert text(pilot) == snapshot


async def test_in_a_tiny_window_nothing_breaks(choosing: Open) -> None:
    async with choosing((40, 12)) as pilot:
        await press(pilot, "end", "home", "down")
        assert max(map(len, text(pilot).splitlines())) <= 40


async def test_the_theme_under_the_cursor_is_shown_at_once(places: Places, choosing: Open) -> None:
    async with choosing() as pilot:
        await press(pilot, "home")
        assert pilot.app.theme == "colour-blind"
        await press(pilot, "down", "down")
        assert pilot.app.theme == "night"
        assert read_settings(places).theme == "ward-dark"


async def test_enter_keeps_it(places: Places, choosing: Open) -> None:
    async with choosing() as pilot:
        await press(pilot, "end", "enter")
        assert pilot.app.theme == "ward-light"
        assert not isinstance(pilot.app.screen, ThemeChoiceScreen)
    assert read_settings(places).theme == "ward-light"


async def test_escape_goes_back_to_the_one_before(places: Places, choosing: Open) -> None:
    async with choosing() as pilot:
        before = pilot.app.theme
        await press(pilot, "home", "escape")
        assert pilot.app.theme == before
        assert not isinstance(pilot.app.screen, ThemeChoiceScreen)
    assert read_settings(places).theme == "ward-dark"


async def test_a_click_shows_a_theme_and_two_keep_it(places: Places, choosing: Open) -> None:
    async with choosing() as pilot:
        await pilot.click("#theme-list", offset=(5, 2))
        await pilot.pause()
        assert pilot.app.theme == "night"
        await pilot.click("#theme-list", offset=(5, 2), times=2)
        await work_done(pilot.app)
        await pilot.pause()
        assert not isinstance(pilot.app.screen, ThemeChoiceScreen)
    assert read_settings(places).theme == "night"


async def test_settings_that_cannot_be_written_are_told_and_the_choice_stays(
    places: Places, choosing: Open
) -> None:
    async with choosing() as pilot:
        (places.config / FILE).write_text("theme = ", "utf-8")
        await press(pilot, "home", "enter")
        assert "cannot be read" in " ".join(text(pilot).split())
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, ThemeChoiceScreen)
    assert (places.config / FILE).read_text("utf-8") == "theme = "
