"""What the documents say of the code is what the code says."""

import pytest

from tests.file_map import DECISIONS, INDEX, MAP, decisions, file_map, title
from tests.reference import OUTPUT, reference


def test_the_reference_is_up_to_date() -> None:
    assert OUTPUT.read_text("utf-8") == reference(), "call: make reference"


def test_the_map_names_every_module_with_its_role() -> None:
    assert MAP.read_text("utf-8") == file_map(), "call: make reference"


def test_every_decision_is_listed_under_its_title() -> None:
    assert INDEX.read_text("utf-8") == decisions(), "call: make reference"


def test_every_decision_has_a_number_and_a_title_of_its_own() -> None:
    files = sorted(DECISIONS.glob("[0-9]*.md"))
    assert [int(one.name[:4]) for one in files] == list(range(1, len(files) + 1))
    titles = [title(one) for one in files]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("folder", ["domain", "services", "tui", "central"])
def test_every_part_is_in_the_map(folder: str) -> None:
    assert f"## `wardtui/{folder}/`" in MAP.read_text("utf-8")
