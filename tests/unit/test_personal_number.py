"""The 12-digit personal number (Decree 137/2015 art. 13)."""

from wardtui.domain.personal_number import mask_personal_number, parse_personal_number, restored
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


def test_lost_zeros_can_be_offered_for_nine_to_eleven_digits() -> None:
    assert restored("1198000001") == "001198000001"
    assert restored("38195000001") == "038195000001"
    assert restored("185000123") == "000185000123"
    assert restored(" '1198 000.001 ") == "001198000001"
    assert restored("1198000001.0") == "001198000001"


def test_nothing_is_offered_for_what_is_no_shortened_number() -> None:
    for text in (
        *("", "000185000123", "0001850001234", "98000001", "1.198E+09", "CCCD 1198000001"),
        *("1198000001 / 012345678", "٠٠١٢٣٤٥٦٧٨", "119800000x"),
    ):
        assert restored(text) is None
