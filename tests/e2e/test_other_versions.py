"""What a command says to a vault and a server's database of a newer wardtui: one sentence."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE
from tests.e2e.program import Laptop, run
from wardtui.store.files import DATABASE
from wardtui.store.schema import SCHEMA
from wardtui.store.sqlcipher import connect
from wardtui.store.unlocking import unlock

RELEASED = Path(__file__).parents[1] / "vaults" / "0.1.0"


def test_a_newer_vault_is_refused_with_a_sentence_and_left_alone(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "ward").new()
    connection = connect(laptop.home / DATABASE, unlock(laptop.home, PASSPHRASE))
    connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()
    before = (laptop.home / DATABASE).read_bytes()
    for command in (["list"], ["undo"], ["vault", "status"], ["vault", "rebuild"], ["sync"]):
        ended = laptop.run(*command)
        assert (ended.code, ended.out) == (1, "")
        assert "Hãy cập nhật wardtui" in ended.err
    told = laptop.run("doctor", "--json").json
    assert "vault_too_new" in [one["code"] for one in told["findings"]]
    assert (laptop.home / DATABASE).read_bytes() == before
    assert not (laptop.home / "backups").exists()


def test_an_older_vault_is_brought_up_by_the_first_command_and_can_be_taken_back(
    tmp_path: Path,
) -> None:
    shutil.copytree(RELEASED, tmp_path / "ward")
    laptop = Laptop(tmp_path / "ward", now="2026-10-07T09:00:00+07:00")
    said = json.loads((RELEASED / "list.json").read_text("utf-8"))
    assert laptop.ask("list")["total"] == said["total"]
    (backup,) = laptop.ask("vault", "status")["backups"]
    restored = laptop.ask("vault", "restore", laptop.home / "backups" / backup)
    assert restored["residents"] == said["total"]


@pytest.mark.parametrize("command", [("officers",), ("serve", "--port", "0")])
def test_a_newer_database_of_the_server_is_refused_and_left_alone(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    file = tmp_path / "central.db"
    named = ("--database", f"sqlite:///{file}")
    assert run("central", "init", *named).code == 0
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = "\n".join(_dump(file))
    ended = run("central", *command, *named, "--json")
    assert ended.code == 1
    assert ended.json["error"]["code"] == "central_database_newer"
    assert "\n".join(_dump(file)) == before


def _dump(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
