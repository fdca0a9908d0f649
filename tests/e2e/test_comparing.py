"""Areas, hours and officers compared, with the real program."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.e2e.program import Laptop, small_list

FIRST = "2026-11-02T08:00:00+07:00"
BRIEFING = "2026-11-13"
NOW = "2026-11-20T20:00:00+07:00"
FIGURES = ("eligible", "to_collect", "collected", "to_activate", "activated")
STEPS = {
    "id_card": "captured",
    "child_card": "captured",
    "vneid_account": "level2_collected",
    "vneid_activation": "activated",
}


class Ward(Laptop):
    """A laptop whose clock a test moves."""

    def at(self, now: str) -> "Ward":
        self._environment["WARDTUI_NOW"] = now
        return self

    def finish(self, case: dict[str, Any], when: str) -> None:
        """Everything that somebody lacks is done."""
        self.at(when)
        for need in case["needs"]:
            self.ask("enrol", case["id"], "--need", need, "--step", STEPS[need])


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """Two are done in one area before the briefing, one in another since; some calls."""
    made = Ward(tmp_path_factory.mktemp("ward") / "vault", FIRST)
    made.new()
    made.ask("import", small_list(250))
    before = made.ask("list", "--area", "Tổ 2", "--need", "id_card", "--limit", 2)["cases"]
    (since,) = made.ask("list", "--area", "Tổ 3", "--need", "id_card", "--limit", 1)["cases"]
    for case in before:
        made.finish(case, f"{BRIEFING}T09:00:00+07:00")
    made.finish(since, "2026-11-19T19:30:00+07:00")
    for hour, outcome in ((9, "no_answer"), (19, "agreed_no_date"), (23, "no_answer")):
        made.at(f"2026-11-19T{hour:02}:10:00+07:00")
        made.ask("log", "call", since["id"], "--outcome", outcome)
    made.at(NOW)
    return made


def area(report: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in report["areas"] if one["area"] == name)
    return found


def test_areas_are_compared_as_of_two_days(ward: Ward) -> None:
    report = ward.ask("report", "league")
    assert (report["date"], report["since"]) == ("2026-11-20", BRIEFING)
    assert report["data_state"]["pending"] > 0
    here, there = area(report, "Tổ 2"), area(report, "Tổ 3")
    assert (here["collected"], here["before"]["collected"]) == (2, 2)
    assert (there["collected"], there["before"]["collected"]) == (1, 0)
    assert here["collected_rate"] == round(2 / here["to_collect"], 4)
    assert report["total"]["collected"] == 3
    for figure in FIGURES:
        assert sum(one[figure] for one in report["areas"]) == report["total"][figure]
    assert report["total"]["eligible"] == ward.ask("report", "daily")["total"]["eligible"]
    rates = [one["collected_rate"] for one in report["areas"] if one["area"] is not None]
    assert rates == sorted(rates, reverse=True)
    earlier = ward.ask("report", "league", "--since", "2026-11-12")
    assert area(earlier, "Tổ 2")["before"]["collected"] == 0
    (only,) = ward.ask("report", "league", "--area", "to 2")["areas"]
    assert only == here


def test_a_league_table_fits_a_message_and_names_nobody(ward: Ward) -> None:
    text = ward.run("report", "league").out
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "SO SÁNH ĐỊA BÀN 20/11/2026" in text
    names = {case["name"] for case in ward.ask("list", "--area", "Tổ 2")["cases"]}
    assert not [name for name in names if name in text]


def test_the_hours_tell_where_somebody_answered(ward: Ward) -> None:
    report = ward.ask("report", "hours")
    assert [(one["weekday"], one["hour"], one["reached"]) for one in report["hours"]] == [
        (4, 9, 0),
        (4, 19, 1),
    ]
    assert report["outside"] == {"tried": 1, "reached": 0, "rate": 0.0}
    assert report["total"]["tried"] == 3
    text = ward.run("report", "hours").out
    assert "(1/1)" in text
    assert all(len(line) <= 80 for line in text.splitlines())
    assert ward.ask("report", "hours", "--area", "Tổ 2")["total"]["tried"] == 0
    assert "Chưa gọi điện" in ward.run("report", "hours", "--area", "Tổ 2").out


def test_the_workload_is_told_of_a_past_day_and_of_an_area(ward: Ward) -> None:
    (case,) = ward.ask("list", "--area", "Tổ 4", "--limit", 1)["cases"]
    ward.at("2026-11-03T19:00:00+07:00").ask("escalate", case["id"])
    ward.at("2026-11-05T19:00:00+07:00").ask("resolve", case["id"])
    ward.at(NOW)

    def held(*arguments: object) -> int:
        officers = ward.ask("report", "workload", "--area", "Tổ 4", *arguments)["officers"]
        return sum(one["holds"] for one in officers)

    assert held("--date", "2026-11-02") == 0
    assert held("--date", "2026-11-04") == 1
    assert held("--date", "2026-11-05") == 0
    assert ward.ask("report", "workload", "--date", "2026-11-04")["date"] == "2026-11-04"


def test_the_first_and_the_last_day_of_all_are_days_too(ward: Ward) -> None:
    first = ward.ask("report", "league", "--date", "0001-01-03")
    assert (first["since"], first["total"]["eligible"]) == ("0001-01-01", 0)
    last = ward.ask("report", "league", "--date", "9999-12-31")
    assert last["total"] == ward.ask("report", "league", "--since", "9999-12-24")["total"]
    assert ward.ask("report", "workload", "--date", "0001-01-01")["officers"] == []
    refused = ward.run("report", "league", "--since", "someday", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (2, "bad_time")


@pytest.mark.parametrize("report", ["league", "hours", "workload"])
def test_a_report_is_written_as_the_file_is_called(ward: Ward, report: str, tmp_path: Path) -> None:
    document = ward.ask("report", report)
    ward.ask("report", report, "-o", tmp_path / "it.json")
    assert json.loads((tmp_path / "it.json").read_bytes()) == document
    ward.ask("report", report, "-o", tmp_path / "it.csv")
    content = (tmp_path / "it.csv").read_bytes().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(content)))
    assert len({len(line) for line in lines}) == 1
    assert ward.run("report", report, "--format", "csv").out == content.replace("\r\n", "\n")
    ward.ask("report", report, "-o", tmp_path / "it.xlsx")
    assert len(cells(tmp_path / "it.xlsx")) == len(lines) + 3
    refused = ward.run("report", report, "--format", "xlsx", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (2, "bad_usage")
    assert ward.run("report", report, "-o", tmp_path).code == 2


def cells(file: Path) -> Sequence[Sequence[Any]]:
    """The cells of the only sheet."""
    return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
