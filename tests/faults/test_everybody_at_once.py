"""At 22:00 every laptop of a city syncs: nobody is told an error, nobody waits in vain."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.databases import Kind
from tests.e2e.program import Server, serving
from tests.many_laptops import Laptop, make_laptops, send_all
from wardtui.central.database import open_engine
from wardtui.central.tables import events
from wardtui.domain.events import ContactLogged
from wardtui.remote.central_api import HttpCentralApi

ON_ONE_DATABASE = Kind.POSTGRESQL

LAPTOPS = 500
EVENTS = 50
REAL = 8
"""Clients of the product among them; the others speak by hand."""

WARD = "PHUONG-MAU"


@pytest.mark.slow
def test_five_hundred_laptops_send_at_once_and_are_told_when_to_come(
    tmp_path: Path, database: str
) -> None:
    with serving(tmp_path, database) as server:
        engine = open_engine(database)
        laptops = make_laptops(engine, LAPTOPS, 1, EVENTS, WARD)
        real, others = laptops[:REAL], laptops[REAL:]
        with ThreadPoolExecutor(REAL + 1) as pool:
            everybody = pool.submit(send_all, server.url, others)
            exchanged = [pool.submit(_exchange, server, one) for one in real]
            everybody.result()
            for one in exchanged:
                one.result()
        assert [one.accepted for one in laptops] == [EVENTS] * LAPTOPS
        assert sum(one.turned_away for one in others) > 0, "there was a queue at all"
        with engine.connect() as connection:
            counted = select(func.count()).where(events.c.type == ContactLogged.TYPE)
            assert connection.scalar(counted) == LAPTOPS * EVENTS
        engine.dispose()
        statuses = {line["status"] for line in server.logged("request")}
        assert statuses <= {200, 503}, statuses


def _exchange(server: Server, laptop: Laptop) -> None:
    """Send and read with the product's own client, which gives up after thirty seconds in vain."""
    with HttpCentralApi(server.url, laptop.token) as api:
        laptop.send_with(api)
        cursor: dict[str, int] = {}
        more = True
        while more:
            page = api.pull(cursor, 1000)
            cursor, more = page.next, page.more
