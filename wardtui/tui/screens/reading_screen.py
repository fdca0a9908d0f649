"""A page that reads from the vault what it shows: keys wait until what has changed is read."""

import asyncio

from textual import events, work

from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.services.ports import VaultClosed
from wardtui.tui.screens.base import WorkScreen


class ReadingScreen(WorkScreen):
    """Reads again after every change, however many come at once; what is typed meanwhile finds the
    page as it is then."""

    is_stale = False
    """Something has changed that was not read yet."""

    def __init__(self) -> None:
        super().__init__()
        self._turn = asyncio.Lock()

    async def read(self) -> None:
        """Read what is shown, and draw it."""
        raise NotImplementedError

    def after_change(self, done_with: ResidentId | None = None) -> None:  # noqa: ARG002
        """Read it again."""
        self.read_soon()

    def read_soon(self) -> None:
        """Something has changed: read it, and let keys wait for that."""
        self.is_stale = True
        self._catch_up()

    @work(exclusive=True, group="reading")
    async def _catch_up(self) -> None:
        await self.catch_up()

    async def catch_up(self) -> None:
        """Read all that has changed."""
        async with self._turn:
            while self.is_stale:
                self.is_stale = False
                try:
                    await self.read()
                except VaultClosed:
                    return
                except WardtuiError as error:
                    self.is_stale = True  # the next key tries it again
                    self.tell_error(error)
                    return

    async def take_key(self, event: events.Key) -> bool:
        """First read what has changed; a page that closes by that does nothing more."""
        await self.catch_up()
        return self.app.screen is not self or await self.take_key_now(event)

    async def take_key_now(self, event: events.Key) -> bool:
        """Do what a key asks for, of what was read; false when it asks for nothing here."""
        return await super().take_key(event)
