"""What whoever runs the server does with what it holds of people: list, figures, log, retention."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection

from tests.builders import AN, MONDAY, WARD
from tests.contract.test_erasure import Laptop
from tests.contract.test_same_person_on_the_server import (
    OTHER_WARD,
    Central,
    listed,
    person,
    said,
)
from tests.contract.test_sync import PAIRING
from tests.databases import Kind
from wardtui.central.accesses import keep_accesses
from wardtui.central.accounts import Account, add_officer
from wardtui.central.admin import UnknownOfficer
from wardtui.central.audit import Wanted
from wardtui.central.data_admin import (
    audit,
    erase_resident,
    import_list,
    known_officers,
    retain,
)
from wardtui.central.database import open_engine
from wardtui.central.policies import UnknownWard
from wardtui.central.reporting import Asked, report_daily
from wardtui.domain.erasure import ErasureReason, ResidentErased
from wardtui.domain.events import (
    ContactLogged,
    EnrolmentRecorded,
    Erased,
    Event,
    ResidentClosed,
    ResidentFlagged,
    ResidentListed,
    ResidentMerged,
)
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.domain.moments import local
from wardtui.domain.roster.grid import Sheet
from wardtui.domain.roster.rows import ReadSheet
from wardtui.domain.vocabulary import (
    Channel,
    CloseReason,
    Flag,
    Need,
    Origin,
    Outcome,
    Role,
    Step,
)
from wardtui.messages import Access
from wardtui.services.import_roster import read_roster

ON_ONE_DATABASE = Kind.SQLITE

HEAD = ("Họ và tên", "Ngày sinh", "Số ĐDCN", "Tổ dân phố", "Nơi thường trú", "Chưa có thẻ căn cước")
FIRST = ("Nguyễn Một Mẫu", "03/02/1985", "000085000001", "Tổ 1", "Số 1 phố Mẫu Đơn", "x")
SECOND = ("Nguyễn Hai Mẫu", "04/02/1985", "", "Tổ 2", "Số 2 phố Mẫu Đơn", "x")
NEEDS_A_CARD = msgspec.structs.replace(AN, needs=(Need.ID_CARD,))
MISSED = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)
CAPTURED = EnrolmentRecorded(need=Need.ID_CARD, step=Step.CAPTURED)
DEAD = ResidentClosed(reason=CloseReason.DECEASED)


@pytest.fixture
def central(database: str) -> Iterator[Central]:
    made = Central(open_engine(database))
    with made.writing() as connection:
        add_officer(connection, "Nguyễn Văn Mẫu", Role.OFFICER, [WARD])
    yield made
    made.ingest.close()
    made.engine.dispose()


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path / "laptop")
    pairing = msgspec.structs.replace(PAIRING, wards=(WARD,))
    made.vault.write(lambda unit: setattr(unit.state, "pairing", pairing))
    yield made
    made.vault.close()


def read(*rows: tuple[str, ...]) -> Sequence[ReadSheet]:
    return read_roster([Sheet("Danh sách", (HEAD, *rows))], MONDAY.date())


def after(days: int, event: Event) -> Event:
    """An event that happened so many days after the Monday, in the evening."""
    when = MONDAY + timedelta(days=days, hours=10)
    return msgspec.structs.replace(event, occurred_at=when, recorded_at=when)


# A central list


def test_a_central_list_is_numbered_as_the_servers_own(central: Central, database: str) -> None:
    plan = import_list(database, WARD, read(FIRST, SECOND))
    assert (len(plan.added), plan.rejected) == (2, ())
    made = [event for event in central.stream() if isinstance(event.body, ResidentListed)]
    assert [event.body.resident.name for event in made] == [FIRST[0], SECOND[0]]  # type: ignore[union-attr]
    assert {(event.origin, event.actor, event.ward) for event in made} == {
        (Origin.RULE, None, WARD)
    }
    before = central.stream()
    assert import_list(database, WARD, read(FIRST, SECOND)).unchanged == 2
    assert central.stream() == before


def test_a_rehearsal_writes_nothing(central: Central, database: str) -> None:
    before = central.stream()
    assert len(import_list(database, WARD, read(FIRST), dry_run=True).added) == 1
    assert central.stream() == before


def test_what_a_newer_list_says_is_news_of_who_is_there(central: Central, database: str) -> None:
    import_list(database, WARD, read(FIRST))
    moved = (*FIRST[:4], "Số 7 phố Mẫu Đơn", FIRST[5])
    assert len(import_list(database, WARD, read(moved)).changed) == 1
    about = [e.resident for e in central.stream() if isinstance(e.body, ResidentListed)]
    assert about[0] == about[1]


def test_a_laptop_that_imports_the_same_list_ends_with_one_case(
    central: Central, database: str
) -> None:
    import_list(database, WARD, read(FIRST, SECOND))
    [one, other] = [e for e in central.stream() if isinstance(e.body, ResidentListed)]
    bodies = [e.body.resident for e in (one, other) if isinstance(e.body, ResidentListed)]
    mine = [person(), person()]
    central.push(*(listed(who, record) for who, record in zip(mine, bodies, strict=True)))
    assert central.merges() == [(mine[0], one.resident)]
    flagged = {e.resident for e in central.stream() if isinstance(e.body, ResidentFlagged)}
    assert flagged == {mine[1], other.resident}


def test_who_may_be_somebody_on_the_list_is_looked_for(central: Central, database: str) -> None:
    known = person()
    wrong = msgspec.structs.replace(AN, name="Trần Khác Tên", personal_id=FIRST[2])
    central.push(listed(known, wrong))
    import_list(database, WARD, read(FIRST))
    flags = [e.body for e in central.stream() if isinstance(e.body, ResidentFlagged)]
    assert [one.flag for one in flags] == [Flag.POSSIBLE_DUPLICATE] * 2
    assert not any(isinstance(e.body, ResidentMerged) for e in central.stream())


def test_a_list_is_for_a_ward_that_there_is(central: Central, database: str) -> None:
    with pytest.raises(UnknownWard):
        import_list(database, OTHER_WARD, read(FIRST))


# Retention


def test_who_was_done_or_closed_long_ago_is_erased_and_still_counted(
    central: Central, database: str
) -> None:
    done, dead, recent, still_open = (person() for _ in range(4))
    for who, name in ((done, "Một"), (dead, "Hai"), (recent, "Ba"), (still_open, "Bốn")):
        record = msgspec.structs.replace(NEEDS_A_CARD, name=f"Lê {name}", personal_id=None)
        central.push(listed(who, record))
    central.push(after(1, said(CAPTURED, done)), after(1, said(DEAD, dead)))
    central.push(after(8, said(CAPTURED, recent)), after(1, said(MISSED, still_open)))
    now = MONDAY + timedelta(days=10)
    before = [_figures(database, day, now) for day in range(10)]
    kept = timedelta(days=5)
    assert retain(database, now, kept, dry_run=True).wards == {WARD: 2}
    assert _erased(central) == set()
    assert retain(database, now, kept).erased == 2
    assert _erased(central) == {done, dead}
    assert retain(database, now, kept).erased == 0
    assert [_figures(database, day, now) for day in range(10)] == before


def _figures(database: str, day: int, now: datetime) -> object:
    day_asked = (MONDAY + timedelta(days=day)).date()
    return report_daily(database, Asked(day=day_asked, now=now)).whole.report


def _erased(central: Central) -> set[str | None]:
    told = [read_one for read_one in central.stream() if read_one.resident]
    blank: set[str | None] = {event.resident for event in told if isinstance(event.body, Erased)}
    assert blank == {event.resident for event in told if isinstance(event.body, ResidentErased)}
    return blank


# The access log


def test_the_log_answers_who_saw_or_took_out_what(central: Central, database: str) -> None:
    one, same = person(), person()
    central.push(listed(one), listed(same))
    with central.writing() as connection:
        officer = add_officer(connection, "Trần Thị Mẫu", Role.LEADER, [WARD, OTHER_WARD])
        _tell(connection, officer, MONDAY, "reveal", WARD, 1, one)
        _tell(connection, officer, MONDAY + timedelta(days=2), "export", OTHER_WARD, 40)
        _tell(connection, "somebody-else", MONDAY + timedelta(days=1), "reveal", WARD, 7)
    report_daily(database, Asked(day=MONDAY.date(), now=MONDAY, wards=[WARD]))
    everything = audit(database, Wanted())
    moments = [found.at for found in everything]
    assert moments == sorted(moments, reverse=True), "the newest first, wherever today lies"
    told = [found.what for found in everything]
    assert [what for what in told if what != "report"] == ["export", "reveal", "reveal"]
    assert told.count("report") == 1
    assert [f.residents for f in audit(database, Wanted(resident=same))] == [1], "merged since"
    assert {f.residents for f in audit(database, Wanted(wards=(OTHER_WARD,)))} == {40}
    by_name = audit(database, Wanted(officer="Trần Thị Mẫu"))
    assert by_name == audit(database, Wanted(officer=officer))
    assert [found.residents for found in by_name] == [40, 1]
    later = audit(database, Wanted(officer=officer, since=local(MONDAY + timedelta(hours=1))))
    assert [found.residents for found in later] == [40]
    assert audit(database, Wanted(resident=person())) == []


def _tell(
    connection: Connection,
    officer: str,
    at: datetime,
    what: str,
    ward: str,
    residents: int,
    resident: ResidentId | None = None,
) -> None:
    account = Account(
        device=person(), officer=officer, name="-", role=Role.LEADER, wards=(WARD, OTHER_WARD)
    )
    told = Access(
        id=person(),
        at=at,
        what=what,
        command="show",
        residents=residents,
        resident=resident,
        ward=ward,
    )
    assert keep_accesses(connection, account, [told]).kept == 1


# Officers


def test_every_officer_is_named_with_wards(central: Central, database: str) -> None:
    [one] = known_officers(database)
    assert (one.name, one.role, one.wards, one.devices) == (
        "Nguyễn Văn Mẫu", Role.OFFICER, (WARD,), (),
    )  # fmt: skip


def test_who_decided_an_erasure_is_an_officer(central: Central, database: str) -> None:
    one = person()
    central.push(listed(one))
    why = ErasureReason.REQUESTED
    with pytest.raises(UnknownOfficer):
        erase_resident(database, one, why, MONDAY, OfficerId("nobody"))
    [officer] = known_officers(database)
    erase_resident(database, one, why, MONDAY, OfficerId(officer.officer))
    bodies = [e.body for e in central.stream() if isinstance(e.body, ResidentErased)]
    assert [body.by for body in bodies] == [officer.officer]
