"""Deciding on offered events: what is numbered, what is refused, and what follows from it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select

from wardtui.central.accounts import Account
from wardtui.central.decided import DECISIONS
from wardtui.central.histories import Histories
from wardtui.central.ladder import Ladder
from wardtui.central.maker import NOBODY, Maker
from wardtui.central.numbering import Numbering
from wardtui.central.rights import (
    ANSWERS,
    HANDLED,
    SUPERSEDED,
    Refusal,
    refusal,
    refusal_of_answer,
    refusal_of_handling,
    refusal_of_taking,
)
from wardtui.central.same_person import Made, People
from wardtui.central.tables import events, officer_wards, receipts
from wardtui.domain.directory import given_to
from wardtui.domain.events import (
    CaseAssigned,
    Entry,
    Event,
    EventRetracted,
    ResidentListed,
    ResidentMerged,
)
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.vocabulary import Origin
from wardtui.wire import (
    EVENT_BYTES,
    MalformedEvent,
    PushResult,
    content_hash,
    read_event,
    write_event,
)


class Offered(msgspec.Struct, frozen=True):
    """One event as a request brought it."""

    id: str
    raw: bytes


class Taker:
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
        self._histories = Histories(connection)
        self._ladder = Ladder(self._histories)

    def take(self, account: Account, offered: Sequence[Offered]) -> list[PushResult]:
        """One result an event, in the order in which they were offered."""
        read = [_read(one) for one in offered]
        wanted = {one.id for one in offered}
        wanted |= {
            event.body.event
            for event in read
            if event is not None and isinstance(event.body, EventRetracted)
        }
        self._look_up(wanted - self._stored.keys())
        about = {e.resident for e in read if e is not None and e.resident}
        about |= {e.body.into for e in read if e is not None and isinstance(e.body, ResidentMerged)}
        self._look_up_wards(about)
        self._people.look_up((e for e in read if e is not None), account.wards)
        self._ladder.look_up(e for e in read if e is not None)
        return [
            self._take_one(account, one, event) for one, event in zip(offered, read, strict=True)
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
            # Devices that come to the same decision make one event, each in its own bytes.
            is_same = stored_hash == sha256 or _is_by_rule(event)
            status = "duplicate" if is_same else "conflict"
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
        no = refusal(
            event,
            account,
            author,
            known_in,
            to_stranger=self._is_to_stranger(event, account),
        )
        no = no or self._refusal_by_the_fold(event, account)
        if no is not None:
            return PushResult(id=event.id, status="rejected", code=no[0], message=no[1])
        ward = self._ward_of(event, account)
        if event.resident is not None:
            self._know(event.resident, ward, event.type)
        # Which device comes to a decision first is chance: its officer has no more say in it.
        actor = NOBODY if event.origin is Origin.RULE else account.officer
        self._number(event, raw, sha256, ward, actor)
        seq = self._numbering.head
        for made in self._people.take(ward, seq, event):
            self._number_made(made, ward)
        return PushResult(id=event.id, status="accepted", seq=seq)

    def _refusal_by_the_fold(self, event: Event, account: Account) -> Refusal | None:
        """What the server's own fold of the case has against an event about its ladder."""
        ward = self._ward_of(event, account)
        if _is_by_rule(event):
            following = self._numbering.head + 1
            return None if self._ladder.has_effect(event, ward, following) else SUPERSEDED
        if event.type in ANSWERS:
            return refusal_of_answer(event, account, self._ladder.standing(event, ward))
        if event.type in HANDLED:
            return refusal_of_handling(event, account, self._ladder.owner_above(event, ward))
        if event.type == CaseAssigned.TYPE and not account.role.leads:
            return refusal_of_taking(event, self._ladder.owner_above(event, ward))
        return None

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
        self._histories.note(Entry(event, seq, WardCode(ward)))

    def write(self) -> int:
        """Write what was taken; the new head."""
        self._maker.write()
        self._people.write()
        self._histories.write()
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


def _is_by_rule(event: Event) -> bool:
    return event.origin is Origin.RULE and event.type in DECISIONS
