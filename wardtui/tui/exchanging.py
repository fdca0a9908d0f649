"""The exchange with the server beside the screens: one at a time, after changes and on a timer."""

import asyncio
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from wardtui.domain.errors import Refused, WardtuiError
from wardtui.faults import note_fault
from wardtui.settings import Places, change_settings
from wardtui.tui.background import aside
from wardtui.tui.background_sync import FIRST_SECONDS, Pace, may_go_by_itself
from wardtui.tui.widgets.bars import TitleBar, exchange_text

if TYPE_CHECKING:
    from textual.timer import Timer

    from wardtui.services.sync import Synced
    from wardtui.tui.app import WardApp
    from wardtui.tui.session import Session


SYNC_STOPPED = "sync_stopped"
"""Code of the error by which an exchange ends that somebody has stopped."""


class Running:
    """One exchange that is going on."""

    def __init__(self, *, asked: bool) -> None:
        self.asked = asked
        """Somebody pressed a key for it and is told how it ends."""
        self.stop = threading.Event()
        """Set: it is to end at once; what was exchanged stays."""
        self.so_far: Synced | None = None


class Exchanging:
    """Sends what waits and reads what is new, while somebody works."""

    def __init__(self, app: "WardApp", places: Places) -> None:
        self._app = app
        self._places = places
        self._pace = Pace()
        self._timer: Timer | None = None
        self._changed_at = 0.0
        self._running: Running | None = None
        self.metered = app.settings.metered
        """Whether the line costs by what goes over it: then little goes by itself."""

    @property
    def running(self) -> Running | None:
        """What is going on now."""
        return self._running

    def opened(self) -> None:
        """A vault was opened: exchange, and go on by the clock."""
        self._pace = Pace()
        self._in(FIRST_SECONDS)

    def closed(self) -> None:
        """The vault is closed: nothing more is sent or read, and nobody waits for it."""
        self._cancel_timer()
        if self._running is not None:
            self._running.stop.set()
            self._running = None

    def soon(self) -> None:
        """Exchange when nothing more has been recorded for a moment."""
        now = time.monotonic()
        pause = self._pace.changed(now - self._changed_at)
        self._changed_at = now
        if pause is not None and self._running is None:
            self._in(pause)

    def start(self, *, asked: bool = False) -> None:
        """Exchange now, unless that is going on.

        :param asked: somebody pressed a key for it and is told how it ends
        """
        app = self._app
        if not app.is_open or app.session.exchange.pairing is None:
            return
        if self._running is not None:
            self._running.asked |= asked
            return
        session = app.session
        if not asked and not may_go_by_itself(
            metered=self.metered,
            last_success=session.exchange.state.last_success,
            now=session.now(),
        ):
            return
        self._cancel_timer()
        self._pace.begun()
        self._running = Running(asked=asked)
        app.run_worker(self._run(session, self._running), group="sync")

    def stop(self) -> None:
        """End what is going on."""
        if self._running is not None:
            self._running.stop.set()

    async def change_metered(self, *, metered: bool) -> None:
        """Say whether the line costs by what goes over it, now and from now on.

        :raises wardtui.domain.errors.WardtuiError: when it cannot be written down
        """
        await aside(lambda: change_settings(self._places, metered=metered), "settings")
        self.metered = metered
        if not metered:
            self._in(FIRST_SECONDS)

    async def _run(self, session: "Session", running: Running) -> None:
        app = self._app
        loop = asyncio.get_running_loop()

        def progress(so_far: "Synced") -> None:
            with suppress(RuntimeError):  # the application has ended
                loop.call_soon_threadsafe(self._show_progress, running, so_far)

        self.refresh_titles()
        done: Synced | None = None
        error: WardtuiError | None = None
        try:
            done = await session.sync(progress, running.stop.is_set)
        except WardtuiError as caught:
            error = caught
        except Exception:  # noqa: BLE001  a fault of the exchange must not take the screen away
            error = Refused("internal", file=note_fault(self._places.config))
        if self._running is not running or not app.has(session):
            return  # locked meanwhile
        self._running = None
        was_stopped = error is not None and error.code == SYNC_STOPPED
        if was_stopped:
            self._pace.begun()  # whoever stops it wants it to rest, whatever was recorded meanwhile
        self._in(self._pace.ended(well=error is None or was_stopped))
        app.redraw()
        if running.asked:
            self._tell(done, error)

    def _tell(self, done: "Synced | None", error: WardtuiError | None) -> None:
        if error is not None:
            self._app.tell_error(error)
        elif done is not None:
            from wardtui.wording.sync import synced_text

            key = self._app.keymap.find("sync_page")
            self._app.tell(synced_text(done, key.shown if key is not None else ""))

    def _show_progress(self, running: Running, so_far: "Synced") -> None:
        if self._running is running:
            running.so_far = so_far
            for screen in self._app.screen_stack:
                show = getattr(screen, "show_progress", None)
                if show is not None:
                    show()

    def _in(self, seconds: float) -> None:
        """Exchange after a while, in place of what was planned before."""
        self._cancel_timer()
        if self._app.is_open and self._app.session.exchange.pairing is not None:
            self._timer = self._app.set_timer(seconds, self._by_itself)

    def _by_itself(self) -> None:
        self.start()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def text(self) -> str:
        """How it stands, in a few words."""
        session = self._app.session
        running = self._running is not None
        return exchange_text(session.exchange, session.now(), running=running)

    def refresh_titles(self) -> None:
        """Say on every screen how it stands."""
        for screen in self._app.screen_stack:
            for title in screen.query(TitleBar):
                title.state = (title.state[0], self.text())
