"""Opens copies of a vault in the application, for tests that press keys and look at it."""

import shutil
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tests.builders import CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.screen_app import press_at_once, ward_app, work_done
from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId
from wardtui.i18n import Language, use_language
from wardtui.services.find_resident import find_resident
from wardtui.services.ports import Tools, Unit
from wardtui.settings import Places, change_settings
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.tui.app import WardApp

if TYPE_CHECKING:
    from textual.pilot import Pilot

Ids = dict[str, ResidentId]
"""Residents by the names that the tests call them."""


class OpenedScreen:
    """The application with what is looked at in the tests."""

    def __init__(self, app: WardApp, pilot: "Pilot[None]", ids: Ids) -> None:
        self.app = app
        self.pilot = pilot
        self.ids = ids

    async def press(self, *keys: str) -> None:
        """Press keys, each as soon as the one before was taken, as a quick hand does."""
        for key in keys:
            await press_at_once(self.app, key)
        await self.settle()

    async def settle(self) -> None:
        """Wait for everything but what is put off on purpose."""
        await self.pilot.pause()
        await work_done(self.app, but="soon")
        await self.pilot.pause()

    @property
    def text(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def words(self) -> str:
        """The text without regard to where lines break."""
        return " ".join(self.text.split())

    @property
    def open(self) -> type:
        """The page on top."""
        return type(self.app.screen)

    def name_of(self, resident: ResidentId) -> str:
        return next(name for name, who in self.ids.items() if who == resident)

    async def case(self, name: str) -> Case:
        return await self.app.session.read(lambda unit: find_resident(unit, self.ids[name]))


S = TypeVar("S", bound=OpenedScreen)


class Opening(Generic[S]):
    """Opens copies of a vault, each at the same moment."""

    def __init__(self, ward: tuple[Path, Ids], home: Path, screen: type[S], now: datetime) -> None:
        folder, self._ids = ward
        self._home = home
        self._screen = screen
        self._now = now
        self._apps: list[WardApp] = []
        shutil.copytree(folder, home)

    def prepare(self, work: Callable[[OpenVault, Tools], Any]) -> None:
        """Change the vault before it is opened."""
        tools = Tools(SetClock(self._now), CountingIds(1 << 40))
        with OpenVault(self._home, unlock(self._home, PASSPHRASE)) as vault:
            vault.start_writing("test", self._now)
            work(vault, tools)

    def write_settings(self, text: str) -> None:
        """What the user has written into the settings file."""
        (self._home / "config.toml").write_text(text, "utf-8")

    async def run(
        self,
        step: Callable[[S], Awaitable[None]],
        size: tuple[int, int] = (80, 24),
        language: Language = Language.ENGLISH,
        at: datetime | None = None,
    ) -> None:
        """Open the vault, do something, and close it.

        :param at: the moment of the clock, when it is another one
        """
        places = Places(self._home, self._home)
        change_settings(places, language=language)
        use_language(language)
        self.clock = SetClock(at or self._now)
        app = ward_app(places, Tools(self.clock, CountingIds(1 << 50)))
        self._apps.append(app)
        async with app.run_test(size=size) as pilot:
            screen = self._screen(app, pilot, self._ids)
            await screen.settle()
            await step(screen)

    def close(self) -> None:
        for app in self._apps:
            app.close_session()


def made_ward(
    folder: Path, ids: CountingIds, now: datetime, fill: Callable[[Unit], Ids]
) -> tuple[Path, Ids]:
    """A vault that is always the same: its clock and ids are set."""
    create_vault(folder, PASSPHRASE, ids)
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as opened:
        opened.start_writing("test", now)
        return folder, opened.write(fill)
