"""Six processes number events at once: whoever reads on behind a cursor misses none of them."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.databases import Kind
from tests.faults.sizes import size
from tests.faults.writing_centrally import WARD
from wardtui.central.accounts import Account
from wardtui.central.database import open_engine, prepare
from wardtui.central.stream import read_stream
from wardtui.central.tables import events
from wardtui.domain.vocabulary import Role

WRITERS = 6
EVENTS = size(suite=12_000, long=1_000_000)
PAGE = 1_000
ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("database", [Kind.POSTGRESQL], indirect=True)
def test_a_reader_beside_six_writers_misses_nothing(database: str) -> None:
    engine = open_engine(database)
    prepare(engine)
    command = [sys.executable, "-m", "tests.faults.writing_centrally", database]
    share = -(-EVENTS // WRITERS)
    writers = [
        subprocess.Popen([*command, str(number), str(share)], cwd=ROOT) for number in range(WRITERS)
    ]
    reader = Account(device="-", officer="-", name="-", role=Role.OFFICER, wards=(WARD,))
    cursor, seen, pages = 0, [], 0
    running = True
    while True:
        page = read_stream(engine, reader, f"{WARD}:{cursor}", PAGE)
        seen += [one.seq for one in page.events]
        pages += bool(page.events)
        cursor = page.next[WARD]
        if not page.more and not running:
            break
        # Once more after the last of them has ended: what it committed is to be read too.
        running = any(one.poll() is None for one in writers)
    assert [one.wait() for one in writers] == [0] * WRITERS
    with engine.connect() as connection:
        numbered = list(connection.scalars(select(events.c.seq).order_by(events.c.seq)))
        assert connection.scalar(select(func.max(events.c.seq))) == cursor
    print(f"{len(numbered)} events by {WRITERS} writers, read in {pages} pages")
    assert len(numbered) == share * WRITERS
    assert seen == numbered
    assert pages > WRITERS, "it has read while they wrote"
    engine.dispose()
