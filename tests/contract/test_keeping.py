"""Keeping a vault: backups that are whole or not there, and a wipe that leaves nothing to read."""

import hashlib
import os
import random
import stat
import threading
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.builders import MONDAY, make_tools
from tests.conftest import PASSPHRASE
from tests.contract.test_vault import CALL, log
from tests.e2e.program import SAMPLE
from tests.faults.checks import EVERYTHING, badly_derived, half_done
from tests.faults.small_vaults import (
    file_bytes,
    flipped,
    make_backup,
    make_worked_with,
    problems,
    put_back,
    raws,
    reading,
    unpacked,
    writing,
)
from wardtui.domain.moments import VIETNAM
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Tools, VaultClosed
from wardtui.store import backup, keeping, key_slots, vault
from wardtui.store.backup import BackupUnreadable
from wardtui.store.files import DATABASE
from wardtui.store.key_slots import WrongSecret
from wardtui.store.restore import ASIDE
from wardtui.store.sqlcipher import DiskFull
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

ANOTHER = "cây đa bến nước sân đình"
MONTH = timedelta(days=30)


@pytest.fixture
def tools() -> Tools:
    return make_tools(MONDAY)


@pytest.fixture
def home(tmp_path: Path, tools: Tools) -> Path:
    make_worked_with(tmp_path / "vault", tools)
    return tmp_path / "vault"


def names(home: Path) -> list[str]:
    return [one.path.name.removesuffix(backup.SUFFIX) for one in backup.kept(home)]


def test_a_backup_is_one_file_that_holds_everything(home: Path, tmp_path: Path) -> None:
    file = make_backup(home)
    assert list((home / backup.FOLDER).iterdir()) == [file]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    manifest = backup.check_backup(file)
    assert manifest.made_at == MONDAY
    assert manifest.vault == key_slots.read_slots(home).vault
    with zipfile.ZipFile(file) as packed:
        inside = {name: packed.read(name) for name in packed.namelist()}
    assert inside.keys() == {DATABASE, key_slots.FILE, "manifest.json"}
    for name, checksum in manifest.sha256.items():
        assert hashlib.sha256(inside[name]).hexdigest() == checksum
    copy = unpacked(file, tmp_path / "copy")
    assert raws(copy) == raws(home)
    assert problems(copy) == []


def test_a_backup_is_of_one_moment_while_somebody_goes_on_writing(
    home: Path, tools: Tools, tmp_path: Path
) -> None:
    started, made = threading.Event(), threading.Event()

    def go_on(opened: OpenVault) -> None:
        case = opened.read(lambda unit: next(unit.cases.all()))
        command = LogContact(resident=case.id, contact=CALL, household=True)
        ended = False
        while not ended:
            ended = made.is_set()
            opened.write(lambda unit: log_contact(unit, command, tools))
            started.set()

    with writing(home, tools) as opened, ThreadPoolExecutor(1) as pool:
        work = pool.submit(go_on, opened)
        assert started.wait(60)
        file = make_backup(home)
        made.set()
        work.result(60)
        everything = opened.read(lambda unit: unit.events.waiting(EVERYTHING))
    actions = Counter(one.event.action for one in everything)
    assert actions.most_common(1)[0][1] == 3
    with reading(unpacked(file, tmp_path / "copy")) as copy:
        events = copy.read(lambda unit: unit.events.waiting(EVERYTHING))
        assert list(half_done(events, actions)) == []
        assert copy.read(lambda unit: list(badly_derived(unit, events))) == []
    assert 5 < len(events) < len(everything)


@pytest.mark.parametrize("failure", [DiskFull(), VaultClosed(), KeyboardInterrupt()], ids=repr)
def test_a_backup_has_no_name_before_it_is_whole_and_leaves_nothing_when_it_fails(
    home: Path, failure: BaseException
) -> None:
    make_backup(home)
    before, target = file_bytes(home), backup.place_for_next(home, MONDAY)

    def fail(path: Path) -> None:
        path.write_bytes(b"half of it")
        assert not target.exists()
        raise failure

    with pytest.raises(type(failure)):
        backup.write_backup(target, key_slots.read_slots(home), fail, MONDAY)
    assert file_bytes(home) == before
    assert names(home) == [file.stem for file in target.parent.iterdir()]


def test_a_backup_of_which_any_byte_was_changed_is_refused(home: Path) -> None:
    file = make_backup(home)
    data, chance = file.read_bytes(), random.Random(20261122)
    places = [chance.randrange(100, len(data) - 2_000) for _ in range(30)]
    places += [data.index(word) for word in (b"wrapped", b"kdf", b"sha256", b"made_at")]
    changes = [(at, 1 << chance.randrange(8)) for at in places]
    # Version, flags and method in the archive's table of contents, of which zipfile says much.
    first = data.index(b"PK\x01\x02")
    changes += [(first + 6, 0x80), (first + 8, 0x01), (first + 8, 0x20), (first + 10, 0x01)]
    for at, bit in changes:
        file.write_bytes(flipped(data, at, bit))
        with pytest.raises(BackupUnreadable):
            backup.check_backup(file)
    assert [error.code for error in keeping.damaged_backups(home)] == ["backup_unreadable"]


HARMS: list[Callable[[bytes], bytes]] = [
    lambda data: b"", lambda data: data[:1], lambda data: data[:-1], lambda data: data[9999:],
    lambda data: data[:9999], lambda data: b"SQLite format 3\0", lambda data: SAMPLE.read_bytes(),
]  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_what_was_cut_off_or_is_no_backup_is_refused(
    home: Path, harm: Callable[[bytes], bytes]
) -> None:
    file = make_backup(home)
    file.write_bytes(harm(file.read_bytes()))
    with pytest.raises(BackupUnreadable):
        backup.check_backup(file)


def test_numbers_rise_although_the_clock_goes_back(home: Path) -> None:
    make_backup(home)
    make_backup(home, MONDAY - timedelta(days=3))
    make_backup(home, MONDAY - timedelta(days=1))
    assert names(home) == ["0003-2026-11-22", "0002-2026-11-20", "0001-2026-11-23"]
    (home / backup.FOLDER / "0002-2026-11-20.wardbackup").unlink()
    make_backup(home)
    assert names(home)[0] == "0004-2026-11-23"


def test_a_backup_is_due_on_another_day_than_the_newest(home: Path) -> None:
    assert backup.is_due(home, MONDAY)
    make_backup(home)
    end_of_day = datetime(2026, 11, 23, 23, 59, tzinfo=VIETNAM)
    assert not backup.is_due(home, end_of_day)
    assert backup.is_due(home, end_of_day + timedelta(minutes=1))
    assert backup.is_due(home, MONDAY - timedelta(days=1))


def place(home: Path, *made: str) -> None:
    (home / backup.FOLDER).mkdir(parents=True, exist_ok=True)
    for name in made:
        (home / backup.FOLDER / f"{name}{backup.SUFFIX}").touch()


def test_the_last_backup_of_each_of_the_last_seven_days_is_kept(tmp_path: Path) -> None:
    days = [(MONDAY - timedelta(days=back)).date() for back in range(11, -1, -1)]
    made = [f"{number:04}-{day}" for number, day in enumerate(sorted(days * 2), start=1)]
    place(tmp_path, *made)
    assert backup.prune(tmp_path, MONDAY, MONTH) == 24 - 7
    assert names(tmp_path) == [made[2 * n + 1] for n in range(11, 4, -1)]


def test_no_backup_is_older_than_the_retention_but_the_newest(tmp_path: Path) -> None:
    place(tmp_path, "0001-2026-09-01", "0002-2026-10-24", "0003-2026-11-01")
    assert backup.prune(tmp_path, MONDAY, MONTH) == 1
    assert names(tmp_path) == ["0003-2026-11-01", "0002-2026-10-24"]
    place(tmp_path, "0004-2026-11-23")
    later = MONDAY + timedelta(days=25)
    assert backup.prune(tmp_path, later, MONTH) == 2
    assert names(tmp_path) == ["0004-2026-11-23"]


def test_a_clock_that_jumps_ahead_deletes_nothing_on_its_first_day(tmp_path: Path) -> None:
    before = ["0002-2026-11-22", "0001-2026-11-21"]
    place(tmp_path, *before)
    (tmp_path / f"{ASIDE}20261120-000000").mkdir()
    ahead = MONDAY + timedelta(days=400)
    place(tmp_path, f"0003-{ahead.date()}")
    assert keeping.tidy(tmp_path, ahead, MONTH) == 0
    place(tmp_path, f"0004-{ahead.date() + timedelta(days=1)}")
    assert keeping.tidy(tmp_path, ahead + timedelta(days=1), MONTH) == 3


def test_tidying_removes_what_interruptions_and_old_restores_left(tmp_path: Path) -> None:
    place(tmp_path, "0001-2026-11-23")
    for folder in ("backups/.backup-x1", f"{ASIDE}20261023-235959", f"{ASIDE}20261025-000000"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / DATABASE).touch()
    os.utime(tmp_path / "backups/.backup-x1", (0, 0))
    (tmp_path / "backups" / "mine.txt").touch()
    keeping.tidy(tmp_path, MONDAY, MONTH)
    kept = {"backups/0001-2026-11-23.wardbackup", "backups/mine.txt"}
    assert file_bytes(tmp_path).keys() == {*kept, f"{ASIDE}20261025-000000/{DATABASE}"}


def test_closing_the_vault_ends_a_copy_and_leaves_nothing_of_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copying, closed = threading.Event(), threading.Event()
    products = vault.connect

    def in_the_middle() -> int:
        copying.set()
        return 0 if closed.wait(60) else 1

    def connect(path: Path, data_key: bytes, *, read_only: bool = False) -> Any:
        connection = products(path, data_key, read_only=read_only)
        connection.set_progress_handler(in_the_middle, 50)
        return connection

    monkeypatch.setattr(vault, "connect", connect)
    with reading(home) as opened, ThreadPoolExecutor(1) as pool:
        done = pool.submit(keeping.back_up, home, opened, MONDAY)
        assert copying.wait(60)
        opened.close()
        closed.set()
        with pytest.raises(VaultClosed):
            done.result(60)
    assert list((home / backup.FOLDER).iterdir()) == []


def test_a_closed_vault_is_not_copied(home: Path) -> None:
    with reading(home) as opened:
        pass
    with pytest.raises(VaultClosed):
        keeping.back_up(home, opened, MONDAY)


def test_after_a_change_no_backup_opens_with_what_opened_it_before(
    home: Path, tools: Tools, tmp_path: Path
) -> None:
    made = [make_backup(home) for _ in range(3)]
    aside = Path(put_back(home, tools).aside or "")
    key = unlock(home, PASSPHRASE)
    assert keeping.change_passphrase(home, PASSPHRASE, ANOTHER).unchanged_backups == ()
    code = keeping.change_recovery_code(home, ANOTHER).recovery_code
    assert code is not None
    assert {backup.check_backup(file).made_at for file in made} == {MONDAY}
    for copy in (aside, *(unpacked(file, tmp_path / file.name) for file in made)):
        assert unlock(copy, ANOTHER) == unlock(copy, code) == key
        with pytest.raises(WrongSecret):
            unlock(copy, PASSPHRASE)
        assert raws(copy, ANOTHER) == raws(home, ANOTHER)


def test_a_damaged_backup_is_named_and_leaves_no_other_open_to_the_old_passphrase(
    home: Path, tmp_path: Path
) -> None:
    first, second, third = [make_backup(home) for _ in range(3)]
    second.write_bytes(second.read_bytes()[:-1])
    done = keeping.change_passphrase(home, PASSPHRASE, ANOTHER)
    assert done.unchanged_backups == (str(second),)
    for file in (first, third):
        assert unlock(unpacked(file, tmp_path / file.name), ANOTHER)


def test_nothing_of_a_backup_can_be_read_without_the_passphrase(home: Path, tools: Tools) -> None:
    with writing(home, tools) as opened:
        case = opened.read(lambda unit: next(unit.cases.all()))
        log(opened, tools, case, note="hẹn gặp ở gốc đa đầu làng")
    content = make_backup(home).read_bytes()
    kept_inside = "".join(raws(home))
    for marker in (case.resident.name, "570000123", "phố Mẫu Đơn", "gốc đa đầu làng"):
        assert marker in kept_inside
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert marker.encode(encoding) not in content
