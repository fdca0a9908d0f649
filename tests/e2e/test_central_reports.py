"""``central report`` beside a server that runs, and the laptops of two wards."""

import csv
import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.e2e.program import SAMPLE, Ended, Laptop, Server, run, serving

FIRST, SECOND = "BAO-CAO-1", "BAO-CAO-2"


class Reported:
    """A server with two wards, one of them with a campaign, whose laptops have sent all."""

    def __init__(self, server: Server, laptop: Laptop) -> None:
        self.server = server
        self.laptop = laptop

    def run(self, *arguments: object) -> Ended:
        return run("central", "report", *arguments, "--database", self.server.database)

    def ask(self, *arguments: object) -> Any:
        ended = self.run(*arguments, "--json")
        assert ended.code == 0, (arguments, ended.out, ended.err)
        return ended.json


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("reported")
    with serving(folder) as server:
        laptops = {}
        for ward in (FIRST, SECOND):
            laptop = laptops[ward] = Laptop(folder / ward).new()
            laptop.ask("import", SAMPLE)
            server.pair(laptop, "Trần Thị Mẫu", "leader", ward)
            case = laptop.first_case("--need", "vneid_activation")
            laptop.ask("enrol", case["id"], "--need", "vneid_activation", "--step", "activated")
            laptop.ask("log", "visit", case["id"], "--outcome", "agreed_no_date")
        laptops[FIRST].ask("campaign", "set", "--start", "2999-01-06", "--end", "2999-12-20")
        for laptop in laptops.values():
            laptop.ask("sync")
        yield Reported(server, laptops[FIRST])


def figures(document: Any, *beside: str) -> Any:
    """A report without what only says who made it and when."""
    return {
        name: value
        for name, value in document.items()
        if name not in ("data_state", "signed", *beside)
    }


def test_the_server_says_what_a_laptop_says(reported: Reported) -> None:
    [daily] = reported.ask("--ward", FIRST)["wards"]
    assert figures(daily) == figures(reported.laptop.ask("report", "daily"))
    league = reported.ask("league", "--ward", FIRST)
    assert figures(league) == figures(reported.laptop.ask("report", "league"))
    [progress] = reported.ask("progress", "--ward", FIRST)["wards"]
    assert figures(progress) == figures(reported.laptop.ask("report", "progress"))


def test_the_wards_add_up(reported: Reported) -> None:
    daily = reported.ask()
    assert [one["ward"] for one in daily["wards"]] == [FIRST, SECOND]
    for name in ("eligible", "remaining", "contacted_today"):
        assert daily["total"][name] == sum(one["total"][name] for one in daily["wards"]) > 0
    league = reported.ask("league")
    assert sorted(one["ward"] for one in league["wards"]) == [FIRST, SECOND]
    assert league["total"]["eligible"] == daily["total"]["eligible"]
    area = league["areas"][0]["area"]
    of_one = reported.ask("--area", area)
    assert [part["area"] for one in of_one["wards"] for part in one["areas"]] == [area, area]
    progress = reported.ask("progress")
    assert [one["ward"] for one in progress["wards"]] == [FIRST], "the other has no campaign"
    none = reported.run("progress", "--ward", SECOND, "--json")
    assert (none.code, none.json["error"]["code"]) == (1, "no_campaign")


@pytest.mark.parametrize("kind", ["daily", "league", "progress"])
def test_figures_of_wards_are_files_too(reported: Reported, kind: str, tmp_path: Path) -> None:
    text = reported.run(kind).out
    assert max(len(line) for line in text.splitlines() if not line.startswith("- ")) <= 80
    found = list(csv.reader(io.StringIO(reported.run(kind, "--format", "csv").out)))
    *rows, total = found[1:]
    assert len({len(one) for one in found}) == 1
    assert sum(int(one[2]) for one in rows) == int(total[2]) > 0
    for ending, start in ((".xlsx", b"PK"), (".csv", b"\xef\xbb\xbf"), (".json", b"{")):
        path = tmp_path / f"figures{ending}"
        assert reported.run(kind, "-o", path).code == 0
        assert path.read_bytes().startswith(start)
    bad = reported.run(kind, "--format", "xlsx")
    assert bad.code == 2


def test_the_curve_of_one_ward_is_a_picture(reported: Reported, tmp_path: Path) -> None:
    path = tmp_path / "curve.svg"
    assert reported.run("progress", "--ward", FIRST, "-o", path).code == 0
    assert FIRST in "".join(ElementTree.parse(path).getroot().itertext())  # noqa: S314  our own


def test_who_took_out_figures_stands_in_the_log(reported: Reported) -> None:
    reported.ask("league", "--ward", SECOND)
    ended = run(
        "central", "audit", "--ward", SECOND, "--database", reported.server.database, "--json"
    )
    first = ended.json["accesses"][0]
    assert (first["what"], first["command"]) == ("report", "central report league")


def test_an_area_stands_beside_its_ward_where_there_are_several(reported: Reported) -> None:
    area = reported.ask("league")["areas"][0]["area"]
    lines = reported.run("league").out.splitlines()
    for ward in (FIRST, SECOND):
        assert any(f"{area}, {ward}" in line for line in lines)
    assert not any(
        FIRST in line for line in reported.run("league", "--ward", FIRST).out.split("\n")[2:]
    )
