"""Residence, sex, crosses and texts as lists write them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables import rows
from wardtui.domain.roster.cell_text import clean_text
from wardtui.domain.roster.cells import read_mark, read_sex
from wardtui.domain.roster.grid import Cell
from wardtui.domain.roster.residency import Residency, read_residency
from wardtui.domain.vocabulary import Sex

CELLS = st.text(max_size=60) | st.dates() | st.none()
HERE = {"here": True, "elsewhere": False, "away": False, "": None}
LACKS = {"lacks": True, "has": False, "": None}


def table(kind: str) -> list[tuple[str, ...]]:
    return [row[1:] for row in rows("messy_plain_cells.tsv", 4) if row[0] == kind]


@pytest.mark.parametrize(("text", "registered", "lives"), table("residency"))
def test_residence_is_two_facts_and_each_is_known_or_not(
    text: str, registered: str, lives: str
) -> None:
    assert read_residency(text) == Residency(HERE[registered], HERE[lives])


@pytest.mark.parametrize(("text", "sex", "_"), table("sex"))
def test_sex_is_read_where_it_is_certain(text: str, sex: str, _: str) -> None:
    assert read_sex(text) is (Sex(sex) if sex else None)


@pytest.mark.parametrize(("text", "under_lack", "under_possession"), table("mark"))
def test_a_mark_means_what_its_heading_and_its_word_say(
    text: str, under_lack: str, under_possession: str
) -> None:
    assert read_mark(text) is LACKS[under_lack]
    assert read_mark(text, cross_means_lacking=False) is LACKS[under_possession]


def test_letters_of_another_script_are_put_right_only_inside_a_latin_word() -> None:
    assert clean_text("T\u0430m") == "Tam"
    assert clean_text("\u0430\u0441") == "\u0430\u0441"


@given(CELLS)
def test_a_clean_text_is_composed_and_stays_as_it_is(content: Cell) -> None:
    text = clean_text(content)
    assert clean_text(text) == text
    assert unicodedata.is_normalized("NFC", text)
    assert text == " ".join(text.split())
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in text)


@given(CELLS)
def test_plain_cells_may_hold_anything(content: Cell) -> None:
    assert isinstance(read_residency(content), Residency)
    assert read_sex(content) in (None, *Sex)
    assert read_mark(content) in (True, False, None)
