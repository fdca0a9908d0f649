"""The server's database: SQLite by default, set up so that a commit survives a power cut."""

from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from wardtui.central import tables
from wardtui.central.directory import publish_officers
from wardtui.central.links import index_past_merges
from wardtui.central.past_lists import index_past_lists
from wardtui.central.session_index import index_past_sessions
from wardtui.domain.errors import BadInput, Damaged

BUSY_MILLISECONDS = 10_000


class BadDatabaseAddress(BadInput):
    """The address of the database is none."""

    CODE = "bad_database_address"


class DatabaseUnusable(Damaged):
    """The database cannot be opened or is not ours."""

    CODE = "central_database_unusable"


def open_engine(url: str) -> Engine:
    """An engine for a database address such as ``sqlite:///central.db``.

    :raises BadDatabaseAddress: when the address is none
    """
    try:
        engine = create_engine(url)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise BadDatabaseAddress from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def prepare(engine: Engine) -> str:
    """Make what is missing; the epoch of the database.

    An older version kept no index of listed people, merges or sessions and told no ward of its
    officers.

    :raises DatabaseUnusable: when it cannot be opened or is not ours
    """
    try:
        writing = engine.connect().execution_options(writing=True)
        with writing as connection, connection.begin():
            had_merges = inspect(connection).has_table(tables.merges.name)
            had_sessions = inspect(connection).has_table(tables.session_events.name)
            tables.metadata.create_all(connection)
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


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
