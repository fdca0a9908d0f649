"""Taking events in: one thread numbers and commits, for as many requests as wait.

``seq`` is given inside the commit while nobody else can commit, so numbers appear in commit order:
who has read up to a number has read everything below it.
"""

import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, bindparam, delete, insert, select

from wardtui.central.accounts import Account
from wardtui.central.maker import NOBODY, Maker
from wardtui.central.numbering import Numbering
from wardtui.central.rights import refusal
from wardtui.central.same_person import Made, People
from wardtui.central.tables import events, officer_wards, receipts, server
from wardtui.domain.directory import given_to
from wardtui.domain.events import Event, EventRetracted, ResidentListed, ResidentMerged
from wardtui.domain.ids import ResidentId
from wardtui.wire import (
    EVENT_BYTES,
    MalformedEvent,
    PushResult,
    content_hash,
    read_event,
    write_event,
)

_GROUP = 64
"""Requests that share a commit, at most."""


class Offered(msgspec.Struct, frozen=True):
    """One event as a request brought it."""

    id: str
    raw: bytes


class _Job(msgspec.Struct, frozen=True):
    account: Account
    offered: Sequence[Offered]
    done: "Future[list[PushResult]]"


class Ingest:
    """The queue in front of the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: queue.Queue[_Job | None] = queue.Queue()
        self.newest = 0
        """The newest number that is known here: no cursor that was told lies beyond it."""
        with engine.connect() as connection:
            self.newest = connection.scalar(select(server.c.head)) or 0
        self._thread = threading.Thread(target=self._run, name="ingest", daemon=True)
        self._thread.start()

    @property
    def head(self) -> int:
        """The newest number, asked of the database: officers are published past this queue."""
        with self._engine.connect() as connection:
            found: int = connection.scalar(select(server.c.head)) or 0
        self.newest = max(self.newest, found)
        return self.newest

    def submit(self, account: Account, offered: Sequence[Offered]) -> "Future[list[PushResult]]":
        """Queue a request's events; the future is done when they are committed."""
        done: Future[list[PushResult]] = Future()
        self._queue.put(_Job(account, offered, done))
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

    def _commit(self, waiting: Sequence[_Job]) -> None:
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
                    job.done.set_result(result)
            return
        for job, result in zip(jobs, results, strict=True):
            job.done.set_result(result)

    def _write(self, jobs: Sequence[_Job]) -> list[list[PushResult]]:
        """Number and commit the events of some requests together."""
        with self._engine.connect().execution_options(writing=True) as connection:
            with connection.begin():
                taker = _Taker(connection)
                results = [taker.take(job) for job in jobs]
                head = taker.write()
            self.newest = max(self.newest, head)
        return results


class _Taker:
    """Decides on the events of one commit and writes them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        now = datetime.now(UTC)
        self._numbering = Numbering(connection, now)
        self._maker = Maker(connection, now)
        self._stored: dict[str, tuple[int, bytes, str]] = {}
        self._known_in: dict[ResidentId, list[str]] = {}
        """Wards of each resident who was looked up: of the first event, then of the lists.

        Other events do not count: anybody may write one about anybody.
        """
        self._officers_of: dict[str, set[str]] = {}
        self._receipts: dict[tuple[str, int, str], dict[str, Any]] = {}
        self._people = People(connection)

    def take(self, job: _Job) -> list[PushResult]:
        """One result an event."""
        read = [_read(one) for one in job.offered]
        wanted = {one.id for one in job.offered}
        wanted |= {
            event.body.event
            for event in read
            if event is not None and isinstance(event.body, EventRetracted)
        }
        self._look_up(wanted - self._stored.keys())
        about = {e.resident for e in read if e is not None and e.resident}
        about |= {e.body.into for e in read if e is not None and isinstance(e.body, ResidentMerged)}
        self._look_up_wards(about)
        self._people.look_up((e for e in read if e is not None), job.account.wards)
        return [
            self._take_one(job.account, one, event)
            for one, event in zip(job.offered, read, strict=True)
        ]

    def _look_up(self, ids: set[str]) -> None:
        found = self._connection.execute(
            select(events.c.id, events.c.seq, events.c.sha256, events.c.actor).where(
                events.c.id.in_(ids)
            )
        )
        self._stored.update({row.id: (row.seq, row.sha256, row.actor) for row in found})

    def _look_up_wards(self, residents: set[ResidentId]) -> None:
        found = self._connection.execute(
            select(events.c.resident, events.c.ward, events.c.type)
            .where(events.c.resident.in_(residents - self._known_in.keys()))
            .order_by(events.c.seq)
        )
        for resident, ward, kind in found:
            self._know(resident, ward, kind)

    def _know(self, resident: ResidentId, ward: str, kind: str) -> None:
        wards = self._known_in.setdefault(resident, [])
        if not wards or (kind == ResidentListed.TYPE and ward not in wards):
            wards.append(ward)

    def _ward_of(self, event: Event, account: Account) -> str:
        """The ward of an event that names none: the resident's, else the officer's first."""
        if event.ward is not None:
            return event.ward
        known = self._known_in.get(event.resident, []) if event.resident else []
        return next((ward for ward in known if ward in account.wards), account.wards[0])

    def _take_one(self, account: Account, offered: Offered, event: Event | None) -> PushResult:
        if event is None or len(offered.raw) > EVENT_BYTES:
            code = "malformed" if event is None else "too_large"
            return PushResult(id=offered.id, status="rejected", code=code)
        sha256 = content_hash(offered.raw)
        known = self._stored.get(event.id)
        if known is not None:
            seq, stored_hash, _ = known
            status = "duplicate" if stored_hash == sha256 else "conflict"
            result = PushResult(id=event.id, status=status, seq=seq)
            if status == "conflict":
                result = PushResult(id=event.id, status=status, code="conflict")
        else:
            result = self._judge(account, event, offered.raw, sha256)
        if event.device == account.device or event.device in account.former:
            self._receipts[event.device, event.device_seq, event.id] = {
                "device": event.device,
                "device_seq": event.device_seq,
                "event": event.id,
                "status": result.status,
                "code": result.code,
            }
        return result

    def _judge(self, account: Account, event: Event, raw: bytes, sha256: bytes) -> PushResult:
        author = None
        if isinstance(event.body, EventRetracted) and event.body.event in self._stored:
            author = self._stored[event.body.event][2]
        about: set[ResidentId | None] = set()
        if isinstance(event.body, ResidentListed | ResidentMerged):
            about.add(event.resident)
        if isinstance(event.body, ResidentMerged):
            about.add(event.body.into)
        known_in = [self._known_in.get(resident, []) for resident in about if resident]
        stranger = self._is_to_stranger(event, account)
        no = refusal(event, account, author, known_in, to_stranger=stranger)
        if no is not None:
            return PushResult(id=event.id, status="rejected", code=no[0], message=no[1])
        ward = self._ward_of(event, account)
        if event.resident is not None:
            self._know(event.resident, ward, event.type)
        self._number(event, raw, sha256, ward, account.officer)
        seq = self._numbering.head
        for made in self._people.take(ward, seq, event):
            self._number_made(made, ward)
        return PushResult(id=event.id, status="accepted", seq=seq)

    def _number_made(self, made: Made, ward: str) -> None:
        """Number what a rule made, right behind what led to it: later events may be about it."""
        # A rule comes to the same conclusion once.
        self._look_up({made.id})
        if made.id in self._stored:
            return
        event = self._maker.event(made, ward)
        raw = write_event(event)
        self._number(event, raw, content_hash(raw), ward, NOBODY)

    def _is_to_stranger(self, event: Event, account: Account) -> bool:
        officer = given_to(event.body)
        if officer is None or not account.wards:
            return False
        ward = self._ward_of(event, account)
        if ward not in self._officers_of:
            found = self._connection.scalars(
                select(officer_wards.c.officer).where(officer_wards.c.ward == ward)
            )
            self._officers_of[ward] = set(found)
        return officer not in self._officers_of[ward]

    def _number(self, event: Event, raw: bytes, sha256: bytes, ward: str, actor: str) -> None:
        seq = self._numbering.number(event, raw, sha256, ward, actor)
        self._stored[event.id] = (seq, sha256, actor)

    def write(self) -> int:
        """Write what was taken; the new head."""
        self._maker.write()
        self._people.write()
        self._numbering.write()
        if self._receipts:
            rows = list(self._receipts.values())
            self._connection.execute(
                delete(receipts).where(
                    receipts.c.device == bindparam("of_device"),
                    receipts.c.device_seq == bindparam("of_seq"),
                    receipts.c.event == bindparam("of_event"),
                ),
                [
                    {
                        "of_device": row["device"],
                        "of_seq": row["device_seq"],
                        "of_event": row["event"],
                    }
                    for row in rows
                ],
            )
            self._connection.execute(insert(receipts), rows)
        return self._numbering.head


def _read(offered: Offered) -> Event | None:
    try:
        return read_event(offered.raw)
    except MalformedEvent:
        return None
