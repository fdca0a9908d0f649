"""The application: wires the screens to the open vault."""

import os
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from typing import Any, ClassVar, TypeGuard

import msgspec
from textual import events, work
from textual.app import App
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.screen import Screen

from wardtui.domain.errors import Refused, WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.faults import note_fault
from wardtui.i18n import ntr, other, tr, use_language
from wardtui.resources import resource_folder
from wardtui.services.ports import Tools, VaultClosed
from wardtui.settings import Places, change_settings, read_settings
from wardtui.tui.actions import LOCK_KEYS
from wardtui.tui.background import aside
from wardtui.tui.ending import HANG_UP_EXIT, end_in_order
from wardtui.tui.idle import Idle
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.screens.unlock import UnlockScreen
from wardtui.tui.screens.worklist import View, WorklistScreen
from wardtui.tui.session import Opened, Session, open_for
from wardtui.tui.theming import load_themes
from wardtui.tui.widgets.bars import TitleBar, exchange_text
from wardtui.wording.errors import explain

SYNC_AFTER_CHANGE_SECONDS = 3.0
SYNC_EVERY_SECONDS = 120.0
IDLE_CHECK_SECONDS = 5.0
HOUSE_AFTER_SECONDS = 30.0
HOUSE_EVERY_SECONDS = 3600.0

_WITH_ONE_SCREEN = 2
"""Textual's own empty screen lies under ours."""


class WardApp(App[None]):
    """wardtui on a screen."""

    CSS_PATH = "styles/wardtui.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[Binding]] = []  # type: ignore[assignment]

    def __init__(self, places: Places, tools: Tools, opening: "Future[Opened] | None") -> None:
        """Prepare the application.

        :param opening: the vault that is being opened beside the imports; without it the
            passphrase is asked for
        """
        super().__init__()
        self._places = places
        self._tools = tools
        self._opening = opening
        self._session: Session | None = None
        self._syncing = False
        self._view = View()
        self._idle = Idle(0)
        self.hint = ""
        """Shown beside the passphrase, in the demo."""
        self.animation_level = "none"
        self.when_forced: Callable[[], None] = lambda: None
        """What is left to clean up when the process has to end at once."""
        settings = read_settings(places)
        self._idle = Idle(settings.lock_after_minutes * 60.0)
        self._lock_after_minutes = settings.lock_after_minutes
        self._retention = timedelta(days=settings.retention_days)
        loaded = load_themes([resource_folder("themes"), places.config / "themes"])
        self.failed_themes = loaded.failed
        """Theme file to what is wrong with it."""
        for theme in loaded.themes.values():
            self.register_theme(theme)
        if settings.theme in loaded.themes:
            self.theme = settings.theme

    @property
    def session(self) -> Session:
        """The open vault."""
        if self._session is None:
            raise RuntimeError("the vault is not open")
        return self._session

    def on_mount(self) -> None:
        """Open the list, or ask for the passphrase."""
        if not self.is_headless:
            end_in_order(self.leave, self._force_end)
        self.set_interval(SYNC_EVERY_SECONDS, self.start_sync)
        self.set_interval(HOUSE_EVERY_SECONDS, self._keep_house)
        self.set_interval(IDLE_CHECK_SECONDS, self._lock_when_idle)
        if self._opening is None:
            self.push_screen(UnlockScreen(self.hint))
        else:
            self._enter(self._opening.result())

    async def open_with(self, passphrase: str) -> None:
        """Open the vault with a passphrase and show the list.

        :raises wardtui.domain.errors.WardtuiError: when it does not open
        """
        opened = await aside(lambda: open_for(self._places, self._tools, passphrase), "open")
        self.pop_screen()
        self._enter(opened)

    def _enter(self, opened: Opened) -> None:
        self._opening = None
        self._session = Session(opened)
        self._idle.touch()
        self.push_screen(WorklistScreen(self._view))
        self._complete()
        self.set_timer(0.5, self.start_sync)
        self.set_timer(HOUSE_AFTER_SECONDS, self._keep_house)

    @work(group="complete")
    async def _complete(self) -> None:
        """Draw the whole list behind the first lines."""
        session = self._session
        if session is None or session.is_complete:
            return
        try:
            await session.complete()
        except VaultClosed:
            return
        except WardtuiError as error:
            self._tell_error(error)
            return
        if session is self._session:
            self._redraw()

    async def lock(self, reason: str = "") -> None:
        """Clear the screen, drop the keys with everything read, and ask for the passphrase."""
        session, self._session = self._session, None
        if session is None:
            return
        while len(self.screen_stack) > _WITH_ONE_SCREEN:
            self.pop_screen()
        if isinstance(self.screen, WorklistScreen):
            # What was searched for may be a name: it is not kept.
            self._view = msgspec.structs.replace(self.screen.view, query="")
        self.switch_screen(UnlockScreen("\n".join(one for one in (reason, self.hint) if one)))
        await aside(session.close, "close")

    async def _lock_when_idle(self) -> None:
        if self._session is not None and self._idle.over:
            count = self._lock_after_minutes
            await self.lock(
                ntr(
                    "Locked after {count} minute without a key.",
                    "Locked after {count} minutes without a key.",
                    count,
                )
            )

    @work(exclusive=True, group="housekeeping")
    async def _keep_house(self) -> None:
        """The daily backup, and forgetting whose time is over."""
        session = self._session
        if session is None:
            return
        error: WardtuiError | None = None
        try:
            if await session.keep_house(self._places.home, self._retention):
                self._redraw()
        except VaultClosed:
            return
        except WardtuiError as caught:
            error = caught
        except Exception:  # noqa: BLE001  nobody waits for it, and the screen must stay
            error = Refused("internal", file=note_fault(self._places.config))
        if error is not None and _can_draw(self.screen):
            told = explain(error)
            self.screen.tell(
                tr("There is no backup of today: {reason}", reason=f"{told.message} {told.remedy}"),
                wrong=True,
            )

    def changed_here(self, done_with: ResidentId | None = None) -> None:
        """Something was recorded: draw it, and send it soon."""
        self._redraw(done_with)
        self.set_timer(SYNC_AFTER_CHANGE_SECONDS, self.start_sync)

    def start_sync(self, *, asked: bool = False) -> None:
        """Exchange events with the server, unless that is going on."""
        if self._session is None or self._syncing:
            return
        if self._session.exchange.pairing is not None:
            self._sync(asked)

    @work(exclusive=True, group="sync")
    async def _sync(self, asked: bool) -> None:
        session = self._session
        if session is None:
            return
        self._syncing = True
        self._refresh_titles()
        error: WardtuiError | None = None
        try:
            await session.sync()
        except WardtuiError as caught:
            error = caught
        except Exception:  # noqa: BLE001  a fault of the exchange must not take the screen away
            error = Refused("internal", file=note_fault(self._places.config))
        finally:
            self._syncing = False
        if session is not self._session:
            return
        self._redraw()
        if error is not None and asked:
            self._tell_error(error)

    def _tell_error(self, error: WardtuiError) -> None:
        if _can_draw(self.screen):
            self.screen.tell_error(error)

    def sync_text(self) -> str:
        """The sync state in a few words."""
        return exchange_text(self.session.exchange, self.session.now(), running=self._syncing)

    def _refresh_titles(self) -> None:
        for screen in self.screen_stack:
            for title in screen.query(TitleBar):
                title.state = (title.state[0], self.sync_text())

    def _redraw(self, done_with: ResidentId | None = None) -> None:
        self._refresh_titles()
        for screen in self.screen_stack:
            if _can_draw(screen):
                screen.after_change(done_with)

    async def on_event(self, event: events.Event) -> None:
        """Give keys to our own screens one after the other, each to its end."""
        if isinstance(event, events.Key | events.MouseEvent):
            if self._session is not None and (self._idle.over or _is_lock(event)):
                # Whoever wakes a laptop that slept is asked first, whatever the key.
                await (self._lock_when_idle() if self._idle.over else self.lock())
                return
            self._idle.touch()
        if isinstance(event, events.Key) and not event.is_forwarded:
            take_key = getattr(self.screen, "take_key", None)
            if take_key is not None and await take_key(event):
                return
        await super().on_event(event)

    async def change_language(self) -> None:
        """Speak the other language, now and at the next start."""
        wanted = other()
        use_language(wanted)
        await aside(lambda: change_settings(self._places, language=wanted), "settings")
        while len(self.screen_stack) > _WITH_ONE_SCREEN:
            self.pop_screen()
        now = self.screen
        self.switch_screen(
            WorklistScreen(now.view) if isinstance(now, WorklistScreen) else UnlockScreen(self.hint)
        )

    def leave(self) -> None:
        """Close the vault and end."""
        self.close_session()
        self.exit()

    def _force_end(self) -> None:
        """End without the terminal, which does not answer. Everything saved is on the disk."""
        self.when_forced()
        os._exit(HANG_UP_EXIT)

    def close_session(self) -> None:
        """Close the vault when what is queued is written."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _handle_exception(self, error: Exception) -> None:
        """Textual's last net; what is missed while everything is taken away misses nobody."""
        if self._exit and isinstance(error, NoMatches):
            return
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End with a sentence instead of a traceback, which would show residents' data."""
        file = note_fault(self._places.config)
        told = explain(Refused("internal", file=file))
        self.exit(return_code=70, message=f"{told.message} {told.remedy}")


def _can_draw(screen: Screen[Any]) -> TypeGuard[WorkScreen]:
    """Whether a screen of ours has its parts: neither before they are there nor after."""
    return isinstance(screen, WorkScreen) and screen.is_ready and screen.is_attached


def _is_lock(event: events.Event) -> bool:
    return isinstance(event, events.Key) and event.key in LOCK_KEYS


def run_app(
    places: Places,
    tools: Tools,
    opening: "Future[Opened] | None",
    when_forced: Callable[[], None] | None = None,
    hint: str = "",
) -> int:
    """Run the TUI until it is left; the exit code.

    :param opening: the vault that is being opened; without it the passphrase is asked for
    :param when_forced: cleans up when the terminal is gone and the process has to end at once
    :param hint: shown where the passphrase is asked for
    :raises wardtui.domain.errors.WardtuiError: when that vault does not open
    """
    if opening is not None:
        opening.result()
    app = WardApp(places, tools, opening)
    app.when_forced = when_forced or app.when_forced
    app.hint = hint
    try:
        app.run()
    finally:
        app.close_session()
    return app.return_code or 0
