"""The commands and their JSON, as other programs rely on them (design.md §8)."""

import socket
from pathlib import Path
from shutil import copytree

import pytest

from tests.conftest import PASSPHRASE
from tests.e2e.program import SAMPLE, Laptop, run, serving
from wardtui.bootstrap import RandomIds
from wardtui.domain.ids import DeviceId
from wardtui.messages import PairRequest
from wardtui.remote.central_api import HttpCentralApi
from wardtui.remote.errors import ServerRefused

NOW = "2026-11-23T19:00:00+07:00"

_ids = RandomIds()


@pytest.fixture(scope="module")
def laptop(sample_ward: Path, tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """A laptop with the sample ward, on a Monday evening, for all tests of this module."""
    return Laptop(copytree(sample_ward, tmp_path_factory.mktemp("laptop") / "vault"), now=NOW)


def test_init_gives_a_recovery_code_and_never_makes_a_second_vault(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "new")
    made = laptop.ask("init")
    assert {"home", "device", "recovery_code"} <= made.keys()
    again = laptop.run("init", "--json")
    assert (again.code, again.json["error"]["code"]) == (2, "vault_exists")
    recovered = run(
        "list", "--json",
        environment={"WARDTUI_HOME": str(laptop.home), "WARDTUI_PASSPHRASE": made["recovery_code"]},
    )  # fmt: skip
    assert recovered.json == {"total": 0, "cases": []}


def test_import_counts_every_row_and_changes_nothing_the_second_time(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "new").new()
    tried = laptop.ask("import", SAMPLE, "--dry-run")
    assert laptop.ask("list")["total"] == 0
    first = laptop.ask("import", SAMPLE)
    assert first == tried
    keys = {"rows", "added", "changed", "unchanged", "rejected", "duplicates", "dropped_columns"}
    assert first.keys() >= keys | {"flags"}
    assert (first["rows"], first["added"], first["rejected"]) == (812, 812, [])
    second = laptop.ask("import", SAMPLE)
    assert (second["added"], second["changed"], second["unchanged"]) == (0, 0, 812)


def test_a_csv_of_the_same_seed_is_the_same_list(tmp_path: Path, laptop: Laptop) -> None:
    file = tmp_path / "list.csv"
    assert run("sample-data", "-o", file, "--residents", 812, "--seed", 7, "--json").code == 0
    assert laptop.ask("import", file, "--dry-run")["unchanged"] == 812


def test_the_shipped_list_is_what_sample_data_makes(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    made = run("sample-data", "-o", file, "--json")
    assert made.json["residents"] == 812
    assert file.read_bytes() == SAMPLE.read_bytes()


def test_list_gives_the_keys_of_the_contract_and_masks_numbers(laptop: Laptop) -> None:
    found = laptop.ask("list", "--limit", 400)
    assert found["total"] == 812
    assert len(found["cases"]) == 400
    for case in found["cases"]:
        assert case.keys() == {
            "id", "name", "birth_year", "sex", "area", "address", "personal_id", "phones", "needs",
            "status", "level", "next_action", "attempts", "flags", "booking",
        }  # fmt: skip
        assert case["next_action"].keys() == {"kind", "owner", "due"}
        assert case["sex"] in ("M", "F")
        assert "•" in (case["personal_id"] or "•")
        assert all("•" in phone for phone in case["phones"])
    dues = [case["next_action"]["due"] for case in found["cases"]]
    assert dues == sorted(dues)


def test_reveal_shows_numbers(laptop: Laptop) -> None:
    shown = laptop.ask("list", "--limit", 50, "--reveal")["cases"]
    phones = [phone for case in shown for phone in case["phones"]]
    assert all(phone.startswith("+84570000") for phone in phones)
    ids = [case["personal_id"] for case in shown if case["personal_id"]]
    assert all(number.startswith("000") and number.isdigit() for number in ids)


def test_list_filters_sorts_and_searches(laptop: Laptop) -> None:
    area = laptop.ask("list", "--area", "Tổ 5", "--sort", "walk")
    assert 0 < area["total"] < 812
    assert {case["area"] for case in area["cases"]} == {"Tổ 5"}
    assert laptop.ask("list", "--area", "Tổ 999")["total"] == 0
    assert laptop.ask("list", "--due", "today")["total"] == 812
    assert laptop.ask("list", "--due", "overdue")["total"] == 0
    assert laptop.ask("list", "--level", 2)["total"] == 0
    nguyen = laptop.ask("list", "--query", "nguyen")["cases"]
    assert nguyen
    assert all("Nguyễn" in case["name"] for case in nguyen)
    one = laptop.ask("list", "--limit", 1, "--reveal")["cases"][0]
    assert one["id"] in [
        case["id"] for case in laptop.ask("list", "--query", one["personal_id"][-6:])["cases"]
    ]


def test_log_enrol_and_undo_give_event_and_case(laptop: Laptop) -> None:
    case = laptop.first_case("--query", "tran")
    logged = laptop.ask(
        "log", "call", case["id"], "--outcome", "callback_requested",
        "--reason", "working_hours", "--reason", "no_smartphone", "--need-support", "evening",
        "--with", "relative", "--call-back", "2026-11-24T19:30", "--note", "Gọi lại tối mai",
    )  # fmt: skip
    assert logged["saved"] is True
    assert logged["case"]["next_action"] == {
        "kind": "call_back",
        "owner": "level:1",
        "due": "2026-11-24T19:30:00+07:00",
    }
    shown = laptop.ask("show", case["id"])
    assert {"resident", "history", "why"} <= shown.keys()
    assert shown["history"][-1]["id"] == logged["event"]
    assert shown["history"][-1]["body"]["with"] == "relative"
    assert "•" in shown["history"][0]["body"]["resident"]["phones"][0]["number"]
    undone = laptop.ask("undo")
    assert undone["undone"] == [logged["event"]]
    assert undone["case"]["attempts"]["call"] == 0

    need = case["needs"][0]
    step = {"vneid_account": "level2_collected", "vneid_activation": "activated"}
    enrolled = laptop.ask("enrol", case["id"], "--need", need, "--step", step.get(need, "captured"))
    assert need not in enrolled["case"]["needs"]
    laptop.ask("undo")


def test_what_somebody_wrote_or_typed_is_no_command_to_the_terminal(laptop: Laptop) -> None:
    title = "\x1b]0;gone\x07"
    case = laptop.first_case("--query", "tran")
    laptop.ask("log", "call", case["id"], "--outcome", "busy", "--note", f"hai{title}dòng")
    told = laptop.run("show", case["id"], "--reveal")
    assert "hai ]0;gone dòng" in told.out
    unknown = laptop.run("list", "--due", title)
    assert unknown.code == 2
    assert "]0;gone" in unknown.err
    assert "\x1b" not in told.out + told.err + unknown.err
    laptop.ask("undo")


def test_a_household_is_logged_at_one_door(laptop: Laptop) -> None:
    cases = laptop.ask("list", "--area", "Tổ 5")["cases"]
    doors = [case["address"] for case in cases]
    door = next(address for address in doors if doors.count(address) > 1)
    behind = [case["id"] for case in cases if case["address"] == door]
    done = laptop.ask("log", "visit", behind[0], "--outcome", "not_home", "--household")
    assert len(done["events"]) == len(behind)
    laptop.ask("undo")
    assert laptop.ask("show", behind[1])["attempts"]["visit"] == 0


def test_the_daily_report_has_the_keys_of_the_contract(laptop: Laptop) -> None:
    report = laptop.ask("report", "daily")
    total = report["total"]
    assert {"date", "ward", "areas", "total"} <= report.keys()
    assert report["date"] == "2026-11-23"
    # Others may stand beside those of the contract.
    assert total.keys() >= {
        "eligible", "done_today", "done_total", "remaining", "contacted_today", "reached_today",
        "attempts_today", "booked", "escalated", "home_service", "data_flags_open",
        "remaining_by_reason",
    }  # fmt: skip
    assert report["areas"][0].keys() == total.keys() | {"area"}
    for key in ("eligible", "done_total", "remaining", "contacted_today", "data_flags_open"):
        assert sum(area[key] for area in report["areas"]) == total[key]
    assert sum(total["remaining_by_reason"].values()) == total["remaining"]
    assert laptop.ask("report", "daily", "--area", "Tổ 5")["total"]["eligible"] < 812
    text = laptop.run("report", "daily").out
    assert "BÁO CÁO NGÀY 23/11/2026" in text
    assert "0/812 (0,0%)" in text


def test_figures_of_a_day_that_has_passed_leave_out_what_came_after(laptop: Laptop) -> None:
    case = laptop.first_case("--query", "le")
    laptop.ask("log", "call", case["id"], "--outcome", "busy", "--at", "2026-11-22T20:00+07:00")
    before = laptop.ask("report", "daily", "--date", "2026-11-22")["total"]
    assert before["eligible"] == 0
    laptop.ask("undo")


@pytest.mark.parametrize("day", ["2026-11-22", "22/11/2026", "22/11", "hôm qua", "yesterday", "CN"])
def test_the_day_of_a_report_is_given_as_people_write_days(day: str, laptop: Laptop) -> None:
    assert laptop.ask("report", "daily", "--date", day)["date"] == "2026-11-22"


def test_options_stand_before_or_behind_the_command(laptop: Laptop, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE + "\n", "utf-8")
    home = ("--home", str(laptop.home), "--passphrase-file", str(secret), "--now", NOW)
    assert run(*home, "list", "--limit", 1, "--json").json["total"] == 812
    assert run("list", "--limit", 1, "--json", *home).json["total"] == 812
    assert run("report", *home, "daily", "--json").json["total"]["eligible"] == 812


def test_people_read_vietnamese_and_programs_only_json(laptop: Laptop) -> None:
    people = laptop.run("list", "--limit", 1)
    assert "hồ sơ" in people.out
    assert people.err == ""


BAD_INPUT = [
    (("show", "00000000-0000-7000-8000-000000000000"), 2, "unknown_resident"),
    (("log", "call", "nobody", "--outcome", "busy"), 2, "unknown_resident"),
    (("show", "0a1"), 2, "id_too_short"),
    (("log", "call", "nobody", "--outcome", "winked"), 2, "bad_usage"),
    (("log", "pigeon", "nobody", "--outcome", "busy"), 2, "bad_usage"),
    (("log", "call", "nobody"), 2, "bad_usage"),
    (("enrol", "nobody", "--need", "id_card", "--step", "captured"), 2, "unknown_resident"),
    (("import", "missing.xlsx"), 2, "file_missing"),
    (("import", __file__), 2, "foreign_file"),
    (("list", "--due", "someday"), 2, "bad_usage"),
    (("list", "--limit", "0"), 2, "bad_usage"),
    (("report", "daily", "--date", "someday"), 2, "bad_time"),
    (("report",), 2, "bad_usage"),
    (("fly",), 2, "bad_usage"),
    (("list", "--now", "noon"), 2, "bad_time"),
    (("sync",), 1, "not_paired"),
    (("pair", "ftp://somewhere", "ABCD-1234"), 2, "bad_server_address"),
    (("pair", "http://127.0.0.1:9", "ABCD-1234"), 4, "server_unreachable"),
    (("sample-data", "-o", "list.pdf"), 2, "unknown_list_format"),
    (("report", "daily", "-o", "/nowhere/at/all/report.txt"), 2, "cannot_write"),
    (("sample-data", "-o", "/nowhere/at/all/list.xlsx"), 2, "cannot_write"),
    (("central", "init", "--database", "nonsense"), 2, "bad_database_address"),
    (
        ("central", "init", "--database", "sqlite:////nowhere/central.db"),
        5,
        "central_database_unusable",
    ),
    (("central", "add-officer", "--name", "An"), 2, "ward_missing"),
]


@pytest.mark.parametrize(("arguments", "code", "error"), BAD_INPUT)
def test_bad_input_is_named_with_its_reason_and_remedy(
    laptop: Laptop, arguments: tuple[str, ...], code: int, error: str
) -> None:
    told = laptop.run(*arguments, "--json")
    assert (told.code, told.json["error"]["code"]) == (code, error)
    assert told.json["error"].keys() == {"code", "message", "remedy"}
    assert told.json["error"]["remedy"]
    assert told.err == ""
    people = laptop.run(*arguments)
    assert people.code == code
    assert people.out == ""
    assert len(people.err.strip().splitlines()) == 1
    assert laptop.ask("list", "--limit", 1)["total"] == 812


def test_without_the_passphrase_nothing_is_read(laptop: Laptop, tmp_path: Path) -> None:
    home = {"WARDTUI_HOME": str(laptop.home)}
    for environment, error in (
        ({}, "passphrase_missing"),
        ({"WARDTUI_PASSPHRASE": "wrong"}, "wrong_passphrase"),
    ):
        told = run("list", "--json", environment={**home, **environment})
        assert (told.code, told.json["error"]["code"]) == (3, error)
    told = run("list", "--json", "--passphrase-file", tmp_path / "none", environment=home)
    assert (told.code, told.json["error"]["code"]) == (2, "passphrase_file")
    told = run(
        "list", "--json", "--home", tmp_path / "none", environment={"WARDTUI_PASSPHRASE": "x"}
    )
    assert (told.code, told.json["error"]["code"]) == (2, "no_vault")


def test_a_damaged_list_is_named_and_nothing_of_it_is_taken(laptop: Laptop, tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(SAMPLE.read_bytes()[:20_000])
    told = laptop.run("import", file, "--json")
    assert (told.code, told.json["error"]["code"]) == (5, "unreadable_file")
    empty = tmp_path / "empty.csv"
    empty.write_text("xin chào\n", "utf-8")
    told = laptop.run("import", empty, "--json")
    assert (told.code, told.json["error"]["code"]) == (2, "no_list_found")


def test_a_wrong_pairing_code_and_a_port_in_use_are_told(laptop: Laptop, tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        told = laptop.run("pair", server.url, "AAAA-AAAA", "--json")
        assert (told.code, told.json["error"]["code"]) == (4, "pairing_code_refused")
        code = server.add_officer("Nguyễn Văn Mẫu")["pairing_code"]
        other = Laptop(tmp_path / "other").new()
        other.ask("pair", server.url, code.lower().replace("-", ""))
        told = laptop.run("pair", server.url, code, "--json")
        assert (told.code, told.json["error"]["code"]) == (4, "pairing_code_refused")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        database = f"sqlite:///{tmp_path / 'again.db'}"
        told = run("central", "serve", "--database", database, "--port", port, "--json")
        assert (told.code, told.json["error"]["code"]) == (4, "port_in_use")


def test_a_server_that_is_down_loses_nothing_and_ends_with_4(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "laptop").new()
    with serving(tmp_path) as server:
        server.pair(laptop, "Nguyễn Văn Mẫu")
        laptop.ask("import", SAMPLE)
    told = laptop.run("sync", "--wait", 1, "--json")
    assert (told.code, told.json["error"]["code"]) == (4, "server_unreachable")
    assert laptop.ask("outbox")["pending"] == 812
    with serving(tmp_path, port=int(server.url.rsplit(":", 1)[1])):
        assert laptop.ask("sync")["pushed"] == 812


def test_the_screen_needs_a_terminal(laptop: Laptop) -> None:
    for arguments in ((), ("demo",)):
        told = laptop.run(*arguments, "--json")
        assert (told.code, told.json["error"]["code"]) == (1, "no_terminal")


def test_guessing_pairing_codes_is_stopped_and_pairing_many_is_not(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        with HttpCentralApi(server.url) as api:
            for number in range(12):
                code = server.add_officer(f"Cán bộ {number}")["pairing_code"]
                api.pair(PairRequest(code=code, device=DeviceId(_ids.new())))
            for digit in "23456789AB":
                with pytest.raises(ServerRefused) as refused:
                    api.pair(PairRequest(code=f"AAAA-AAA{digit}", device=DeviceId(_ids.new())))
                assert refused.value.code == "pairing_code_refused"
        guesser = Laptop(tmp_path / "guesser").new()
        told = guesser.run("pair", server.url, "AAAA-AAAC", "--json")
        assert told.json["error"]["code"] == "too_many_tries"
