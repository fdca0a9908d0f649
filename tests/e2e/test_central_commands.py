"""The commands for what the server holds of people, beside a server that runs and its laptops."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import WARD, Laptop, Server, run

HEAD = "Họ và tên,Ngày sinh,Số ĐDCN,Số điện thoại,Tổ dân phố,Nơi thường trú,Chưa có thẻ căn cước"


@pytest.fixture
def central(server: Server) -> Any:
    """Runs a ``central`` command on the server's database; its JSON document."""

    def ask(*arguments: object, code: int = 0) -> Any:
        ended = run("central", *arguments, "--database", server.database, "--json")
        assert ended.code == code, (arguments, ended.out, ended.err)
        return ended.json

    return ask


def ward_list(folder: Path, *numbers: int) -> Path:
    """A list of invented people; who is meant by a number is nobody else."""
    rows = [
        f"Nguyễn Số {n} Mẫu,03/02/1985,000085{n:06},0570000{n:03},Tổ {n % 3},Số {n} phố Mẫu Đơn,x"
        for n in numbers
    ]
    file = folder / "danh-sach.csv"
    file.write_text("\n".join([HEAD, *rows]), "utf-8")
    return file


def found(laptop: Laptop, name: str) -> Any:
    return laptop.ask("list", "--query", name)["cases"]


def test_a_central_list_reaches_the_laptops(server: Server, central: Any, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "laptop").new()
    server.pair(laptop, "Mẫu")
    file = ward_list(tmp_path, 101, 102)
    assert central("import", file, "--ward", WARD, "--dry-run")["added"] == 2
    assert central("import", file, "--ward", WARD)["added"] == 2
    assert central("import", file, "--ward", WARD)["unchanged"] == 2
    laptop.ask("sync")
    assert len(found(laptop, "Nguyễn Số 101")) == 1
    assert laptop.ask("import", file)["unchanged"] == 2
    other = central("import", file, "--ward", "NO-WARD", code=2)
    assert other["error"]["code"] == "unknown_ward"


def test_who_is_erased_is_gone_everywhere_and_late_events_bring_nobody_back(
    server: Server, central: Any, tmp_path: Path
) -> None:
    here, late = (Laptop(tmp_path / name).new() for name in ("here", "late"))
    for laptop in (here, late):
        server.pair(laptop, "Mẫu")
    central("import", ward_list(tmp_path, 201, 202), "--ward", WARD)
    here.ask("sync")
    late.ask("sync")
    [case] = found(here, "Nguyễn Số 201")
    assert late.ask("log", "call", case["id"], "--outcome", "no_answer", "--note", "nhắn con gái")
    done = central("erase", case["id"], "--reason", "requested")
    assert (done["resident"], done["blanked"]) == (case["id"], 1)
    assert central("erase", case["id"], "--reason", "requested")["blanked"] == 0

    synced = late.ask("sync")
    assert (synced["rejected"], synced["pending"]) == (0, 0)
    here.ask("sync")
    for laptop in (here, late):
        assert found(laptop, "Nguyễn Số 201") == []
        assert len(found(laptop, "Nguyễn Số 202")) == 1
        assert laptop.ask("vault", "rebuild")
        assert found(laptop, "Nguyễn Số 201") == []
        assert laptop.run("undo", "--json").code == 1, "nothing brings them back"
    assert here.ask("report", "daily")["total"] == late.ask("report", "daily")["total"]
    new = Laptop(tmp_path / "new").new()
    server.pair(new, "Mẫu")
    new.ask("sync")
    assert found(new, "Nguyễn Số 201") == []
    assert new.ask("report", "daily")["total"] == here.ask("report", "daily")["total"]


def test_nothing_of_them_is_left_in_the_file(server: Server, central: Any, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "laptop").new()
    server.pair(laptop, "Mẫu")
    central("import", ward_list(tmp_path, 301), "--ward", WARD)
    laptop.ask("sync")
    [case] = found(laptop, "Nguyễn Số 301")
    file = Path(server.database.removeprefix("sqlite:///"))
    assert _holds(file, "000085000301")
    central("erase", case["id"], "--reason", "mistake")
    assert not _holds(file, "000085000301")
    assert not _holds(file, "Nguyễn Số 301 Mẫu")


def _holds(database: Path, text: str) -> bool:
    files = database.parent.glob(f"{database.name}*")
    return any(text.encode() in file.read_bytes() for file in files)


def test_the_server_reports_what_a_laptop_reports(
    server: Server, central: Any, tmp_path: Path
) -> None:
    laptop = Laptop(tmp_path / "laptop").new()
    server.pair(laptop, "Mẫu")
    central("import", ward_list(tmp_path, 401, 402), "--ward", WARD)
    laptop.ask("sync")
    [case] = found(laptop, "Nguyễn Số 401")
    laptop.ask("log", "visit", case["id"], "--outcome", "no_answer")
    laptop.ask("enrol", case["id"], "--need", "id_card", "--step", "captured")
    laptop.ask("sync")
    theirs = laptop.ask("report", "daily")
    [ours] = central("report", "--ward", WARD)["wards"]
    assert (ours["total"], ours["areas"]) == (theirs["total"], theirs["areas"])
    assert ours["ward"] == WARD
    assert [one["ward"] for one in central("report")["wards"]] == [WARD]


def test_the_log_says_who_saw_what(server: Server, central: Any, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "laptop").new()
    officer = server.pair(laptop, "Trần Thị Soi")
    central("import", ward_list(tmp_path, 501), "--ward", WARD)
    laptop.ask("sync")
    [case] = found(laptop, "Nguyễn Số 501")
    laptop.ask("show", case["id"], "--reveal")
    laptop.ask("sync")
    seen = central("audit", "--resident", case["id"])["accesses"]
    assert [(one["officer_name"], one["what"], one["residents"]) for one in seen] == [
        ("Trần Thị Soi", "reveal", 1)
    ]
    assert central("audit", "--officer", "Trần Thị Soi")["accesses"] == seen
    assert central("audit", "--since", "2999-01-01")["accesses"] == []
    assert central("audit", "--since", "hôm nào", code=2)["error"]["code"]
    assert officer["officer"] == seen[0]["officer"]


def test_the_officers_are_named_with_their_laptops(
    server: Server, central: Any, tmp_path: Path
) -> None:
    laptop = Laptop(tmp_path / "laptop").new()
    officer = server.pair(laptop, "Lê Thị Máy", "leader")
    laptop.ask("sync")
    known = {one["officer"]: one for one in central("officers")["officers"]}
    one = known[officer["officer"]]
    assert (one["name"], one["role"], one["wards"]) == ("Lê Thị Máy", "leader", [WARD])
    [device] = one["devices"]
    assert device["seen_at"]
    assert (device["missing"], device["revoked"]) == (0, False)


def test_retention_erases_those_who_were_done_long_ago(
    server: Server, central: Any, tmp_path: Path
) -> None:
    laptop = Laptop(tmp_path / "laptop").new()
    server.pair(laptop, "Mẫu")
    central("import", ward_list(tmp_path, 601, 602), "--ward", WARD)
    laptop.ask("sync")
    [case] = found(laptop, "Nguyễn Số 601")
    laptop.ask("enrol", case["id"], "--need", "id_card", "--step", "captured")
    laptop.ask("sync")
    before = laptop.ask("report", "daily")["total"]
    assert central("retain")["erased"] == 0
    later = ("--now", "2999-01-01T10:00:00+07:00")
    due = central("retain", "--dry-run", *later)
    assert due["erased"] == 0
    assert due["wards"][WARD] >= 1
    assert central("retain", *later)["erased"] == due["wards"][WARD]
    laptop.ask("sync")
    assert found(laptop, "Nguyễn Số 601") == []
    assert len(found(laptop, "Nguyễn Số 602")) == 1
    assert laptop.ask("report", "daily")["total"] == before
