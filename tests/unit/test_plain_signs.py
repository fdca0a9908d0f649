"""Plain signs keep every column where it is."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from wardtui.settings import PlainSigns
from wardtui.tui.plain_signs import LEFT_ALONE, plain, plain_filters

SNAPSHOTS = Path(__file__).parent.parent / "snapshot" / "__snapshots__"
SHOWN = {sign for file in SNAPSHOTS.glob("*.ambr") for sign in file.read_text("utf-8")} - {"\n"}
BLACK = Color(0, 0, 0)


def is_letter(sign: str) -> bool:
    return unicodedata.category(sign) in ("Ll", "Lu")


def test_every_sign_of_the_screens_has_an_ascii_one_of_its_width() -> None:
    signs = {sign for sign in SHOWN if not is_letter(sign)} - LEFT_ALONE
    assert {"─", "│", "✓", "…"} < signs
    for sign in signs:
        shown = plain(sign, PlainSigns.FRAMES)
        assert shown.isascii(), sign
        assert shown == sign or "?" not in shown, sign
        assert cell_len(shown) == cell_len(sign), sign


def test_vietnamese_letters_keep_their_marks_unless_letters_are_plain_too() -> None:
    text = "Nguyễn Thị Ưởng, đường Đặng Dung"
    assert plain(text, PlainSigns.FRAMES) == text
    assert plain(text, PlainSigns.LETTERS) == "Nguyen Thi Uong, duong Dang Dung"
    assert plain(unicodedata.normalize("NFD", text), PlainSigns.LETTERS) == plain(
        text, PlainSigns.LETTERS
    )


def test_nothing_is_replaced_where_everything_can_be_shown() -> None:
    assert plain("╭─ ✓ ễ", PlainSigns.OFF) == "╭─ ✓ ễ"


def test_a_qr_code_stays_as_it_was_drawn() -> None:
    assert plain("█▀▀▄█", PlainSigns.LETTERS) == "█▀▀▄█"


@pytest.mark.parametrize("signs", [PlainSigns.FRAMES, PlainSigns.LETTERS])
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"])))
@example(text="👩\u200d👩 ❤\ufe0f 🇻🇳 1\ufe0f\u20e3 한국")
def test_any_text_keeps_its_width(signs: PlainSigns, text: str) -> None:
    assert cell_len(plain(text, signs)) == cell_len(text)


@given(text=st.text())
def test_with_plain_letters_only_ascii_and_half_blocks_are_left(text: str) -> None:
    assert all(sign.isascii() or sign in LEFT_ALONE for sign in plain(text, PlainSigns.LETTERS))


def test_the_style_of_a_line_stays_so_that_it_can_still_be_clicked() -> None:
    style = Style(bold=True, meta={"@click": "go"})
    (line,) = through(Segment("✓ đi", style), ansi=False)
    assert (line.text, line.style) == ("v đi", style)


def through(segment: Segment, *, ansi: bool) -> list[Segment]:
    segments = [segment]
    for one in plain_filters(PlainSigns.FRAMES, ansi=ansi):
        segments = one.apply(segments, BLACK)
    return segments


def test_where_the_terminal_has_16_colours_nothing_is_drawn_in_dark_grey() -> None:
    (hint,) = through(Segment("hint", Style(dim=True, color="white")), ansi=True)
    (button,) = through(Segment("go", Style(bold=True, color="black", bgcolor="cyan")), ansi=True)
    (title,) = through(Segment("title", Style(bold=True, color="white")), ansi=True)
    assert hint.style is not None
    assert not hint.style.dim
    assert button.style is not None
    assert not button.style.bold
    assert title.style is not None
    assert title.style.bold


def test_a_theme_that_mixes_its_colours_keeps_its_hints_dim() -> None:
    (hint,) = through(Segment("hint", Style(dim=True)), ansi=False)
    assert hint.style is not None
    assert hint.style.dim
