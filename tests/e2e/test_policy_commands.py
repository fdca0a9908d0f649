"""``policy``, as leaders and their scripts call it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import Ended, Laptop, run, serving, small_list
from wardtui.resources import resource_folder

MONDAY = "2026-11-23T09:00+07:00"
SHIPPED = resource_folder("sample_data") / "policies"
TWO_TIER = SHIPPED / "two-tier-2025.toml"
FAULTY = 'name = "Mới"\nlevels = 3\ndedline = 2026-12-31\n'


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the ward list, of which every test takes a copy."""
    made = Laptop(tmp_path_factory.mktemp("policies") / "vault", MONDAY).new()
    made.ask("import", small_list())
    return made.home


@pytest.fixture
def laptop(imported: Path, tmp_path: Path) -> Laptop:
    """An officer alone with the ward list, on a Monday."""
    return Laptop(Path(shutil.copytree(imported, tmp_path / "laptop")), MONDAY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A policy of one's own: of the shipped one, with another name."""
    path = tmp_path / "ours.toml"
    text = TWO_TIER.read_text("utf-8").replace('"two-tier-2025"', '"ours"')
    path.write_text(text, "utf-8")
    return path


def check(*arguments: object) -> Ended:
    return run("policy", "check", *arguments, environment={"WARDTUI_LANGUAGE": "en"})


# Without a vault


@pytest.mark.parametrize("name", ["three-level", "two-tier-2025"])
def test_a_policy_that_can_be_used_is_explained_without_a_vault(name: str) -> None:
    path = SHIPPED / f"{name}.toml"
    ended = check(path)
    assert ended.code == 0
    assert all(len(line) <= 80 for line in ended.out.splitlines())
    assert "What moves a case up" in ended.out
    assert "Remarks:" in ended.out
    document = check(path, "--json").json
    assert document["ok"] is True
    assert document["policy"]["name"] == document["name"] == name
    assert [one["kind"] for one in document["remarks"] if not one["note"]] == []


def test_everything_that_is_wrong_with_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(FAULTY, "utf-8")
    ended = check(path)
    assert (ended.code, ended.out) == (2, "")
    for line in (1, 2, 3):
        assert f"Line {line}, " in ended.err
    error = check(path, "--json").json["error"]
    assert error["code"] == "policy_faulty"
    assert {one["line"] for one in error["faults"]} == {1, 2, 3}
    assert all(one["text"] in error["message"] for one in error["faults"])


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    missing = check(tmp_path / "none.toml", "--json")
    assert (missing.code, missing.json["error"]["code"]) == (2, "file_missing")
    picture = tmp_path / "picture.toml"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    refused = check(picture, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (2, "policy_unreadable")
    huge = tmp_path / "huge.toml"
    huge.write_text("# đ" * 40_000, "utf-8")
    assert check(huge, "--json").json["error"]["faults"][0]["kind"] == "too_large"


def test_a_shipped_policy_is_shown_as_it_is_written() -> None:
    shown = run("policy", "show", "two-tier-2025", "--toml")
    assert shown.out == TWO_TIER.read_text("utf-8")
    document = run("policy", "show", "two-tier-2025", "--json").json
    levels = document["policy"]["levels"]
    assert [one["level"] for one in levels] == [1, 2, 3, 4]
    assert levels[0]["answer_working_days"] is None
    assert document["policy"]["calendar"]["day_ends"] == "22:00:00"


# In a vault


def test_the_list_says_which_policy_counts(laptop: Laptop) -> None:
    document = laptop.ask("policy", "list")
    assert [one["name"] for one in document["policies"]] == ["three-level", "two-tier-2025"]
    assert [one["in_force"] for one in document["policies"]] == [True, False]
    (here,) = document["in_force"]
    assert (here["name"], here["since"], here["here"]) == ("three-level", None, True)
    laptop.ask("policy", "use", "two-tier-2025")
    document = laptop.ask("policy", "list")
    assert [one["in_force"] for one in document["policies"]] == [False, True]
    (here,) = document["in_force"]
    assert (here["name"], here["since"]) == ("two-tier-2025", "2026-11-23T09:00:00+07:00")
    assert here["event"]
    assert laptop.ask("policy", "show")["version"] == here["version"]
    assert "* two-tier-2025" in laptop.run("policy", "list").out


def test_a_policy_of_ones_own_is_shown_as_a_file_that_is_the_same(
    laptop: Laptop, file: Path, tmp_path: Path
) -> None:
    used = laptop.ask("policy", "use", file, "--deadline", "31/12/2026")
    assert (used["name"], used["deadline"]) == ("ours", "2026-12-31")
    again = tmp_path / "again.toml"
    again.write_text(laptop.run("policy", "show", "--toml").out, "utf-8")
    assert laptop.ask("policy", "use", again)["saved"] is False


def test_a_trial_writes_nothing_and_publishing_does_what_it_said(laptop: Laptop) -> None:
    entries = laptop.ask("vault", "status")["events"]
    trial = laptop.ask("policy", "try", "three-level", "--deadline", "2026-11-27")
    assert trial["open"] == trial["at_once"] == trial["higher"] == len(trial["moved"]) > 0
    assert {one["then"]["rule"] for one in trial["moved"]} == {"deadline"}
    assert trial["levels"][0]["then"] == 0
    assert trial["levels"][1]["then"] == trial["open"]
    assert laptop.ask("vault", "status")["events"] == entries
    used = laptop.ask("policy", "use", "three-level", "--deadline", "2026-11-27")
    assert used["saved"] is True
    assert set(used["moved"]) == {one["id"] for one in trial["moved"]}
    assert laptop.ask("list", "--level", "2", "--limit", 1)["total"] == trial["open"]
    assert laptop.ask("policy", "try", "three-level", "--deadline", "2026-11-27")["moved"] == []
    assert laptop.ask("vault", "verify")["ok"] is True


def test_people_read_who_would_stand_elsewhere_and_how_that_was_counted(laptop: Laptop) -> None:
    ended = laptop.run("policy", "try", TWO_TIER, "--deadline", "2026-11-27", "--limit", 3)
    assert ended.code == 0
    assert all(len(line) <= 80 for line in ended.out.splitlines())
    assert sum("1 → 2" in line for line in ended.out.splitlines()) == 3


def test_the_same_policy_again_writes_nothing(laptop: Laptop) -> None:
    again = laptop.ask("policy", "use", "three-level")
    assert (again["saved"], again["event"], again["moved"]) == (False, None, [])


def test_undo_asks_before_it_takes_a_policy_back(laptop: Laptop) -> None:
    laptop.ask("policy", "use", "three-level", "--deadline", "2026-11-27")
    asked = laptop.run("undo", "--json")
    assert (asked.code, asked.json["error"]["code"]) == (1, "undo_policy_needs_confirmation")
    laptop.ask("undo", "--yes")
    assert laptop.ask("list", "--level", "2")["total"] == 0
    assert laptop.ask("policy", "list")["in_force"][0]["since"] is None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nothing-like-it"], "unknown_policy"),
        (["none.toml"], "file_missing"),
        (["three-level", "--deadline", "2026-11-22"], "deadline_over"),
        (["three-level", "--deadline", "soon"], "bad_time"),
    ],
)
def test_what_cannot_be_published_is_refused(
    laptop: Laptop, arguments: list[str], code: str
) -> None:
    ended = laptop.run("policy", "use", *arguments, "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, code)


def test_a_faulty_file_is_neither_tried_nor_published(laptop: Laptop, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(FAULTY, "utf-8")
    for command in ("try", "use", "show"):
        ended = laptop.run("policy", command, path, "--json")
        assert (ended.code, ended.json["error"]["code"]) == (2, "policy_faulty")
        assert len(ended.json["error"]["faults"]) >= 3


# With a server


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Laptop, Laptop]]:
    """A leader and an officer of one ward."""
    with serving(tmp_path) as server:
        leader, officer = Laptop(tmp_path / "leader").new(), Laptop(tmp_path / "officer").new()
        server.pair(leader, "Trần Thị Bình", "leader")
        server.pair(officer, "Lê Văn Chi")
        for laptop in (leader, officer):
            laptop.ask("sync")
        yield leader, officer


def in_force(laptop: Laptop) -> Any:
    (here,) = laptop.ask("policy", "list")["in_force"]
    return here


def test_a_leader_publishes_for_everybody_and_an_officer_does_not(
    pair: tuple[Laptop, Laptop],
) -> None:
    leader, officer = pair
    refused = officer.run("policy", "use", "two-tier-2025", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "role_not_allowed")
    version = leader.ask("policy", "use", "two-tier-2025")["version"]
    assert in_force(leader)["by_name"] == "Trần Thị Bình"
    for laptop in (leader, officer):
        laptop.ask("sync")
        assert (in_force(laptop)["version"], in_force(laptop)["by_name"]) == (
            version,
            "Trần Thị Bình",
        )
    foreign = leader.run("policy", "use", "three-level", "--ward", "PHUONG-LA", "--json")
    assert (foreign.code, foreign.json["error"]["code"]) == (2, "foreign_ward")
