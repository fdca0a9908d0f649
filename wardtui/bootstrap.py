"""The composition root: which part does what, decided in one place."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from wardtui.services.ports import CentralApi, Tools
from wardtui.services.records import Pairing
from wardtui.store.making import NewVault, create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import COMMAND_WAIT_SECONDS, OpenVault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wardtui.domain.notice import Notice, RunSheet, SheetFor
    from wardtui.services.letters import LetterHead
    from wardtui.services.ports import Vault
    from wardtui.services.sync import Connect
    from wardtui.settings import Places


class SystemClock:
    """The clock of this machine."""

    fixed = False

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)


class FixedClock:
    """A clock set by hand, for reports and rehearsals."""

    fixed = True

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The moment it was set to."""
        return self._moment


class RandomIds:
    """UUIDv7: ids that sort by the time at which they were made."""

    def new(self) -> str:
        """A new id."""
        from uuid_utils import uuid7

        return str(uuid7())


class Desk(msgspec.Struct, frozen=True):
    """An open vault and the tools to work with it."""

    vault: OpenVault
    tools: Tools


def make_tools(now: datetime | None = None) -> Tools:
    """Clock and ids; with ``now`` the clock stands still."""
    return Tools(SystemClock() if now is None else FixedClock(now), RandomIds())


def new_vault(home: Path, passphrase: str) -> NewVault:
    """Make an empty vault."""
    return create_vault(home, passphrase, RandomIds())


@contextmanager
def open_desk(
    home: Path, passphrase: str, tools: Tools, *, writing: str | None = None
) -> Iterator[Desk]:
    """Open a vault, for reading or for ``writing`` (what a second process is told)."""
    with OpenVault(home, unlock(home, passphrase)) as vault:
        if writing is not None:
            vault.start_writing(writing, tools.clock.now(), wait=COMMAND_WAIT_SECONDS)
        yield Desk(vault, tools)


def open_for_screen(home: Path, key: bytes, tools: Tools) -> Desk:
    """Open a vault for a screen, which writes until it is closed."""
    vault = OpenVault(home, key)
    try:
        vault.start_writing("tui", tools.clock.now())
    except BaseException:
        vault.close()
        raise
    return Desk(vault, tools)


def connector(wait: float) -> "Connect":
    """How a sync reaches the server of a pairing."""

    def connect(pairing: Pairing) -> AbstractContextManager[CentralApi]:
        from wardtui.remote.central_api import HttpCentralApi

        return HttpCentralApi(pairing.url, pairing.token, wait)

    return connect


def make_letters(
    notices: "Sequence[Notice]", head: "LetterHead", today: datetime, places: "Places"
) -> bytes:
    """Invitations as a Word document, one letter to a page, from the ward's own template if any.

    :raises wardtui.reports.word_templates.TemplateUnusable: when the template cannot be filled
    """
    from wardtui.domain.notice import Sender
    from wardtui.reports.letters import letters_document
    from wardtui.reports.word_templates import template_folders
    from wardtui.services.letters import with_number
    from wardtui.wording.invitation import letter_of

    letters = [letter_of(with_number(one, head.phone)) for one in notices]
    sender = Sender(ward=head.ward, today=today)
    return letters_document(letters, sender, template_folders(places))


def make_sheet(sheet: "RunSheet", whom: "SheetFor", places: "Places") -> bytes:
    """A session's sheet as a Word document, from the ward's own template if any.

    :raises wardtui.reports.word_templates.TemplateUnusable: when the template cannot be filled
    """
    from wardtui.reports.run_sheet import sheet_document
    from wardtui.reports.word_templates import template_folders

    return sheet_document(sheet, whom, template_folders(places))


def take_out(vault: "Vault", command: str, people: int, file: Path, content: bytes) -> None:
    """Write a file as a whole, in the place of one that is there; that it was made is noted first.

    :param command: what the access log says
    :param people: how many it is about
    :raises wardtui.domain.errors.CannotWrite: when it cannot be written there
    :raises wardtui.domain.errors.DiskFull: when there is no room
    """
    from wardtui.services.access_log import note_export
    from wardtui.store.os_calls import cannot_write, write_durably

    note_export(vault, command, people)
    try:
        write_durably(file, content)
    except OSError as error:
        raise cannot_write(file, error) from error
