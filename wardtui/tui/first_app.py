"""The guided first start: a small application of its own, which ends before the ordinary one.

What is on the disk is nothing until the passphrase stands, and a whole vault from then on.
"""

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future

import msgspec
from textual import events
from textual.app import App
from textual.css.query import NoMatches
from textual.filter import LineFilter
from textual.worker import WorkerFailed

from wardtui.services.ports import Tools
from wardtui.services.records import Pairing
from wardtui.settings import Places, Settings, read_settings
from wardtui.tui.ending import HANG_UP_EXIT, end_in_order
from wardtui.tui.first_recovery import is_unread
from wardtui.tui.plain_signs import plain_filters
from wardtui.tui.screens.first_frame import Step
from wardtui.tui.screens.first_source import PairStep, SourceStep
from wardtui.tui.screens.first_start import LanguageStep, PassphraseStep
from wardtui.tui.screens.first_theme import ThemeStep
from wardtui.tui.screens.first_vault import Made, RecoveryStep
from wardtui.tui.screens.room import Room, asks_to_leave
from wardtui.tui.theming import load_themes, theme_folders, theme_to_show

_LEAVE_KEYS = ("ctrl+q", "ctrl+c")


class FirstStart(msgspec.Struct, frozen=True):
    """What the guided start leaves behind beside a vault on the disk."""

    passphrase: str
    import_next: bool
    """Whether the officer wants to import a file now."""


class Answers(msgspec.Struct):
    """What has been answered so far."""

    passphrase: str = ""
    recovery_code: str | None = None
    """Of the vault, once it is made."""
    code_is_written: bool = False
    pairing: Pairing | None = None
    has_list: bool = False
    """Whether everything on the server was read."""
    import_next: bool = False


class FirstStartApp(App[FirstStart]):
    """Asks what is needed for a vault, one thing at a time."""

    CSS_PATH = "styles/first_start.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, places: Places, tools: Tools, shortest: int, given: str | None = None
    ) -> None:
        """Prepare the application.

        :param shortest: characters that a passphrase has at least
        :param given: a passphrase from the environment or a file, which is not asked for again
        """
        super().__init__()
        self.places = places
        self.tools = tools
        self.shortest = shortest
        self.given = given
        self.answers = Answers(passphrase=given or "")
        self.making: Future[Made] | None = None
        """The vault that is being made, or was."""
        self.animation_level = "none"
        self.failure: BaseException | None = None
        """A fault of ours that ended the application."""
        asked = [PassphraseStep] if given is None else []
        self._steps: list[type[Step]] = [
            LanguageStep,
            *asked,
            RecoveryStep,
            SourceStep,
            ThemeStep,
        ]
        self._here = 0
        self._room = Room(self)
        settings = read_settings(places)
        encoding = sys.__stderr__.encoding if sys.__stderr__ is not None else "utf-8"
        self._signs = settings.ascii.here(os.environ, encoding)
        self.themes = load_themes(theme_folders(places))
        """To choose from."""
        self._load_themes(settings)

    def _load_themes(self, settings: Settings) -> None:
        for theme in self.themes.themes.values():
            self.register_theme(theme)
        self.theme_before = theme_to_show(settings.theme, self.themes.files, os.environ)
        """What is shown when none is chosen."""
        self.theme = self.theme_before

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What this terminal cannot show is replaced."""
        plain = plain_filters(self._signs, ansi=self.current_theme.ansi)
        return [*super().get_line_filters(), *plain]

    @property
    def step(self) -> tuple[int, int]:
        """Which step this is, and how many there are."""
        return self._here + 1, len(self._steps)

    def on_mount(self) -> None:
        """The first step."""
        if not self.is_headless:
            end_in_order(self.leave, lambda: os._exit(HANG_UP_EXIT))
        self._room.watch()
        self.push_screen(self._steps[0]())

    def on_resize(self, event: events.Resize) -> None:
        """Ask for room where there is too little."""
        self._room.resize(event.size)

    async def on_event(self, event: events.Event) -> None:
        """Give keys to the steps one after the other, each to its end."""
        if self._room.keeps(event):
            if asks_to_leave(event):
                self.leave()
            return
        if isinstance(event, events.Key) and not event.is_forwarded:
            if event.key in _LEAVE_KEYS:
                self.leave()
                return
            if isinstance(self.screen, Step) and await self.screen.take_key(event):
                return
        await super().on_event(event)

    async def go_on(self) -> None:
        """The next step; behind the last one the application ends."""
        if self._here + 1 == len(self._steps):
            self.exit(FirstStart(self.answers.passphrase, self.answers.import_next))
            return
        await self._show(self._here + 1)

    async def go_back(self) -> None:
        """The step before; before the first one the application ends."""
        if self._here == 0:
            self.leave()
            return
        await self._show(self._here - 1)

    async def _show(self, place: int) -> None:
        self._here = place
        await self.switch_screen(self._steps[place]())

    async def go_to_pairing(self) -> None:
        """Pair with a server, which is a part of the same step."""
        await self.switch_screen(PairStep())

    async def go_to_source(self) -> None:
        """Back to where the list comes from."""
        await self.switch_screen(SourceStep())

    def leave(self) -> None:
        """End; a vault that was made stays."""
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        if self._exit and isinstance(error, NoMatches):
            return  # what is missed while everything is taken away misses nobody
        cause = error.error if isinstance(error, WorkerFailed) else error
        self.failure = self.failure or cause
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without a traceback, which would show the passphrase."""
        self.exit()


def run_first_start(
    places: Places,
    tools: Tools,
    shortest: int,
    given: str | None,
    when_code_unread: Callable[[], None],
) -> FirstStart | None:
    """Guide an officer to a vault; none when it was left before the end.

    :param when_code_unread: told when there is a vault whose recovery code was not confirmed
    :raises Exception: a fault of ours; nothing is lost by it
    """
    app = FirstStartApp(places, tools, shortest, given)
    ended = app.run()
    if app.making is not None:
        # Whoever left while it was being made has it all the same, whole.
        app.making.exception()
    if is_unread(places.home):
        when_code_unread()
    if app.failure is not None:
        raise app.failure
    return ended
