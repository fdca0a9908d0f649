"""Cases go up, are answered and rest, with the real program."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.e2e.program import Ended, Laptop, Server, serving, small_list

LISTED = "2026-11-02T08:00:00+07:00"
MONDAY = "2026-11-09T19:00:00+07:00"
LATER = "2026-11-17T19:00:00+07:00"
"""Fifteen days after the list, so nobody may have been forgotten."""

LEADER, OFFICER = "Trần Thị Bình", "Lê Văn Chi"


class Evening(Laptop):
    """A laptop whose clock a test moves."""

    def at(self, now: str) -> "Evening":
        self._environment["WARDTUI_NOW"] = now
        return self

    def people(self, count: int) -> list[str]:
        return [case["id"] for case in self.ask("list", "--limit", count)["cases"]]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the ward list in it."""
    made = Laptop(tmp_path_factory.mktemp("listed") / "vault", LISTED).new()
    made.ask("import", small_list())
    return made.home


@pytest.fixture
def laptop(listed: Path, tmp_path: Path) -> Evening:
    return Evening(copytree(listed, tmp_path / "vault"), MONDAY)


def refusal(ended: Ended) -> tuple[int, str]:
    error = ended.json["error"]
    assert error["message"]
    assert error["remedy"]
    return ended.code, error["code"]


def test_a_case_goes_up_is_taken_comes_back_and_is_settled(laptop: Evening) -> None:
    one, other = laptop.people(2)
    saved = laptop.ask("escalate", one[-8:], other, "--reason", "Đề nghị gặp trực tiếp")
    assert saved["saved"] is True
    assert saved["event"] == saved["events"][0]
    assert saved["case"] == saved["cases"][0]
    assert [(case["id"], case["level"]) for case in saved["cases"]] == [(one, 2), (other, 2)]
    assert saved["case"]["next_action"] == {
        "kind": "accept",
        "owner": "level:2",
        "due": "2026-11-12T22:00:00+07:00",
    }
    assert laptop.ask("accept", one)["case"]["next_action"]["kind"] == "answer"
    back = laptop.ask("return", one, "--reason", "Mời ông/bà vào buổi tối")["case"]
    assert (back["level"], back["next_action"]["kind"]) == (1, "follow_instruction")
    assert laptop.ask("resolve", other)["case"]["level"] == 1
    laptop.ask("escalate", one)
    assert laptop.ask("escalate", one)["case"]["level"] == 3
    assert laptop.ask("return", one, "--to-level", 1)["case"]["level"] == 1
    assert laptop.ask("undo")["case"]["level"] == 3
    assert laptop.ask("vault", "verify")["ok"] is True


def test_a_case_rests_shows_its_end_and_goes_on(laptop: Evening) -> None:
    one, other = laptop.people(2)
    rests = laptop.ask("pause", one)["case"]
    assert rests["status"] == "paused"
    assert rests["next_action"]["kind"] == "resume"
    assert rests["next_action"]["due"] == "2026-11-16T22:00:00+07:00"
    longer = laptop.ask("pause", other, "--until", "+30d", "--reason", "away")["case"]
    assert longer["next_action"]["due"] == "2026-12-09T22:00:00+07:00"
    shown = {
        case["id"]: (case["status"], case["level"])
        for case in laptop.at(LATER).ask("list")["cases"]
    }
    assert shown[other] == ("paused", 1)
    assert shown[one] == ("open", 1), "its pause is over"
    assert laptop.ask("resume", other)["case"]["status"] == "open"


def test_who_was_forgotten_is_on_the_board_before_anything_is_written(laptop: Evening) -> None:
    one, other = laptop.people(2)
    laptop.ask("escalate", one, other)
    laptop.ask("accept", other)
    laptop.at(LATER)
    found = laptop.ask("escalations", "--limit", 3)
    assert found["by_level"].keys() == {"2", "3"}
    assert found["by_level"]["3"] == {"total": 2, "overdue": 0, "untaken": 2}
    assert found["total"] == found["by_level"]["2"]["total"] + 2
    assert len(found["cases"]) == 3
    first = found["cases"][0]
    assert first["escalation"] == {
        "since": "2026-11-16T08:00:00+07:00",
        "rule": "no_contact",
        "by_hand": False,
        "accepted": False,
        "overdue": False,
        "probably": False,
    }
    at_the_top = laptop.ask("escalations", "--level", 3, "--cause", "unanswered", "--untaken")
    assert {case["id"] for case in at_the_top["cases"]} == {one, other}
    area = first["area"]
    there = laptop.ask("escalations", "--area", area.upper(), "--limit", 1)
    assert 0 < there["total"] < found["total"]
    assert laptop.ask("escalations", "--overdue")["total"] == 0
    assert laptop.ask("escalations", "--cause", "by_hand")["total"] == 0
    saved = laptop.ask("escalate", first["id"])
    assert saved["case"]["level"] == 2, "that is where the rule has taken it already"


def test_the_board_and_the_workload_fit_eighty_columns(laptop: Evening) -> None:
    one, other = laptop.people(2)
    assert len(laptop.run("escalations").out.splitlines()) == 1
    assert len(laptop.run("report", "workload").out.splitlines()) == 1
    laptop.ask("escalate", one, other)
    laptop.ask("accept", other)
    laptop.at(LATER)
    shown = laptop.run("escalations", "--limit", 5).out.splitlines()
    assert all(len(line) <= 80 for line in shown)
    assert len([line for line in shown if other[-8:] in line or one[-8:] in line]) == 0
    shown = laptop.run("escalations", "--level", 3).out.splitlines()
    assert len([line for line in shown if other[-8:] in line or one[-8:] in line]) == 2
    figures = laptop.run("report", "workload").out.splitlines()
    assert all(len(line) <= 80 for line in figures)


def test_the_workload_is_a_document_and_a_file(laptop: Evening, tmp_path: Path) -> None:
    one, other = laptop.people(2)
    laptop.ask("escalate", one, other)
    laptop.at("2026-11-10T19:00:00+07:00").ask("accept", one)
    laptop.at("2026-11-11T19:00:00+07:00").ask("return", one)
    report = laptop.ask("report", "workload")
    assert report["at"] == "2026-11-11T19:00:00+07:00"
    (level,) = report["officers"]
    assert level == {
        "name": None,
        "owner": "level:2",
        "holds": 1,
        "overdue": 0,
        "untaken": 1,
        "answered": 1,
        "missed": 0,
        "to_accept_seconds": 86400,
        "to_answer_seconds": 172800,
    }
    assert laptop.run("report", "workload", "--format", "json").json == report
    file = tmp_path / "workload.json"
    told = laptop.ask("report", "workload", "--format", "json", "-o", file)
    assert told == {"file": str(file)}
    assert laptop.run("report", "workload", "-o", tmp_path).code == 2


@pytest.mark.parametrize(
    ("before", "arguments", "ends"),
    [
        ([], ["accept"], (1, "not_escalated")),
        (["escalate", "escalate"], ["escalate"], (1, "at_the_top")),
        (["escalate", "accept"], ["accept"], (1, "already_accepted")),
        (["pause"], ["escalate"], (1, "case_paused")),
        ([], ["resume"], (1, "case_not_paused")),
        (["escalate"], ["return", "--to-level", 2], (2, "bad_level")),
        (["escalate"], ["return", "--to-level", 99], (2, "bad_usage")),
        ([], ["pause", "--until", "2026-11-01"], (2, "pause_in_past")),
        ([], ["pause", "--until", "whenever"], (2, "bad_time")),
        ([], ["pause", "--reason", "lazy"], (2, "bad_usage")),
        ([], ["escalate", "--reason", "chây ỳ"], (2, "bad_note")),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(
    laptop: Evening, before: Sequence[str], arguments: Sequence[object], ends: tuple[int, str]
) -> None:
    one, other = laptop.people(2)
    for step in before:
        laptop.ask(step, one)
    status = laptop.ask("show", one)
    name, *options = arguments
    assert refusal(laptop.run(name, one, *options, "--json")) == ends
    assert laptop.run(name, other, one, *options, "--json").code != 0
    assert laptop.ask("show", one) == status
    assert laptop.ask("show", other)["history"][1:] == []


@pytest.mark.parametrize(
    ("arguments", "ends"),
    [
        (["--cause", "nothing_like_it"], (2, "unknown_cause")),
        (["--officer", "nobody at all"], (2, "unknown_officer")),
        (["--level", "1"], (2, "bad_usage")),
        (["--limit", "0"], (2, "bad_usage")),
    ],
)
def test_a_filter_that_means_nothing_is_refused(
    tmp_path: Path, arguments: Sequence[str], ends: tuple[int, str]
) -> None:
    alone = Laptop(tmp_path / "alone").new()
    assert alone.ask("escalations", "--officer", "me")["total"] == 0
    assert refusal(alone.run("escalations", *arguments, "--json")) == ends


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as running:
        yield running


def exchange(*laptops: Laptop) -> None:
    for one in laptops:
        one.ask("sync")


def test_a_leader_answers_what_an_officer_raised_and_finds_it_under_their_name(
    server: Server, tmp_path: Path
) -> None:
    leader, officer = Laptop(tmp_path / "leader").new(), Laptop(tmp_path / "officer").new()
    leader.ask("import", small_list())
    server.pair(leader, LEADER, "leader")
    server.pair(officer, OFFICER)
    exchange(leader, officer)
    case: dict[str, Any] = officer.first_case()
    officer.ask("escalate", case["id"])
    assert refusal(officer.run("accept", case["id"], "--json")) == (1, "role_not_allowed")
    exchange(officer, leader)
    leader.ask("assign", "--area", case["area"], "--to", LEADER, "--level", 2)
    mine = leader.ask("escalations", "--officer", "me")["cases"]
    assert [one["id"] for one in mine] == [case["id"]]
    assert mine[0]["escalation"]["by_hand"] is True
    leader.ask("accept", case["id"])
    assert leader.ask("escalations", "--untaken", "--officer", LEADER)["total"] == 0
    exchange(leader, officer)
    assert refusal(officer.run("undo", "--json")) == (1, "built_on_above")
    (row,) = officer.ask("report", "workload")["officers"]
    assert (row["name"], row["holds"], row["untaken"]) == (LEADER, 1, 0)
    assert LEADER in officer.run("report", "workload").out
    assert officer.ask("outbox") == {"pending": 0, "rejected": []}
