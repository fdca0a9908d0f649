"""A server that takes batches of events as the product's does, and only decodes and inserts them.

It is the floor of everything that the product's server adds: who may say what, sameness, the fold,
seats, receipts, streams. It stands on the same HTTP stack, reads the same bytes, gives numbers in
the same way (one writes at a time, as many requests as wait in one commit) and keeps the events in
the same table.

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

from wardtui.central.accounts import Account
from wardtui.central.database import open_engine, prepare
from wardtui.central.ingest import Ingest, Job, Offered, Taken, Unwelcome
from wardtui.central.listening import address_of, listen
from wardtui.central.numbering import Numbering
from wardtui.central.standing import standing
from wardtui.domain.vocabulary import Role
from wardtui.wire import Push, PushAnswer, PushResult, content_hash, read_event

_ANYBODY = Account(device="-", officer="-", name="-", role=Role.OFFICER, wards=())


class _Inserting(Ingest):
    """The queue and its commits, without a word about what is offered."""

    def _write(self, jobs: Sequence[Job]) -> list[Taken | Unwelcome]:
        with (
            self._engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            numbering = Numbering(connection, datetime.now(UTC))
            results = []
            for job in jobs:
                answer = []
                for one in job.offered:
                    event = read_event(one.raw)
                    ward = event.ward or "-"
                    seq = numbering.number(event, one.raw, content_hash(one.raw), ward, "-")
                    answer.append(PushResult(id=event.id, status="accepted", seq=seq))
                results.append(answer)
            numbering.write()
            now = standing(connection)
        return [Taken(one, now) for one in results]


@post("/v1/events", status_code=200)
async def _push(request: Request[Any, Any, State], state: State) -> PushAnswer:
    push = msgspec.json.decode(gzip.decompress(await request.body()), type=Push)
    offered = [Offered("-", bytes(raw)) for raw in push.events]
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
