"""The central server of the play: its own code in this process, by the play's clock."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Connection, select

from tests.builders import SetClock
from tests.databases import copy_of, put_back
from wardtui.central import bundles, tables, taker
from wardtui.central.admin import initialise
from wardtui.central.bundles import answer_bundle
from wardtui.central.database import open_engine, prepare, writing
from wardtui.central.ingest import Ingest
from wardtui.domain.ids import EventId


class _Clock:
    """Stands where the server's modules ask the machine for the time."""

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock

    def now(self, zone: tzinfo) -> datetime:
        return self._clock.now().astimezone(zone)


class Central:
    """The server, its database, and its backups."""

    def __init__(self, folder: Path, clock: SetClock) -> None:
        self.clock = clock
        self._folder = folder
        self.database = f"sqlite:///{folder / 'central.db'}"
        self._open = ExitStack()
        for module in (taker, bundles):
            self._open.enter_context(patch.object(module, "datetime", _Clock(clock)))
        self._start()

    def _start(self) -> None:
        self.engine = open_engine(self.database)
        self.epoch = prepare(self.engine)
        self.ingest = Ingest(self.engine)

    def _stop(self) -> None:
        self.ingest.close()
        self.engine.dispose()

    def close(self) -> None:
        """End it."""
        self._stop()
        self._open.close()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Its database, to write in one transaction."""
        with writing(self.engine) as connection:
            yield connection

    def back_up(self) -> str:
        """Copy the database while nobody is served."""
        self._stop()
        copy = self._open.enter_context(copy_of(self.database, self._folder))
        self._start()
        return copy

    def restore(self, copy: str) -> None:
        """Go on from a copy, in another epoch."""
        self._stop()
        put_back(self.database, copy)
        initialise(self.database, restored=True)
        self._start()

    def answer(self, file: bytes) -> bytes:
        """What it says to a bundle that somebody has carried here."""
        return answer_bundle(self.engine, self.ingest, file).file

    def ids(self) -> set[EventId]:
        """Every event that it has numbered."""
        with self.engine.connect() as connection:
            return {EventId(one) for one in connection.scalars(select(tables.events.c.id))}


def in_memory() -> Path | None:
    """Where files are kept that no disk has to hold: waiting for one would take most of the time.

    None where the machine has no such place.
    """
    memory = Path("/dev/shm")  # noqa: S108
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > 2**28 else None
