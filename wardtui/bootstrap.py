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
    from collections.abc import Callable, Sequence

    from wardtui.domain.ids import ResidentId
    from wardtui.domain.notice import Notice, RunSheet, SheetFor
    from wardtui.services.bundles import AnswerRead, WrittenOutbox
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


def connector(wait: float, proxy: str = "") -> "Connect":
    """How a sync reaches the server of a pairing.

    :param proxy: that of the settings
    """

    def connect(pairing: Pairing) -> AbstractContextManager[CentralApi]:
        from wardtui.remote.central_api import HttpCentralApi

        return HttpCentralApi(pairing.url, pairing.token, wait, trust=pairing.trust, proxy=proxy)

    return connect


def write_bundle(vault: "Vault", file: Path) -> "WrittenOutbox":
    """Write what waits into a file for the server, in the place of one that is there.

    :raises wardtui.services.bundles.BundleKeysMissing: when the keys are not known
    :raises wardtui.domain.errors.CannotWrite: when it cannot be written there
    :raises wardtui.domain.errors.DiskFull: when there is no room
    """
    from wardtui.remote.bundle import seal_outbox
    from wardtui.services.bundles import write_outbox

    written = write_outbox(vault)
    write_whole(file, seal_outbox(written))
    return written


def read_bundle(
    vault: "Vault", file: Path, tools: Tools, progress: "Callable[[int], None]"
) -> "AnswerRead":
    """Take in the server's answer in a file.

    It raises what :func:`wardtui.remote.bundle.open_answer` and
    :func:`wardtui.services.bundles.read_answer` do.

    :raises wardtui.domain.errors.CannotWrite: when the file cannot be read
    """
    from wardtui.remote.bundle import open_answer
    from wardtui.services.bundles import known_keys, read_answer

    keys, device = vault.read(lambda unit: (known_keys(unit), unit.state.device.id))
    return read_answer(vault, open_answer(read_sealed(file), keys, device), tools, progress)


def read_sealed(file: Path) -> bytes:
    """A bundle as it lies on the disk; of a larger file only so much that it is known to be one.

    :raises wardtui.domain.errors.CannotWrite: when it cannot be read
    """
    from wardtui.sealed import FILE_BYTES
    from wardtui.store.os_calls import cannot_write

    try:
        with file.open("rb") as opened:
            return opened.read(FILE_BYTES + 1)
    except OSError as error:
        raise cannot_write(file, error) from error


def write_whole(file: Path, content: bytes) -> None:
    """Write a file as a whole, in the place of one that is there.

    :raises wardtui.domain.errors.CannotWrite: when it cannot be written there
    :raises wardtui.domain.errors.DiskFull: when there is no room
    """
    from wardtui.store.os_calls import cannot_write, write_durably

    try:
        write_durably(file, content)
    except OSError as error:
        raise cannot_write(file, error) from error


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


def take_out(
    vault: "Vault",
    command: str,
    people: int,
    file: Path,
    content: bytes,
    resident: "ResidentId | None" = None,
) -> None:
    """Write a file as a whole, in the place of one that is there; that it was made is noted first.

    :param command: what the access log says
    :param people: how many it is about
    :param resident: who, when it is about one
    :raises wardtui.domain.errors.CannotWrite: when it cannot be written there
    :raises wardtui.domain.errors.DiskFull: when there is no room
    """
    from wardtui.services.access_log import note_export

    note_export(vault, command, people, resident)
    write_whole(file, content)
