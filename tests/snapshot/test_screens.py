"""Every screen at every size in both languages, as text that a reviewer can read.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

import asyncio
import shutil
import threading
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual import events

from tests.builders import MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.screen_app import ward_app, work_done
from wardtui.domain.events import ContactLogged
from wardtui.domain.first_lines import FIRST
from wardtui.domain.vocabulary import Channel, ContactPerson, Outcome, Reason
from wardtui.domain.worklist_index import Filter, Worklist
from wardtui.i18n import Language, use_language
from wardtui.resources import resource_folder
from wardtui.services.import_roster import import_roster, plan_roster
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Tools
from wardtui.settings import Places, change_settings
from wardtui.sheets.reader import read_file
from wardtui.store.making import create_vault
from wardtui.store.unit import VaultUnit
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.tui.app import WardApp
from wardtui.tui.screens.worklist import WorklistScreen
from wardtui.tui.widgets.case_list import CaseList

SIZES = [(80, 24), (120, 40), (200, 60)]
EVENING = MONDAY.replace(hour=19)
PATIENCE = 20.0
SCREENS: dict[str, tuple[str, ...]] = {
    "list": (),
    "list_by_name_in_an_area": ("right", "o", "o"),
    "search": ("slash", *"trinh"),
    "nobody_found": ("slash", *"xyz"),
    "log_call": ("down", "c"),
    "log_visit": ("v",),
    "saved": ("c", "1"),
    "undo_of_an_import": ("u", "u", "u", "u"),
    "case": ("end", "enter"),
    "help": ("question_mark",),
}

Draw = Callable[[Language, tuple[int, int], tuple[str, ...]], Awaitable[str]]


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the sample ward, always the same: its clock and ids are set."""
    folder = tmp_path_factory.mktemp("vault")
    tools = Tools(SetClock(MONDAY), CountingIds())
    create_vault(folder, PASSPHRASE, tools.ids)
    sheets = read_file(resource_folder("sample_data") / "ward_list.xlsx")
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as opened:
        opened.start_writing("test", MONDAY)
        opened.write(
            lambda unit: import_roster(unit, plan_roster(unit, sheets, MONDAY.date()), None, tools)
        )
        worklist = opened.read(lambda unit: unit.worklist())
        last = worklist.row(worklist.select(Filter())[-1]).id
        for day, contact in enumerate(
            (
                ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER),
                ContactLogged(channel=Channel.CALL, outcome=Outcome.BUSY),
                ContactLogged(
                    channel=Channel.VISIT,
                    outcome=Outcome.CALLBACK_REQUESTED,
                    with_whom=ContactPerson.RELATIVE,
                    reasons=(Reason.WORKING_HOURS, Reason.NO_SMARTPHONE),
                    call_back_at=EVENING + timedelta(days=3, minutes=30),
                    note="Gặp mẹ, hẹn gọi lại sau giờ làm; nhớ mang theo hướng dẫn kích hoạt",
                ),
            )
        ):
            command = LogContact(
                resident=last, contact=contact, at=EVENING - timedelta(days=3 - day)
            )
            opened.write(lambda unit, command=command: log_contact(unit, command, tools))
    return folder


@pytest.fixture
def draw(vault: Path, tmp_path: Path) -> Iterator[Draw]:
    """Draws a screen: language, size and keys to its text."""
    home = tmp_path / "home"
    shutil.copytree(vault, home)
    apps: list[WardApp] = []

    async def draw_screen(
        language: Language, size: tuple[int, int], keys: tuple[str, ...], *, locked: bool = False
    ) -> str:
        places = Places(home, home)
        change_settings(places, language=language)
        use_language(language)
        tools = Tools(SetClock(EVENING), CountingIds(1 << 50))
        app = ward_app(places, tools, locked=locked)
        apps.append(app)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
            await work_done(app)
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            return "\n".join(strip.text.rstrip() for strip in strips)

    yield draw_screen
    for app in apps:
        app.close_session()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", list(SCREENS))
async def test_screen(
    name: str, size: tuple[int, int], language: Language, draw: Draw, snapshot: SnapshotAssertion
) -> None:
    text = await draw(language, size, SCREENS[name])
    assert max(len(line) for line in text.splitlines()) <= size[0]
    assert text == snapshot


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_unlock_screen(
    size: tuple[int, int], language: Language, draw: Draw, snapshot: SnapshotAssertion
) -> None:
    assert await draw(language, size, (), locked=True) == snapshot  # type: ignore[call-arg]


async def test_an_empty_vault_says_what_to_do(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    tools = Tools(SetClock(EVENING), CountingIds())
    create_vault(tmp_path / "new", PASSPHRASE, tools.ids)
    places = Places(tmp_path / "new", tmp_path / "new")
    app = ward_app(places, tools)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        assert "\n".join(strip.text.rstrip() for strip in strips) == snapshot
    app.close_session()


async def test_keys_that_come_before_the_first_lines_are_drawn_wait_for_them(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = WorklistScreen.on_mount

    async def slowly(screen: WorklistScreen) -> None:
        for key in "c1":
            screen.app.post_message(events.Key(key, key))
        await screen.session.complete()
        await asyncio.sleep(0.2)
        show(screen)

    monkeypatch.setattr(WorklistScreen, "on_mount", slowly)
    shutil.copytree(vault, tmp_path / "home")
    places = Places(tmp_path / "home", tmp_path / "home")
    app = ward_app(places, Tools(SetClock(EVENING), CountingIds(1 << 50)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        await work_done(app)
        await pilot.pause()
        assert app.last_logged is not None
    app.close_session()


async def test_a_key_that_comes_before_the_whole_list_is_read_waits_for_it(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, pressed = VaultUnit.worklist, threading.Event()
    complete: list[bool] = []

    def press_end() -> None:
        complete.append(app.session.is_complete)
        app.simulate_key("end")
        pressed.set()

    def read_after_a_key(unit: VaultUnit) -> Worklist:
        loop.call_soon_threadsafe(press_end)
        assert pressed.wait(PATIENCE)
        return read(unit)

    shutil.copytree(vault, tmp_path / "home")
    places = Places(tmp_path / "home", tmp_path / "home")
    app = ward_app(places, Tools(SetClock(EVENING), CountingIds(1 << 50)))
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(VaultUnit, "worklist", read_after_a_key)
    async with app.run_test(size=(80, 24)) as pilot:
        await work_done(app)
        await pilot.pause()
        assert complete == [False]
        cases = app.screen.query_one(CaseList)
        everybody = len(app.session.worklist.select(Filter(open_only=True)))
        assert everybody > FIRST
        assert (cases.count, cases.cursor) == (everybody, everybody - 1)
    app.close_session()
