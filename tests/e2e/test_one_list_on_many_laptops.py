"""Any number of laptops import the same list offline: one case a person, every event on it."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import Laptop, run, serving

LAPTOPS = 3
RESIDENTS = 60


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    file = tmp_path / "list.xlsx"
    assert run("sample-data", "--residents", RESIDENTS, "--seed", 7, "-o", file).code == 0
    return file


def cases_of(laptop: Laptop) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = laptop.ask("list", "--reveal")["cases"]
    return cases


def test_laptops_that_imported_the_same_list_offline_end_with_one_case_a_person(
    tmp_path: Path, list_file: Path
) -> None:
    chance = random.Random(20261122)
    laptops = [Laptop(tmp_path / f"laptop-{n}").new() for n in range(LAPTOPS)]
    logged: dict[str, int] = {}
    for laptop in laptops:
        laptop.ask("import", list_file)
        with_number = [case for case in cases_of(laptop) if case["personal_id"]]
        for case in chance.sample(with_number, 5):
            laptop.ask("log", "call", case["id"], "--outcome", "no_answer")
            number = case["personal_id"]
            logged[number] = logged.get(number, 0) + 1
    with serving(tmp_path) as server:
        for number, laptop in enumerate(laptops):
            server.pair(laptop, f"Cán bộ {number}")
        for laptop in (*laptops, *laptops):
            laptop.ask("sync")
        seen = [cases_of(laptop) for laptop in laptops]
        with_number = [case for case in seen[0] if case["personal_id"]]
        assert len({case["personal_id"] for case in with_number}) == len(with_number)
        assert {case["personal_id"]: case["attempts"]["call"] for case in with_number} == {
            case["personal_id"]: logged.get(case["personal_id"], 0) for case in with_number
        }
        for others in seen[1:]:
            assert by_id(others) == by_id(seen[0])
        # Nobody decides for a person: who has no number is flagged on every laptop.
        without = [case for case in seen[0] if not case["personal_id"]]
        assert without
        assert all("possible_duplicate" in case["flags"] for case in without)
        again = laptops[0].ask("import", list_file)
        assert (again["added"], again["changed"]) == (0, 0)


def by_id(cases: list[dict[str, Any]]) -> dict[str, str]:
    return {case["id"]: json.dumps(case, sort_keys=True) for case in cases}
