"""Taking events in: one thread numbers and commits, for as many requests as wait.

``seq`` is given inside the commit while nobody else can commit, so numbers appear in commit order:
who has read up to a number has read everything below it.
"""

import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future

import msgspec
from sqlalchemy import Connection, Engine

from wardtui.central.accounts import Account, accounts_of
from wardtui.central.database import writing
from wardtui.central.offered import Offered
from wardtui.central.seen import NOTHING_SEEN, Seen, note_seen
from wardtui.central.standing import Standing, standing
from wardtui.central.taker import Taker
from wardtui.messages import PushResult

_GROUP = 64
"""Requests that share a commit, at most."""


class Taken(msgspec.Struct, frozen=True):
    """What became of a request's events."""

    results: list[PushResult]
    """One an event, in the order in which they were offered."""
    standing: Standing
    """How far the server was once they were committed."""


class Unwelcome(Exception):
    """By the time of the commit the token spoke for nobody, or for a device that was revoked."""

    def __init__(self, account: Account | None) -> None:
        """:param account: of the revoked device"""
        super().__init__()
        self.account = account


class Job(msgspec.Struct, frozen=True):
    """A request that waits to be numbered."""

    account: Account
    offered: Sequence[Offered]
    done: "Future[Taken]"
    seen: Seen = NOTHING_SEEN
    token: str | None = None
    """By which the account is read anew inside the commit; null: it was read just now."""


class Ingest:
    """The queue in front of the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: queue.Queue[Job | None] = queue.Queue()
        with engine.connect() as connection:
            self.standing: Standing = standing(connection)
            """How far it was when this process has written last."""
        self._thread = threading.Thread(target=self._run, name="ingest", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether anybody takes what is queued."""
        return self._thread.is_alive()

    @property
    def waiting(self) -> int:
        """Requests that nobody has begun with."""
        return self._queue.qsize()

    def submit(
        self,
        account: Account,
        offered: Sequence[Offered],
        seen: Seen = NOTHING_SEEN,
        token: str | None = None,
    ) -> "Future[Taken]":
        """Queue a request's events; the future is done when they are committed.

        :param token: of an account that may be outdated: it is read anew, and the future ends in
            ``Unwelcome`` when it is good no more
        """
        done: Future[Taken] = Future()
        self._queue.put(Job(account, offered, done, seen, token))
        return done

    def close(self) -> None:
        """Finish what is queued."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            jobs = [job]
            last = False
            while len(jobs) < _GROUP:
                try:
                    further = self._queue.get_nowait()
                except queue.Empty:
                    break
                if further is None:
                    last = True
                    break
                jobs.append(further)
            self._commit(jobs)
            if last:
                return

    def _commit(self, waiting: Sequence[Job]) -> None:
        # A request that was given up meanwhile is passed over; the others cannot be any more.
        jobs = [job for job in waiting if job.done.set_running_or_notify_cancel()]
        try:
            results = self._write(jobs)
        except Exception:  # noqa: BLE001  told to each request below
            # What is wrong with one request must not cost the others theirs.
            for job in jobs:
                try:
                    (result,) = self._write([job])
                except Exception as error:  # noqa: BLE001  carried to whoever waits
                    job.done.set_exception(error)
                else:
                    _tell(job, result)
            return
        for job, result in zip(jobs, results, strict=True):
            _tell(job, result)

    def _write(self, jobs: Sequence[Job]) -> list[Taken | Unwelcome]:
        """Number and commit the events of some requests together."""
        with writing(self._engine) as connection:
            accounts = _read_anew(connection, jobs)
            let_in = [
                (account, job)
                for account, job in zip(accounts, jobs, strict=True)
                if account is not None and not account.revoked
            ]
            taker = Taker(connection)
            results = iter(taker.take([(account, job.offered) for account, job in let_in]))
            now = taker.write()
            note_seen(connection, {account.device: job.seen for account, job in let_in})
        self.standing = now
        return [
            Unwelcome(one) if one is None or one.revoked else Taken(next(results), now)
            for one in accounts
        ]


def _read_anew(connection: Connection, jobs: Sequence[Job]) -> list[Account | None]:
    """The accounts of some requests as they are inside the commit."""
    tokens = {job.token for job in jobs if job.token is not None}
    found = accounts_of(connection, tokens) if tokens else {}
    return [job.account if job.token is None else found.get(job.token) for job in jobs]


def _tell(job: Job, result: Taken | Unwelcome) -> None:
    if isinstance(result, Unwelcome):
        job.done.set_exception(result)
    else:
        job.done.set_result(result)
