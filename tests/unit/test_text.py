"""Search without diacritics and the order of the Vietnamese alphabet."""

import random

import pytest

from wardtui.domain.text import collation_key, name_key, search_fold
from wardtui.domain.worklist import fold_query, matches


def test_letters_come_before_tones_and_words_before_longer_words() -> None:
    # In ICU's order for vi (CLDR), see domain.md 4.3.
    ordered = "an anh ao ăn ấm ân âu dao dương đa đào".split()
    assert sorted(random.Random(1).sample(ordered, len(ordered)), key=collation_key) == ordered


def test_a_shorter_first_word_comes_before_a_longer_one() -> None:
    assert collation_key("An Bình") < collation_key("Anh")


def test_people_are_ordered_by_their_given_name_then_by_the_rest() -> None:
    people = ["Trần Văn Bình", "Nguyễn Thị Ân", "Lê Văn An", "Đỗ Thị Bình", "Ân"]
    assert sorted(people, key=name_key) == [
        "Lê Văn An",
        "Ân",
        "Nguyễn Thị Ân",
        "Đỗ Thị Bình",
        "Trần Văn Bình",
    ]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nguyen", "Nguyễn Văn An"),
        ("dao", "Đào Thị Mơ"),
        ("ĐÀO", "Đào Thị Mơ"),
        ("an", "An"),
        ("hoa", "Lê Hòa"),
        ("hoa", "Lê Hoà"),
    ],
)
def test_marks_and_case_do_not_matter_in_a_search(typed: str, name: str) -> None:
    assert matches(search_fold(name), fold_query(typed))


def test_decomposed_letters_fold_like_composed_ones() -> None:
    import unicodedata

    name = "Nguyễn Thị Ưởng"
    assert search_fold(unicodedata.normalize("NFD", name)) == search_fold(name) == "nguyen thi uong"


@pytest.mark.parametrize("typed", ["0570 000 123", "+84 570 000 123", "0570.000.123", "000 123"])
def test_a_phone_is_found_however_it_is_typed(typed: str) -> None:
    assert matches("an 0570000123", fold_query(typed))
