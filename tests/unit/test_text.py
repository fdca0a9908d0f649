"""Folding, the order of the Vietnamese alphabet, and numbers inside a text."""

import random
import unicodedata

import pytest

from wardtui.domain.text import collation_key, name_key, natural_key, search_fold, tones_last


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


def test_decomposed_letters_fold_like_composed_ones() -> None:
    name = "Nguyễn Thị Ưởng"
    assert search_fold(unicodedata.normalize("NFD", name)) == search_fold(name) == "nguyen thi uong"


def test_marks_without_a_letter_leave_no_gap() -> None:
    assert search_fold("An \u0301 Bình") == "an binh"


def test_groups_are_counted_not_spelt() -> None:
    groups = ["Thôn Đoài", "Tổ 1", "Tổ 2", "Tổ 2A", "Tổ 10", "Tổ 011", "Tổ 20", "Xóm 3"]
    assert sorted(random.Random(3).sample(groups, len(groups)), key=natural_key) == groups


def test_any_run_of_digits_is_counted() -> None:
    groups = ["Tổ 9", "Tổ " + "9" * 5000, "Tổ 1" + "0" * 5000]
    backwards = groups[::-1]
    assert sorted(backwards, key=natural_key) == groups


@pytest.mark.parametrize("pair", [("hoà", "hòa"), ("Thuỷ", "Thủy"), ("quý", "quý"), ("An", "An")])
def test_a_tone_may_stand_on_either_letter(pair: tuple[str, str]) -> None:
    assert tones_last(pair[0]) == tones_last(pair[1])


def test_other_tones_and_letters_stay_apart() -> None:
    words = ["hoa", "hòa", "hóa", "hoả", "hoạ", "hõa", "hoă", "hoâ"]
    assert len({tones_last(word) for word in words}) == len(words)
