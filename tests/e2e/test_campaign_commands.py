"""``campaign``, as leaders and their scripts call it."""

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.e2e.program import Laptop, Server, small_list

MONDAY = "2026-11-23T22:30+07:00"
DAYS = ("--start", "2026-11-09", "--end", "2026-12-20")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the ward list, of which every test takes a copy."""
    made = Laptop(tmp_path_factory.mktemp("campaigns") / "vault", MONDAY).new()
    made.ask("import", small_list())
    return made.home


@pytest.fixture
def laptop(imported: Path, tmp_path: Path) -> Laptop:
    """An officer alone with the ward list."""
    return Laptop(Path(shutil.copytree(imported, tmp_path / "laptop")), MONDAY)


def areas(laptop: Laptop) -> list[str]:
    """Those of the ward list."""
    return [one["area"] for one in laptop.ask("report", "daily")["areas"] if one["area"]]


def test_a_campaign_is_set_shown_and_taken_back(laptop: Laptop) -> None:
    first, second = areas(laptop)[:2]
    done = laptop.ask(
        "campaign", "set", *DAYS, "--target", f"{first}=80%", "--target", f"{second}=3"
    )
    assert done["event"] is not None
    shown = laptop.ask("campaign", "show")
    assert shown == {
        "start": "2026-11-09",
        "end": "2026-12-20",
        "needs": [],
        "areas": [],
        "targets": [
            {"area": first, "people": None, "percent": 80},
            {"area": second, "people": 3, "percent": None},
        ],
    }
    again = laptop.ask(
        "campaign", "set", *DAYS, "--target", f"{first}=80%", "--target", f"{second}=3"
    )
    assert again["event"] is None
    laptop.ask("campaign", "set", *DAYS, "--need", "id_card", "--area", first)
    narrow = laptop.ask("campaign", "show")
    assert (narrow["needs"], narrow["areas"], narrow["targets"]) == (["id_card"], [first], [])
    asked = laptop.run("undo", "--json")
    assert (asked.code, asked.json["error"]["code"]) == (1, "undo_campaign_needs_confirmation")
    assert laptop.ask("campaign", "show") == narrow
    laptop.ask("undo", "--yes")
    assert laptop.ask("campaign", "show") == shown


def test_a_ward_without_a_campaign_is_told_how_one_is_set(laptop: Laptop) -> None:
    ended = laptop.run("campaign", "show", "--json")
    assert (ended.code, ended.json["error"]["code"]) == (1, "no_campaign")
    assert "wardtui campaign set" in ended.json["error"]["remedy"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--start", "2026-12-20", "--end", "2026-12-01"), "campaign_ends_first"),
        (("--start", "2026-11-01", "--end", "2026-11-20"), "campaign_over"),
        (("--start", "2026-11-01", "--end", "2036-11-20"), "campaign_too_long"),
        ((*DAYS, "--target", "Tổ 999=5"), "area_not_listed"),
        ((*DAYS, "--area", "Tổ 999"), "area_not_listed"),
        ((*DAYS, "--target", "many"), "bad_target"),
        ((*DAYS, "--target", "101%"), "bad_target"),
        ((*DAYS, "--target", "80%", "--target", "90%"), "target_twice"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    laptop: Laptop, options: tuple[str, ...], code: str
) -> None:
    ended = laptop.run("campaign", "set", *options, "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, code)
    assert laptop.run("campaign", "show").code == 1


def test_a_leader_sets_it_and_every_laptop_of_the_ward_sees_it(
    server: Server, tmp_path: Path
) -> None:
    laptops = {}
    for role in ("leader", "officer"):
        laptops[role] = Laptop(tmp_path / role).new()
        server.pair(laptops[role], f"Người {role}", role)
    refused = laptops["officer"].run(
        "campaign", "set", "--start", "2999-01-01", "--end", "2999-02-01", "--json"
    )
    assert (refused.code, refused.json["error"]["code"]) == (1, "role_not_allowed")
    laptops["leader"].ask("campaign", "set", "--start", "2999-01-01", "--end", "2999-02-01")
    assert laptops["leader"].ask("sync")["pushed"] == 1
    laptops["officer"].ask("sync")
    shown = laptops["officer"].ask("campaign", "show")
    assert shown == laptops["leader"].ask("campaign", "show")
    assert shown["end"] == "2999-02-01"


def test_how_far_it_has_come_is_told_in_every_form(laptop: Laptop, tmp_path: Path) -> None:
    laptop.ask("campaign", "set", *DAYS, "--target", f"{areas(laptop)[0]}=80%")
    case = laptop.first_case("--need", "vneid_activation")
    laptop.ask("enrol", case["id"], "--need", "vneid_activation", "--step", "activated")
    told = laptop.ask("report", "progress")
    daily = laptop.ask("report", "daily")["total"]
    total = told["total"]
    assert (total["eligible"], total["done"]) == (daily["eligible"], daily["done_total"])
    assert told["remaining_by_reason"] == daily["remaining_by_reason"]
    for field in ("eligible", "done", "target", "remaining"):
        assert sum(one[field] for one in told["areas"]) == total[field]
    assert total["target"] < total["eligible"]
    assert sum(told["remaining_by_area"].values()) == total["remaining"]
    assert told["burn_up"][-1]["done"] == total["done"]
    assert told["campaign"] == laptop.ask("campaign", "show")

    text = laptop.run("report", "progress").out
    assert "CAO ĐIỂM" in text
    assert max(len(line) for line in text.splitlines() if not line.startswith("- ")) <= 80
    lines = laptop.run("report", "progress", "--format", "csv").out.splitlines()
    assert len(lines) == 1 + len(told["areas"]) + 1
    for ending, start in ((".xlsx", b"PK"), (".svg", b"<svg "), (".json", b"{")):
        path = tmp_path / f"progress{ending}"
        laptop.ask("report", "progress", "-o", path)
        assert path.read_bytes().startswith(start)
    ElementTree.parse(tmp_path / "progress.svg")  # noqa: S314  our own


def test_without_a_campaign_there_is_no_progress(laptop: Laptop) -> None:
    ended = laptop.run("report", "progress", "--json")
    assert (ended.code, ended.json["error"]["code"]) == (1, "no_campaign")
