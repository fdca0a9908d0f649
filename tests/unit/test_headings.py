"""What a heading says its column holds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardtui.domain.roster.columns import Meaning
from wardtui.domain.roster.headings import meaning_of, who_answers

TABLE = Path(__file__).parents[1] / "data" / "headings.tsv"


def headings() -> list[tuple[str, str]]:
    lines = TABLE.read_text("utf-8").splitlines()[1:]
    return [tuple(line.split("\t")) for line in lines]  # type: ignore[misc]


@pytest.mark.parametrize(("heading", "expected"), headings())
def test_a_heading_says_what_its_column_holds(heading: str, expected: str) -> None:
    levels = heading.replace("\\n", "\n").split(" >> ")
    assert meaning_of(*levels) is (None if expected == "none" else Meaning(expected))


def test_the_table_of_headings_has_every_meaning_that_a_heading_can_have() -> None:
    assert {expected for _, expected in headings()} == {*Meaning, "none"} - {"ignore"}


@pytest.mark.parametrize(
    ("heading", "who"),
    [
        ("SĐT mẹ", "mẹ"),
        ("Điện thoại cha", "cha"),
        ("SDT bo", "bố"),
        ("SĐT bố/mẹ", "cha/mẹ"),
        ("SĐT chủ hộ", "chủ hộ"),
        ("Điện thoại người nhà", "người thân"),
        ("SĐT người giám hộ", "người giám hộ"),
        ("Số điện thoại", None),
    ],
)
def test_a_heading_says_whose_telephone_it_is(heading: str, who: str | None) -> None:
    assert who_answers(heading) == who


@given(st.lists(st.text(), max_size=3))
def test_any_text_can_stand_as_a_heading(levels: list[str]) -> None:
    assert meaning_of(*levels) in {None, *Meaning}
