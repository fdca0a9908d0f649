"""The application: wires the screens to the open vault."""

import gc
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeGuard

from msgspec.structs import replace
from textual import events, work
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import WorkerFailed

from wardtui.i18n import other, use_language
from wardtui.settings import Places, change_settings
from wardtui.tui.background import aside, start
from wardtui.tui.locking import Locking, forget_words
from wardtui.tui.screens.unlock import UnlockScreen
from wardtui.tui.shell import Shell

if TYPE_CHECKING:
    from wardtui.domain.errors import WardtuiError
    from wardtui.domain.ids import ResidentId
    from wardtui.services.recording import Saved
    from wardtui.tui.exchanging import Exchanging
    from wardtui.tui.first_app import FirstStart
    from wardtui.tui.keymap import Keymap
    from wardtui.tui.opening import Opened
    from wardtui.tui.screens.base import WorkScreen
    from wardtui.tui.session import Session
    from wardtui.tui.upkeep import Upkeep
    from wardtui.tui.view import View

# What works on an open vault is loaded when the first one opens: the passphrase is asked for first.

PAINTED_SECONDS = 0.05
"""After so long the first screen has been drawn."""

_LIST_MODULE = "wardtui.tui.screens.worklist"


class NotOpen(RuntimeError):
    """No vault is open."""


class WardApp(Shell[None]):
    """wardtui on a screen."""

    exchanging: "Exchanging"
    keymap: "Keymap"
    _view: "View"

    def __init__(
        self,
        places: Places,
        open_vault: "Callable[[str], Opened]",
        opening: "Future[Opened] | None",
    ) -> None:
        """Prepare the application.

        :param open_vault: opens the vault with a passphrase; called in a thread
        :param opening: the vault that is being opened beside the imports; without it the
            passphrase is asked for
        """
        styles = ("unlock",) if opening is None else ("unlock", "wardtui")
        super().__init__(places, *styles)
        self._open_vault = open_vault
        self._opening = opening
        self._session: Session | None = None
        self._shown_whole: Session | None = None
        """The vault whose whole list was drawn."""
        self._upkeep: Upkeep | None = None
        self._is_ready = False
        """Whether what works on an open vault is there."""
        self.last_logged: Saved | None = None
        """The contact to which details can still be added."""
        self.guided: FirstStart | None = None
        """What the guided start has left to be done over the first list."""
        self.letter_head = ("", "")
        """The ward's name and the number to call, as they were typed for the last letters."""
        self.hint = ""
        """Shown beside the passphrase, in the demo."""
        self.locking = Locking(self, self.settings.lock_after_minutes)

    @property
    def is_open(self) -> bool:
        """Whether a vault is open."""
        return self._session is not None

    def has(self, session: "Session") -> bool:
        """Whether this is the vault that is open now."""
        return self._session is session

    @property
    def session(self) -> "Session":
        """The open vault."""
        if self._session is None:
            raise NotOpen
        return self._session

    def get_default_screen(self) -> Screen[Any]:
        """The list, or the passphrase before it: one screen, drawn once."""
        if self._opening is None:
            return UnlockScreen(self.hint)
        return self._list_of(self._opening.result())

    def on_mount(self) -> None:
        """Go on behind the first screen."""
        super().on_mount()
        # Textual takes a default screen away only when somebody may wait for its result.
        self.screen._push_result_callback(self.screen, None)
        self.locking.watch()
        if self._session is None:
            self.set_timer(PAINTED_SECONDS, self._load_beside)
        else:
            self._begin_work()

    def _load_beside(self) -> None:
        """Load what the list needs while the passphrase is being typed."""
        _collect_again()
        start(lambda: import_module(_LIST_MODULE), "load")

    async def open_with(self, passphrase: str) -> None:
        """Open the vault with a passphrase and show the list.

        :raises wardtui.domain.errors.WardtuiError: when it does not open
        """
        opened = await aside(lambda: self._open_vault(passphrase), "open")
        # Not awaited: it ends the worker of the screen that asked, in which this runs.
        self.switch_screen(self._list_of(opened))
        self._begin_work()

    def _list_of(self, opened: "Opened") -> Screen[Any]:
        from wardtui.tui.screens.worklist import WorklistScreen
        from wardtui.tui.session import Session

        self._opening = None
        self._session = Session(opened, self.settings.proxy)
        self.locking.touch()
        if not self._is_ready:
            self._make_ready()
        return WorklistScreen(self._view)

    def _begin_work(self) -> None:
        self._go_on_guiding()
        self.set_timer(PAINTED_SECONDS, self._settle)

    def _settle(self) -> None:
        """What can wait until the first screen is seen."""
        _collect_again()
        self._complete()
        self.exchanging.opened()
        self.upkeep.opened()

    def _make_ready(self) -> None:
        from wardtui.tui.exchanging import Exchanging
        from wardtui.tui.keymap import Keymap
        from wardtui.tui.view import View

        self._is_ready = True
        self._view = View()
        self.keymap = Keymap(self.settings.keys)
        self.exchanging = Exchanging(self, self.places)

    @property
    def upkeep(self) -> "Upkeep":
        """What goes on by the clock; loaded behind the first screen."""
        if self._upkeep is None:
            from wardtui.tui.upkeep import Upkeep

            retention = timedelta(days=self.settings.retention_days)
            self._upkeep = Upkeep(self, self.places, retention)
            self._upkeep.watch()
        return self._upkeep

    def _go_on_guiding(self) -> None:
        guided, self.guided = self.guided, None
        if guided is not None:
            from wardtui.tui.screens.tour import TourScreen

            self.push_screen(TourScreen("import" if guided.import_next else None))

    async def show_whole_list(self) -> None:
        """Draw the whole list in place of the first lines, once; keys wait for it.

        :raises wardtui.domain.errors.WardtuiError: when it cannot be read
        """
        session = self._session
        if session is None or session is self._shown_whole:
            return
        await session.complete()
        if session is self._session and session is not self._shown_whole:
            self._shown_whole = session
            self.redraw()

    @work(group="complete")
    async def _complete(self) -> None:
        from wardtui.domain.errors import WardtuiError
        from wardtui.services.ports import VaultClosed

        try:
            await self.show_whole_list()
            self.upkeep.follow_policy()
        except VaultClosed:
            return
        except WardtuiError as error:
            self.tell_error(error)

    async def lock(self, reason: str = "") -> None:
        """Clear the screen, drop the keys with everything read, and ask for the passphrase."""
        session, self._session = self._session, None
        self._shown_whole = self.last_logged = None
        self._clipboard = ""
        if session is None:
            return
        self.exchanging.closed()
        for screen in self.screen_stack:
            self.workers.cancel_node(screen)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        # What was searched for may be a name: it is not kept.
        self._view = replace(self._list_view(), query="")
        self.switch_screen(UnlockScreen("\n".join(one for one in (reason, self.hint) if one)))
        forget_words()
        await aside(session.close, "close")

    def _list_view(self) -> "View":
        """What the list shows; it lies under all our screens while a vault is open."""
        from wardtui.tui.screens.worklist import WorklistScreen

        found = (one for one in self.screen_stack if isinstance(one, WorklistScreen))
        return next((one.view for one in found), self._view)

    def changed_here(self, done_with: "ResidentId | None" = None) -> None:
        """Something was recorded: draw it, and send it soon."""
        self.redraw(done_with)
        self.exchanging.soon()

    def tell_error(self, error: "WardtuiError") -> None:
        """Say on the screen that is seen what went wrong."""
        from wardtui.wording.errors import explain

        told = explain(error)
        self.tell(f"{told.message} {told.remedy}", wrong=True)

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Say something on the screen that is seen."""
        if _can_draw(self.screen):
            self.screen.tell(text, wrong=wrong)

    def redraw(self, done_with: "ResidentId | None" = None) -> None:
        """Draw what was recorded here, or arrived, on every screen."""
        if not self.is_open:
            return
        self.exchanging.refresh_titles()
        self.upkeep.remind()
        for screen in self.screen_stack:
            if _can_draw(screen):
                screen.after_change(done_with)

    async def on_event(self, event: events.Event) -> None:
        """Ask whoever comes back to an idle laptop first."""
        if not await self.locking.takes(event):
            await super().on_event(event)

    def choose_theme(self) -> None:
        """Ask for the colours."""
        from wardtui.tui.screens.theme_choice import ThemeChoiceScreen

        self.push_screen(ThemeChoiceScreen(self.places))

    async def change_language(self) -> None:
        """Speak the other language, now and at the next start."""
        wanted = other()
        use_language(wanted)
        await aside(lambda: change_settings(self.places, language=wanted), "settings")
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if self._session is None:
            self.switch_screen(UnlockScreen(self.hint))
            return
        from wardtui.tui.screens.worklist import WorklistScreen

        now = self.screen
        ticked = now.selected if isinstance(now, WorklistScreen) else ()
        self.switch_screen(WorklistScreen(self._list_view(), ticked))

    def leave(self) -> None:
        """Close the vault and end."""
        self.close_session()
        self.exit()

    def close_session(self) -> None:
        """Close the vault when what is queued is written."""
        session, self._session = self._session, None
        if session is not None:
            self.exchanging.closed()
            session.close()

    def _handle_exception(self, error: Exception) -> None:
        """What a screen misses that the lock has just taken away misses nobody."""
        from wardtui.services.ports import VaultClosed

        cause = error.error if isinstance(error, WorkerFailed) else error
        if self._session is None and isinstance(cause, NotOpen | VaultClosed | NoMatches):
            return
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End with a sentence instead of a traceback, which would show residents' data."""
        from wardtui.domain.errors import Refused
        from wardtui.faults import note_fault
        from wardtui.wording.errors import explain

        file = note_fault(self.places.config)
        told = explain(Refused("internal", file=file))
        self.exit(return_code=70, message=f"{told.message} {told.remedy}")


def _can_draw(screen: Screen[Any]) -> "TypeGuard[WorkScreen]":
    """Whether a screen of ours has its parts: neither before they are there nor after."""
    return getattr(screen, "is_ready", False) and screen.is_attached


def _collect_again() -> None:
    """Collect rubbish again, now that the first screen is there; what it made is none."""
    gc.freeze()
    gc.enable()


def run_app(
    places: Places,
    open_vault: "Callable[[str], Opened]",
    opening: "Future[Opened] | None",
    when_forced: Callable[[], None] | None = None,
    hint: str = "",
    guided: "FirstStart | None" = None,
) -> int:
    """Run the TUI until it is left; the exit code.

    :param open_vault: opens the vault with a passphrase; called in a thread
    :param opening: the vault that is being opened; without it the passphrase is asked for
    :param when_forced: cleans up when the terminal is gone and the process has to end at once
    :param hint: shown where the passphrase is asked for
    :param guided: what the guided start has left to be done over the first list
    :raises wardtui.domain.errors.WardtuiError: when that vault does not open
    """
    if opening is not None:
        # The key is still being derived on another core.
        import_module(_LIST_MODULE)
        opening.result()
    app = WardApp(places, open_vault, opening)
    app.when_forced = when_forced or app.when_forced
    app.hint = hint
    app.guided = guided
    try:
        app.run()
    finally:
        app.close_session()
    return app.return_code or 0
