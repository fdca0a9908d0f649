"""Bringing the database of any earlier version to this one's tables."""

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from wardtui.domain.errors import Refused

NEWEST = "0003"
"""The last step of ``migrations`` that this version knows."""

_STANDING = Table("alembic_version", MetaData(), Column("version_num", String(32)))
"""Where Alembic notes how far a database is."""


class DatabaseNewer(Refused):
    """A newer wardtui has changed the database."""

    CODE = "central_database_newer"


def bring_up_to_date(connection: Connection) -> None:
    """Take the steps that the database has not taken, in the caller's transaction.

    :raises DatabaseNewer: when it has taken one that this version does not know
    """
    reached = stands_at(connection)
    if reached == NEWEST:
        return
    # Only now: nearly every start finds that nothing is to be done.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "wardtui.central:migrations")
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    if reached is not None and reached not in known:
        raise DatabaseNewer(revision=reached)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def stands_at(connection: Connection) -> str | None:
    """The last step that a database has taken; none before there were any."""
    if not inspect(connection).has_table(_STANDING.name):
        return None
    return connection.scalar(select(_STANDING.c.version_num))
