"""A vault with a small list in it, newer lists to import, and a hand on the import screens."""

import csv
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from tests.builders import MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.screen_app import ward_app
from wardtui.domain.case import Case
from wardtui.i18n import Language, use_language
from wardtui.services.import_roster import import_roster, plan_roster
from wardtui.services.ports import Tools
from wardtui.settings import Places, change_settings
from wardtui.sheets.reader import read_file
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.tui.app import WardApp
from wardtui.tui.screens.import_running import RunningScreen

EVENING = MONDAY.replace(hour=21, minute=40)
_PATIENCE = 500

HEADINGS = (
    "STT", "Họ và tên", "Ngày sinh", "Số ĐDCN", "Số điện thoại", "Tổ", "Nơi thường trú",
    "Chưa có thẻ căn cước", "Ghi chú",
)  # fmt: skip
AN = (
    "1",
    "Nguyễn Mẫu An",
    "03/02/1985",
    "000085000123",
    "0570000123",
    "Tổ 5",
    "Số 12 phố Mẫu",
    "x",
    "",
)
BINH = (
    "2",
    "Trần Mẫu Bình",
    "1990",
    "000090000124",
    "0570000124",
    "Tổ 5",
    "Số 14 phố Mẫu",
    "x",
    "",
)
CHI = ("3", "Lê Mẫu Chi", "1975", "000175000125", "0570000125", "Tổ 5", "Số 16 phố Mẫu", "x", "")
DUNG = ("4", "Phạm Mẫu Dũng", "1960", "000060000126", "", "Tổ 6", "Số 18 phố Mẫu", "x", "")

Rows = Sequence[Sequence[str]]


def write_list(path: Path, rows: Rows, headings: Sequence[str] = HEADINGS) -> Path:
    """A list as a text table."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def changed(row: Sequence[str], **cells: str) -> list[str]:
    """A row with other cells: by ``phone``, ``address`` or ``note``."""
    places = {"name": 1, "phone": 4, "address": 6, "note": 8}
    new = list(row)
    for name, cell in cells.items():
        new[places[name]] = cell
    return new


def make_vault(folder: Path, rows: Rows = (AN, BINH, CHI)) -> Path:
    """A vault that holds a list."""
    home = folder / "vault"
    tools = Tools(SetClock(MONDAY), CountingIds())
    create_vault(home, PASSPHRASE, tools.ids)
    sheets = read_file(write_list(folder / "before.csv", rows))
    with OpenVault(home, unlock(home, PASSPHRASE)) as opened:
        opened.start_writing("test", MONDAY)
        opened.write(
            lambda unit: import_roster(unit, plan_roster(unit, sheets, MONDAY.date()), None, tools)
        )
    return home


class Hand:
    """Presses keys, and waits until there is something to see."""

    def __init__(self, app: WardApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)

    async def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(_PATIENCE):
            if holds():
                await self.pilot.pause()
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"never came, instead:\n{self.text}")

    async def until_on(self, screen: type) -> None:
        await self.until(
            lambda: (
                type(self.app.screen) is screen
                and getattr(self.app.screen, "is_ready", True)
                and not getattr(self.app.screen, "busy", False)
            )
        )

    async def until_shown(self, text: str) -> None:
        await self.until(lambda: text in self.text)

    async def until_over(self) -> None:
        """Until nothing long goes on."""
        await self.until(
            lambda: (
                not isinstance(self.app.screen, RunningScreen)
                and not getattr(self.app.screen, "busy", False)
            )
        )

    async def open(self, path: Path) -> None:
        """Choose a file, from the worklist."""
        await self.press("i")
        self.app.screen.query_one(Input).value = str(path)
        await self.press("enter")

    @property
    def text(self) -> str:
        """What can be read on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def cases(self) -> dict[str, Case]:
        """What is in the vault, by name."""
        vault = self.app.session._vault
        return {
            case.resident.name: case for case in vault.read(lambda unit: list(unit.cases.all()))
        }


@asynccontextmanager
async def at_the_list(
    vault: Path,
    tmp_path: Path,
    size: tuple[int, int] = (80, 24),
    language: Language = Language.ENGLISH,
) -> AsyncIterator[Hand]:
    """The program with the worklist on the screen."""
    home = tmp_path / "home"
    shutil.copytree(vault, home)
    places = Places(home, home)
    change_settings(places, language=language)
    use_language(language)
    tools = Tools(SetClock(EVENING), CountingIds(1 << 50))
    app = ward_app(places, tools)
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Hand(app, pilot)
    finally:
        app.close_session()
