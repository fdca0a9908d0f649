"""Lists from before Unicode: recognised, converted, and everything else left as it is."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.old_text import NAMES, encode
from tests.tables import rows
from wardtui.domain.roster.grid import Cell, Sheet
from wardtui.domain.roster.legacy_text import (
    LegacyEncoding,
    convert,
    convert_sheets,
    detect,
)

PAIRS = [(old, LegacyEncoding(name), new) for old, name, new in rows("legacy_text.tsv", 3)]
TCVN3, VNI = LegacyEncoding

LETTERS = (
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
)

OLD_HEADINGS = {
    TCVN3: ("STT", "Hä vµ tªn", "N¨m sinh", "Giíi tÝnh", "§Þa chØ"),
    VNI: ("STT", "Hoï vaø teân", "Naêm sinh", "Giôùi tính", "Ñòa chæ"),
}


def column(*cells: Cell, name: str = "List") -> Sheet:
    return Sheet(name, tuple((cell,) for cell in cells))


@pytest.mark.parametrize(("old", "encoding", "new"), PAIRS)
def test_old_text_says_what_its_font_showed(old: str, encoding: LegacyEncoding, new: str) -> None:
    assert convert(old, encoding) == new


def test_the_table_holds_every_letter_that_an_encoding_can_write() -> None:
    shown = {e: {new for _, of, new in PAIRS if of is e and len(new) == 1} for e in LegacyEncoding}
    assert shown[VNI] == set(LETTERS)
    assert shown[TCVN3] == {x for x in LETTERS if x.islower()} | set("ĂÂĐÊÔƠƯ")


@given(st.text(alphabet=LETTERS + "abcdeghiklmnopqrstuvxy ,./0123456789-()"))
def test_vni_text_comes_back_as_it_was_written(text: str) -> None:
    assert convert(encode(text, VNI), VNI) == text


@given(st.text(alphabet=LETTERS[:67] + "ĂÂĐÊÔƠƯ ABCHN abcdeghiklmnopqrstuvxy,./0123456789-()"))
def test_tcvn3_text_comes_back_as_it_was_written(text: str) -> None:
    assert convert(encode(text, TCVN3), TCVN3) == text


@given(st.text(), st.sampled_from(LegacyEncoding))
def test_any_text_can_be_converted_and_converted_text_is_composed(
    text: str, encoding: LegacyEncoding
) -> None:
    assert unicodedata.is_normalized("NFC", convert(text, encoding))


@pytest.mark.parametrize("encoding", LegacyEncoding)
def test_a_dozen_old_names_are_enough_to_know_the_encoding(encoding: LegacyEncoding) -> None:
    assert detect([column("STT", *(encode(name, encoding) for name in NAMES))]) is encoding


@pytest.mark.parametrize("encoding", LegacyEncoding)
def test_old_headings_over_names_without_diacritics_are_recognised(
    encoding: LegacyEncoding,
) -> None:
    people = [(str(i), "NGUYEN VAN MAU", "1985", "Nam", "So 5 pho Mau") for i in range(30)]
    assert detect([Sheet("List", (OLD_HEADINGS[encoding], *people))]) is encoding


def test_text_for_a_font_of_capitals_is_recognised() -> None:
    assert detect([column(*(encode(name.lower(), TCVN3) for name in NAMES))]) is TCVN3


def test_tcvn3_typed_with_caps_lock_is_recognised() -> None:
    assert detect([column("NGUYÔN V¡N MÉU", "TRÇN THÞ MÉU", "L£ §øC MÉU", "§ç MÉU")]) is TCVN3


@pytest.mark.parametrize(
    "cells",
    [
        NAMES,
        [name.upper() for name in NAMES],
        [unicodedata.normalize("NFD", name) for name in NAMES],
        ["NGUYEN VAN MAU", "TRAN THI MAU", "Le Mau"] * 20,
        ["Full name", "Date of birth", "Address", "Café Zoë", "naïve", "50m²", "½ ha", "25°C"],
        # Proper names that hold no letter beyond Latin-1: these read as syllables as they stand.
        ["Lê Hoà", "Lý Tú", "Hà Thái Hoàn", "Tô Toàn", "Võ Vân", "Trà Bé Tám", "Cù Thuý", "Mã Lò"],
        [
            "Jérôme Müller",
            "François Lefèvre",
            "Søren Kjærgård",
            "Núñez Peña",
            "Weiß",
            "João Simões",
        ],
        ["H'Hen Niê", "Giàng A Páo", "Y Blô Êban", "Ksor Blâm", "Ðào Anh", "Vàng Thị Mỷ"],
        ["· Tổ 1", "· To 2", "§ 3", "«Thôn»", "© 2026", "±5", "µg"],
    ],
)
def test_what_is_not_in_an_old_encoding_is_never_taken_for_it(cells: list[str]) -> None:
    sheet = column(*cells)
    assert detect([sheet]) is None


def test_three_slips_among_hundreds_of_proper_names_raise_no_alarm() -> None:
    proper = [f"Nguyễn Mẫu {'ABCDEGHIKLMNOPQRSTUV'[i % 20]}{i}" for i in range(400)]
    slips = [encode(name, TCVN3) for name in NAMES[:3]]
    assert detect([column(*proper, *slips)]) is None


@given(st.lists(st.lists(st.none() | st.dates() | st.text(max_size=12), max_size=4), max_size=6))
def test_any_sheets_can_be_examined_and_converted(cells: list[list[Cell]]) -> None:
    sheet = Sheet("Sheet", tuple(map(tuple, cells)))
    detect([sheet])
    for encoding in LegacyEncoding:
        (after,) = convert_sheets([sheet], encoding)
        assert [len(row) for row in after.rows] == [len(row) for row in sheet.rows]


@pytest.mark.parametrize("encoding", LegacyEncoding)
def test_a_converted_list_is_the_list_and_gives_no_alarm_again(encoding: LegacyEncoding) -> None:
    old = column(*(encode(name, encoding) for name in NAMES), date(1985, 1, 2), None, "12")
    sheets = convert_sheets([old], encoding)
    assert sheets == [column(*NAMES, date(1985, 1, 2), None, "12")]
    assert detect(sheets) is None


@pytest.mark.parametrize("encoding", LegacyEncoding)
def test_only_the_columns_in_the_encoding_are_converted(encoding: LegacyEncoding) -> None:
    # A column typed later, some of whose cells read as Vietnamese either way.
    streets = ("Phố Mẫu", "Ngõ 5 Tó", "Lò Mẫu", "Hoà Bình", "Cù Chính", "Thuý") * 2
    old = Sheet(
        "List", tuple((encode(n, encoding), s) for n, s in zip(NAMES, streets, strict=True))
    )
    (after,) = convert_sheets([old], encoding)
    assert after.rows == tuple(zip(NAMES, streets, strict=True))


def test_a_cell_that_reads_both_ways_follows_a_column_that_is_all_old() -> None:
    old = column(*(encode(name, TCVN3) for name in (*NAMES, "Vũ")))
    assert old.rows[-1] == ("Vò",)
    assert convert_sheets([old], TCVN3)[0].rows[-1] == ("Vũ",)


def test_a_cell_that_reads_both_ways_stays_where_proper_names_stand_too() -> None:
    mixed = column(*(encode(name, TCVN3) for name in NAMES), "Nguyễn Văn Mẫu", "Vò")
    after = convert_sheets([mixed], TCVN3)[0].rows
    assert after == column(*NAMES, "Nguyễn Văn Mẫu", "Vò").rows


def test_an_old_heading_over_proper_names_is_converted_alone() -> None:
    assert convert_sheets([column("Hä vµ tªn", *NAMES, "Lê Hoà")], TCVN3) == [
        column("Họ và tên", *NAMES, "Lê Hoà")
    ]


@given(st.lists(st.sampled_from(NAMES), min_size=1), st.sampled_from(LegacyEncoding))
def test_proper_names_are_never_changed(names: list[str], encoding: LegacyEncoding) -> None:
    sheet = column(*names, encode(NAMES[0], encoding))
    assert convert_sheets([sheet], encoding)[0].rows[:-1] == sheet.rows[:-1]


def test_the_name_of_a_sheet_is_converted_with_it() -> None:
    old = column(*(encode(name, TCVN3) for name in NAMES), name="Tæ d©n phè 5")
    assert convert_sheets([old], TCVN3)[0].name == "Tổ dân phố 5"
    assert convert_sheets([column("x", name="Thôn Hoà")], TCVN3)[0].name == "Thôn Hoà"
