"""Bringing the database of any earlier version to this one's tables."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from wardtui.domain.errors import Refused


class DatabaseNewer(Refused):
    """A newer wardtui has changed the database."""

    CODE = "central_database_newer"


def bring_up_to_date(connection: Connection) -> None:
    """Take the steps that the database has not taken, in the caller's transaction.

    :raises DatabaseNewer: when it has taken one that this version does not know
    """
    reached = stands_at(connection)
    if reached == newest():
        return
    if reached is not None and reached not in _known():
        raise DatabaseNewer(revision=reached)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def stands_at(connection: Connection) -> str | None:
    """The last step that a database has taken; none before there were any."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str:
    """The last step that this version knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("no migrations are packed with this wardtui")
    return head


def _known() -> set[str]:
    return {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "wardtui.central:migrations")
    return config
