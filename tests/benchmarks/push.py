"""Sending 10,000 events, as a laptop does after some weeks: to our server, and to a bare endpoint.

Both get the same batches from the product's own client over a real socket, each in a process of its
own, over a database that is empty. The bare endpoint only decodes the batches and inserts them.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from msgspec import Raw
from sqlalchemy import insert

from tests.benchmarks import pouchdb
from tests.benchmarks.history import EVENTS_EACH, OFFICER, WARD, make_history, make_residents
from tests.benchmarks.rounds import Comparison, Options, Sample, say
from tests.databases import Kind, new_database
from tests.e2e.program import serving
from wardtui.bootstrap import RandomIds
from wardtui.central.accounts import new_pairing_code
from wardtui.central.database import open_engine, writing
from wardtui.central.tables import officer_wards, officers, wards
from wardtui.domain.ids import DeviceId
from wardtui.messages import BATCH_EVENTS, PairRequest, Push
from wardtui.remote.central_api import HttpCentralApi

EVENTS = 10_000
ROUNDS = 7
BUDGET = 1.6
"""Ours against the bare endpoint."""

POUCHDB_BUDGET = 0.25

Serve = Callable[[Path, str], AbstractContextManager[str]]
"""Serves from a folder over a database; gives the address."""

_OURS, _BARE = "wardtui central", "bare endpoint"


def run(options: Options) -> list[Comparison]:
    """Measure sending into SQLite and into PostgreSQL, and beside PouchDB."""
    device = DeviceId(RandomIds().new())
    say("writing events to be sent …")
    batches = batches_of(EVENTS, device)
    found = [_compared(kind, device, batches) for kind in Kind]
    with pouchdb.installed(options) as folder:
        if folder is not None:
            found.append(_beside_pouchdb(folder, device, batches))
    return found


def batches_of(events: int, device: DeviceId) -> list[Push]:
    """So many events as a device sends them."""
    history = make_history(make_residents(events // EVENTS_EACH), device)
    raw = [Raw(one.raw.encode()) for one in history]
    assert len(raw) == events
    return [
        Push(tuple(raw[first : first + BATCH_EVENTS])) for first in range(0, events, BATCH_EVENTS)
    ]


def texts_of(batches: Sequence[Push]) -> list[str]:
    """The events in batches, as JSON."""
    return [bytes(raw).decode() for batch in batches for raw in batch.events]


def _compared(kind: Kind, device: DeviceId, batches: Sequence[Push]) -> Comparison:
    mine: list[float] = []
    floor: list[float] = []
    for number in range(ROUNDS):
        say(f"sending {EVENTS} events, {kind}, round {number + 1} of {ROUNDS} …")
        mine.append(_round(kind, ours, batches, device))
        floor.append(_round(kind, bare, batches))
    what = f"sending {EVENTS} events, {kind}"
    return Comparison(what, Sample(_OURS, mine), Sample(_BARE, floor), BUDGET)


def _beside_pouchdb(folder: Path, device: DeviceId, batches: Sequence[Push]) -> Comparison:
    mine: list[float] = []
    theirs: list[float] = []
    events = texts_of(batches)
    for number in range(ROUNDS):
        say(f"sending {EVENTS} events beside PouchDB, round {number + 1} of {ROUNDS} …")
        mine.append(_round(Kind.SQLITE, ours, batches, device))
        theirs.append(pouchdb.seconds(folder, events))
    what = f"sending {EVENTS} events"
    return Comparison(
        what, Sample(f"{_OURS}, sqlite", mine), Sample("PouchDB, leveldb", theirs), POUCHDB_BUDGET
    )


def _round(
    kind: Kind, serve: Serve, batches: Sequence[Push], device: DeviceId | None = None
) -> float:
    """:param device: to be paired before, null where nobody asks"""
    with (
        TemporaryDirectory(prefix="wardtui-") as name,
        new_database(kind, Path(name)) as database,
        serve(Path(name), database) as url,
    ):
        token = "-" if device is None else paired(url, database, device)
        with HttpCentralApi(url, token) as api:
            return seconds(api, batches)


def seconds(api: HttpCentralApi, batches: Sequence[Push]) -> float:
    """How long it takes until the last batch was called accepted."""
    start = perf_counter()
    results = [one for batch in batches for one in api.push(batch).results]
    taken = perf_counter() - start
    assert {one.status for one in results} == {"accepted"}, results[:3]
    assert len(results) == sum(len(batch.events) for batch in batches)
    return taken


def paired(url: str, database: str, device: DeviceId) -> str:
    """A token for a device of the officer who has made the history."""
    engine = open_engine(database)
    with writing(engine) as connection:
        connection.execute(insert(officers).values(id=OFFICER, name="Mẫu", role="officer"))
        connection.execute(insert(wards).values(code=WARD))
        connection.execute(insert(officer_wards).values(officer=OFFICER, ward=WARD, position=0))
    engine.dispose()
    with HttpCentralApi(url) as api:
        return api.pair(PairRequest(code=pairing_code(database), device=device)).token


def pairing_code(database: str) -> str:
    """A code for one more device of that officer."""
    engine = open_engine(database)
    with writing(engine) as connection:
        code = new_pairing_code(connection, OFFICER)
    engine.dispose()
    return code


@contextmanager
def ours(folder: Path, database: str) -> Iterator[str]:
    """The address of the product's server."""
    with serving(folder, database, "--quiet") as server:
        yield server.url


@contextmanager
def bare(_: Path, database: str) -> Iterator[str]:
    """The address of the bare endpoint."""
    command = [sys.executable, "-m", "tests.benchmarks.bare_endpoint", database]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
