"""Bringing the database of any earlier version to this one's tables."""

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
    known = ScriptDirectory.from_config(_config())
    stands_at = MigrationContext.configure(connection).get_current_revision()
    if stands_at == known.get_current_head():
        return
    if stands_at is not None and stands_at not in {one.revision for one in known.walk_revisions()}:
        raise DatabaseNewer(revision=stands_at)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "wardtui.central:migrations")
    return config
