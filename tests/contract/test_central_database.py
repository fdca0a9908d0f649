"""The server's database: made, brought up to date, and refused, on every kind of database."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, select, text

from tests.databases import as_before_migrations
from wardtui.central.accounts import add_officer
from wardtui.central.admin import initialise
from wardtui.central.data_admin import known_officers
from wardtui.central.database import (
    BadDatabaseAddress,
    DatabaseMissing,
    DatabaseUnusable,
    open_engine,
    prepare,
    writing,
)
from wardtui.central.schema import NEWEST, DatabaseNewer
from wardtui.central.tables import devices, events, metadata, server
from wardtui.domain.vocabulary import Role


def _differences(engine: Engine) -> object:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata)


def test_the_migrations_make_the_tables_that_the_code_knows(database: str) -> None:
    engine = open_engine(database)
    prepare(engine)
    assert _differences(engine) == []
    engine.dispose()


def test_the_last_migration_is_the_one_that_is_looked_for() -> None:
    config = Config()
    config.set_main_option("script_location", "wardtui.central:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST


def test_a_database_of_before_the_migrations_keeps_what_is_in_it(database: str) -> None:
    engine = open_engine(database)
    epoch = prepare(engine)
    with writing(engine) as connection:
        add_officer(connection, "Mẫu", Role.OFFICER, ["W1"])
    with engine.connect() as connection:
        before = connection.execute(select(events)).all()
    as_before_migrations(engine)
    assert prepare(engine) == epoch
    assert _differences(engine) == []
    with engine.connect() as connection:
        assert connection.execute(select(events)).all() == before
        assert connection.execute(select(devices.c.version)).all() == []
    engine.dispose()


def test_a_database_that_a_newer_version_has_changed_is_left_alone(database: str) -> None:
    engine = open_engine(database)
    prepare(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseNewer):
        prepare(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
        assert connection.scalar(select(server.c.head)) == 0
    engine.dispose()


@pytest.mark.parametrize("url", ["", "central.db", "mysql://there/db", "oracle:x"])
def test_what_is_no_address_of_a_database_is_named_as_such(url: str) -> None:
    with pytest.raises(BadDatabaseAddress):
        open_engine(url)


def test_a_database_that_does_not_answer_is_named_without_its_password() -> None:
    engine = open_engine("postgresql://ward:secret@127.0.0.1:1/central")
    with pytest.raises(DatabaseUnusable) as refused:
        prepare(engine)
    assert "127.0.0.1" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_whoever_writes_waits_for_who_writes_already(database: str) -> None:
    """Two processes number one after the other: the second sees all that the first did."""
    engines = [open_engine(database) for _ in range(2)]
    prepare(engines[0])

    def number(engine: Engine) -> None:
        for _ in range(50):
            with writing(engine) as connection:
                head = connection.scalar(select(server.c.head)) or 0
                connection.execute(server.update().values(head=head + 1))

    with ThreadPoolExecutor() as pool:
        list(pool.map(number, engines))
    with engines[0].connect() as connection:
        assert connection.scalar(select(server.c.head)) == 100
    for engine in engines:
        engine.dispose()


def test_who_looks_into_a_database_that_is_not_there_is_told_and_none_is_made(
    tmp_path: Path,
) -> None:
    file = tmp_path / "central.db"
    with pytest.raises(DatabaseMissing, match="central_database_missing"):
        known_officers(f"sqlite:///{file}")
    assert not file.exists()
    initialise(f"sqlite:///{file}")
    assert known_officers(f"sqlite:///{file}") == []


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_never_missing(address: str) -> None:
    assert known_officers(address) == []


def test_a_database_of_which_nobody_can_say_whether_it_is_there_is_not_called_missing(
    tmp_path: Path,
) -> None:
    with pytest.raises(DatabaseUnusable):
        known_officers(f"sqlite:///{tmp_path / ('x' * 300)}")
