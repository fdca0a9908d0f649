"""One of several processes that number events at once: ``… DATABASE NUMBER EVENTS``.

It goes the way of every request: the queue, the group commit, the taker. Now and then its commit is
slow, with numbers given and nobody allowed to see them.
"""

import random
import sys
import time

from sqlalchemy import Connection, event

from tests.builders import MONDAY
from wardtui.bootstrap import RandomIds
from wardtui.central.accounts import Account
from wardtui.central.database import open_engine
from wardtui.central.ingest import Ingest
from wardtui.central.offered import Offered, read_offered
from wardtui.domain.vocabulary import Role
from wardtui.messages import BATCH_EVENTS

WARD = "PHUONG-MAU"
SLOWEST = 0.02
"""Seconds for which a commit may be held up."""


def main() -> None:
    """Number so many events, in batches of uneven size."""
    database, number, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(number)
    ids = RandomIds()
    device = ids.new()
    account = Account(
        device=device, officer=f"officer-{number}", name="-", role=Role.OFFICER, wards=(WARD,)
    )
    engine = open_engine(database)

    @event.listens_for(engine, "commit")
    def hold_up(_: Connection) -> None:
        if chance.random() < 0.1:
            time.sleep(chance.random() * SLOWEST)

    ingest = Ingest(engine)
    told = 0
    while told < count:
        batch = []
        for _ in range(min(chance.randint(1, BATCH_EVENTS), count - told)):
            told += 1
            batch.append(_event(ids.new(), device, told))
        results = ingest.submit(account, batch).result().results
        assert {one.status for one in results} == {"accepted"}, results[0]
    ingest.close()
    engine.dispose()


def _event(identifier: str, device: str, number: int) -> Offered:
    """Something that only a newer version can read: it costs the least, and is kept as well."""
    raw = (
        f'{{"id":"{identifier}","type":"test.noted","action":"{identifier}","origin":"person",'
        f'"ward":null,"resident":null,"actor":null,"device":"{device}","device_seq":{number},'
        f'"occurred_at":"{MONDAY.isoformat()}","recorded_at":"{MONDAY.isoformat()}",'
        f'"clock_offset":null,"v":1,"body":{{}}}}'
    )
    return read_offered(raw.encode())


if __name__ == "__main__":
    main()
