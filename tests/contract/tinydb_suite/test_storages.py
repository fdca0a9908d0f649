from pathlib import Path

import pytest
from tinydb import where
from tinydb.storages import MemoryStorage

from tests.contract.tinydb_suite.conftest import KEY
from wardtui.domain.errors import CannotWrite
from wardtui.store import open_database
from wardtui.store.sqlcipher import NotOurDatabase, OperationalError
from wardtui.store.storage import DocumentStorage

doc = {
    "none": [None, None],
    "int": 42,
    "float": 3.1415899999999999,
    "list": ["LITE", "RES_ACID", "SUS_DEXT"],
    "dict": {"hp": 13, "sp": 5},
    "bool": [True, False, True, False],
}
data = {"_default": {"1": doc}, "other": {"7": doc, "12": {}}}


def test_json(tmpdir):
    # Write contents
    path = Path(tmpdir.join("test.db"))
    storage = DocumentStorage(path, KEY)
    storage.write(data)

    # Verify contents
    assert data == storage.read()
    storage.close()


def test_json_readwrite(open_db, tmpdir):
    """
    Regression test for issue #1
    """
    path = str(tmpdir.join("test.db"))

    # Create TinyDB instance
    db = open_db(path)

    item = {"name": "A very long entry"}
    item2 = {"name": "A short one"}

    def get(s):
        return db.get(where("name") == s)

    db.insert(item)
    assert get("A very long entry") == item

    db.remove(where("name") == "A very long entry")
    assert get("A very long entry") is None

    db.insert(item2)
    assert get("A short one") == item2

    db.remove(where("name") == "A short one")
    assert get("A short one") is None

    db.close()


def test_json_read(tmpdir):
    r"""Open a database only for reading"""
    path = str(tmpdir.join("test.db"))
    with pytest.raises(CannotWrite):
        db = open_database(path, KEY, read_only=True)
    # Create small database
    db = open_database(path, KEY)
    db.insert({"b": 1})
    db.insert({"a": 1})
    db.close()
    # Access in read mode
    db = open_database(path, KEY, read_only=True)
    assert db.get(where("a") == 1) == {"a": 1}  # reading is fine
    with pytest.raises(OperationalError):
        db.insert({"c": 1})  # writing is not
    db.close()


def test_json_invalid_directory():
    with pytest.raises(CannotWrite), open_database("/this/is/an/invalid/path/db.json", KEY):
        pass


@pytest.mark.parametrize("kind", ["memory", "wardtui"])
def test_in_memory(kind, tmpdir):
    def new_storage(name):
        if kind == "memory":
            return MemoryStorage()
        return DocumentStorage(Path(tmpdir.join(name)), KEY)

    # Write contents
    storage = new_storage("test.db")
    storage.write(data)

    # Verify contents
    assert data == storage.read()

    # Test case for #21
    other = new_storage("other.db")
    other.write({})
    assert other.read() != storage.read()

    storage.close()
    other.close()


def test_in_memory_close(new_db):
    with new_db() as db:
        db.insert({})


def test_encoding(tmpdir):
    japanese_doc = {"_default": {"1": {"Test": "こんにちは世界"}}}

    path = Path(tmpdir.join("test.db"))
    jap_storage = DocumentStorage(path, KEY)
    jap_storage.write(japanese_doc)
    jap_storage.close()

    with pytest.raises(NotOurDatabase):
        # what an encoding is for a JSON file, the key is for ours
        DocumentStorage(path, bytes(32))

    jap_storage = DocumentStorage(path, KEY)
    assert japanese_doc == jap_storage.read()
    jap_storage.close()
