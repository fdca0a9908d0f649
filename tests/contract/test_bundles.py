"""Bundles: what is carried ends as what is sent, and nobody else can read, make or change one."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import select, update

from tests.carried import WARD, CarriedWard, Laptop
from wardtui.central import accounts, tables
from wardtui.central.bundles import (
    BundleForAnother,
    BundleOfRevoked,
    BundleOfUnknown,
    NotAnOutbox,
)
from wardtui.domain.errors import WardtuiError
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import WardCode
from wardtui.domain.vocabulary import Channel, Outcome, Role
from wardtui.messages import Outbox
from wardtui.remote.bundle import AnswerForAnother, NotAnAnswer
from wardtui.sealed import (
    MAGIC,
    BundleDamaged,
    BundleTooLarge,
    BundleTooNew,
    Header,
    Keys,
    KeyUnusable,
    Kind,
    NotABundle,
    key_name,
    open_sealed,
    read_header,
    seal,
)
from wardtui.services import bundles
from wardtui.services.bundles import BundleKeysMissing, write_outbox
from wardtui.services.ports import Unit
from wardtui.services.sync import NotPaired

CALL = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)


@pytest.fixture
def ward(tmp_path: Path, database: str) -> Iterator[CarriedWard]:
    made = CarriedWard(tmp_path, database)
    yield made
    made.close()


@pytest.fixture
def officer(ward: CarriedWard) -> Laptop:
    return ward.laptop()


def test_what_was_carried_there_and_back_is_as_if_it_was_sent(
    ward: CarriedWard, officer: Laptop
) -> None:
    leader = ward.laptop(Role.LEADER)
    an = leader.lists("Nguyễn Văn An")
    leader.syncs()
    officer.lists("Trần Thị Bình")
    done = officer.reads(ward.answers(officer.writes()))
    assert (done.pushed, done.pulled, done.pending, done.more) == (1, 1, 0, False)
    assert officer.holds() == ward.told()
    officer.says(an, CALL)
    officer.reads(ward.answers(officer.writes()))
    leader.syncs()
    assert leader.holds() == officer.holds() == ward.told()


def test_a_file_changes_nothing_where_it_was_made(officer: Laptop) -> None:
    officer.lists("Nguyễn Văn An")
    before = officer.everything()
    officer.writes()
    assert officer.everything() == before
    assert officer.waits() == 1


def test_the_same_twice_changes_nothing(ward: CarriedWard, officer: Laptop) -> None:
    officer.lists("Nguyễn Văn An")
    file = officer.writes()
    answer = ward.answers(file)
    told = ward.told()
    again = ward.answers(file)
    assert ward.told() == told
    officer.reads(answer)
    before = officer.everything()
    for one in (answer, again):
        assert officer.reads(one).is_old
        assert officer.everything() == before


def test_answers_may_come_in_any_order(ward: CarriedWard, officer: Laptop) -> None:
    officer.lists("Nguyễn Văn An")
    first = officer.writes()
    officer.lists("Trần Thị Bình")
    second = officer.writes()
    later, earlier = ward.answers(second), ward.answers(first)
    done = officer.reads(later)
    assert (done.pushed, done.pending) == (2, 0)
    before = officer.everything()
    assert officer.reads(earlier).is_old
    assert officer.everything() == before
    assert officer.holds() == ward.told()


def test_an_answer_that_a_sync_has_overtaken_changes_nothing(
    ward: CarriedWard, officer: Laptop
) -> None:
    leader = ward.laptop(Role.LEADER)
    officer.lists("Nguyễn Văn An")
    answer = ward.answers(officer.writes())
    leader.lists("Trần Thị Bình")
    leader.syncs()
    officer.syncs()
    before = officer.everything()
    assert officer.reads(answer).is_old
    assert officer.everything() == before


def test_what_the_server_does_not_take_needs_attention_as_after_a_sync(
    ward: CarriedWard, officer: Laptop
) -> None:
    officer.lists("Nguyễn Văn An")
    with ward.writing() as connection:
        accounts.change_officer(connection, officer.officer, None, ["PHUONG-KHAC"])
    done = officer.reads(ward.answers(officer.writes()))
    assert (done.rejected, done.pending) == (1, 0)
    pairing = officer.vault.read(lambda unit: unit.state.pairing)
    assert pairing is not None
    assert pairing.wards == ("PHUONG-KHAC",)


def test_news_that_one_answer_cannot_hold_comes_with_the_next(
    ward: CarriedWard, officer: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = ward.laptop(Role.LEADER)
    for number in range(12):
        leader.lists(f"Nguyễn Văn {number}")
    leader.syncs()
    monkeypatch.setattr("wardtui.central.bundles.PAGE_EVENTS", 3)
    monkeypatch.setattr("wardtui.central.bundles._ANSWER_BYTES", 8_000)
    rounds = 0
    more = True
    while more:
        more = officer.reads(ward.answers(officer.writes())).more
        rounds += 1
    assert rounds > 1
    assert officer.holds() == ward.told()


def test_what_finds_no_room_waits_for_the_next_file(
    ward: CarriedWard, officer: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        officer.lists(f"Nguyễn Văn {number}")
    monkeypatch.setattr(bundles, "EVENT_BYTES_ALLOWED", 2_500)
    written = write_outbox(officer.vault)
    assert 0 < len(written.outbox.events) < 6
    assert written.left == 6 - len(written.outbox.events)
    while officer.waits():
        officer.reads(ward.answers(officer.writes()))
    assert officer.holds() == ward.told()


def test_a_page_at_a_time_is_taken_in_and_one_that_was_cut_off_is_taken_in_anew(
    ward: CarriedWard, officer: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = ward.laptop(Role.LEADER)
    for number in range(7):
        leader.lists(f"Nguyễn Văn {number}")
    leader.syncs()
    answer = ward.answers(officer.writes())
    monkeypatch.setattr(bundles, "PULL_EVENTS", 2)

    class PowerCut(Exception):
        """It ends here."""

    real: Callable[..., object] = vars(bundles)["take_in"]
    taken = []

    def cut(*arguments: object) -> object:
        taken.append(1)
        if len(taken) == 3:
            raise PowerCut
        return real(*arguments)

    monkeypatch.setattr(bundles, "take_in", cut)
    with pytest.raises(PowerCut):
        officer.reads(answer)
    assert 0 < len(officer.holds()) < len(ward.told())
    assert not officer.reads(answer).is_old
    assert officer.holds() == ward.told()


def test_news_behind_what_has_to_be_read_anew_is_kept_and_nothing_before_it_is_passed_over(
    ward: CarriedWard, officer: Laptop
) -> None:
    leader = ward.laptop(Role.LEADER)
    leader.lists("Nguyễn Văn An")
    leader.syncs()
    officer.syncs()
    file = officer.writes()
    leader.lists("Trần Thị Bình")
    leader.syncs()

    def read_from_the_start(unit: Unit) -> None:
        unit.state.sync = msgspec.structs.replace(unit.state.sync, cursors={})

    officer.vault.write(read_from_the_start)
    done = officer.reads(ward.answers(file))
    assert (done.pulled, done.more) == (1, True)
    assert officer.vault.read(lambda unit: unit.state.sync.cursors.get(WARD, 0)) == 0
    assert not officer.reads(ward.answers(officer.writes())).more
    assert officer.holds() == ward.told()


def test_a_server_that_was_restored_is_known_by_its_answer(
    ward: CarriedWard, officer: Laptop
) -> None:
    officer.lists("Nguyễn Văn An")
    old_answer = ward.answers(officer.writes())
    officer.syncs()
    with ward.writing() as connection:
        connection.execute(tables.events.delete().where(tables.events.c.type == "resident.listed"))
        connection.execute(tables.receipts.delete())
        connection.execute(update(tables.server).values(epoch=str(uuid4())))
    officer.reads(ward.answers(officer.writes()))
    assert officer.waits() == 1
    officer.reads(ward.answers(officer.writes()))
    assert (officer.holds(), officer.waits()) == (ward.told(), 0)
    before = officer.everything()
    assert officer.reads(old_answer).is_old
    assert officer.everything() == before


def test_what_a_revoked_laptop_brings_is_kept_aside_and_it_is_told_nothing(
    ward: CarriedWard, officer: Laptop
) -> None:
    officer.lists("Nguyễn Văn An")
    file = officer.writes()
    told = ward.told()
    with ward.writing() as connection:
        connection.execute(update(tables.devices).values(revoked_at=datetime.now(UTC)))
    for _ in range(2):
        with pytest.raises(BundleOfRevoked):
            ward.answers(file)
    with ward.engine.connect() as connection:
        aside = connection.execute(select(tables.quarantine.c.device)).all()
    assert len(aside) == 1
    assert ward.told() == told


def test_a_laptop_whose_pairing_knows_no_keys_has_to_reach_the_server_once(
    officer: Laptop,
) -> None:
    officer.vault.write(lambda unit: setattr(unit.state, "bundle_keys", None))
    with pytest.raises(BundleKeysMissing):
        officer.writes()
    officer.syncs()
    assert officer.writes()


def test_a_server_restored_from_before_it_knew_the_keys_is_told_them_again(
    ward: CarriedWard, officer: Laptop
) -> None:
    officer.syncs()
    with ward.writing() as connection:
        connection.execute(update(tables.devices).values(public_key=None))
        connection.execute(update(tables.server).values(epoch=str(uuid4())))
    officer.syncs()
    officer.lists("Nguyễn Văn An")
    assert officer.reads(ward.answers(officer.writes())).pushed == 1


def test_pairing_again_is_enough_as_well(ward: CarriedWard, officer: Laptop) -> None:
    officer.vault.write(lambda unit: setattr(unit.state, "bundle_keys", None))
    officer.pair()
    officer.lists("Nguyễn Văn An")
    assert officer.reads(ward.answers(officer.writes())).pushed == 1


def test_without_a_pairing_there_is_nobody_to_write_to(officer: Laptop) -> None:
    officer.vault.write(lambda unit: setattr(unit.state, "pairing", None))
    with pytest.raises(NotPaired):
        officer.writes()


@pytest.fixture
def answer(ward: CarriedWard, officer: Laptop) -> bytes:
    officer.lists("Nguyễn Văn An")
    return ward.answers(officer.writes())


def refuses(officer: Laptop, file: bytes) -> str:
    """By which error a file is refused, with nothing changed."""
    before = officer.everything()
    with pytest.raises(WardtuiError) as error:
        officer.reads(file)
    assert officer.everything() == before
    return error.value.code


def test_an_answer_to_another_device_is_refused(
    ward: CarriedWard, officer: Laptop, answer: bytes
) -> None:
    assert refuses(ward.laptop(), answer) == AnswerForAnother.CODE


def test_an_answer_that_was_cut_or_changed_anywhere_is_refused(
    officer: Laptop, answer: bytes
) -> None:
    damaged = {BundleDamaged.CODE, NotABundle.CODE, BundleTooNew.CODE, AnswerForAnother.CODE}
    damaged.add(NotAnAnswer.CODE)
    for at in range(0, len(answer), 7):
        assert refuses(officer, answer[:at]) in damaged
        changed = bytes([answer[at] ^ 4])
        assert refuses(officer, answer[:at] + changed + answer[at + 1 :]) in damaged
    assert refuses(officer, answer + b"\0") == BundleDamaged.CODE


def test_an_answer_that_somebody_else_has_made_is_refused(officer: Laptop, answer: bytes) -> None:
    keys = officer.vault.read(lambda unit: unit.state.bundle_keys)
    assert keys is not None
    forged = seal(read_header(answer), b"{}", to=Keys(keys.private).public, by=Keys.new())
    assert refuses(officer, forged) == BundleDamaged.CODE


def test_what_is_no_answer_is_told_by_its_name(
    ward: CarriedWard, officer: Laptop, answer: bytes
) -> None:
    outbox = officer.writes()
    assert refuses(officer, outbox) == NotAnAnswer.CODE
    assert refuses(officer, b"%PDF-1.7") == refuses(officer, b"") == NotABundle.CODE
    newer = MAGIC + b"\x02" + answer[len(MAGIC) + 1 :]
    assert refuses(officer, newer) == BundleTooNew.CODE
    with pytest.raises(NotAnOutbox):
        ward.answers(answer)


def test_the_server_takes_a_bundle_only_from_whom_it_knows(
    ward: CarriedWard, officer: Laptop
) -> None:
    officer.lists("Nguyễn Văn An")
    file = officer.writes()
    header = read_header(file)
    with ward.writing() as connection:
        connection.execute(update(tables.devices).values(public_key=Keys.new().public))
    told = ward.told()
    with pytest.raises(BundleDamaged):
        ward.answers(file)
    for keys in (None, "no key"):
        with ward.writing() as connection:
            connection.execute(update(tables.devices).values(public_key=keys))
        with pytest.raises(BundleOfUnknown):
            ward.answers(file)
    elsewhere = msgspec.structs.replace(header, server=key_name(Keys.new().public))
    with pytest.raises(BundleForAnother):
        ward.answers(seal(elsewhere, b"{}", to=Keys.new().public, by=Keys.new()))
    assert ward.told() == told


def test_the_server_refuses_what_a_known_device_has_signed_and_is_no_outbox(
    ward: CarriedWard, officer: Laptop
) -> None:
    written = write_outbox(officer.vault)
    keys = Keys(written.keys.private)
    server = written.keys.server or ""
    header = Header(kind=Kind.OUTBOX, device=written.device.id, server=key_name(server))
    without_id = msgspec.structs.replace(written.outbox, events=(msgspec.Raw(b"{}"),))
    for content in (b"", b"{}", msgspec.json.encode(without_id)):
        with pytest.raises(BundleDamaged):
            ward.answers(seal(header, content, to=server, by=keys))


def test_nobody_but_the_server_can_read_what_is_carried(officer: Laptop) -> None:
    officer.lists("Nguyễn Văn An")
    file = officer.writes()
    written = write_outbox(officer.vault)
    for secret in ("Nguyễn".encode(), WARD.encode(), officer.officer.encode()):
        assert secret not in file
    with pytest.raises(BundleDamaged):
        open_sealed(file, by=Keys(written.keys.private).public, keys=Keys.new())


def test_a_content_belongs_to_its_header() -> None:
    device, server = Keys.new(), Keys.new()
    header = Header(kind=Kind.OUTBOX, device=str(uuid4()), server=key_name(server.public))
    file = seal(header, b"content", to=server.public, by=device)
    assert open_sealed(file, by=device.public, keys=server) == b"content"
    thief = Keys.new()
    stolen = file.replace(header.device.encode(), str(uuid4()).encode())[:-64]
    with pytest.raises(BundleDamaged):
        open_sealed(stolen + thief.sign(stolen), by=thief.public, keys=server)


def test_too_much_for_a_file_is_refused_before_and_after(monkeypatch: pytest.MonkeyPatch) -> None:
    device, server = Keys.new(), Keys.new()
    header = Header(kind=Kind.OUTBOX, device=str(uuid4()), server=key_name(server.public))
    bomb = seal(header, bytes(2**20), to=server.public, by=device)
    assert len(bomb) < 2**12
    monkeypatch.setattr("wardtui.sealed.CONTENT_BYTES", 2**20 - 1)
    with pytest.raises(BundleDamaged):
        open_sealed(bomb, by=device.public, keys=server)
    with pytest.raises(BundleTooLarge):
        seal(header, bytes(2**20), to=server.public, by=device)
    monkeypatch.setattr("wardtui.sealed.FILE_BYTES", len(bomb) - 1)
    with pytest.raises(BundleTooLarge):
        read_header(bomb)


@pytest.mark.parametrize("text", ["", "AAAA", "=" * 88, "A" * 88, "ổ"])
def test_a_text_that_is_no_key_is_none(text: str) -> None:
    header = Header(kind=Kind.OUTBOX, device=str(uuid4()), server="")
    with pytest.raises(KeyUnusable):
        seal(header, b"", to=text, by=Keys.new())


def test_an_outbox_says_how_far_the_device_is(ward: CarriedWard, officer: Laptop) -> None:
    officer.lists("Nguyễn Văn An")
    officer.syncs()
    officer.lists("Trần Thị Bình")
    said: Outbox = write_outbox(officer.vault).outbox
    assert (said.epoch, said.after) == (ward.standing.epoch, {WardCode(WARD): ward.standing.head})
    assert (said.recorded, len(said.events)) == (2, 1)
