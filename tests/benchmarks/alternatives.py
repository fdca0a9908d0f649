"""Everything beside what people would pick instead, in one run.

A spreadsheet's viewer (VisiData), a table that somebody writes in an afternoon (Textual's
``DataTable``), a file of documents (TinyDB) and a database that replicates (PouchDB); each small,
middle and large, so that it shows how they grow.
"""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import alternatives_exchange, alternatives_screens
from tests.benchmarks.durable_insert import EVENTS, JSON_FILE, SLOW_ROUNDS, filled, title
from tests.benchmarks.rounds import Comparison, Contestant, Options, interleaved, say


def run(options: Options) -> list[Comparison]:
    """Measure lists, writing, and exchanging."""
    return [
        *alternatives_screens.run(options),
        *_writing(options),
        *alternatives_exchange.run(options),
    ]


def _writing(options: Options) -> list[Comparison]:
    """One record kept: an event with its key and indexes, and a document of TinyDB's own file."""
    contestants: dict[str, Contestant] = {}
    with TemporaryDirectory(dir=options.folder, prefix="wardtui-") as name, ExitStack() as opened:
        say("filling files for single records …")
        for size in options.sizes:
            inserts = filled(Path(name), size, opened)
            contestants |= {title(what, size): inserts[what] for what in (EVENTS, JSON_FILE)}
        say("measuring single records …")
        taken = interleaved(contestants, SLOW_ROUNDS)
    return [
        Comparison(
            f"one record kept among {size:,}",
            taken[title(EVENTS, size)],
            taken[title(JSON_FILE, size)],
        )
        for size in options.sizes
    ]
