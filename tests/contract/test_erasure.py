"""Erasing: nothing is kept of somebody, on the server or a laptop, and all counts stay right."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from tests.builders import AN, DEVICE, MONDAY, WARD, CountingIds
from tests.conftest import PASSPHRASE
from tests.contract.test_same_person_on_the_server import (
    BINH,
    OTHER_WARD,
    Central,
    listed,
    merged,
    person,
    said,
)
from tests.contract.test_seats_on_the_server import booked, moved_up, opened
from tests.databases import Kind
from wardtui.central.accounts import Account, add_officer
from wardtui.central.database import open_engine
from wardtui.central.erasure import ErasedPerson, NobodyErased, erase
from wardtui.central.offered import read_offered
from wardtui.central.quarantine import keep_aside
from wardtui.central.stream import read_stream
from wardtui.central.tables import events, listed_people, quarantine, receipts
from wardtui.domain.erasure import ErasureReason, ResidentErased
from wardtui.domain.events import (
    ContactLogged,
    EnrolmentRecorded,
    Entry,
    Erased,
    Event,
    EventRetracted,
)
from wardtui.domain.fold import fold
from wardtui.domain.handoff_events import HandoffOffered
from wardtui.domain.ids import DeviceId, ResidentId
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import Channel, Need, Outcome, Role, Step
from wardtui.messages import Pull
from wardtui.services.forget import purge
from wardtui.services.ports import Unit
from wardtui.services.records import SyncState
from wardtui.services.report_daily import report_daily
from wardtui.services.taking_in import TakenIn, take_in
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.wire import blanked, content_hash, original_hash, read_event, write_event

ON_ONE_DATABASE = Kind.SQLITE

SECRET = "nhắn con gái của bà"
CALL = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER, note=SECRET)
REQUESTED = ErasureReason.REQUESTED
ERASED_AT = MONDAY + timedelta(days=10)


@pytest.fixture
def central(database: str) -> Iterator[Central]:
    made = Central(open_engine(database))
    yield made
    made.ingest.close()
    made.engine.dispose()


def erased(central: Central, resident: ResidentId) -> ErasedPerson:
    with central.writing() as connection:
        return erase(connection, resident, REQUESTED, ERASED_AT)


def page_of(central: Central, after: str = "", ward: str = WARD) -> Pull:
    account = Account(device="-", officer="-", name="-", role=Role.OFFICER, wards=(ward,))
    return read_stream(central.engine, account, after, 1000)


def stored(central: Central) -> bytes:
    """All that the database holds, as far as it could tell of somebody."""
    found = b""
    with central.engine.connect() as connection:
        for table in (events, quarantine, listed_people):
            rows = connection.execute(select(table)).all()
            found += repr([tuple(map(_plain, row)) for row in rows]).encode()
    return found


def _plain(value: object) -> object:
    return bytes(value).decode() if isinstance(value, bytes) and len(value) > 32 else value


def bodies_of(central: Central, resident: str) -> list[object]:
    return [one.body for one in central.stream() if one.resident == resident]


# A blanked event


def test_a_blanked_event_keeps_its_envelope_and_the_hash_of_what_it_was() -> None:
    event = said(CALL, person())
    raw = write_event(event)
    blank = blanked(raw)
    read = read_event(blank)
    assert SECRET.encode() not in blank
    assert msgspec.structs.replace(read, body=CALL) == event
    assert original_hash(read, blank) == content_hash(raw) == original_hash(event, raw)
    assert blanked(blank) == blank


@pytest.mark.parametrize(
    "body", [b'{"erased":"no hash"}', b'{"erased":"' + b"0" * 64 + b'","x":1}']
)
def test_what_only_looks_blank_is_kept_unread(body: bytes) -> None:
    raw = blanked(write_event(said(CALL, person())))
    before = raw[raw.index(b'{"erased"') : raw.index(b'"}', raw.index(b'{"erased"')) + 2]
    event = read_event(raw.replace(before, body))
    assert not isinstance(event.body, Erased)
    assert not isinstance(event.body, ContactLogged)


# On the server


def test_nothing_is_left_of_who_is_erased_and_of_whom_they_were_merged_with(
    central: Central,
) -> None:
    one, same, other = person(), person(), person()
    call, after = said(CALL, one), said(CALL, other)
    central.push(listed(one), listed(same), call, listed(other, BINH), after)
    assert central.merges() == [(same, one)]
    before = central.stream()
    done = erased(central, same)
    assert (done.resident, set(done.members), done.blanked) == (one, {one, same}, 4)
    for told in (AN.name, AN.personal_id, SECRET):
        assert stored(central).count(str(told).encode()) == (told == SECRET), "the other call's"
    then = central.stream()
    assert [event.id for event in then[: len(before)]] == [event.id for event in before]
    kinds = [type(body) for body in bodies_of(central, one)]
    assert kinds == [Erased, Erased, ResidentErased]
    assert bodies_of(central, other)[-1] == CALL
    assert set(fold_of(central)) == {other}


def fold_of(central: Central) -> dict[ResidentId, object]:
    numbered = [Entry(read_event(one.event), one.seq, WARD) for one in page_of(central).events]
    return dict(fold(numbered).cases)


def test_erasing_twice_changes_nothing(central: Central) -> None:
    one = person()
    central.push(listed(one))
    erased(central, one)
    before = central.stream()
    assert erased(central, one).blanked == 0
    assert central.stream() == before


def test_nobody_is_erased_who_is_not_known(central: Central) -> None:
    with pytest.raises(NobodyErased):
        erased(central, person())


def test_what_is_killed_in_between_has_erased_nothing(central: Central) -> None:
    one = person()
    central.push(listed(one), said(CALL, one))
    before = central.stream()
    with central.writing() as connection:
        erase(connection, one, REQUESTED, ERASED_AT)
        connection.get_transaction().rollback()
    assert central.stream() == before
    assert erased(central, one).blanked == 2


def test_who_was_split_off_again_is_kept(central: Central) -> None:
    one, other = person(), person()
    together = merged(one, other)
    central.push(listed(one), listed(other, BINH), together)
    central.push(said(EventRetracted(event=together.id), one))
    erased(central, one)
    assert set(fold_of(central)) == {other}


def test_what_comes_late_is_accepted_and_blanked(central: Central) -> None:
    one = person()
    central.push(listed(one))
    erased(central, one)
    late, again = said(CALL, one), listed(one)
    assert central.push(late, again) == ["accepted"] * 2
    assert central.push(late, again) == ["duplicate"] * 2, "also when it is offered again"
    assert SECRET.encode() not in stored(central)
    assert all(isinstance(body, Erased | ResidentErased) for body in bodies_of(central, one))
    with central.engine.connect() as connection:
        told = connection.scalars(select(receipts.c.status).where(receipts.c.event == late.id))
        assert told.all() == ["duplicate"]


def test_a_laptop_that_offers_a_blanked_event_again_is_told_that_it_is_there(
    central: Central,
) -> None:
    one = person()
    call = said(CALL, one)
    central.push(listed(one), call)
    erased(central, one)
    blank = read_offered(blanked(write_event(call)))
    account = Account(
        device=DEVICE, officer="an-officer", name="-", role=Role.OFFICER, wards=(WARD,)
    )
    results = central.ingest.submit(account, [blank]).result(timeout=30).results
    assert [result.status for result in results] == ["duplicate"]


def test_nobody_is_merged_into_who_was_erased(central: Central) -> None:
    one, other = person(), person()
    central.push(listed(one), listed(other, BINH))
    erased(central, one)
    assert central.push(merged(other, one)) == ["resident_erased"]
    assert set(fold_of(central)) == {other}


def test_a_new_list_that_names_them_begins_a_new_history(central: Central) -> None:
    one, again = person(), person()
    central.push(listed(one))
    erased(central, one)
    assert central.push(listed(again)) == ["accepted"]
    assert central.merges() == []
    assert set(fold_of(central)) == {again}


def test_only_the_server_erases_and_nothing_takes_it_back(central: Central) -> None:
    one = person()
    central.push(listed(one))
    body = ResidentErased(why=REQUESTED)
    assert central.push(said(body, one), role=Role.ADMIN) == ["made_by_server"]
    erased(central, one)
    [made] = [event for event in central.stream() if isinstance(event.body, ResidentErased)]
    central.push(said(EventRetracted(event=made.id), one), role=Role.ADMIN)
    assert fold_of(central) == {}


def test_their_seat_falls_free_for_whoever_waits(central: Central) -> None:
    session = opened(1)
    seated = booked(session)
    waiting = booked(session, waiting=True)
    central.push(session, listed(str(seated.resident)), seated, waiting)
    erased(central, ResidentId(str(seated.resident)))
    assert moved_up(central) == [waiting.id]
    assert central.push(booked(session)) == ["session_full"]


def test_another_ward_that_saw_an_offer_learns_of_it(central: Central) -> None:
    officer = Account(device="-", officer="-", name="-", role=Role.LEADER, wards=(OTHER_WARD,))
    with central.writing() as connection:
        add_officer(connection, "Mẫu", Role.OFFICER, [WARD, OTHER_WARD])
    one = person()
    offer = HandoffOffered(
        name=AN.name, phones=AN.phones, address="Số 9 phố Khác", needs=(Need.ID_CARD,)
    )
    sent = msgspec.structs.replace(said(offer, one, WARD), to_ward=OTHER_WARD)
    assert central.push(listed(one), sent) == ["accepted"] * 2
    erased(central, one)
    told = [read_event(n.event) for n in read_stream(central.engine, officer, "", 100).events]
    about = [event.body for event in told if event.resident == one]
    assert [type(body) for body in about] == [Erased, ResidentErased]


def test_what_a_revoked_laptop_offers_of_them_is_blanked_too(central: Central) -> None:
    one, other = person(), person()
    central.push(listed(one))
    account = Account(device=DEVICE, officer="-", name="-", role=Role.OFFICER, wards=(WARD,))
    offered = [said(CALL, one), said(CALL, other)]
    keep_aside(central.engine, account, [read_offered(write_event(e)) for e in offered])
    erased(central, one)
    with central.engine.connect() as connection:
        kept = {
            row.event: read_event(bytes(row.raw)) for row in connection.execute(select(quarantine))
        }
    assert isinstance(kept[offered[0].id].body, Erased)
    assert kept[offered[1].id].body == CALL


# On a laptop


def _text(value: object) -> str:
    return value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value)


class Laptop:
    """A vault that reads what the server has."""

    def __init__(self, home: Path) -> None:
        ids = CountingIds(1 << 50)
        create_vault(home, PASSPHRASE, ids)
        self.vault = OpenVault(home, unlock(home, PASSPHRASE))
        self.vault.start_writing("test", MONDAY)
        self.state = SyncState()

    def read(self, central: Central, ward: str = WARD) -> TakenIn:
        after = ",".join(f"{ward}:{seq}" for ward, seq in self.state.cursors.items())
        page = page_of(central, after, ward)
        taken = self.vault.write(lambda unit: take_in(unit, page, DeviceId("-"), self.state))
        self.state = taken.state
        return taken

    def names(self) -> list[str]:
        return self.vault.read(lambda unit: [one.resident.name for one in unit.cases.all()])

    def raws(self, resident: ResidentId) -> list[str]:
        return self.vault.read(lambda unit: [e.raw for e in unit.events.of_resident(resident)])

    def figures(self, day: int = 0) -> object:
        when = (MONDAY + timedelta(days=day)).date()
        return self.vault.read(lambda unit: report_daily(unit, when).report)

    def everything(self) -> str:
        """All that stands in any table, as text."""

        def work(unit: Unit) -> str:
            connection = unit.connection  # type: ignore[attr-defined]
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            rows = [
                row
                for (name,) in names.fetchall()
                for row in connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            ]
            return "\n".join(_text(value) for row in rows for value in row)

        return self.vault.read(work)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path / "laptop")
    yield made
    made.vault.close()


@pytest.fixture
def new_laptop(tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path / "new")
    yield made
    made.vault.close()


def captured(resident: ResidentId) -> Event:
    return said(EnrolmentRecorded(need=Need.ID_CARD, step=Step.CAPTURED), resident)


def test_a_laptop_keeps_nothing_of_them_and_all_figures(
    central: Central, laptop: Laptop, new_laptop: Laptop
) -> None:
    one, other = person(), person()
    need = msgspec.structs.replace(AN, needs=(Need.ID_CARD,))
    central.push(listed(one, need), said(CALL, one), captured(one), listed(other, BINH))
    laptop.read(central)
    before = [laptop.figures(), laptop.figures(10)]
    laptop.vault.write(lambda unit: unit.seal_worklist())
    assert {AN.name in laptop.everything(), search_fold(AN.name) in laptop.everything()} == {True}
    erased(central, one)
    assert one in laptop.read(central).touched
    assert laptop.names() == [BINH.name]
    for told in (AN.name, search_fold(AN.name), SECRET, AN.personal_id):
        assert str(told) not in laptop.everything()
    assert [laptop.figures(), laptop.figures(10)] == before
    new_laptop.read(central)
    assert [new_laptop.figures(), new_laptop.figures(10)] == before
    assert new_laptop.raws(one) == laptop.raws(one)


def test_whose_needs_were_unmet_counts_no_longer_from_that_day_on(
    central: Central, laptop: Laptop
) -> None:
    one = person()
    central.push(listed(one), said(CALL, one))
    laptop.read(central)
    before = laptop.figures()
    erased(central, one)
    laptop.read(central)
    assert laptop.figures() == before
    assert laptop.figures(10).total.eligible == 0  # type: ignore[attr-defined]


def test_somebody_whom_the_laptop_had_forgotten_leaves_no_mark(
    central: Central, laptop: Laptop
) -> None:
    one = person()
    need = msgspec.structs.replace(AN, needs=(Need.ID_CARD,))
    central.push(listed(one, need), captured(one))
    laptop.read(central)
    before = laptop.figures(2)
    assert purge(laptop.vault, MONDAY + timedelta(days=9), timedelta(1)).forgotten == 1
    erased(central, one)
    assert not laptop.read(central).again
    [left] = laptop.vault.read(lambda unit: list(unit.forgotten.all()))
    assert (left.id, left.erased, left.marks.number, left.marks.name) == (one, True, None, "")
    assert laptop.figures(2) == before


def test_late_events_do_not_bring_the_history_back(central: Central, laptop: Laptop) -> None:
    one = person()
    central.push(listed(one))
    erased(central, one)
    laptop.read(central)
    central.push(said(CALL, one), listed(one))
    assert not laptop.read(central).again
    assert laptop.names() == []


def test_a_laptop_of_another_ward_that_saw_an_offer_counts_nobody_of_it(
    central: Central, laptop: Laptop
) -> None:
    with central.writing() as connection:
        add_officer(connection, "Mẫu", Role.OFFICER, [WARD, OTHER_WARD])
    one = person()
    offer = HandoffOffered(name=AN.name, phones=AN.phones, address="Số 9", needs=(Need.ID_CARD,))
    sent = msgspec.structs.replace(said(offer, one, WARD), to_ward=OTHER_WARD)
    central.push(listed(one), sent)
    laptop.read(central, OTHER_WARD)
    assert AN.name in laptop.everything()
    erased(central, one)
    laptop.read(central, OTHER_WARD)
    assert AN.name not in laptop.everything()
    assert laptop.vault.read(lambda unit: unit.forgotten.count()) == 0
    both = page_of(central).events
    told = [e for n in both if (e := read_event(n.event)).type == ResidentErased.TYPE]
    assert [event.to_ward for event in told] == [None, OTHER_WARD]
