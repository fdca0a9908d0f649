"""Links that a telephone reads from a code."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardtui.domain.dial_links import (
    CODE_BYTES,
    fits_small_code,
    sms_link,
    tel_link,
    without_marks,
)

NUMBER = "+84570000123"


def body_of(link: str) -> str:
    (body,) = parse_qs(urlsplit(link).query, keep_blank_values=True, strict_parsing=True)["body"]
    return body


def test_a_number_becomes_a_link_that_calls_it() -> None:
    assert tel_link(NUMBER) == "tel:+84570000123"


def test_a_message_is_encoded_as_utf_8_with_its_spaces_as_octets() -> None:
    assert sms_link(NUMBER, "Mời bà") == "sms:+84570000123?body=M%E1%BB%9Di%20b%C3%A0"


def test_letters_are_composed_before_they_are_encoded() -> None:
    assert sms_link(NUMBER, "a\N{COMBINING GRAVE ACCENT}") == sms_link(NUMBER, "à")


@given(st.text(st.characters(codec="ascii")))
def test_a_telephone_reads_the_text_that_was_written(text: str) -> None:
    link = sms_link(NUMBER, text)
    assert body_of(link) == text
    assert link.isascii()
    assert " " not in link


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Kính mời ông/bà", "Kinh moi ong/ba"),
        ("Đặng Thị Ưởng", "Dang Thi Uong"),
        ("nhà văn hoá – “tổ 5”…", 'nha van hoa - "to 5"...'),
        ("H’Hen Niê", "H'Hen Nie"),
        ("giờ ⏎", "gio "),
    ],
)
def test_a_text_without_marks_is_ascii(text: str, plain: str) -> None:
    assert without_marks(text) == plain


@given(st.text())
def test_whatever_stands_in_a_record_becomes_ascii(text: str) -> None:
    assert without_marks(text).isascii()


def test_the_limit_is_what_a_code_of_version_6_holds() -> None:
    import segno

    link = sms_link(NUMBER, "")
    link += "a" * (CODE_BYTES - len(link))
    assert fits_small_code(link)
    assert segno.make_qr(link, error="l").version == 6
    assert not fits_small_code(link + "a")
    assert segno.make_qr(link + "a", error="l").version == 7
