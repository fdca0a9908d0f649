"""Restoring: the vault of the backup or the vault before, and nothing is ever overwritten."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.builders import MONDAY, make_tools
from tests.conftest import PASSPHRASE
from tests.contract.test_vault import log
from tests.faults.small_vaults import (
    device_of,
    file_bytes,
    leave_log,
    make_backup,
    make_vault,
    make_worked_with,
    problems,
    put_back,
    raws,
    tear,
    waiting,
    work,
    writing,
)
from wardtui.domain.errors import BadInput, WardtuiError
from wardtui.domain.events import ContactLogged
from wardtui.services.ports import Tools
from wardtui.services.undo import undo
from wardtui.store import key_slots, restore, swapping, wrong_tries
from wardtui.store.backup import BackupUnreadable, NoBackup
from wardtui.store.files import DATABASE, PAGE_BYTES
from wardtui.store.keeping import change_passphrase
from wardtui.store.key_slots import KeySlotsDamaged, WrongSecret
from wardtui.store.restore import Restored
from wardtui.store.unlocking import unlock
from wardtui.store.writer_lock import VaultInUse

ANOTHER = "cây đa bến nước sân đình"


@pytest.fixture
def tools() -> Tools:
    return make_tools(MONDAY)


@pytest.fixture
def home(tmp_path: Path, tools: Tools) -> Path:
    make_worked_with(tmp_path / "vault", tools)
    return tmp_path / "vault"


def aside_of(done: Restored) -> Path:
    assert done.aside is not None
    return Path(done.aside)


def test_the_newest_whole_backup_is_taken(home: Path, tools: Tools) -> None:
    make_backup(home)
    work(home, tools)
    wanted, state = make_backup(home), raws(home)
    work(home, tools)
    damaged = make_backup(home)
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert put_back(home, tools).backup == str(wanted)
    assert raws(home) == state


@pytest.mark.parametrize("salvage", [False, True])
def test_a_whole_vault_goes_back_to_the_backup_or_is_taken_along(
    home: Path, tools: Tools, *, salvage: bool
) -> None:
    backup, then = make_backup(home), raws(home)
    work(home, tools, people=4, contacts=1)
    make_backup(home)
    now = raws(home)
    done = put_back(home, tools, backup, salvage=salvage)
    assert raws(home) == (now if salvage else then)
    assert (done.made_at, done.backup) == (MONDAY, str(backup))
    assert (done.residents, done.events) == ((7, 10) if salvage else (3, 5))
    assert (done.salvaged, done.newer) == ((5, 0) if salvage else (0, 5))


def test_the_vault_before_lies_aside_and_can_be_opened_and_put_back(
    home: Path, tools: Tools
) -> None:
    backup = make_backup(home)
    work(home, tools)
    before, state = file_bytes(home), raws(home)
    aside = aside_of(put_back(home, tools, backup))
    assert file_bytes(aside) == {name: before[name] for name in (DATABASE, key_slots.FILE)}
    assert raws(aside) == state
    again = put_back(home, tools, aside)
    assert raws(home) == state
    assert aside_of(again) != aside


def test_of_a_damaged_vault_all_that_can_be_read_is_brought_in(home: Path, tools: Tools) -> None:
    backup = make_backup(home)
    work(home, tools)
    leave_log(home, 3)
    state = raws(home)
    tear(home, "wardtui_sealed")  # a page that the log does not have
    before = file_bytes(home)
    done = put_back(home, tools, backup)
    assert raws(home) == state
    assert done.salvaged == 8
    lying = file_bytes(aside_of(done))
    assert lying == {name: before[name] for name in lying}
    assert lying.keys() == {DATABASE, f"{DATABASE}-wal", key_slots.FILE}


def test_an_entry_of_which_only_a_part_can_be_read_costs_nothing_else(
    home: Path, tools: Tools
) -> None:
    make_backup(home)
    state = raws(home)

    def add_a_long_one(unit: Any) -> None:
        events = unit.database.table("events")
        events.insert({**next(iter(events)), "id": str(UUID(int=1 << 120)), "more": "x" * 30_000})

    with writing(home, tools) as vault:
        vault.write(add_a_long_one)
    whole = (home / DATABASE).read_bytes()
    for start in range(len(whole) - 10 * PAGE_BYTES, len(whole), PAGE_BYTES):
        torn = whole[:start] + bytes(PAGE_BYTES) + whole[start + PAGE_BYTES :]
        (home / DATABASE).write_bytes(torn)
        put_back(home, tools)
        assert raws(home) == state


def test_without_a_backup_a_damaged_vault_is_salvaged_alone(home: Path, tools: Tools) -> None:
    state = raws(home)
    tear(home, "events", "_resident")
    done = put_back(home, tools)
    assert (done.backup, done.made_at, done.residents, done.salvaged) == (None, None, 3, 5)
    assert raws(home) == state
    assert problems(home) == []


def test_a_new_laptop_needs_the_backup_and_the_recovery_code_alone(
    tmp_path: Path, tools: Tools
) -> None:
    old, new = tmp_path / "old", tmp_path / "new" / "data" / "vault"
    code = make_vault(old, tools).recovery_code
    work(old, tools)
    assert put_back(new, tools, make_backup(old).rename(tmp_path / "mine"), code).aside is None
    assert raws(new) == raws(old)
    assert unlock(new, code) == unlock(new, PASSPHRASE)


def test_a_passphrase_that_was_changed_since_stays_changed(
    home: Path, tools: Tools, tmp_path: Path
) -> None:
    backup = make_backup(home).rename(tmp_path / "mine.wardbackup")
    change_passphrase(home, PASSPHRASE, ANOTHER)
    put_back(home, tools, backup, ANOTHER)
    assert len(raws(home, ANOTHER)) == 5
    with pytest.raises(WrongSecret):
        unlock(home, PASSPHRASE)


def test_the_backup_of_another_vault_moves_this_one_aside(
    home: Path, tools: Tools, tmp_path: Path
) -> None:
    make_worked_with(tmp_path / "other", tools, people=1)
    state = raws(home)
    done = put_back(home, tools, make_backup(tmp_path / "other"))
    assert raws(home) == raws(tmp_path / "other")
    assert raws(aside_of(done)) == state
    assert (done.salvaged, done.newer) == (0, 0)


@pytest.mark.parametrize("salvage", [False, True])
def test_the_restored_device_is_a_new_one_whose_numbers_go_on(
    home: Path, tools: Tools, *, salvage: bool
) -> None:
    backup, old = make_backup(home), device_of(home)
    work(home, tools)
    before = waiting(home) if salvage else waiting(home)[:5]
    done = put_back(home, tools, backup, salvage=salvage)
    new = device_of(home)
    assert new.id == done.device != old.id
    assert new.replaces == (old.id,)
    work(home, tools)
    now = waiting(home)
    assert [one.raw for one in now[: len(before)]] == [one.raw for one in before]
    assert [one.event.device_seq for one in now] == list(range(1, len(now) + 1))
    assert {one.event.device for one in now[len(before) :]} == {new.id}


def test_a_device_names_all_those_before_it(home: Path, tools: Tools) -> None:
    devices = [device_of(home).id]
    for salvage in (True, False, True):
        put_back(home, tools, make_backup(home), salvage=salvage)
        devices.append(device_of(home).id)
    assert device_of(home).replaces == tuple(dict.fromkeys(devices[:-1]))


@pytest.mark.parametrize("with_backup", [True, False])
def test_numbers_go_on_although_the_page_that_counts_them_is_torn(
    home: Path, tools: Tools, *, with_backup: bool
) -> None:
    backup = make_backup(home)
    work(home, tools)
    tear(home, "state")
    if not with_backup:
        backup.unlink()
    put_back(home, tools)
    work(home, tools, people=1)
    assert [one.event.device_seq for one in waiting(home)] == list(range(1, 14))


def test_undo_goes_on_after_a_restore(home: Path, tools: Tools) -> None:
    make_backup(home)
    put_back(home, tools)
    with writing(home, tools) as vault:
        undone = vault.write(lambda unit: undo(unit, tools))
        assert isinstance(undone.of[0].event.body, ContactLogged)
        assert undone.saved.case.attempts.call == 1
        log(vault, tools, undone.saved.case)
        assert vault.write(lambda unit: undo(unit, tools)).saved.case.attempts.call == 1


REFUSED: list[tuple[Callable[[Path], Path | None], str, type[WardtuiError]]] = [
    (lambda backup: backup, "chim sẻ", WrongSecret),
    (lambda backup: os.truncate(backup, 9999) or backup, PASSPHRASE, BackupUnreadable),
    (lambda backup: backup.with_name("none"), PASSPHRASE, BadInput),
    (lambda backup: backup.parent, PASSPHRASE, KeySlotsDamaged),
    (lambda backup: backup.unlink(), PASSPHRASE, NoBackup),
]


@pytest.mark.parametrize(("change", "secret", "error"), REFUSED)
def test_what_is_refused_changes_nothing(
    home: Path, tools: Tools, change: Callable[[Path], Path | None], secret: str, error: Any
) -> None:
    named = change(make_backup(home))
    leave_log(home, 1)
    before = file_bytes(home)
    with pytest.raises(error):
        put_back(home, tools, named, secret, salvage=True)
    (home / wrong_tries.FILE).unlink(missing_ok=True)
    assert file_bytes(home) == before


def test_where_nothing_is_there_is_nothing_to_restore(tmp_path: Path, tools: Tools) -> None:
    with pytest.raises(NoBackup):
        put_back(tmp_path / "new", tools)


@contextmanager
def cut_off(failure: BaseException, after: int) -> Iterator[list[str]]:
    """Let a restore fail after so many of its steps; those that it came to."""
    taken: list[str] = []

    def failing(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            taken.append(name)
            if len(taken) == after + 1:
                raise failure
            return real(*arguments, **options)

        return call

    steps = [(swapping, name) for name in ("copy_durably", "sync_folder", "write_durably")]
    steps += [(restore, "rebuild"), (key_slots, "write_slots"), (Path, "replace"), (Path, "unlink")]
    with pytest.MonkeyPatch.context() as patch, suppress(type(failure)):
        for owner, name in steps:
            patch.setattr(owner, name, failing(name, getattr(owner, name)))
        yield taken


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()], ids=repr)
def test_wherever_a_restore_is_cut_off_the_old_vault_or_the_new_is_there(
    home: Path, tools: Tools, tmp_path: Path, failure: BaseException
) -> None:
    make_backup(home)
    new = raws(home)
    leave_log(home, 2)
    old, taken = raws(home), ["-"]
    while len(taken) >= (steps := len(list(tmp_path.glob("cut-*")))):
        copy = shutil.copytree(home, tmp_path / f"cut-{steps}")
        with cut_off(failure, after=steps) as taken:
            put_back(copy, tools)
        assert raws(copy) in (old, new)
        assert problems(copy) == []
    assert "rebuild" in taken
    assert raws(copy) == new


def test_keys_that_were_damaged_do_not_come_back_after_a_cut(home: Path, tools: Tools) -> None:
    make_backup(home)
    (home / DATABASE).unlink()
    (home / key_slots.FILE).write_bytes(b"{")
    copy = shutil.copytree(home, home.with_name("copy"))
    with cut_off(KeyboardInterrupt(), after=99) as taken:
        put_back(copy, tools)
    with cut_off(KeyboardInterrupt(), after=len(taken) - 1):
        put_back(home, tools)
    assert raws(home) == raws(home) == raws(copy)


def test_a_vault_that_somebody_writes_to_is_not_replaced(home: Path, tools: Tools) -> None:
    make_backup(home)
    with writing(home, tools):
        before = file_bytes(home)
        with pytest.raises(VaultInUse) as caught:
            put_back(home, tools)
        assert caught.value.facts == {"pid": os.getpid(), "purpose": "test", "since": MONDAY}
        assert file_bytes(home) == before
