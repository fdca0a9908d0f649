"""The order of the alphabet is one order, and it is ICU's."""

import random
import unicodedata
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from wardtui.domain.text import collation_key, name_key, natural_key

DATA = Path(__file__).parent.parent / "data" / "icu_order.tsv"

LETTERS = "aàáăắâấbcdđeêghiíklmnoôơpqrstuưvxyýfjwzAĂÂĐÊÔƠƯFJWZ '-/.,0123456789"
words = st.text(st.sampled_from(LETTERS), max_size=8) | st.text(max_size=8)


def icu_order() -> list[str]:
    _, *lines = DATA.read_text(encoding="utf-8").splitlines()
    return lines


def test_strings_stand_in_the_order_of_icu() -> None:
    ordered = icu_order()
    assert len(ordered) >= 500
    for seed in range(3):
        shuffled = random.Random(seed).sample(ordered, len(ordered))
        assert sorted(shuffled, key=collation_key) == ordered


def test_no_two_of_them_have_one_key() -> None:
    keys = [collation_key(text) for text in icu_order()]
    assert all(one < other for one, other in pairwise(keys))


@given(words)
def test_composed_and_decomposed_letters_are_equal(text: str) -> None:
    keys = {collation_key(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert len(keys) == 1
    assert len({natural_key(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}) == 1


@given(words, words)
def test_texts_are_equal_only_when_nothing_but_white_space_tells_them_apart(
    one: str, other: str
) -> None:
    known = set(LETTERS)
    if set(one) <= known and set(other) <= known:
        equal = collation_key(one) == collation_key(other)
        assert equal == (one.split() == other.split())


@given(st.text(st.sampled_from("aăâbdđeêơưAĐ "), max_size=6), st.sampled_from("\u0301\u0300\u0323"))
def test_a_tone_never_outweighs_a_letter(text: str, tone: str) -> None:
    toned = unicodedata.normalize("NFC", f"a{tone}{text}")
    assert collation_key(f"a{text}") < collation_key(toned) < collation_key(f"a{text}b")


@given(st.text(), st.text())
def test_every_name_has_a_place(one: str, other: str) -> None:
    assert (name_key(one) < name_key(other)) + (name_key(other) < name_key(one)) <= 1
