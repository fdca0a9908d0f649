"""The commands that look after a vault, as officers and their scripts call them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PASSPHRASE
from tests.e2e.program import COMMAND, PATIENCE, Laptop, run, serving
from tests.faults.small_vaults import file_bytes, flipped, leave_log

NOW = "2026-11-23T19:00:00+07:00"
ANOTHER = "cây đa bến nước sân đình"
PEOPLE = 30


@pytest.fixture(scope="module")
def worked_with(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """A laptop with a short list, a backup of it, and a contact since."""
    folder = tmp_path_factory.mktemp("laptop")
    made = Laptop(folder / "vault", now=NOW).new()
    assert run("sample-data", "-o", folder / "list.csv", "--residents", PEOPLE).code == 0
    made.ask("import", folder / "list.csv")
    made.ask("vault", "backup")
    made.ask("log", "call", made.first_case()["id"], "--outcome", "no_answer")
    return made


@pytest.fixture
def laptop(worked_with: Laptop, tmp_path: Path) -> Laptop:
    """A copy of it that a test may spoil."""
    return Laptop(shutil.copytree(worked_with.home, tmp_path / "vault"), now=NOW)


def refused(ended: Any, code: int, error: str) -> Any:
    """An error as programs read it."""
    assert (ended.code, ended.json["error"]["code"]) == (code, error), ended.out
    return ended.json["error"]


def test_status_says_what_stands_about_the_vault(laptop: Laptop) -> None:
    told = laptop.ask("vault", "status")
    assert told.keys() == {
        "home", "residents", "events", "waiting", "rejected", "forgotten", "lost", "device",
        "paired", "clock_was", "bytes", "kdf", "writer", "backups", "aside", "retention_days",
    }  # fmt: skip
    assert (told["residents"], told["events"], told["waiting"]) == (PEOPLE, PEOPLE + 1, PEOPLE + 1)
    assert told["kdf"].keys() == {"memory_kib", "iterations", "lanes"}
    assert told["backups"] == ["0001-2026-11-23.wardbackup"]
    assert (told["writer"], told["paired"], told["aside"], told["lost"]) == (None, None, [], [])
    text = laptop.run("vault", "status").out
    assert all(word in text for word in (str(laptop.home), *told["backups"], "Argon2id"))


def test_verify_and_rebuild_say_that_all_is_well(laptop: Laptop) -> None:
    assert laptop.ask("vault", "rebuild") == {"cases": PEOPLE, "differed": 0}
    told = laptop.ask("vault", "verify")
    assert told == {"ok": True, "events": PEOPLE + 1, "cases": PEOPLE, "problems": []}
    assert str(PEOPLE + 1) in laptop.run("vault", "verify").out


def test_verify_names_each_thing_that_is_damaged(laptop: Laptop) -> None:
    data = (laptop.home / "vault.db").read_bytes()
    (laptop.home / "vault.db").write_bytes(flipped(data, len(data) // 2, 1))
    backup = laptop.home / "backups" / "0001-2026-11-23.wardbackup"
    backup.write_bytes(backup.read_bytes()[:-1])
    told = laptop.run("vault", "verify", "--json")
    assert (told.code, told.json["ok"]) == (5, False)
    named = [problem["code"] for problem in told.json["problems"] if problem["remedy"]]
    assert named == ["pages_torn", "backup_unreadable"]
    assert "wardtui vault restore" in laptop.run("vault", "verify").out


def test_verify_and_status_say_that_saved_entries_are_gone(laptop: Laptop) -> None:
    leave_log(laptop.home, 2)
    (laptop.home / "vault.db-wal").unlink()
    told = laptop.run("vault", "verify", "--json")
    assert (told.code, [one["code"] for one in told.json["problems"]]) == (5, ["entries_lost"])
    (lost,) = laptop.ask("vault", "status")["lost"]
    assert (lost["first"], lost["last"]) == (PEOPLE + 2, PEOPLE + 3)


def test_a_backup_is_written_where_it_is_told_and_restored_on_another_laptop(
    laptop: Laptop, tmp_path: Path
) -> None:
    made = laptop.ask("vault", "backup", "-o", tmp_path / "mine.wardbackup")
    assert made.keys() == {"file", "made_at", "bytes", "sha256"}
    assert made["file"] == str(tmp_path / "mine.wardbackup")
    assert (made["made_at"], made["bytes"] > 9999) == (NOW, True)
    assert made["sha256"].keys() == {"vault.db", "keys.json"}
    other = Laptop(tmp_path / "other", now=NOW)
    assert other.ask("vault", "restore", made["file"])["events"] == PEOPLE + 1
    assert other.ask("list") == laptop.ask("list")
    assert "0002-2026-11-23.wardbackup" in laptop.run("vault", "backup").out
    refused(laptop.run("vault", "backup", "-o", "/no/where", "--json"), 2, "cannot_write")


def test_restore_brings_a_database_back_that_was_deleted(laptop: Laptop, tmp_path: Path) -> None:
    (laptop.home / "vault.db").unlink()
    told = laptop.ask("vault", "restore")
    assert told.keys() == {
        "backup", "made_at", "residents", "events", "salvaged", "newer", "aside", "device",
    }  # fmt: skip
    assert (told["residents"], told["events"]) == (PEOPLE, PEOPLE)
    assert laptop.ask("list")["total"] == PEOPLE
    refused(laptop.run("vault", "restore", tmp_path / "none", "--json"), 2, "file_missing")
    assert "aside-20261123-190000" in laptop.run("vault", "restore").out


@pytest.mark.parametrize("how", ["file", "variable"])
def test_the_passphrase_is_changed_by_scripts_too(laptop: Laptop, tmp_path: Path, how: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text(ANOTHER + "\n", "utf-8")
    old = {"WARDTUI_HOME": str(laptop.home), "WARDTUI_PASSPHRASE": PASSPHRASE}
    named = ("--new-passphrase-file", secret) if how == "file" else ()
    given = {} if how == "file" else {"WARDTUI_NEW_PASSPHRASE": ANOTHER}
    refused(run("vault", "passphrase", "--json", environment=old), 3, "new_passphrase_missing")
    done = run("vault", "passphrase", *named, "--json", environment={**old, **given})
    assert (done.code, done.json["unchanged_backups"]) == (0, [])
    for command in (("list",), ("vault", "restore")):
        refused(run(*command, "--json", environment=old), 3, "wrong_passphrase")
    new = {**old, "WARDTUI_PASSPHRASE": ANOTHER}
    assert run("list", "--json", environment=new).json["total"] == PEOPLE
    assert run("vault", "restore", "--json", environment=new).json["events"] == PEOPLE


def test_a_new_recovery_code_is_shown_once_and_opens(laptop: Laptop) -> None:
    code = laptop.ask("vault", "passphrase", "--recovery-code")["recovery_code"]
    opened = run("list", "--json", "--home", laptop.home, environment={"WARDTUI_PASSPHRASE": code})
    assert opened.json["total"] == PEOPLE
    assert code not in laptop.run("vault", "passphrase", "--recovery-code").out


def test_who_was_purged_stays_forgotten_and_nothing_unsent_is_wiped(
    laptop: Laptop, tmp_path: Path
) -> None:
    steps = {"vneid_account": "level2_collected", "vneid_activation": "activated"}
    case = laptop.first_case()
    for need in case["needs"]:
        laptop.ask("enrol", case["id"], "--need", need, "--step", steps.get(need, "captured"))
    later = Laptop(laptop.home, now="2027-01-04T19:00:00+07:00")
    unsent = later.ask("vault", "purge")
    assert unsent == {"forgotten": 0, "unconfirmed": 1, "backups_deleted": 0}
    with serving(tmp_path) as server:
        server.pair(laptop, "Nguyễn Văn Mẫu")
        refused(laptop.run("vault", "wipe", "--yes", "--json"), 1, "wipe_unsent")
        laptop.ask("sync")
    laptop.ask("vault", "backup")
    assert later.ask("vault", "purge")["forgotten"] == 1
    later.ask("vault", "restore", "--salvage")
    assert later.ask("vault", "status")["forgotten"] == 1
    assert later.ask("list")["total"] == PEOPLE - 1
    assert later.ask("vault", "verify")["ok"]


def test_wipe_must_be_meant_and_then_leaves_what_is_not_ours(laptop: Laptop) -> None:
    laptop.ask("vault", "restore")
    before = file_bytes(laptop.home)
    refused(laptop.run("vault", "wipe", "--json"), 1, "wipe_not_meant")
    assert file_bytes(laptop.home) == before
    shutil.copytree(laptop.home, laptop.home / ".restore-x1")  # left by an interruption
    (laptop.home / "mine.txt").touch()
    assert laptop.ask("vault", "wipe", "--yes") == {"wiped": True}
    assert [file.name for file in laptop.home.rglob("*")] == ["mine.txt"]
    refused(laptop.run("list", "--json"), 2, "no_vault")


def test_who_has_no_passphrase_may_still_wipe(laptop: Laptop) -> None:
    refused(run("vault", "wipe", "--yes", "--json", "--home", laptop.home), 3, "passphrase_missing")
    assert run("vault", "wipe", "--yes", "--force", "--home", laptop.home).code == 0
    assert list(laptop.home.iterdir()) == []


def test_wipe_leaves_another_vault_in_a_folder_inside(laptop: Laptop) -> None:
    other = shutil.copytree(laptop.home, laptop.home / "other")
    laptop.ask("vault", "wipe", "--yes")
    assert Laptop(other, now=NOW).ask("list")["total"] == PEOPLE


DAMAGED = {
    "database_unreadable": lambda home: (home / "vault.db").write_bytes(b"SQLite format 3" * 999),
    "database_missing": lambda home: (home / "vault.db").unlink(),
    "database_empty": lambda home: (home / "vault.db").write_bytes(b""),
    "keys_missing": lambda home: (home / "keys.json").unlink(),
    "key_slots_damaged": lambda home: (home / "keys.json").write_bytes(b"{"),
}
ANY = (
    ("list",), ("show", "0" * 8), ("log", "call", "0" * 8, "--outcome", "busy"), ("undo",),
    ("outbox",), ("sync",), ("report", "daily"), ("vault", "status"), ("vault", "verify"),
    ("vault", "backup"), ("vault", "rebuild"), ("vault", "purge"), ("vault", "wipe", "--yes"),
)  # fmt: skip


@pytest.mark.parametrize("error", DAMAGED)
def test_whatever_is_asked_of_a_damaged_vault_names_the_remedy(laptop: Laptop, error: str) -> None:
    DAMAGED[error](laptop.home)
    before = file_bytes(laptop.home)
    for arguments in ANY if error == "database_unreadable" else ANY[::5]:
        told = refused(laptop.run(*arguments, "--json"), 5, error)
        assert "wardtui vault restore" in told["remedy"]
    people = laptop.run("list")
    assert (people.code, people.out, len(people.err.splitlines())) == (5, "", 1)
    assert "wardtui vault restore" in people.err
    assert file_bytes(laptop.home) == before
    assert laptop.ask("vault", "restore")["residents"] == PEOPLE


HOLD = """
import sys
from pathlib import Path
from wardtui.bootstrap import make_tools, open_desk
from wardtui.domain.when import parse_when
from wardtui.services.undo import undo
home, passphrase, purpose, now = sys.argv[1:]
with open_desk(Path(home), passphrase, make_tools(parse_when(now)), writing=purpose) as desk:
    desk.vault.write(lambda unit: undo(unit, desk.tools))
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(laptop: Laptop, purpose: str) -> Iterator[int]:
    """Another process writes to the vault, and goes on to hold it; its id."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, laptop.home, PASSPHRASE, purpose, NOW],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process.pid


def test_beside_a_writer_reading_works_and_who_would_write_is_told_who_does(
    laptop: Laptop, tmp_path: Path
) -> None:
    case = laptop.first_case()["id"]
    with held(laptop, "tui") as process:
        told = laptop.ask("vault", "status")
        assert told["writer"] == {"pid": process, "purpose": "tui", "since": NOW}
        assert told["events"] == PEOPLE + 2
        assert str(process) in laptop.run("vault", "status").out
        assert laptop.ask("list")["total"] == PEOPLE
        assert laptop.ask("show", case)["id"] == case
        assert laptop.ask("vault", "verify")["ok"]
        laptop.ask("vault", "backup")
        before = file_bytes(laptop.home)
        for arguments in (
            ("log", "call", case, "--outcome", "busy"), ("undo",), ("vault", "rebuild"),
            ("vault", "purge"), ("vault", "restore"), ("vault", "wipe", "--yes"),
            ("vault", "passphrase", "--recovery-code"),
        ):  # fmt: skip
            message = refused(laptop.run(*arguments, "--json"), 3, "vault_in_use")["message"]
            assert str(process) in message
            assert "19:00 23/11" in message
        assert file_bytes(laptop.home) == before
    assert laptop.ask("vault", "status")["writer"] is None
    assert laptop.ask("vault", "restore")["events"] == PEOPLE + 2


@pytest.mark.skipif(
    os.geteuid() == 0 and shutil.which("setpriv") is None, reason="rights do not bind root"
)
def test_in_a_folder_that_may_not_be_written_reading_works(laptop: Laptop, tmp_path: Path) -> None:
    bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] * (os.geteuid() == 0)
    before = file_bytes(laptop.home)

    def ask(*arguments: object) -> Any:
        program = [*bound, *COMMAND, *map(str, arguments), "--json"]
        done = subprocess.run(
            program, capture_output=True, env=laptop.environment, timeout=PATIENCE, check=False
        )
        assert done.stderr == b""
        return done.returncode, json.loads(done.stdout)

    laptop.home.chmod(0o500)
    try:
        code, found = ask("list")
        assert (code, found["total"]) == (0, PEOPLE)
        assert ask("show", found["cases"][0]["id"])[0] == 0
        assert ask("vault", "status")[1]["events"] == PEOPLE + 1
        assert ask("vault", "verify")[1]["ok"]
        assert ask("vault", "backup", "-o", tmp_path / "mine.wardbackup")[0] == 0
        for words in ("undo", "vault restore", "vault passphrase --recovery-code"):
            code, told = ask(*words.split())
            assert (code, told["error"]["code"]) == (2, "cannot_write")
    finally:
        laptop.home.chmod(0o700)
    assert file_bytes(laptop.home) == before
