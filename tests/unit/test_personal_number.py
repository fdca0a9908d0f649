"""The 12-digit personal number (Decree 137/2015 art. 13)."""

from wardtui.domain.personal_number import mask_personal_number, parse_personal_number
from wardtui.domain.vocabulary import Sex


def test_century_sex_and_year_are_read() -> None:
    number = parse_personal_number("000185000123")
    assert number is not None
    assert (number.place, number.sex, number.birth_year) == ("000", Sex.FEMALE, 1985)
    young = parse_personal_number("000214000123")
    assert young is not None
    assert (young.sex, young.birth_year) == (Sex.MALE, 2014)


def test_what_is_not_twelve_digits_is_no_number() -> None:
    for text in ("", "00018500012", "0001850001234", "00018500012a", "٠٠٠١٨٥٠٠٠١٢٣"):
        assert parse_personal_number(text) is None


def test_the_middle_is_hidden() -> None:
    assert mask_personal_number("000185000123") == "000•••••0123"
    assert mask_personal_number("1234") == "••••"
