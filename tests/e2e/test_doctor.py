"""``wardtui doctor`` on laptops on which something is wrong, and on one where all is well."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PASSPHRASE
from tests.e2e.program import COMMAND, Ended, Laptop, Server, run
from tests.e2e.terminal import Terminal

OFFICER = "Nguyễn Văn Mẫu"


def findings(ended: Ended) -> dict[str, Any]:
    """Code to finding."""
    assert ended.err == ""
    return {one["code"]: one for one in ended.json["findings"]}


def doctor(home: Path, **environment: str) -> Ended:
    """Without a passphrase, unless it is in the environment."""
    more = {"WARDTUI_HOME": str(home), **environment}
    return run("doctor", "--wait", 1, "--json", environment=more)


def wrong(ended: Ended) -> set[str]:
    return {code for code, one in findings(ended).items() if one["level"] == "wrong"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with somebody in it."""
    home = tmp_path_factory.mktemp("made") / "ward"
    Laptop(home).new()
    return home


@pytest.fixture
def laptop(made: Path, tmp_path: Path) -> Laptop:
    """A laptop with a vault, to be damaged."""
    shutil.copytree(made, tmp_path / "user" / "ward")
    (tmp_path / "user" / "ward").chmod(0o700)
    return Laptop(tmp_path / "user" / "ward")


@pytest.fixture
def newcomer() -> Laptop:
    """A laptop that no server knows yet."""
    return Laptop(Path.home() / "ward").new()


def test_where_there_is_no_vault_it_says_so_and_nothing_is_wrong(tmp_path: Path) -> None:
    ended = doctor(tmp_path / "none")
    assert ended.code == 0
    assert ended.json["ok"] is True
    assert findings(ended)["no_vault"]["remedy"].startswith("Gõ wardtui")
    assert not (tmp_path / "none").exists()


def test_without_a_passphrase_it_says_what_it_could_not_look_at(laptop: Laptop) -> None:
    ended = doctor(laptop.home)
    found = findings(ended)
    assert (ended.code, wrong(ended)) == (0, set())
    assert {"vault_not_opened", "server_not_asked", "disk", "no_backup_yet"} <= set(found)
    assert "vault" not in found


def test_a_vault_that_is_well_is_opened_and_left_as_it_was(laptop: Laptop) -> None:
    files = [file for file in laptop.home.iterdir() if file.is_file()]
    before = [file.read_bytes() for file in files]
    ended = laptop.run("doctor", "--json")
    found = findings(ended)
    assert (ended.code, wrong(ended)) == (0, set())
    assert found["vault"]["facts"] == {"residents": 0, "events": 0, "layout": 7}
    assert "not_paired_yet" in found
    assert [file.read_bytes() for file in files] == before
    assert not list(laptop.home.glob(".doctor-*"))


def test_the_wrong_passphrase_and_what_else_is_found_are_told_together(laptop: Laptop) -> None:
    ended = doctor(laptop.home, WARDTUI_PASSPHRASE="something else")
    assert ended.code == 1
    assert wrong(ended) == {"wrong_passphrase"}
    assert "disk" in findings(ended)


def test_settings_that_cannot_be_read_do_not_keep_it_from_the_rest(laptop: Laptop) -> None:
    (laptop.home / "config.toml").write_text('theme = "mine"\nlanguage = \n', "utf-8")
    ended = laptop.run("doctor", "--json")
    assert (ended.code, wrong(ended)) == (1, {"settings_unreadable"})
    assert "vault" in findings(ended)


def test_settings_and_themes_that_are_passed_over_are_named(laptop: Laptop) -> None:
    text = 'theme = "mine"\nlangauge = "en"\n[keys]\nundo = ["no-such-key"]\n'
    (laptop.home / "config.toml").write_text(text, "utf-8")
    (laptop.home / "themes").mkdir()
    (laptop.home / "themes" / "bad.toml").write_text("name = ", "utf-8")
    ended = laptop.run("doctor", "--json")
    found = findings(ended)
    assert ended.code == 0
    assert found["settings_unknown"]["facts"] == {"names": ["langauge"]}
    assert found["keys_unused"]["facts"] == {"names": ["undo"]}
    assert found["theme_missing"]["facts"] == {"name": "mine"}
    assert found["theme_unusable"]["facts"]["file"] == "bad.toml"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no folder closed to everybody")
def test_a_folder_in_which_nothing_can_be_written_is_told() -> None:
    ended = doctor(Path("/proc/self/ward"))
    assert (ended.code, wrong(ended)) == (1, {"cannot_write"})
    assert "no_vault" in findings(ended)


@pytest.mark.parametrize(
    ("missing", "code"), [("keys.json", "keys_missing"), ("vault.db", "database_missing")]
)
def test_a_vault_of_which_a_file_is_gone_is_told(laptop: Laptop, missing: str, code: str) -> None:
    (laptop.home / missing).unlink()
    ended = laptop.run("doctor", "--json")
    assert (ended.code, wrong(ended)) == (1, {code})


def test_a_damaged_vault_is_told(laptop: Laptop) -> None:
    file = laptop.home / "vault.db"
    content = bytearray(file.read_bytes())
    content[4096 * 3 + 100 : 4096 * 3 + 200] = bytes(100)
    file.write_bytes(content)
    ended = laptop.run("doctor", "--json")
    assert ended.code == 1
    assert wrong(ended) & {"pages_torn", "database_unreadable"}


def test_a_clock_that_was_fixed_is_told(laptop: Laptop) -> None:
    ended = laptop.run("doctor", "--json", "--now", "2026-11-23T19:00:00+07:00")
    assert findings(ended)["clock_fixed"]["facts"]["now"] == "2026-11-23T19:00:00+07:00"


def test_the_server_is_asked_and_nothing_personal_is_told(newcomer: Laptop, server: Server) -> None:
    paired = server.pair(newcomer, OFFICER)
    ended = newcomer.run("doctor", "--json")
    found = findings(ended)
    assert (ended.code, wrong(ended)) == (0, set())
    assert found["server"]["facts"]["server"] == server.url
    assert "never_synced" in found
    assert "clock_same" in found
    newcomer.ask("sync")
    assert "synced" in findings(newcomer.run("doctor", "--json"))
    for secret in (OFFICER, paired["officer"], PASSPHRASE, str(Path.home()), "PHUONG-MAU"):
        assert secret not in ended.out
    assert found["disk"]["facts"]["folder"] == "~/ward"


def test_a_server_that_does_not_answer_is_told(newcomer: Laptop, server: Server) -> None:
    from tests.faults.relay import Relay

    with Relay(server.url) as line:
        code = server.add_officer(OFFICER)["pairing_code"]
        newcomer.ask("pair", line.url, code)
    ended = newcomer.run("doctor", "--wait", 0.5, "--json")
    assert (ended.code, wrong(ended)) == (1, {"server_unreachable"})
    assert "clock" in findings(ended)


def test_a_laptop_that_was_revoked_is_told(newcomer: Laptop, server: Server) -> None:
    paired = server.pair(newcomer, OFFICER)
    run("central", "revoke", paired["officer"], "--database", server.database)
    ended = newcomer.run("doctor", "--json")
    assert (ended.code, wrong(ended)) == (1, {"device_revoked"})


def test_for_people_every_line_says_how_it_is_to_be_taken(laptop: Laptop) -> None:
    ended = laptop.run("doctor")
    assert ended.code == 0
    assert "tốt  Kho dữ liệu" in ended.out
    assert ended.out.splitlines()[-1].startswith("Kết quả này không có thông tin công dân")


def test_in_a_terminal_it_asks_for_the_passphrase_which_may_be_left_out(laptop: Laptop) -> None:
    environment = {k: v for k, v in laptop.environment.items() if "PASSPHRASE" not in k}
    with Terminal([*COMMAND, "doctor"], environment, columns=100, lines=50) as screen:
        screen.wait_for("Mật khẩu (Enter: không xem trong kho)")
        screen.press("enter")
        assert screen.wait_for_end() == 0
        assert "100 × 50" in screen.output
        assert "Ằ Ễ Ộ Ữ Ỵ" in screen.output
        assert "Chưa xem trong kho" in screen.output
