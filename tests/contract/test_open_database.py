"""``open_database`` is TinyDB, encrypted. (TinyDB's own test suite follows in this folder.)"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import Query, TinyDB, where
from tinydb.table import Document

from wardtui.store import open_database
from wardtui.store.database import DocumentDatabase
from wardtui.store.sqlcipher import DatabaseError, NotOurDatabase

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some.db"


@pytest.fixture
def database(path: Path) -> Iterator[DocumentDatabase]:
    with open_database(path, KEY) as opened:
        yield opened


def test_it_is_a_tinydb_with_no_tables_of_its_own(database: DocumentDatabase) -> None:
    assert isinstance(database, TinyDB)
    assert database.tables() == set()
    assert len(database) == 0


def test_documents_are_there_after_closing(path: Path) -> None:
    with open_database(path, KEY) as database:
        assert database.insert({"name": "Ưởng", "deep": {"list": [1, 2, None]}}) == 1
        assert database.table("others").insert_multiple([{"a": 1}, {"a": 2}]) == [1, 2]
    with open_database(path, KEY) as database:
        assert database.all() == [{"name": "Ưởng", "deep": {"list": [1, 2, None]}}]
        assert database.table("others").get(doc_id=2) == {"a": 2}
        assert database.tables() == {"_default", "others"}


def test_search_update_upsert_remove_and_truncate(database: DocumentDatabase) -> None:
    database.insert_multiple({"n": n} for n in range(5))
    found = Query()
    assert [one.doc_id for one in database.search(found.n >= 3)] == [4, 5]
    assert database.update({"seen": True}, found.n < 2) == [1, 2]
    assert database.count(where("seen") == True) == 2  # noqa: E712
    assert database.upsert({"n": 9, "new": 1}, found.n == 9) == [6]
    assert database.upsert({"n": 9, "new": 2}, found.n == 9) == [6]
    assert database.get(found.n == 9) == {"n": 9, "new": 2}
    assert database.remove(found.n < 3) == [1, 2, 3]
    assert len(database) == 3
    database.truncate()
    assert database.all() == []
    assert database.insert({"n": 0}) == 1


def test_an_update_that_fails_half_way_changes_nothing(database: DocumentDatabase) -> None:
    database.insert_multiple([{"n": 1}, {"n": 2}, {}])

    def increment(document: dict[str, int]) -> None:
        document["n"] += 1

    with pytest.raises(KeyError):
        database.update(increment)
    assert [one.get("n") for one in database] == [1, 2, None]


def test_documents_bring_their_own_id_and_never_overwrite(database: DocumentDatabase) -> None:
    assert database.insert(Document({"a": 1}, doc_id=7)) == 7
    with pytest.raises(ValueError, match="already exists"):
        database.insert(Document({"a": 2}, doc_id=7))
    assert database.insert({"a": 3}) == 8
    assert database.get(doc_ids=[7, 8, 99]) == [{"a": 1}, {"a": 3}]


def test_several_tables_change_in_one_commit_or_not_at_all(database: DocumentDatabase) -> None:
    people, events = database.table("people"), database.table("events")
    people.insert({"name": "An"})

    def fail() -> None:
        with database.transaction():
            people.insert({"name": "Bình"})
            events.insert({"type": "listed"})
            people.search(where("name") == "Bình")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert people.search(where("name") == "Bình") == []
    assert database.tables() == {"people"}
    with database.transaction():
        assert people.insert({"name": "Bình"}) == 2
        assert events.insert({"type": "listed"}) == 1
    assert len(people) == 2


def test_an_inner_transaction_that_fails_takes_back_only_itself(
    database: DocumentDatabase,
) -> None:
    def fail() -> None:
        with database.transaction():
            database.insert({"n": 2})
            raise RuntimeError

    with database.transaction():
        database.insert({"n": 1})
        with pytest.raises(RuntimeError):
            fail()
        assert database.insert({"n": 3}) == 2
    assert database.all() == [{"n": 1}, {"n": 3}]


def test_a_commit_of_another_connection_is_seen(path: Path, database: DocumentDatabase) -> None:
    database.insert({"n": 1})
    assert database.count(where("n") == 1) == 1
    with open_database(path, KEY) as other:
        other.insert({"n": 1})
    assert database.count(where("n") == 1) == 2
    assert database.insert({"n": 3}) == 3


def test_a_unique_key_is_read_by_itself_and_never_doubled(database: DocumentDatabase) -> None:
    events = database.table("events", cache_size=0, key="id", indexes=("about.who",))
    events.insert_multiple({"id": f"e{n}", "about": {"who": n % 2}} for n in range(4))
    assert events.by_key("e2") == {"id": "e2", "about": {"who": 0}}
    assert [one["id"] for one in events.by_field("about.who", 1)] == ["e1", "e3"]
    with pytest.raises(DatabaseError):
        events.insert({"id": "e1"})
    events.put({"id": "e1", "about": {"who": 5}})
    assert [one["id"] for one in events.having("about.who", 2, newest_first=True)] == ["e1", "e3"]
    assert events.remove_by_key("e1")
    assert events.by_key("e1") is None


def test_another_key_opens_nothing(path: Path) -> None:
    with open_database(path, KEY) as database:
        database.insert({"name": "An"})
    with pytest.raises(NotOurDatabase):
        open_database(path, bytes(32))
    with pytest.raises(ValueError, match="32 bytes"):
        open_database(path, b"short")


def test_nothing_stands_in_the_clear_in_any_file(path: Path) -> None:
    secret = "Nguyễn Văn Bí Mật"
    with open_database(path, KEY) as database:
        database.insert({"name": secret})
        files = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert {"some.db", "some.db-wal"} <= files.keys()
    for content in files.values():
        assert "Bí Mật".encode() not in content
        assert not content.startswith(b"SQLite format")


@pytest.mark.parametrize(
    "document",
    [{"text": "\ud800"}, {"number": float("inf")}, {"": ""}, {"a.b": {"c": [[]]}}, {"n": 10**30}],
)
def test_whatever_json_can_hold_comes_back(
    database: DocumentDatabase, document: dict[str, object]
) -> None:
    assert database.get(doc_id=database.insert(document)) == document
