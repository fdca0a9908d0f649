"""A server that takes batches of events as the product's does, and only decodes and inserts them.

It is the floor of everything that the product's server adds: who may say what, sameness, the fold,
seats, receipts, streams. It stands on the same HTTP stack, reads the same bytes, gives numbers in
the same way (one writes at a time, as many requests as wait in one commit) and keeps the events in
the same table, with SQLAlchemy's own insert of many rows.

``python -m tests.benchmarks.bare_endpoint DATABASE`` prints its address and serves until it ends.
"""

import asyncio
import gzip
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar, Request, post
from litestar.datastructures import State
from sqlalchemy import insert, select, update

from wardtui.central.accounts import Account
from wardtui.central.database import open_engine, prepare, writing
from wardtui.central.ingest import Ingest, Job, Taken, Unwelcome
from wardtui.central.listening import address_of, listen
from wardtui.central.offered import read_offered
from wardtui.central.standing import standing
from wardtui.central.tables import events, server
from wardtui.domain.vocabulary import Role
from wardtui.messages import Push, PushAnswer, PushResult
from wardtui.wire import content_hash

_ANYBODY = Account(device="-", officer="-", name="-", role=Role.OFFICER, wards=())


class _Inserting(Ingest):
    """The queue and its commits, without a word about what is offered."""

    def _write(self, jobs: Sequence[Job]) -> list[Taken | Unwelcome]:
        with writing(self._engine) as connection:
            now = datetime.now(UTC)
            head: int = connection.scalar(select(server.c.head)) or 0
            rows: list[dict[str, Any]] = []
            results = []
            for job in jobs:
                answer = []
                for one in job.offered:
                    event = one.event
                    assert event is not None
                    head += 1
                    rows.append(
                        {
                            "seq": head,
                            "id": event.id,
                            "type": event.type,
                            "ward": event.ward or "-",
                            "resident": event.resident,
                            "actor": "-",
                            "device": event.device,
                            "device_seq": event.device_seq,
                            "received_at": now,
                            "sha256": content_hash(one.raw),
                            "raw": one.raw,
                        }
                    )
                    answer.append(PushResult(id=event.id, status="accepted", seq=head))
                results.append(answer)
            connection.execute(insert(events), rows)
            connection.execute(update(server).values(head=head))
            reached = standing(connection)
        return [Taken(one, reached) for one in results]


@post("/v1/events", status_code=200)
async def _push(request: Request[Any, Any, State], state: State) -> PushAnswer:
    push = msgspec.json.decode(gzip.decompress(await request.body()), type=Push)
    offered = [read_offered(raw) for raw in push.events]
    taken = await asyncio.wrap_future(state.ingest.submit(_ANYBODY, offered))
    return PushAnswer(tuple(taken.results))


def main() -> None:
    """Serve until SIGTERM."""
    engine = open_engine(sys.argv[1])
    prepare(engine)
    ingest = _Inserting(engine)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        yield
        ingest.close()

    app = Litestar([_push], state=State({"ingest": ingest}), lifespan=[lifespan])
    listener = listen("127.0.0.1", 0)
    print(address_of(listener, "127.0.0.1", encrypted=False), flush=True)
    uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run(sockets=[listener])


if __name__ == "__main__":
    main()
