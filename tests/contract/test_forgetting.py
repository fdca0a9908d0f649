"""Forgetting: who may be forgotten, what stays right without them, and that nothing is left."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.builders import MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.contract.test_sync import PAIRING, Scripted, run
from wardtui.domain.case import Case
from wardtui.domain.errors import NetworkFailed
from wardtui.domain.events import Body, ContactLogged, EnrolmentRecorded
from wardtui.domain.figures import DailyReport, HomeService
from wardtui.domain.first_lines import FirstLines
from wardtui.domain.ids import ResidentId
from wardtui.domain.roster.grid import Sheet
from wardtui.domain.vocabulary import Channel, Need, Outcome, Status, Step
from wardtui.domain.worklist_index import AreaCount
from wardtui.messages import Pull, PushResult
from wardtui.services import forget
from wardtui.services.forget import Purged, purge
from wardtui.services.import_roster import Imported, import_roster, plan_roster
from wardtui.services.ports import Priority, Tools, Unit
from wardtui.services.rebuild import rebuild
from wardtui.services.recording import Draft, record
from wardtui.services.report_daily import report_daily
from wardtui.services.undo import undo
from wardtui.services.verify import verify
from wardtui.store.files import DATABASE, WAL
from wardtui.store.key_slots import Cost
from wardtui.store.making import create_vault
from wardtui.store.sqlcipher import connect
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

RETENTION = timedelta(days=30)
LATER = MONDAY + timedelta(days=36)
DAYS = [MONDAY.date() + timedelta(days=n) for n in range(40)]
WORDS = {"Một": "mot", "Hai": "hai", "Ba": "ba", "Bốn": "bon", "Năm": "nam", "Sáu": "sau"}
HEAD = (
    "Họ và tên", "Ngày sinh", "Giới tính", "Số ĐDCN", "Số điện thoại", "Tổ dân phố",
    "Nơi thường trú", "Ghi chú", "Chưa có thẻ căn cước", "Chưa kích hoạt VNeID",
)  # fmt: skip
SALT_BYTES, PAGE_BYTES, RESERVED, IV_BYTES = 16, 4096, 80, 16
"""SQLCipher 4: behind each page stand its initialisation vector and its HMAC-SHA-512."""

AT_HOME = Outcome.HOME_VISIT_REQUESTED
CAPTURED = EnrolmentRecorded(need=Need.ID_CARD, step=Step.CAPTURED)


class Server(Scripted):
    """Takes what is sent, over a line that may be gone before anything is read."""

    is_cut = False

    def pull(self, after: dict[str, int], limit: int) -> Pull:
        if self.is_cut:
            raise NetworkFailed("server_unreachable", server="-")
        return super().pull(after, limit)


class Person:
    """Somebody invented, with all that a list tells and what was written down."""

    def __init__(self, number: int) -> None:
        first, second = (list(WORDS)[n] for n in divmod(number, len(WORDS)))
        self.name = f"Nguyễn {first} {second} Mẫu"
        self.row = (
            self.name, "03/02/1985", "Nam", f"000085000{number:03}", f"0570000{number:03}",
            f"Tổ {number % 2 + 1}", f"Số {number:03} phố Mẫu Đơn", f"ghi {number:03} của tổ", "x",
        )  # fmt: skip
        self.with_further_need = (*self.row, "x")
        self.said = f"nhắn {number:03} cho con gái"
        folded = f"nguyen {WORDS[first]} {WORDS[second]} mau"
        personal = [folded, f"+84{self.row[4][1:]}", self.said, self.name, *self.row[3:5]]
        self.personal = [text.encode() for text in (*personal, *self.row[6:8])]
        """What must not be found any more, as it is stored and as it is searched."""


class Officer:
    """An officer with the people of a list, of whom the first were done five weeks ago."""

    def __init__(self, home: Path, people: int = 8, done: int = 3) -> None:
        self.home, self.clock, self.server = home, SetClock(MONDAY), Server()
        self.tools = Tools(self.clock, CountingIds())
        create_vault(home, PASSPHRASE, self.tools.ids, lambda: Cost(memory_kib=8, iterations=1))
        self.key = unlock(home, PASSPHRASE)
        self.open()
        self.vault.write(lambda unit: setattr(unit.state, "pairing", PAIRING))
        self.people = [Person(number) for number in range(people)]
        self.done, self.others = self.people[:done], self.people[done:]
        self.bring_in(*(person.row for person in self.people))
        self.ids = {case.resident.name: case.id for case in self.cases()}
        for number, person in enumerate(self.people):
            self.clock.forward(hours=number % 7)
            said = ContactLogged(channel=Channel.CALL, outcome=AT_HOME, note=person.said)
            self.tell(person, said, *([CAPTURED] if person in self.done else []))
        self.sync()
        self.clock.moment = LATER

    def open(self) -> None:
        self.vault = OpenVault(self.home, self.key)
        self.vault.start_writing("test", MONDAY)

    def bring_in(self, *rows: tuple[str, ...]) -> Imported:
        def work(unit: Unit) -> Imported:
            plan = plan_roster(unit, [Sheet("Danh sách", (HEAD, *rows))], MONDAY.date())
            return import_roster(unit, plan, None, self.tools)

        return self.vault.write(work)

    def cases(self) -> list[Case]:
        return self.vault.read(lambda unit: list(unit.cases.all()))

    def case(self, person: Person) -> Case | None:
        return self.vault.read(lambda unit: unit.cases.get(self.ids[person.name]))

    def tell(self, person: Person, *bodies: Body) -> None:
        drafts = [Draft(resident=self.ids[person.name], body=body) for body in bodies]
        self.vault.write(lambda unit: record(unit, drafts, self.tools))

    def sync(self) -> None:
        run(self.vault, self.server, self.tools)

    def purge(self) -> Purged:
        return purge(self.vault, self.clock.now(), RETENTION)

    def reports(self) -> dict[date, DailyReport]:
        return {day: self.vault.read(partial(report_daily, day=day)).report for day in DAYS}

    def areas(self) -> list[AreaCount]:
        return self.vault.read(lambda unit: unit.worklist().areas())


@pytest.fixture
def officer(tmp_path: Path) -> Iterator[Officer]:
    made = Officer(tmp_path / "vault")
    yield made
    made.vault.close()


def test_nobody_is_forgotten_before_the_retention_is_over(officer: Officer) -> None:
    over = sorted(case.done_at + RETENTION for case in officer.cases() if case.done_at is not None)
    moments = [over[0] - timedelta(seconds=1), over[1], over[2], over[2] + timedelta(days=999)]
    for forgotten, officer.clock.moment in zip((0, 2, 1, 0), moments, strict=True):
        assert officer.purge() == Purged(forgotten, 0)
    assert [case.resident.name for case in officer.cases()] == [one.name for one in officer.others]


def test_nobody_is_forgotten_of_whom_the_server_has_not_everything(officer: Officer) -> None:
    unsent, unread, rejected = officer.done
    no = PushResult(id="-", status="rejected", code="wrong_ward")
    officer.server.is_cut = True
    for person, status in ((unread, None), (rejected, lambda _: no)):
        officer.tell(person, CAPTURED)
        officer.server.status = status
        with pytest.raises(NetworkFailed):
            officer.sync()
    officer.tell(unsent, CAPTURED)
    assert officer.vault.read(lambda unit: unit.events.count_rejected()) == 1
    assert officer.purge() == Purged(0, 3)
    assert all(officer.case(person) for person in officer.people)
    officer.server.is_cut, officer.server.status = False, None
    officer.sync()
    assert officer.purge() == Purged(2, 1)
    assert officer.case(rejected) is not None


def test_figures_and_counts_are_the_same_before_and_after(officer: Officer) -> None:
    reports, areas = officer.reports(), officer.areas()
    assert reports[LATER.date()].total.done_total == 3
    assert reports[LATER.date()].total.home_service == HomeService(8, 3)
    assert officer.purge() == Purged(3, 0)
    assert (officer.areas(), officer.reports()) == (areas, reports)
    assert officer.vault.read(verify).problems == ()
    officer.vault.write(lambda unit: unit.seal_worklist())
    first = officer.vault.read(lambda unit: unit.first_lines())
    assert isinstance(first, FirstLines)
    assert (first.areas(), officer.areas(), officer.reports()) == (areas, areas, reports)


def test_rebuilding_gives_the_same_bytes_also_without_the_forgotten(officer: Officer) -> None:
    officer.purge()
    officer.bring_in(officer.done[0].with_further_need)
    officer.vault.write(lambda unit: unit.seal_worklist())
    before = officer.areas(), officer.vault.read(kept)
    for _ in range(2):
        assert officer.vault.write(rebuild).differed == 0
        assert (officer.areas(), officer.vault.read(kept)) == before


def kept(unit: Unit) -> list[list[tuple[object, ...]]]:
    connection = unit.connection  # type: ignore[attr-defined]
    cases = unit.cases._table._table()  # type: ignore[attr-defined]
    wanted = (f"SELECT doc FROM {cases} ORDER BY doc", "SELECT * FROM wardtui_sealed")  # noqa: S608
    return [connection.execute(one).fetchall() for one in wanted]


def test_the_same_list_again_changes_nothing(officer: Officer) -> None:
    officer.purge()
    again = officer.bring_in(*(person.row for person in officer.people))
    assert (again.plan.unchanged, again.plan.rows, again.saved) == (8, 8, None)


def test_a_further_need_brings_somebody_back_with_what_was_done(officer: Officer) -> None:
    person, areas, reports = officer.done[1], officer.areas(), officer.reports()
    officer.purge()
    officer.vault.write(lambda unit: unit.seal_worklist())
    back = officer.bring_in(person.with_further_need)
    assert [one.before.id for one in back.plan.returned] == [officer.ids[person.name]]
    case = officer.case(person)
    assert case is not None
    assert (case.status, case.unmet) == (Status.OPEN, (Need.VNEID_ACTIVATION,))
    assert case.needs[0] == back.plan.returned[0].before.needs[0]
    assert sum(area.total for area in officer.areas()) == len(officer.people)
    today = officer.reports()[LATER.date()].total
    assert (today.eligible, today.done_total, today.remaining) == (8, 2, 6)
    assert officer.bring_in(person.with_further_need).plan.unchanged == 1
    officer.vault.write(lambda unit: undo(unit, officer.tools, confirmed=True))
    assert officer.case(person) is None
    assert (officer.areas(), officer.reports()) == (areas, reports)


def test_the_first_lines_count_somebody_who_came_back_once(officer: Officer) -> None:
    officer.purge()
    officer.vault.write(lambda unit: unit.seal_worklist())
    assert officer.vault.read(lambda unit: unit.first_lines().areas()) == officer.areas()
    officer.bring_in(officer.done[0].with_further_need)
    assert officer.vault.read(lambda unit: unit.first_lines().areas()) == officer.areas()


@pytest.fixture
def closed(tmp_path: Path) -> Officer:
    """Two thirds of a longer list were forgotten, and the vault was closed."""
    made = Officer(tmp_path / "vault", people=36, done=24)
    made.vault.write(lambda unit: unit.seal_worklist())
    assert made.purge() == Purged(24, 0)
    made.vault.write(lambda unit: unit.seal_worklist())
    made.vault.close()
    assert not (made.home / WAL).exists()
    return made


def test_nothing_personal_is_left_in_any_row(closed: Officer) -> None:
    found = rows(closed.home / DATABASE, closed.key)
    whole = b"".join(decrypted(closed.home / DATABASE, closed.key))
    for person in closed.others:
        assert all(one in found and one in whole for one in person.personal), "looked for rightly"
    for person in closed.done:
        assert [one.decode() for one in person.personal if one in found] == []


def test_nothing_personal_is_left_in_the_pages_of_the_file(closed: Officer) -> None:
    whole = b"".join(decrypted(closed.home / DATABASE, closed.key))
    for person in closed.done:
        assert [one.decode() for one in person.personal if one in whole] == []


def rows(database: Path, key: bytes) -> bytes:
    """Every value of every row of every table."""
    connection = connect(database, key, read_only=True)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    found = [row for (name,) in tables for row in connection.execute(f"SELECT * FROM {name}")]  # noqa: S608
    connection.close()
    values = [value for row in found for value in row]
    return b"|".join(one if isinstance(one, bytes) else str(one).encode() for one in values)


def decrypted(database: Path, key: bytes) -> Iterator[bytes]:
    """Every page of the file, the free ones too, without SQLCipher: AES-256-CBC, the IV behind."""
    data = database.read_bytes()
    for start in range(0, len(data), PAGE_BYTES):
        page = data[start : start + PAGE_BYTES]
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[-RESERVED:][:IV_BYTES])).decryptor()
        yield cipher.update(page[0 if start else SALT_BYTES : -RESERVED]) + cipher.finalize()


def test_whoever_saves_meanwhile_waits_for_one_batch_at_most(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forget, "_BATCH", 1)
    order: list[str] = []
    forget_one = forget._forget_one

    def watched(unit: Unit, resident: ResidentId) -> bool:
        order.append("forgotten")
        if len(order) == 1:
            officer.vault.submit(lambda _: order.append("saved"), Priority.ACTION)
        return forget_one(unit, resident)

    monkeypatch.setattr(forget, "_forget_one", watched)
    assert officer.purge() == Purged(3, 0)
    assert order == ["forgotten", "saved", "forgotten", "forgotten"]
