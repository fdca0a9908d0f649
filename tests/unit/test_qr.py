"""A drawn code holds the modules that a scanner needs."""

import pytest
import segno
from textual.app import App, ComposeResult

from wardtui.domain.dial_links import sms_link, tel_link
from wardtui.tui.widgets.qr import Modules, QrCode, drawn, modules_of, quiet_zone

NUMBER = "+84570000123"
LINKS = [
    tel_link(NUMBER),
    sms_link(NUMBER, "Kinh moi ong/ba lam can cuoc. Xin goi CSKV 0570000999 hen gio."),
    sms_link(NUMBER, "Kính mời ông/bà làm thẻ căn cước."),
]


def seen(lines: list[str], *, ascii_only: bool) -> Modules:
    """The modules that somebody sees who looks at the characters."""
    if ascii_only:
        return [[line[i] == "#" for i in range(0, len(line), 2)] for line in lines]
    rows = []
    for line in lines:
        rows.append([character in "▀█" for character in line])
        rows.append([character in "▄█" for character in line])
    return rows


def standard(link: str, quiet: int) -> Modules:
    """The modules with the light around them, as the library says."""
    code = segno.make_qr(link, error="l")
    return [[bool(module) for module in row] for row in code.matrix_iter(border=quiet)]


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("quiet", [1, 2, 3, 4])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_the_characters_show_the_modules_of_the_code(
    link: str, quiet: int, ascii_only: bool
) -> None:
    rows = seen(drawn(modules_of(link), quiet, ascii_only=ascii_only), ascii_only=ascii_only)
    expected = standard(link, quiet)
    assert rows[: len(expected)] == expected
    assert not any(map(any, rows[len(expected) :]))


@pytest.mark.parametrize(
    ("columns", "rows", "quiet"),
    [(29, 15, 4), (29, 14, 3), (28, 15, 3), (23, 12, 1), (22, 12, None), (23, 11, None)],
)
def test_there_is_as_much_light_around_a_code_as_there_is_room_for(
    columns: int, rows: int, quiet: int | None
) -> None:
    assert quiet_zone(21, columns, rows, ascii_only=False) == quiet


def test_in_ascii_a_module_takes_two_columns_and_a_row() -> None:
    assert quiet_zone(21, 46, 23, ascii_only=True) == 1
    assert quiet_zone(21, 45, 23, ascii_only=True) is None


class OneCode(App[None]):
    """A code alone on a screen."""

    def __init__(self, theme: str, *, ascii_only: bool) -> None:
        super().__init__()
        self.theme = theme
        self.code = QrCode(ascii_only=ascii_only)

    def compose(self) -> ComposeResult:
        yield self.code

    def on_mount(self) -> None:
        assert self.code.show(LINKS[0], *self.size) is None


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_dark_modules_are_black_and_light_ones_white_in_every_theme(
    theme: str, ascii_only: bool
) -> None:
    app = OneCode(theme, ascii_only=ascii_only)
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        strips = [app.code.render_line(y) for y in range(app.code.extent[1])]
        for segment in (segment for strip in strips for segment in strip):
            assert segment.style is not None
            ink, ground = segment.style.color, segment.style.bgcolor
            assert ink is not None
            assert ground is not None
            assert max(ink.get_truecolor()) == 0
            if segment.text == "##":
                assert max(ground.get_truecolor()) == 0
            else:
                assert min(ground.get_truecolor()) >= 192
        rows = seen([strip.text for strip in strips], ascii_only=ascii_only)
        assert rows[: len(standard(LINKS[0], 4))] == standard(LINKS[0], 4)


async def test_what_does_not_fit_says_how_much_room_it_needs() -> None:
    app = OneCode("textual-dark", ascii_only=False)
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        assert app.code.show(LINKS[0], 80, 11) == (23, 12)
