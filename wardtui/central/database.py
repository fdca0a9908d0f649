"""The server's database, SQLite or PostgreSQL: one writes at a time, a commit survives a power cut.

Whoever writes does so in :func:`writing`: it waits until nobody else writes, in this process or
another. Numbers that are given inside become visible in their order, because the next writer begins
only after the commit can be seen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from wardtui.central import tables
from wardtui.central.directory import publish_officers
from wardtui.central.links import index_past_merges
from wardtui.central.past_lists import index_past_lists
from wardtui.central.schema import bring_up_to_date
from wardtui.central.session_index import index_past_sessions
from wardtui.domain.errors import BadInput, Damaged

BUSY_MILLISECONDS = 10_000

WAL_PAGES = 4_000
"""How long SQLite's log grows, in pages of 4 KiB, before it is written into the file: pages of an
index change again and again, and are written once."""

CONNECTIONS = 20
"""Of one process to PostgreSQL, at most: of the 100 that it allows unless told otherwise."""

_WRITERS = 0x77617264
"""The advisory lock of whoever writes; any number that nobody else uses in this database."""


class BadDatabaseAddress(BadInput):
    """The address of the database is none."""

    CODE = "bad_database_address"


class DatabaseMissing(BadInput):
    """There is no file where the database is said to be."""

    CODE = "central_database_missing"


class DatabaseUnusable(Damaged):
    """The database cannot be opened or is not ours."""

    CODE = "central_database_unusable"


def open_engine(url: str) -> Engine:
    """An engine for a database address such as ``sqlite:///central.db`` or ``postgresql://…``.

    :raises BadDatabaseAddress: when the address is none
    """
    try:
        address = make_url(url)
        if address.drivername in ("postgresql", "postgres"):
            address = address.set(drivername="postgresql+psycopg")
        if address.get_backend_name() == "postgresql":
            engine = create_engine(
                address, pool_size=CONNECTIONS, max_overflow=0, hide_parameters=True
            )
            event.listen(engine, "connect", _set_up_postgresql)
            event.listen(engine, "begin", _begin_postgresql)
        elif address.drivername in ("sqlite", "sqlite+pysqlite"):
            engine = create_engine(address, hide_parameters=True)
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            raise BadDatabaseAddress
    except (ArgumentError, ModuleNotFoundError, ValueError) as error:
        raise BadDatabaseAddress from error
    return engine


def for_reading(engine: Engine) -> Engine:
    """The same database for single questions: PostgreSQL needs no transaction around each."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def opened(url: str, *, begin: bool = False) -> Iterator[Engine]:
    """A database that is made ready, closed at the end.

    It raises what :func:`open_engine` and :func:`prepare` do.

    :param begin: whether this is how a database begins
    :raises DatabaseMissing: when it is not, and there is none
    """
    engine = open_engine(url)
    if not begin and _is_missing(engine.url):
        raise DatabaseMissing(database=engine.url.render_as_string(hide_password=True))
    try:
        prepare(engine)
        yield engine
    finally:
        engine.dispose()


def _is_missing(address: URL) -> bool:
    """Whether it is a file that certainly is not there; what cannot be known is left to SQLite."""
    file = address.database or ":memory:"
    if address.get_backend_name() != "sqlite" or file == ":memory:" or file.startswith("file:"):
        return False
    try:
        Path(file).stat()
    except OSError as error:
        return isinstance(error, FileNotFoundError | NotADirectoryError)
    return False


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: it begins when nobody else writes, and is committed at the end."""
    made = engine.connect().execution_options(writing=True)
    with made as connection, connection.begin():
        yield connection


def prepare(engine: Engine) -> str:
    """Make what is missing; the epoch of the database.

    An older version kept no index of listed people, merges or sessions and told no ward of its
    officers.

    :raises DatabaseUnusable: when it cannot be opened or is not ours
    :raises wardtui.central.schema.DatabaseNewer: when a newer wardtui has changed it
    """
    try:
        with writing(engine) as connection:
            had_merges = inspect(connection).has_table(tables.merges.name)
            had_sessions = inspect(connection).has_table(tables.session_events.name)
            bring_up_to_date(connection)
            epoch = connection.scalar(select(tables.server.c.epoch))
            if epoch is None:
                epoch = str(uuid4())
                connection.execute(insert(tables.server).values(id=1, epoch=epoch, head=0))
            index_past_lists(connection)
            if not had_merges:
                index_past_merges(connection)
            if not had_sessions:
                index_past_sessions(connection)
            publish_officers(connection)
    except SQLAlchemyError as error:
        raise DatabaseUnusable(database=engine.url.render_as_string(hide_password=True)) from error
    return str(epoch)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _set_up_postgresql(connection: Any, _record: object) -> None:
    # Whatever the cluster's default is: what was called accepted is on its disk.
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        if cursor.fetchone()[0] == "off":
            cursor.execute("SET SESSION synchronous_commit = on")
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("writing", False):
        # A commit is visible before this falls free: the next writer sees all that came before.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_WRITERS,))
