"""What TinyDB's own tests run on: TinyDB as it is, beside ours. See README.md."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tinydb import JSONStorage, TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import MemoryStorage

from wardtui.store import open_database
from wardtui.store.storage import DocumentStorage

KEY = bytes(range(32))

OPENERS: dict[str, Callable[[Path], TinyDB]] = {
    # TinyDB, unmodified.
    "memory": lambda path: TinyDB(storage=MemoryStorage),
    "json": lambda path: TinyDB(path, storage=JSONStorage),
    # TinyDB's own tables over our storage, which they read and write as a whole.
    "storage": lambda path: TinyDB(path, KEY, storage=DocumentStorage),
    # What the product works with.
    "wardtui": lambda path: open_database(path, KEY),
}

Opener = Callable[..., TinyDB]
"""Opens the database of a name in the test's folder; it is closed after the test."""


def _opening(kind: str, folder: Path) -> Iterator[Opener]:
    opened: list[TinyDB] = []

    def open_one(name: str = "test.db") -> TinyDB:
        opened.append(OPENERS[kind](folder / name))
        return opened[-1]

    yield open_one
    for database in opened:
        if database._opened:
            database.close()


@pytest.fixture(params=["json", "storage", "wardtui"])
def open_db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Stands for ``TinyDB(path)``."""
    yield from _opening(request.param, tmp_path)


@pytest.fixture(params=["memory", "storage", "wardtui"])
def new_db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Stands for ``TinyDB(storage=MemoryStorage)``."""
    yield from _opening(request.param, tmp_path)


@pytest.fixture
def db(new_db: Opener) -> TinyDB:
    """The database that most of TinyDB's tests begin with."""
    db_ = new_db()
    db_.drop_tables()
    db_.insert_multiple({"int": 1, "char": c} for c in "abc")
    return db_


@pytest.fixture(params=["memory", "storage"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CachingMiddleware]:
    """TinyDB's caching around a storage."""
    if request.param == "memory":
        yield CachingMiddleware(MemoryStorage)()
    else:
        caching = CachingMiddleware(DocumentStorage)(tmp_path / "test.db", KEY)
        yield caching
        caching.storage.close()
