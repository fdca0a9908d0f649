"""Sending events and reading them on another laptop, beside PouchDB with its own server.

Sending is the same as in ``push``. Reading is a whole sync into a vault that is empty: events are
kept encrypted and for good, every case is worked out. PouchDB reads documents into a local
database. Its documents are the same events, its batches as large as ours.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.benchmarks import pouchdb, push
from tests.benchmarks.history import LISTED
from tests.benchmarks.rounds import Comparison, Options, Sample, say
from tests.benchmarks.vaults import PASSPHRASE
from tests.databases import Kind, new_database
from tests.e2e.program import PATIENCE
from wardtui.bootstrap import RandomIds, connector, make_tools
from wardtui.domain.ids import DeviceId
from wardtui.messages import Push
from wardtui.remote.central_api import HttpCentralApi
from wardtui.services.pair import pair
from wardtui.services.sync import sync
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

ROUNDS = 3
_OURS, _THEIRS = "wardtui, SQLite", "PouchDB, leveldb"


def run(options: Options) -> list[Comparison]:
    """Measure both ways, a few events and many; nothing where PouchDB does not install."""
    found: list[Comparison] = []
    with pouchdb.installed(options) as folder:
        if folder is not None:
            for events in options.sizes[:2]:
                found += _compared(options, folder, events)
    return found


def _compared(options: Options, folder: Path, events: int) -> list[Comparison]:
    device = DeviceId(RandomIds().new())
    batches = push.batches_of(events, device)
    texts = push.texts_of(batches)
    mine: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for number in range(ROUNDS):
        say(f"exchanging {events:,} events, round {number + 1} of {ROUNDS} …")
        mine.append(_round(options, batches, device))
        theirs.append(pouchdb.both_ways(folder, texts))
    budgets = (push.POUCHDB_BUDGET if events == push.EVENTS else None, None)
    return [
        Comparison(f"{events:,} events {what}", Sample(_OURS, ours), Sample(_THEIRS, other), budget)
        for what, ours, other, budget in zip(
            ("sent", "read"),
            zip(*mine, strict=True),
            zip(*theirs, strict=True),
            budgets,
            strict=True,
        )
    ]


def _round(options: Options, batches: Sequence[Push], device: DeviceId) -> tuple[float, float]:
    with (
        TemporaryDirectory(dir=options.folder, prefix="wardtui-") as name,
        new_database(Kind.SQLITE, Path(name)) as database,
        push.ours(Path(name), database) as url,
    ):
        token = push.paired(url, database, device)
        with HttpCentralApi(url, token) as api:
            sent = push.seconds(api, batches)
        events = sum(len(batch.events) for batch in batches)
        return sent, _seconds_to_read(
            Path(name) / "vault", url, push.pairing_code(database), events
        )


def _seconds_to_read(folder: Path, url: str, code: str, events: int) -> float:
    """How long it takes until a new vault of the same officer holds everything."""
    create_vault(folder, PASSPHRASE, RandomIds())
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as vault:
        vault.start_writing("benchmark", LISTED)
        with HttpCentralApi(url) as api:
            pair(vault, api, url, code, "")
        start = perf_counter()
        done = sync(vault, connector(PATIENCE), make_tools(), lambda _: None)
        taken = perf_counter() - start
    assert done.pulled == events, done
    return taken
