"""Run the benchmarks: ``python -m tests.benchmarks``. Fails when a budget is missed."""

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlcipher3 import dbapi2

from tests.benchmarks import (
    alternatives,
    backup_beside,
    board,
    durable_insert,
    escalation,
    evening,
    first_paint,
    idle,
    import_list,
    keys,
    log_contact,
    opening,
    push,
    reports,
    search_typing,
    unlock_prompt,
)
from tests.benchmarks.rounds import Comparison, Options, table

BENCHMARKS = {
    "alternatives": alternatives.run,
    "durable_insert": durable_insert.run,
    "log_contact": log_contact.run,
    "opening": opening.run,
    "push": push.run,
    "evening": evening.run,
    "backup_beside": backup_beside.run,
    "import_list": import_list.run,
    "escalation": escalation.run,
    "reports": reports.run,
    "first_paint": first_paint.run,
    "board": board.run,
    "unlock_prompt": unlock_prompt.run,
    "keys": keys.run,
    "search_typing": search_typing.run,
    "idle": idle.run,
}


def main() -> int:
    """Measure what the command line asks for and print the table; 1 when a budget is missed."""
    names, options = _options()
    comparisons: list[Comparison] = []
    for name in names:
        comparisons += BENCHMARKS[name](options)
    print(f"{_machine(options.folder)}\n\n{table(comparisons)}")
    missed = [one for one in comparisons if one.missed and one.binding]
    for one in missed:
        print(f"missed: {one.what}: {one.ratio:.2f} > {one.budget:g}", file=sys.stderr)
    return 1 if missed else 0


def _options() -> tuple[list[str], Options]:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="BENCHMARK", help=", ".join(BENCHMARKS))
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()),
        help="where to measure: on a disk, not in memory (default: %(default)s)",
    )
    parser.add_argument(
        "--cache", type=Path, help="where to keep built vaults for the next run (default: nowhere)"
    )
    parser.add_argument(
        "--residents",
        type=int,
        default=50_000,
        help="residents of the large vault; the small one has a fiftieth (default: %(default)s)",
    )
    given = parser.parse_args()
    unknown = set(given.names) - set(BENCHMARKS)
    if unknown or given.residents < 100:
        parser.error(f"no such benchmark: {', '.join(unknown)}" if unknown else "too few residents")
    for folder in (given.folder, given.cache):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    return given.names or list(BENCHMARKS), Options(given.folder, given.cache, given.residents)


def _machine(folder: Path) -> str:
    """What the figures were measured with; no ratio depends on it."""
    (cipher,) = dbapi2.connect(":memory:").execute("PRAGMA cipher_version").fetchone()
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, SQLCipher {cipher} "
        f"on SQLite {dbapi2.sqlite_version}, {os.cpu_count()} cores; "
        f"4 KiB written and synced in {_sync_time(folder) * 1000:.2f} ms. "
        "Milliseconds and ratios are medians, with quartiles in brackets."
    )


def _sync_time(folder: Path) -> float:
    """Seconds in which this disk takes a block for good; next to nothing in memory."""
    seconds = []
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(50):
            start = perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            seconds.append(perf_counter() - start)
    return median(seconds)


if __name__ == "__main__":
    sys.exit(main())
