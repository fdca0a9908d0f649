"""One run of a command: its folders, clock and passphrase, and how it speaks."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wardtui.domain.errors import BadInput, VaultLocked
from wardtui.domain.steering import harmless
from wardtui.i18n import tr
from wardtui.settings import (
    NEW_PASSPHRASE_VARIABLE,
    NOW_VARIABLE,
    PASSPHRASE_VARIABLE,
    Places,
    Settings,
    find_places,
    read_settings,
)

if TYPE_CHECKING:
    from wardtui.bootstrap import Desk
    from wardtui.services.ports import Tools

# Loaded by every start: what only some need is imported where it is needed.

SHORTEST_PASSPHRASE = 8
"""Characters (NIST SP 800-63B's floor for a memorised secret)."""


class PassphraseMissing(VaultLocked):
    """No passphrase was given and nobody can be asked."""

    CODE = "passphrase_missing"


class PassphraseFileUnreadable(BadInput):
    """The passphrase file cannot be read."""

    CODE = "passphrase_file"


class WeakPassphrase(BadInput):
    """A passphrase that can be guessed."""

    CODE = "weak_passphrase"


class Run:
    """What the options that every command has say."""

    def __init__(self) -> None:
        self.home: Path | None = None
        self.passphrase_file: Path | None = None
        self.now: str | None = None
        self.json: bool = False

    @property
    def places(self) -> Places:
        """The folders of this run."""
        return find_places(self.home)

    @property
    def settings(self) -> Settings:
        """What the user has chosen."""
        return read_settings(self.places)

    @property
    def tools(self) -> "Tools":
        """Clock and ids."""
        from wardtui.bootstrap import make_tools

        return make_tools(self.fixed_now)

    @property
    def fixed_now(self) -> datetime | None:
        """The moment at which the clock was fixed, if it was."""
        text = self.now or os.environ.get(NOW_VARIABLE)
        if not text:
            return None
        from wardtui.domain.when import parse_when

        return parse_when(text)

    @property
    def today(self) -> date:
        """The Vietnamese calendar day."""
        from wardtui.domain.moments import local_day

        return local_day(self.tools.clock.now())

    def need_vault(self) -> None:
        """Refuse before anybody is asked for the passphrase of a vault that is not there."""
        from wardtui.store.files import NoVault
        from wardtui.store.names import vault_exists

        home = self.places.home
        if not vault_exists(home):
            raise NoVault(folder=str(home))

    @contextmanager
    def desk(self, *, writing: str | None = None) -> Iterator["Desk"]:
        """The open vault; ``writing`` names the command when it writes."""
        self.need_vault()
        from wardtui.bootstrap import open_desk

        home = self.places.home
        with open_desk(home, self.passphrase(), self.tools, writing=writing) as desk:
            self._warn(desk)
            yield desk

    def _warn(self, desk: "Desk") -> None:
        """Say what an officer must know before going on."""
        from wardtui.services.recording import clock_gone_back

        was = clock_gone_back(desk.vault.read(lambda unit: unit.state.device), desk.tools.clock)
        if desk.vault.lost is None and was is None:
            return
        from wardtui.wording.warnings import clock_text, lost_text

        if desk.vault.lost is not None:
            self.say(lost_text(desk.vault.lost))
        if was is not None:
            self.say(clock_text(was))

    def passphrase(self, *, new: bool = False) -> str:
        """From the file, the environment or a prompt.

        :raises PassphraseMissing: when there is none of them
        """
        given = self.given_passphrase()
        if given is not None:
            return self._warn_of_short(given) if new else given
        if not sys.stdin.isatty():
            raise PassphraseMissing
        return _ask_twice(tr("Passphrase")) if new else _ask(tr("Passphrase"))

    def _warn_of_short(self, passphrase: str) -> str:
        if 0 < len(passphrase) < SHORTEST_PASSPHRASE:
            # A script has its reasons; whoever reads its output is told.
            self.say(tr("This passphrase is short: whoever has the laptop can guess it."))
        return passphrase

    def new_passphrase(self, file: Path | None) -> str:
        """What the passphrase is to be: from a file, the environment or a prompt, typed twice.

        :raises PassphraseMissing: when there is none of them
        """
        given = _read_passphrase(file) if file else os.environ.get(NEW_PASSPHRASE_VARIABLE)
        if given:
            return self._warn_of_short(given)
        if not sys.stdin.isatty():
            raise PassphraseMissing("new_passphrase_missing")
        return _ask_twice(tr("New passphrase"))

    def progress(self, done: int) -> None:
        """Say how far long work has come."""
        if not self.json:
            self.say(tr("{count} done…", count=done))

    def given_passphrase(self) -> str | None:
        """From the file or the environment.

        :raises PassphraseFileUnreadable: when the file cannot be read
        """
        if self.passphrase_file is not None:
            return _read_passphrase(self.passphrase_file)
        given = os.environ.get(PASSPHRASE_VARIABLE)
        if not given:
            return None
        try:
            # A secret is the bytes that were typed, whatever the locale makes of them.
            return os.fsencode(given).decode("utf-8")
        except UnicodeError:
            return given

    def answer(self, document: Any, text: str) -> None:
        """The result: one JSON document for programs, or text for people."""
        if self.json:
            import msgspec

            sys.stdout.buffer.write(msgspec.json.encode(document) + b"\n")
            sys.stdout.buffer.flush()
        else:
            # Lines for other programs end in two signs, of which a terminal is given both.
            print("\r\n".join(map(harmless, text.split("\r\n"))))

    def say(self, text: str) -> None:
        """A message for people, on stderr."""
        print(harmless(text), file=sys.stderr)


def _read_passphrase(file: Path) -> str:
    try:
        return file.read_text("utf-8").removesuffix("\n").removesuffix("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise PassphraseFileUnreadable(file=str(file)) from error


def _ask(question: str) -> str:
    import typer

    answer: str = typer.prompt(question, hide_input=True, err=True)
    return answer


def _ask_twice(question: str) -> str:
    first = _ask(question)
    if len(first) < SHORTEST_PASSPHRASE:
        raise WeakPassphrase(minimum=SHORTEST_PASSPHRASE)
    if _ask(tr("Once more")) != first:
        raise BadInput("passphrases_differ")
    return first


def spoken_time(text: str | None, *, past: bool = False) -> datetime | None:
    """A time that somebody gave in their own words.

    :param past: it is when something happened; a day alone means this time of that day then
    :raises BadTime: when it is none
    """
    if text is None:
        return None
    from wardtui.domain.spoken_time import read_spoken

    return read_spoken(text, current().tools.clock.now(), past=past)


_current: ContextVar[Run] = ContextVar("run")


def start(home: Path | None, passphrase_file: Path | None, now: str | None, as_json: bool) -> Run:
    """Take in the common options; those behind a command's name win over those before it."""
    run = _current.get(None) or Run()
    run.home = home or run.home
    run.passphrase_file = passphrase_file or run.passphrase_file
    run.now = now or run.now
    run.json = as_json or run.json
    _current.set(run)
    return run


def current() -> Run:
    """The run of the command that is running."""
    return _current.get()
