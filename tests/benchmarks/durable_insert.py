"""One durable insert: a document into a table of ``open_database``, in a commit of its own.

The documents are those of recorded contacts, about 850 bytes each. Beside it, in the same rounds:
SQLite writing the same JSON text into a file with as many rows (the floor), bare SQLCipher doing
so, and the product's own table of events, which keeps a key and indexes besides.

TinyDB's ``JSONStorage`` stands there for information. It writes the whole file again for every
document, over the old one, and syncs it: a power cut meanwhile leaves neither.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tinydb import JSONStorage, TinyDB

from tests.benchmarks.history import CONTACTS, make_history, make_residents
from tests.benchmarks.plain import bare_sqlcipher, fill, plain_sqlite
from tests.benchmarks.rounds import Comparison, Contestant, Options, Sample, interleaved, say
from wardtui.bootstrap import RandomIds
from wardtui.domain.ids import DeviceId
from wardtui.services.records import StoredEvent
from wardtui.store import open_database
from wardtui.store.events import VaultEvents

ROUNDS = 400
SLOW_ROUNDS = 9
"""For what writes a whole file."""

GROWTH_BUDGET = 1.3
"""The large file against the small one."""

FLOOR_BUDGET = 2.0
"""Against SQLite's commit of the same bytes."""

_OURS, _SQLITE = "open_database", "SQLite"
_CIPHER, EVENTS, JSON_FILE = "bare SQLCipher", "table of events", "JSONStorage"
_KEY = bytes(range(32))
_TABLE = "documents"
_POOL = 500
"""Different documents that are inserted in turn."""


def run(options: Options) -> list[Comparison]:
    """Measure inserting into a small file and into a large one."""
    small, large = options.small, options.residents
    quick: dict[str, Contestant] = {}
    slow: dict[str, Contestant] = {}
    with TemporaryDirectory(dir=options.folder, prefix="wardtui-") as name, ExitStack() as opened:
        say("filling files for durable inserts …")
        for size in (small, large):
            inserts = filled(Path(name), size, opened)
            slow[title(JSON_FILE, size)] = inserts.pop(JSON_FILE)
            slow[title(_SQLITE, size)] = inserts[_SQLITE]
            quick |= {title(what, size): insert for what, insert in inserts.items()}
        say("measuring durable inserts …")
        taken = interleaved(quick, ROUNDS)
        slowly = interleaved(slow, SLOW_ROUNDS)
    return [
        Comparison(
            f"durable insert, {large:,} against {small:,}",
            taken[title(_OURS, large)],
            taken[title(_OURS, small)],
            GROWTH_BUDGET,
        ),
        *_against_floor(taken, small),
        *_against_floor(taken, large),
        *(
            Comparison(
                f"insert into {size:,}, TinyDB's own file against SQLite",
                slowly[title(JSON_FILE, size)],
                slowly[title(_SQLITE, size)],
            )
            for size in (small, large)
        ),
    ]


def _against_floor(taken: dict[str, Sample], size: int) -> Iterator[Comparison]:
    for what, budget in ((_OURS, FLOOR_BUDGET), (_CIPHER, None), (EVENTS, None)):
        yield Comparison(
            f"durable insert into {size:,}, {what} against SQLite",
            taken[title(what, size)],
            taken[title(_SQLITE, size)],
            budget,
        )


def title(what: str, size: int) -> str:
    """The name of a contestant."""
    return f"{what}, {size:,}"


def filled(folder: Path, size: int, opened: ExitStack) -> dict[str, Contestant]:
    """Inserting into files that hold ``size`` documents."""
    folder = folder / str(size)
    folder.mkdir()
    events = _contacts(size + ROUNDS * 2)

    with open_database(folder / "events.db", _KEY) as database, database.transaction():
        indexed = VaultEvents(database)
        indexed.add(islice(events, size), own=True)
        texts = [text for _, text in database.table("events").texts()]
    with open_database(folder / "ours.db", _KEY) as database:
        database.table(_TABLE).insert_multiple(json.loads(text) for text in texts)
    with (
        closing(plain_sqlite(folder / "sqlite.db")) as sqlite,
        closing(bare_sqlcipher(folder / "sqlcipher.db", _KEY)) as cipher,
    ):
        fill(sqlite, _TABLE, texts)
        fill(cipher, _TABLE, texts)
    with _json_file(folder) as tinydb:
        tinydb.insert_multiple(json.loads(text) for text in texts)

    # Opened anew, all begin with an empty write-ahead log, as at the beginning of an evening.
    indexed = VaultEvents(opened.enter_context(open_database(folder / "events.db", _KEY)))
    ours = opened.enter_context(open_database(folder / "ours.db", _KEY))
    sqlite = opened.enter_context(closing(plain_sqlite(folder / "sqlite.db")))
    cipher = opened.enter_context(closing(bare_sqlcipher(folder / "sqlcipher.db", _KEY)))
    tinydb = opened.enter_context(_json_file(folder))
    documents: list[dict[str, Any]] = [json.loads(text) for text in texts[:_POOL]]

    def insert_text(connection: Any) -> Contestant:
        turn = cycle(texts[:_POOL])
        statement = f"INSERT INTO {_TABLE} (doc) VALUES (?)"  # noqa: S608
        return lambda: _none(connection.execute(statement, (next(turn),)))

    def insert_document(table: Any) -> Contestant:
        turn = cycle(documents)
        return lambda: _none(table.insert(next(turn)))

    return {
        _OURS: insert_document(ours.table(_TABLE, cache_size=0)),
        _SQLITE: insert_text(sqlite),
        _CIPHER: insert_text(cipher),
        EVENTS: lambda: indexed.add([next(events)], own=True),
        JSON_FILE: insert_document(tinydb),
    }


def _json_file(folder: Path) -> TinyDB:
    compact = {"encoding": "utf-8", "ensure_ascii": False, "separators": (",", ":")}
    return TinyDB(folder / "tinydb.json", storage=JSONStorage, **compact)


def _contacts(count: int) -> Iterator[StoredEvent]:
    residents = make_residents(count // CONTACTS + 1)
    history = make_history(residents, DeviceId(RandomIds().new()))
    return islice(history, len(residents), None)


def _none(_result: object) -> None:
    """Nothing is left to be done."""
