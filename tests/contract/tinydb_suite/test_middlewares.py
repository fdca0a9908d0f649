from pathlib import Path

from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware

from tests.contract.tinydb_suite.conftest import KEY
from wardtui.store.storage import DocumentStorage

doc = {
    "_default": {
        "1": {
            "none": [None, None],
            "int": 42,
            "float": 3.1415899999999999,
            "list": ["LITE", "RES_ACID", "SUS_DEXT"],
            "dict": {"hp": 13, "sp": 5},
            "bool": [True, False, True, False],
        }
    }
}


def test_caching(storage):
    # Write contents
    storage.write(doc)

    # Verify contents
    assert doc == storage.read()


def test_caching_read(tmpdir):
    path = Path(tmpdir.join("test.db"))

    with TinyDB(path, KEY, storage=CachingMiddleware(DocumentStorage)) as db:
        assert db.all() == []


def test_caching_write_many(storage):
    storage.WRITE_CACHE_SIZE = 3

    # Storage should be still empty
    assert storage.storage.read() is None

    # Write contents
    for x in range(2):
        storage.write(doc)
        assert storage.storage.read() is None  # Still cached

    storage.write(doc)

    # Verify contents: Cache should be emptied and written to storage
    assert storage.storage.read()


def test_caching_flush(storage):
    # Write contents
    for _ in range(CachingMiddleware.WRITE_CACHE_SIZE - 1):
        storage.write(doc)

    # Not yet flushed...
    assert storage.storage.read() is None

    storage.write(doc)

    # Verify contents: Cache should be emptied and written to storage
    assert storage.storage.read()


def test_caching_flush_manually(storage):
    # Write contents
    storage.write(doc)

    storage.flush()

    # Verify contents: Cache should be emptied and written to storage
    assert storage.storage.read()


def test_caching_write(tmpdir):
    path = Path(tmpdir.join("test.db"))
    storage = CachingMiddleware(DocumentStorage)(path, KEY)

    # Write contents
    storage.write(doc)

    storage.close()

    # Verify contents: Cache should be emptied and written to storage
    reopened = DocumentStorage(path, KEY)
    assert reopened.read() == doc
    reopened.close()


def test_nested(tmpdir):
    storage = CachingMiddleware(CachingMiddleware(DocumentStorage))
    storage(Path(tmpdir.join("test.db")), KEY)  # Initialization

    # Write contents
    storage.write(doc)

    # Verify contents
    assert doc == storage.read()
    storage.close()


def test_caching_json_write(tmpdir):
    path = Path(tmpdir.join("test.db"))

    with TinyDB(path, KEY, storage=CachingMiddleware(DocumentStorage)) as db:
        db.insert({"key": "value"})

    # Verify database filesize
    assert path.stat().st_size != 0

    del db

    # Reopen database
    with TinyDB(path, KEY, storage=CachingMiddleware(DocumentStorage)) as db:
        assert db.all() == [{"key": "value"}]
