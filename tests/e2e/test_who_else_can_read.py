"""What lies about on a laptop and a server is for nobody else, and says nothing about anybody."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.program import PATIENCE, SAMPLE, Laptop, Server
from wardtui.faults import FILE

NAME = "Nguyễn Văn Mẫu"


def test_no_other_user_of_the_machine_reads_what_was_written(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "vault").new()
    laptop.ask("import", SAMPLE)
    case = laptop.first_case()
    written = [tmp_path / name for name in ("page.html", "day.xlsx", "copy.wardtui")]
    laptop.ask("subject", case["id"], "-o", written[0])
    laptop.ask("report", "daily", "-o", written[1])
    laptop.ask("vault", "backup", "-o", written[2])
    everything = [*laptop.home.rglob("*"), *written]
    assert len(everything) > 5
    assert [one.name for one in everything if one.stat().st_mode & 0o077] == []


def test_a_fault_of_wardtui_is_noted_without_what_it_was_about(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from wardtui.faults import note_fault\n"
        "def work(name):\n"
        "    raise ValueError(name)\n"
        "try:\n"
        "    work(sys.argv[2])\n"
        "except ValueError:\n"
        "    note_fault(Path(sys.argv[1]))\n"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path, NAME], check=True, timeout=PATIENCE)
    noted = (tmp_path / FILE).read_text("utf-8")
    assert "ValueError" in noted
    assert "work" in noted
    assert "Mẫu" not in noted


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path / "laptop").new()


def test_a_stolen_database_of_the_server_lets_nobody_in(server: Server, laptop: Laptop) -> None:
    unused = server.add_officer(NAME)["pairing_code"]
    used = server.add_officer("Trần Thị Mẫu")["pairing_code"]
    laptop.ask("pair", server.url, used)
    with sqlite3.connect(server.database.removeprefix("sqlite:///")) as database:
        dump = "\n".join(database.iterdump())
    assert "Trần Thị Mẫu" in dump
    assert "token_hash" in dump
    for code in (unused, used):
        assert code not in dump
        assert code.replace("-", "") not in dump
    stolen = [row[0] for row in database.execute("SELECT token_hash FROM devices")]
    assert stolen
    import httpx

    for one in stolen:
        answer = httpx.get(f"{server.url}/v1/me", headers={"Authorization": f"Bearer {one}"})
        assert answer.status_code == 401
