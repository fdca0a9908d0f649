"""Vaults of earlier versions open in this one with all they had, and those of later ones do not."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.builders import MONDAY, make_tools
from tests.conftest import PASSPHRASE
from tests.faults.checks import badly_derived
from tests.faults.small_vaults import (
    file_bytes,
    make_backup,
    make_worked_with,
    problems,
    put_back,
    raws,
    reading,
    writing,
)
from wardtui.services.view import case_document
from wardtui.store import backup, schema, vault, writer_lock
from wardtui.store.files import DATABASE
from wardtui.store.schema import SCHEMA, VaultTooNew
from wardtui.store.sqlcipher import connect
from wardtui.store.unit import VaultUnit
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.store.writer_lock import VaultInUse, WriterLock
from wardtui.wording.errors import explain

VAULTS = sorted(path for path in (Path(__file__).parents[1] / "vaults").iterdir() if path.is_dir())
RECOVERY_CODES = {"0.1.0": "ZJZR-E3SC-9FCR-XAZE-3KSG-Z6X4-X8VH-FYY0"}


@pytest.fixture(params=VAULTS, ids=lambda path: str(path.name))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A vault as an earlier version has left it."""
    copy = tmp_path / request.param.name
    shutil.copytree(request.param, copy)
    return copy


def listed(home: Path) -> list[Any]:
    with reading(home) as opened:
        cases = opened.read(lambda unit: list(unit.cases.all()))
    documents = [json.loads(msgspec.json.encode(case_document(case))) for case in cases]
    return sorted(documents, key=lambda document: str(document["id"]))


def expected(home: Path) -> list[Any]:
    """What the version that made the vault said of it."""
    said = json.loads((home / "list.json").read_text("utf-8"))
    assert said["total"] == len(said["cases"]) > 0
    return sorted(said["cases"], key=lambda document: str(document["id"]))


def database(home: Path) -> Any:
    """The database itself, whatever its layout."""
    return connect(home / DATABASE, unlock(home, PASSPHRASE))


def layout(home: Path) -> tuple[int, list[tuple[str, str]]]:
    connection = database(home)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    tables = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    connection.close()
    return version, tables


def test_there_is_a_vault_of_an_earlier_layout() -> None:
    assert {path.name for path in VAULTS} >= {"0.1.0"}


def test_a_vault_of_an_earlier_version_shows_what_that_version_showed(old: Path) -> None:
    assert listed(old) == expected(old)
    assert layout(old)[0] == SCHEMA


def test_its_cases_and_its_worklist_are_what_its_events_give(old: Path) -> None:
    with reading(old) as opened:
        wrong = opened.read(lambda unit: list(badly_derived(unit, unit.events.all())))
    assert wrong == []
    assert problems(old) == []


def test_it_is_brought_to_the_present_layout_once(old: Path) -> None:
    before = raws(old)
    first = file_bytes(old)
    assert raws(old) == before
    assert file_bytes(old) == first


def test_before_it_is_brought_up_a_backup_keeps_it_for_the_version_that_made_it(
    old: Path, tmp_path: Path
) -> None:
    before = layout(old)
    told = raws(old)
    (kept,) = backup.kept(old)
    assert backup.check_backup(kept.path).vault
    (tmp_path / "back").mkdir()
    backup.unpack(kept.path, tmp_path / "back")
    assert layout(tmp_path / "back") == before
    assert raws(tmp_path / "back") == told
    listed(old)
    assert backup.kept(old) == [kept]


def test_its_recovery_code_opens_it_too(old: Path) -> None:
    if old.name not in RECOVERY_CODES:
        pytest.skip("no recovery code was written down")
    assert unlock(old, RECOVERY_CODES[old.name]) == unlock(old, PASSPHRASE)


def test_it_is_written_to_afterwards_as_any_other(old: Path) -> None:
    tools = make_tools(MONDAY)
    before = raws(old)
    with writing(old, tools) as opened:
        assert opened.lost is None
    with reading(old) as opened:
        assert opened.read(lambda unit: unit.events.count()) == len(before)


def test_it_can_be_restored_from_as_it_is(old: Path, tmp_path: Path) -> None:
    wanted = expected(old)
    before = file_bytes(old)
    put_back(tmp_path / "new", make_tools(MONDAY), old)
    assert listed(tmp_path / "new") == wanted
    assert file_bytes(old) == before


class Broken(Exception):
    """A step that fails."""


def test_a_step_that_fails_leaves_the_old_layout_with_its_content(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, files = layout(old), file_bytes(old)

    def fail(unit: VaultUnit) -> None:
        unit.connection.execute("CREATE TABLE half (done)")
        unit.cases.clear()
        raise Broken

    for steps in ((*schema.STEPS, fail), (fail, *schema.STEPS)):
        assert backup.kept(old) == []
        with monkeypatch.context() as patch:
            take_steps(patch, *steps)
            with pytest.raises(Broken):
                listed(old)
        assert layout(old) == before
        assert {name: file_bytes(old)[name] for name in files} == files
    assert listed(old) == expected(old)


def take_steps(patch: pytest.MonkeyPatch, *steps: Callable[[VaultUnit], None]) -> None:
    """Be a version with these steps."""
    patch.setattr(schema, "STEPS", steps)
    for module in (schema, vault):
        patch.setattr(module, "SCHEMA", len(steps))


def test_several_steps_are_taken_at_once_and_in_order(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []

    def step(number: int) -> Callable[[VaultUnit], None]:
        def take(unit: VaultUnit) -> None:
            assert unit.connection.in_transaction
            taken.append(number)

        return take

    start, _ = layout(old)
    count = len(schema.STEPS)
    take_steps(monkeypatch, *schema.STEPS, step(count + 1), step(count + 2))
    assert listed(old) == expected(old)
    assert taken == [count + 1, count + 2]
    assert start < layout(old)[0] == count + 2
    listed(old)
    assert len(taken) == 2


def test_a_vault_of_a_later_version_is_refused_and_not_touched(tmp_path: Path) -> None:
    make_worked_with(tmp_path, make_tools(MONDAY))
    connection = database(tmp_path)
    connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()
    before = file_bytes(tmp_path)
    with pytest.raises(VaultTooNew) as caught:
        OpenVault(tmp_path, unlock(tmp_path, PASSPHRASE))
    assert caught.value.facts == {"schema": SCHEMA + 1, "known": SCHEMA}
    assert str(SCHEMA + 1) in explain(caught.value).message
    with pytest.raises(VaultTooNew):
        put_back(tmp_path / "new", make_tools(MONDAY), tmp_path)
    assert {name: file_bytes(tmp_path)[name] for name in before} == before
    assert file_bytes(tmp_path / "new") == {}


def test_a_backup_of_a_later_version_is_refused_as_such(tmp_path: Path) -> None:
    make_worked_with(tmp_path, make_tools(MONDAY))
    file = make_backup(tmp_path)
    with zipfile.ZipFile(file) as packed:
        manifest = msgspec.json.decode(packed.read("manifest.json"))
    with zipfile.ZipFile(file, "w") as packed:
        later = {**manifest, "format": backup.FORMAT + 1}
        packed.writestr("manifest.json", msgspec.json.encode(later))
    with pytest.raises(backup.BackupTooNew):
        backup.check_backup(file)


def test_while_a_screen_is_open_the_layout_stays(old: Path) -> None:
    before = layout(old)
    with WriterLock(old, "tui", MONDAY, wait=0), pytest.raises(VaultInUse) as caught:
        listed(old)
    assert caught.value.facts["purpose"] == "tui"
    assert layout(old) == before
    assert listed(old) == expected(old)


def test_another_command_is_waited_for(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = WriterLock(old, "log", MONDAY, wait=0)
    monkeypatch.setattr(writer_lock.time, "sleep", lambda _: lock.release())
    assert listed(old) == expected(old)
