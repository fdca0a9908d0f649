"""Who stands on several lists: what the server adds when it numbers one, and who may say so."""

import itertools
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, Engine, delete, event, insert, select

from tests.builders import AN, DEVICE, MONDAY, WARD, CountingIds
from tests.databases import Kind
from wardtui.central import past_lists
from wardtui.central.accounts import Account
from wardtui.central.database import open_engine, prepare, writing
from wardtui.central.ingest import Ingest
from wardtui.central.offered import read_offered
from wardtui.central.stream import read_stream
from wardtui.central.tables import events, listed_people, server
from wardtui.domain.events import (
    Body,
    Event,
    EventRetracted,
    ResidentFlagged,
    ResidentListed,
    ResidentMerged,
)
from wardtui.domain.ids import ActionId, EventId, ResidentId, WardCode, rule_made_id
from wardtui.domain.resident import NAME_LIMIT
from wardtui.domain.vocabulary import Flag, MergeReason, Origin, Role
from wardtui.wire import content_hash, read_event, write_event

_ids = CountingIds(1 << 58)
_numbers = itertools.count(1)
OTHER_WARD = WardCode("PHUONG-KHAC")
BINH = msgspec.structs.replace(AN, name="Trần Văn Bình", personal_id="000085000999")


class Central:
    """A server's database with its queue, spoken to without a socket."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        prepare(engine)
        self.ingest = Ingest(engine)

    def push(self, *offered: Event, role: Role = Role.OFFICER, wards: str = WARD) -> list[str]:
        """What became of the events: their status, or the code with which they were rejected."""
        account = Account(
            device=DEVICE, officer="an-officer", name="Mẫu", role=role, wards=tuple(wards.split())
        )
        batch = [read_offered(write_event(one)) for one in offered]
        results = self.ingest.submit(account, batch).result(timeout=30).results
        return [one.code or one.status for one in results]

    def stream(self, ward: str = WARD) -> list[Event]:
        account = Account(device="-", officer="-", name="-", role=Role.OFFICER, wards=(ward,))
        page = read_stream(self.engine, account, "", 1000)
        return [read_event(one.event) for one in page.events]

    def merges(self, ward: str = WARD) -> list[tuple[str, str]]:
        bodies = [one.body for one in self.stream(ward)]
        return [(one.from_, one.into) for one in bodies if isinstance(one, ResidentMerged)]

    def writing(self) -> AbstractContextManager[Connection]:
        return writing(self.engine)


@pytest.fixture
def central(database: str) -> Iterator[Central]:
    made = Central(open_engine(database))
    yield made
    made.ingest.close()
    made.engine.dispose()


def person() -> ResidentId:
    return ResidentId(_ids.new())


def said(body: Body, about: str, ward: str | None = None, identifier: str = "") -> Event:
    return Event(
        id=EventId(identifier or _ids.new()),
        type=body.TYPE,
        action=ActionId(_ids.new()),
        origin=Origin.PERSON,
        ward=WardCode(ward) if ward else None,
        resident=ResidentId(about),
        actor=None,
        device=DEVICE,
        device_seq=next(_numbers),
        occurred_at=MONDAY,
        recorded_at=MONDAY,
        clock_offset=None,
        v=1,
        body=body,
    )


def listed(about: str, record: Any = AN, ward: str | None = None) -> Event:
    return said(ResidentListed(resident=record), about, ward)


def merged(one: ResidentId, into: ResidentId, ward: str | None = None) -> Event:
    return said(ResidentMerged(from_=one, into=into, why=MergeReason.DECIDED), one, ward)


# A database of the version before


def test_lists_of_the_version_before_are_found_by_later_ones(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past_lists, "_PAGE", 2)
    first, second, corrected, later, again = (person() for _ in range(5))
    wrong = msgspec.structs.replace(BINH, personal_id="000085000111")
    central.push(listed(first), listed(corrected, wrong), listed(corrected, BINH))
    with central.writing() as connection:
        connection.execute(delete(listed_people))
        number_unindexed(connection, listed(second))

    prepare(central.engine)

    assert central.merges() == []  # nothing is said of the past
    central.push(listed(later), listed(again, BINH))
    assert central.merges() == [(later, first), (again, corrected)]
    central.push(listed(second))
    assert central.merges()[2:] == [(second, first)]


def number_unindexed(connection: Connection, one: Event, ward: str = WARD) -> None:
    """Store a list as a server without an index did."""
    raw = write_event(one)
    connection.execute(server.update().values(head=server.c.head + 1))
    connection.execute(
        insert(events).values(
            seq=connection.scalar(select(server.c.head)),
            id=one.id,
            type=one.type,
            ward=ward,
            resident=one.resident,
            actor="an-officer",
            device=one.device,
            device_seq=one.device_seq,
            received_at=MONDAY,
            sha256=content_hash(raw),
            raw=raw,
        )
    )


def test_a_stored_list_that_cannot_be_read_does_not_keep_the_server_from_starting(
    central: Central,
) -> None:
    earlier = person()
    with central.writing() as connection:
        number_unindexed(connection, listed(person(), BINH))
        connection.execute(events.update().values(raw=b"{}"))
        number_unindexed(connection, listed(earlier))
    prepare(central.engine)
    with central.engine.connect() as connection:
        indexed = connection.execute(select(listed_people.c.resident, listed_people.c.seq)).all()
    assert indexed == [(earlier, 2)]


def test_an_index_in_use_stays_as_it_is(central: Central) -> None:
    one, other = person(), person()
    central.push(listed(one), listed(other))
    with central.engine.connect() as connection:
        before = connection.execute(select(listed_people)).all()
    prepare(central.engine)
    with central.engine.connect() as connection:
        assert connection.execute(select(listed_people)).all() == before


# The index


@pytest.mark.parametrize("database", [Kind.SQLITE], indirect=True)
def test_no_list_makes_the_server_read_the_whole_index(central: Central) -> None:
    """PostgreSQL reads so few rows as are there at once; its plan would say nothing."""
    asked: list[tuple[str, Any]] = []
    central.push(listed(person()))

    @event.listens_for(central.engine, "before_cursor_execute")
    def listen(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if "FROM listed_people" in statement:
            asked.append((statement, values))

    central.push(listed(person()), listed(person(), BINH), wards=f"{WARD} {OTHER_WARD}")
    event.remove(central.engine, "before_cursor_execute", listen)
    plans = []
    with central.engine.connect() as connection:
        for statement, values in asked:
            values = values[0] if isinstance(values, list) else values
            plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, values)
            plans += [row.detail for row in plan]
    assert plans
    assert not [step for step in plans if "SCAN listed_people" in step]
    for index in ("by_number (ward=? AND number=?)", "by_door (ward=? AND door=?)"):
        assert [step for step in plans if index in step]


@pytest.mark.parametrize(
    "name", ["ﷺ" * NAME_LIMIT, "Trần\0Văn Bình"], ids=["longer when folded", "with a NUL"]
)
def test_a_name_is_kept_as_a_hash_however_long_its_folded_form(central: Central, name: str) -> None:
    record = msgspec.structs.replace(AN, name=name)
    one, other = person(), person()
    central.push(listed(one, record), listed(other, record))
    assert central.merges() == [(other, one)]
    with central.engine.connect() as connection:
        names = connection.scalars(select(listed_people.c.name)).all()
    assert {len(kept) for kept in names} == {64}


# Whose residents


def test_nobody_lists_or_merges_a_resident_of_another_ward(central: Central) -> None:
    ours, theirs = person(), person()
    central.push(listed(theirs))
    central.push(listed(ours, BINH), wards=OTHER_WARD)
    offered = [
        event_of(one, other, ward)
        for ward in (OTHER_WARD, None)
        for event_of, one, other in (
            (merged, ours, theirs),
            (merged, theirs, ours),
            (lambda one, _, ward: listed(one, BINH, ward), theirs, ours),
        )
    ]
    assert central.push(*offered, wards=OTHER_WARD) == ["wrong_ward"] * 6
    assert central.push(*offered[:3], wards=f"{WARD} {OTHER_WARD}") == ["accepted"] * 3


def test_an_event_about_a_resident_of_others_opens_no_way_to_list_them(central: Central) -> None:
    theirs = person()
    central.push(listed(theirs))
    stray = said(EventRetracted(event=EventId(_ids.new())), theirs)
    assert central.push(stray, listed(theirs, BINH), wards=OTHER_WARD) == ["accepted", "wrong_ward"]


def test_a_resident_on_the_lists_of_two_wards_may_be_listed_by_the_officers_of_either(
    central: Central,
) -> None:
    both, later = person(), person()
    central.push(listed(both))
    moved = listed(both, ward=OTHER_WARD)
    assert central.push(moved, wards=f"{WARD} {OTHER_WARD}") == ["accepted"]
    assert central.push(listed(both), listed(later), wards=OTHER_WARD) == ["accepted"] * 2
    assert central.merges(OTHER_WARD) == [(later, both)]
    assert central.push(listed(both)) == ["accepted"]
    assert central.stream()[-1].resident == both


# What rules make


def test_a_merge_cannot_be_taken_back_before_it_is_made(central: Central) -> None:
    one, other = person(), person()
    central.push(listed(one))
    merge = EventId(rule_made_id(other, MergeReason.SAME_NUMBER, one))
    retracted = [said(EventRetracted(event=merge), other) for _ in range(2)]
    assert central.push(retracted[0], listed(other), retracted[1]) == [
        "not_your_event",
        "accepted",
        "not_your_event",
    ]
    assert central.merges() == [(other, one)]
    by_leader = said(EventRetracted(event=merge), other)
    assert central.push(by_leader, role=Role.LEADER) == ["accepted"]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("origin", list(Origin))
def test_nobody_takes_the_id_of_a_merge_to_come(
    central: Central, role: Role, origin: Origin
) -> None:
    one, other = person(), person()
    central.push(listed(one))
    taken = said(
        EventRetracted(event=EventId(_ids.new())),
        other,
        identifier=rule_made_id(other, MergeReason.SAME_NUMBER, one),
    )
    taken = msgspec.structs.replace(taken, origin=origin)
    assert central.push(taken, listed(other), role=role) == ["reserved_id", "accepted"]
    assert central.merges() == [(other, one)]


def test_what_a_rule_makes_stands_right_behind_the_list_that_led_to_it(central: Central) -> None:
    unnumbered = msgspec.structs.replace(BINH, personal_id=None)
    people = [person() for _ in range(5)]
    records = [AN, AN, BINH, unnumbered, AN]
    central.push(*map(listed, people, records))
    kinds = [(one.type, one.resident) for one in central.stream()]
    merge, flag = ResidentMerged.TYPE, "resident.flagged"
    assert kinds == [
        (ResidentListed.TYPE, people[0]),
        (ResidentListed.TYPE, people[1]),
        (merge, people[1]),
        (ResidentListed.TYPE, people[2]),
        (ResidentListed.TYPE, people[3]),
        (flag, people[3]),
        (flag, people[2]),
        (ResidentListed.TYPE, people[4]),
        (merge, people[4]),
    ]
    made = [one for one in central.stream() if one.origin is Origin.RULE]
    assert [one.device_seq for one in made] == [1, 2, 3, 4]
    assert len({one.device for one in made} - {DEVICE}) == 1
    assert made[1].id == rule_made_id(people[3], Flag.POSSIBLE_DUPLICATE, people[2])


def test_an_id_that_comes_with_two_contents_hides_nobody_who_may_be_the_same(
    central: Central,
) -> None:
    nameless = msgspec.structs.replace(AN, personal_id=None)
    central.push(listed(person(), nameless))
    again, other = listed(person(), nameless), listed(person(), BINH)
    other = msgspec.structs.replace(other, id=again.id)
    assert central.push(again, other) == ["accepted", "conflict"]
    flagged = [one for one in central.stream() if isinstance(one.body, ResidentFlagged)]
    assert len(flagged) == 2
