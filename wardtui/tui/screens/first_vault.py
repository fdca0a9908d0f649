"""The step of the guided first start that makes the vault and shows its recovery code."""

import asyncio
import errno
from concurrent.futures import Future
from pathlib import Path

import msgspec
from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from wardtui.bootstrap import new_vault
from wardtui.domain.codes import normalise
from wardtui.domain.errors import CannotWrite, DiskFull, WardtuiError
from wardtui.i18n import Language, language, tr
from wardtui.settings import Places, change_settings
from wardtui.tui.background import aside, start
from wardtui.tui.first_recovery import note_read, note_unread
from wardtui.tui.screens.first_frame import TypingStep
from wardtui.tui.widgets.typing_line import TypingLine

_IN_A_LINE = 4
"""Groups of the code."""


class Made(msgspec.Struct, frozen=True):
    """A vault that is made."""

    recovery_code: str
    trouble: OSError | None
    """Why something beside it could not be written."""


class RecoveryStep(TypingStep):
    """The recovery code, until it is written on paper."""

    _busy = False

    def heading(self) -> str:
        """What it is about."""
        return tr("Recovery code")

    def text(self) -> str:
        """What to do with it."""
        if self.guide.answers.recovery_code is None:
            return ""
        return tr(
            "Write this code on paper and keep it apart from the laptop. It opens the vault when "
            "the passphrase is forgotten, and it is shown only now."
        )

    def body(self) -> ComposeResult:
        """The code, and a line for its last group."""
        yield Static(id="first-code", markup=False)
        yield Static(id="first-group-label", markup=False)
        yield TypingLine(id="first-group", disabled=True)

    def on_mount(self) -> None:
        """Make the vault, unless it is made."""
        super().on_mount()
        if self.guide.answers.recovery_code is None:
            self._start()
        else:
            self._show_code()

    def back_text(self) -> str:
        """A vault that is made stays."""
        return super().back_text() if self.guide.answers.recovery_code is None else ""

    def _show_code(self) -> None:
        answers = self.guide.answers
        self.query_one("#first-code", Static).update(_large(answers.recovery_code or ""))
        asked = tr("Type the last group from your paper")
        label = tr("You have it on paper.") if answers.code_is_written else asked
        self.query_one("#first-group-label", Static).update(label)
        field = self.query_one(TypingLine)
        field.disabled = answers.code_is_written
        if not field.disabled:
            self.set_focus(field)
        self.speak()

    def _start(self) -> None:
        # Noted before anything else happens: a second key must not make a second vault.
        self._busy = True
        self.tell(tr("Making the vault…"))
        places, secret, chosen = self.guide.places, self.guide.answers.passphrase, language()
        self.guide.making = start(lambda: make_vault(places, secret, chosen), "make")
        self._wait(self.guide.making)

    @work
    async def _wait(self, making: "Future[Made]") -> None:
        try:
            made = await asyncio.wrap_future(making)
        except WardtuiError as error:
            self.tell_error(error)
            return
        except OSError as error:
            self.tell_error(_in_words(error))
            return
        finally:
            self._busy = False
        answers = self.guide.answers
        answers.recovery_code = made.recovery_code
        if made.trouble is not None:
            self.tell_error(_in_words(made.trouble))
        elif len(answers.passphrase) < self.guide.shortest:
            # Whoever gave it in a file or the environment was not asked for a longer one.
            short = tr("This passphrase is short: whoever has the laptop can guess it.")
            self.tell(short, wrong=True)
        else:
            self.tell("")
        self._show_code()

    async def go_on(self) -> None:
        """On when the last group is right; again when there is no vault."""
        answers = self.guide.answers
        if self._busy:
            return
        if answers.recovery_code is None:
            self._start()
            return
        typed = normalise(self.query_one(TypingLine).value)
        last = normalise(answers.recovery_code.rpartition("-")[2])
        if answers.code_is_written or typed in (last, normalise(answers.recovery_code)):
            await self._keep_read(self.guide.places.home)
            answers.code_is_written = True
            await super().go_on()
        else:
            self.query_one(TypingLine).value = ""
            self.tell(
                tr("That is not the last group. Compare your paper with the code."), wrong=True
            )

    async def _keep_read(self, home: Path) -> None:
        try:
            await aside(lambda: note_read(home), "keep")
        except OSError as error:
            self.tell_error(_in_words(error))

    async def go_back(self) -> None:
        """Only while there is no vault."""
        if self._busy:
            return
        if self.guide.answers.recovery_code is None:
            await super().go_back()
        else:
            self.tell(
                tr("The vault is made. Change its passphrase later: wardtui vault passphrase"),
            )


def make_vault(places: Places, passphrase: str, chosen: Language) -> Made:
    """Make the vault, and note beside it that nobody has its recovery code yet.

    :raises WardtuiError: when it cannot be made
    :raises OSError: when the disk does not take it
    """
    made = new_vault(places.home, passphrase)
    trouble = None
    try:
        note_unread(places.home)
        change_settings(places, language=chosen)
    except OSError as error:
        trouble = error
    return Made(made.recovery_code, trouble)


def _in_words(error: OSError) -> WardtuiError:
    if error.errno == errno.ENOSPC:
        return DiskFull()
    return CannotWrite(file=str(error.filename or "-"))


def _large(code: str) -> str:
    """The code in lines of some groups, with room between the letters."""
    groups = [" ".join(group) for group in code.split("-")]
    lines = [groups[i : i + _IN_A_LINE] for i in range(0, len(groups), _IN_A_LINE)]
    return " -\n".join("  -  ".join(line) for line in lines)
