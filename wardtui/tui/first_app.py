"""The guided first start: a small application of its own, which ends before the ordinary one.

What is on the disk is nothing until the passphrase stands, and a whole vault from then on.
"""

from collections.abc import Callable
from concurrent.futures import Future

import msgspec
from textual import events
from textual.worker import WorkerFailed

from wardtui.services.ports import Tools
from wardtui.services.records import Pairing
from wardtui.settings import Places
from wardtui.tui.first_recovery import is_unread
from wardtui.tui.screens.first_frame import Step
from wardtui.tui.screens.first_source import PairStep, SourceStep
from wardtui.tui.screens.first_start import LanguageStep, PassphraseStep
from wardtui.tui.screens.first_theme import ThemeStep
from wardtui.tui.screens.first_vault import Made, RecoveryStep
from wardtui.tui.shell import Shell

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


class FirstStartApp(Shell[FirstStart]):
    """Asks what is needed for a vault, one thing at a time."""

    def __init__(
        self, places: Places, tools: Tools, shortest: int, given: str | None = None
    ) -> None:
        """Prepare the application.

        :param shortest: characters that a passphrase has at least
        :param given: a passphrase from the environment or a file, which is not asked for again
        """
        super().__init__(places, "first_start")
        self.tools = tools
        self.shortest = shortest
        self.given = given
        self.answers = Answers(passphrase=given or "")
        self.making: Future[Made] | None = None
        """The vault that is being made, or was."""
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
        self.theme_before = self.theme
        """What is shown when none is chosen."""

    @property
    def step(self) -> tuple[int, int]:
        """Which step this is, and how many there are."""
        return self._here + 1, len(self._steps)

    def on_mount(self) -> None:
        """The first step."""
        super().on_mount()
        self.push_screen(self._steps[0]())

    async def on_event(self, event: events.Event) -> None:
        """Leave whatever step it is."""
        if isinstance(event, events.Key) and event.key in _LEAVE_KEYS:
            self.leave()
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

    def _handle_exception(self, error: Exception) -> None:
        cause = error.error if isinstance(error, WorkerFailed) else error
        if not self._exit:
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
