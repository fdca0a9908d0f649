"""Damaged files, full disks and clocks that jump: told, and nothing is made worse by it."""

import random
import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.builders import MONDAY, SetClock, make_tools
from tests.contract.test_vault import CALL, list_people, log
from tests.faults.checks import badly_derived
from tests.faults.sizes import size
from tests.faults.small_vaults import (
    PAGE,
    PATIENCE,
    file_bytes,
    flipped,
    leave_log,
    make_backup,
    make_worked_with,
    on_a_small_disk,
    problems,
    put_back,
    raws,
    reading,
    work,
    writing,
)
from wardtui.domain.errors import WardtuiError
from wardtui.services.deriving import refold
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Unit
from wardtui.services.status import read_status
from wardtui.store import key_slots, last_save
from wardtui.store.files import DATABASE, WAL, DatabaseEmpty, DatabaseMissing, KeysMissing, NoVault
from wardtui.store.sqlcipher import DiskFull

CHANCE = random.Random(20261122)
SINCE_BACKUP = 40
"""Events that the backup does not have."""
Harm = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault of many pages, with a backup that does not have everything."""
    home, tools = tmp_path_factory.mktemp("whole") / "vault", make_tools()
    make_worked_with(home, tools, people=150, contacts=20)
    make_backup(home)
    work(home, tools, people=20, contacts=SINCE_BACKUP - 20)
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    """A copy that may be harmed."""
    return shutil.copytree(whole, tmp_path / "vault")


@pytest.fixture
def everything(whole: Path) -> set[str]:
    return raws(whole)


def is_told(home: Path, everything: set[str]) -> bool:
    """Whether damage is told. What is not told must be no damage: all is there and right."""
    try:
        found, now = problems(home), raws(home)
    except WardtuiError:
        return True
    assert found or now == everything
    return bool(found)


def lost_for_good(home: Path, everything: set[str]) -> int:
    """Restore; how many of all events are gone."""
    put_back(home, make_tools(MONDAY, first_id=1 << 40))
    now = raws(home)
    assert problems(home) == []
    assert now <= everything
    return len(everything - now)


@pytest.mark.parametrize(
    ("lose", "error", "lost"),
    [
        (lambda home: (home / DATABASE).write_bytes(b""), DatabaseEmpty, SINCE_BACKUP),
        (lambda home: (home / DATABASE).unlink(), DatabaseMissing, SINCE_BACKUP),
        (lambda home: (home / key_slots.FILE).unlink(), KeysMissing, 0),
        (lambda home: [one.unlink() for one in home.iterdir() if one.is_file()], NoVault, 40),
    ],
)
def test_a_file_that_is_gone_is_named_and_the_backup_brings_it_back(
    home: Path, everything: set[str], lose: Callable[[Path], object], error: Any, lost: int
) -> None:
    lose(home)
    before = file_bytes(home)
    with pytest.raises(error):
        raws(home)
    assert file_bytes(home) == before
    assert lost_for_good(home, everything) == lost


def flip(place: float, bit: int, data: bytes) -> bytes:
    return flipped(data, int(place * len(data)), bit)


def blank(place: float, data: bytes) -> bytes:
    """A page that the disk gives back empty."""
    at = int(place * len(data)) // PAGE * PAGE
    return data[:at] + bytes(PAGE) + data[at + PAGE :]


def cut(place: float, data: bytes) -> bytes:
    return data[: int(place * len(data))]


HARMS: list[Harm] = [
    *(
        partial(flip, CHANCE.uniform(0.001, 1), 1 << CHANCE.randrange(8))
        for _ in range(size(12, 30))
    ),
    *(partial(blank, CHANCE.random()) for _ in range(size(3, 6))),
    partial(blank, 0.0), partial(cut, 0.8), lambda data: data + b"x",
    lambda data: data + data[:9999],
]  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_damage_is_told_and_what_can_be_read_comes_back(
    home: Path, everything: set[str], harm: Harm
) -> None:
    (home / DATABASE).write_bytes(harm((home / DATABASE).read_bytes()))
    before = file_bytes(home)
    assert is_told(home, everything)
    assert file_bytes(home) == before
    assert lost_for_good(home, everything) <= SINCE_BACKUP


def test_a_database_that_was_cut_off_is_told_wherever_it_was(
    home: Path, everything: set[str]
) -> None:
    data = (home / DATABASE).read_bytes()
    # SQLite would take a file of one byte for a new database.
    for place in (1, 2, PAGE, *(int(CHANCE.random() * len(data)) for _ in range(12))):
        (home / DATABASE).write_bytes(data[:place])
        before = file_bytes(home)
        assert is_told(home, everything)
        assert file_bytes(home) == before


def test_a_spoilt_salt_is_no_loss(home: Path, everything: set[str]) -> None:
    (home / DATABASE).write_bytes(flip(0.0, 0x40, (home / DATABASE).read_bytes()))
    assert not is_told(home, everything)


@pytest.fixture
def without_log(home: Path) -> Path:
    """A vault whose last four entries were in a log that is gone."""
    leave_log(home, 4)
    shutil.copytree(home, home.with_name("with log"))
    (home / WAL).unlink()
    return home


def test_a_log_that_is_gone_is_told_to_who_only_reads(without_log: Path) -> None:
    assert is_told(without_log, raws(without_log.with_name("with log")))


def test_entries_whose_log_is_gone_are_named_until_they_come_back(without_log: Path) -> None:
    tools, first = make_tools(MONDAY, first_id=1 << 40), 211
    with writing(without_log, tools) as vault:
        lost = vault.lost
        assert lost is not None
        assert (lost.first, lost.last, lost.saved_at) == (first, first + 3, MONDAY)
        case = vault.read(lambda unit: next(unit.cases.all()))
        assert log(vault, tools, case).events[0].device_seq == first + 4
    with writing(without_log, tools) as vault:
        assert vault.lost is None
        assert vault.read(lambda unit: read_status(unit, tools.clock)).lost == (lost,)
    assert ["entries_lost" in one and "count=4" in one for one in problems(without_log)] == [True]
    with reading(without_log.with_name("with log")) as vault:
        found = vault.read(lambda unit: unit.events.of_resident(case.id))
    come_back = [one for one in found if first <= one.event.device_seq < first + 4]
    assert len(come_back) == 4

    def receive(unit: Unit) -> None:
        for one in come_back:
            unit.events.receive(one, own=True)
        refold(unit, [case.id])

    with writing(without_log, tools) as vault:
        vault.write(receive)
    assert problems(without_log) == []


def limit(unit: Any, further_pages: int) -> None:
    """Let the database grow by so many pages at most, as on a disk that is nearly full."""
    (now,) = unit.connection.execute("PRAGMA page_count").fetchone()
    unit.connection.execute(f"PRAGMA max_page_count = {now + further_pages}")


def test_what_does_not_fit_is_refused_whole_and_the_vault_goes_on(
    home: Path, everything: set[str]
) -> None:
    tools = make_tools(MONDAY, first_id=1 << 40)
    with writing(home, tools) as vault:
        for room in range(0, 30, 3):
            vault.write(partial(limit, further_pages=room))
            with pytest.raises(DiskFull):
                list_people(vault, tools, 100)
            with reading(home) as other:
                assert other.read(lambda unit: {one.raw for one in unit.events.all()}) == everything
        vault.write(partial(limit, further_pages=1 << 20))
        assert len(list_people(vault, tools, 100)) == 100
        events = vault.read(lambda unit: list(unit.events.all()))
        assert vault.read(lambda unit: list(badly_derived(unit, events))) == []
    assert problems(home) == []


def test_closing_on_a_full_disk_does_not_say_that_nothing_was_saved(home: Path) -> None:
    tools = make_tools(MONDAY, first_id=1 << 40)
    with writing(home, tools) as vault:
        list_people(vault, tools, 60)
        vault.write(partial(limit, further_pages=0))


ROOMS = {
    "init": range(0, 80, size(13, 2)),
    "write": range(0, 64, size(14, 8)),
    "backup": range(0, 101, size(20, 5)),
    "restore": range(0, 286, size(39, 13)),
}
"""Pages that are left on the disk: from nothing to enough."""


@pytest.fixture(scope="module", params=ROOMS)
def small_disk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What was done on a disk with too little room, and how it ended with each room."""
    disk = tmp_path_factory.mktemp("disk")
    ended = on_a_small_disk(disk, request.param, ROOMS[request.param])
    assert ended[0]["ended"] != "done"
    assert ended[-1]["ended"] == "done"
    return ended


def test_on_a_full_disk_it_is_done_whole_or_everything_is_as_it_was(small_disk: Any) -> None:
    for one in small_disk:
        assert one["problems"] == [] if one["ended"] == "done" else one["unchanged"], one


def test_a_full_disk_is_called_full(small_disk: Any) -> None:
    assert {one["ended"] for one in small_disk} <= {"done", "disk_full", "ENOSPC"}


def test_a_note_that_cannot_be_written_does_not_unsay_what_was_saved(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError

    tools = make_tools(MONDAY, first_id=1 << 40)
    with monkeypatch.context() as patch, writing(home, tools) as vault:
        patch.setattr(last_save.LastSaveFile, "note", fail)
        case = vault.read(lambda unit: next(unit.cases.all()))
        command = LogContact(resident=case.id, contact=CALL)
        for _ in range(2):
            done = vault.submit(lambda unit: log_contact(unit, command, tools)).result(PATIENCE)
    with writing(home, tools) as vault:
        assert vault.lost is None
        assert vault.read(lambda unit: unit.cases.get(case.id)) == done.case


def test_when_the_clock_goes_back_it_is_told_and_the_order_stays(home: Path) -> None:
    tools = make_tools(MONDAY, first_id=1 << 40)
    clock = tools.clock
    assert isinstance(clock, SetClock)
    with writing(home, tools) as vault:
        case = vault.read(lambda unit: next(unit.cases.all()))
        told = []
        for minutes in (0, -4, -2 * 24 * 60, 0, 3 * 24 * 60):
            clock.forward(minutes=minutes)
            told.append(vault.read(lambda unit: read_status(unit, clock)).clock_was)
            assert log(vault, tools, case).clock_was == told[-1]
        assert told == [None, None, MONDAY - timedelta(minutes=4), None, None]
        numbers = [
            one.event.device_seq for one in vault.read(lambda unit: unit.events.waiting(999))
        ]
        assert numbers == sorted(numbers)
