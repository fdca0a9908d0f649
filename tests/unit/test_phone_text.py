"""Telephone numbers as people read them aloud."""

import pytest

from wardtui.wording.phones import phone_text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("+84570000123", "0570 000 123"),
        ("+842430000123", "02430 000 123"),
        ("+821000000123", "+82 10-0000-0123"),
        ("+9999000000", "+9999000000"),
        ("+84•••••123", "+84•••••123"),
    ],
)
def test_a_number_is_written_as_it_is_said(number: str, text: str) -> None:
    assert phone_text(number) == text


def test_a_number_abroad_is_written_as_its_country_does() -> None:
    # A number of the range that the United States keep for invented people.
    assert phone_text("+12025550123") == "+1 202-555-0123"
