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
    from wardtui.services.sync import Connect


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
