"""Which words about people are not stored, and which only look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables import rows
from wardtui.domain.neutral import is_forbidden_title, names_a_people, unsuitable

TEXTS = [
    (text, tuple(filter(None, words.split("|")))) for text, words in rows("forbidden_words.tsv", 2)
]


@pytest.mark.parametrize(("text", "words"), TEXTS)
def test_words_that_must_not_be_stored_are_found_and_no_others(
    text: str, words: tuple[str, ...]
) -> None:
    assert unsuitable(text) == words


@pytest.mark.parametrize(("text", "words"), [(t, w) for t, w in TEXTS if w])
def test_capitals_and_decomposed_letters_hide_nothing(text: str, words: tuple[str, ...]) -> None:
    import unicodedata

    assert [word.casefold() for word in unsuitable(text.upper())] == [w.casefold() for w in words]
    assert unsuitable(unicodedata.normalize("NFD", text)) == words


@pytest.mark.parametrize(
    "hidden", ["ngh\u200biện", "ma  túy", "ma-túy", "ma\ntúy", "(tù)", "HIV/AIDS"]
)
def test_signs_between_letters_hide_nothing(hidden: str) -> None:
    assert unsuitable(hidden)


@pytest.mark.parametrize(
    ("heading", "forbidden"),
    [
        ("Dân tộc", True),
        ("D.tộc", True),
        ("TATS", True),
        ("Đảng viên", True),
        ("Đối tượng", True),
        ("Diện đối tượng", True),
        ("Họ tên đối tượng", False),
        ("Số CCCD của đối tượng", False),
        ("Sức khỏe", True),
        ("Bệnh viện", False),
        ("DT", False),
        ("Điện thoại", False),
        ("Nghề nghiệp", False),
        ("Ethnicity", True),
        ("Health", True),
        ("Address", False),
    ],
)
def test_a_title_is_forbidden_or_not(heading: str, forbidden: bool) -> None:
    assert is_forbidden_title(heading) is forbidden


def test_the_name_of_a_people_alone_in_a_cell_is_known() -> None:
    assert names_a_people("Kinh")
    assert names_a_people("H'Mông")
    assert not names_a_people("Kinh doanh")
    assert not names_a_people("Nam")


@given(st.text())
def test_any_text_can_be_looked_through_and_what_is_found_stands_in_it(text: str) -> None:
    import unicodedata

    seen = unicodedata.normalize("NFC", text)
    for word in unsuitable(text):
        assert word in seen or any(c in text for c in "\u200b\u200c\u200d\u2060\ufeff\u00ad")
    assert is_forbidden_title(text) in (True, False)
