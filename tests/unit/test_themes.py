"""Every theme can be read: by weak eyes and colour-blind ones, on old consoles, late at night."""

import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from textual.color import Color
from textual.constants import DIM_FACTOR
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen
from textual.widgets import Input

import wardtui
from wardtui.i18n import Language, use_language
from wardtui.resources import resource_folder
from wardtui.tui.theming import COLOURS, ThemeFile, load_themes, theme_to_show

PACKAGE = Path(wardtui.__file__).parent
STYLES = sorted((PACKAGE / "tui" / "styles").glob("*.tcss"))
OURS = load_themes([resource_folder("themes")]).files
READABLE = 4.5
"""WCAG 2.1, success criterion 1.4.3 (AA), for text."""
VERY_READABLE = 7.0
"""WCAG 2.1, success criterion 1.4.6 (AAA)."""
SEEN = 3.0
"""WCAG 2.1, success criterion 1.4.11, for parts that are no text."""
APART = 20.0
"""Distance in CIELAB (ΔE*ab) of colours that mean something; 2.3 is just noticeable."""
LITTLE_BLUE = 0x40
"""Blue as a byte: in light, a twentieth of full blue."""
VGA = [
    (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0),
    (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170),
    (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85),
    (85, 85, 255), (255, 85, 255), (85, 255, 255), (255, 255, 255),
]  # fmt: skip
"""The palette of the Linux console (drivers/tty/vt/vt.c, ``default_red`` and its brothers)."""
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What eyes make of linear RGB: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, severity 1.0."""

Pair = tuple[Color, Color]


def linear(colour: Color) -> tuple[float, float, float]:
    """Light of a colour (WCAG 2.1, relative luminance)."""
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    ]
    return (parts[0], parts[1], parts[2])


def contrast(pair: Pair) -> float:
    """WCAG 2.1, contrast ratio."""
    dark, bright = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(one), strict=True))
        for one in pair
    )
    return (bright + 0.05) / (dark + 0.05)


def on_screen(colour: Color, *, bold: bool = False) -> Color:
    """A colour of the console as its palette has it; bold brightens the first eight."""
    if colour.ansi is None:
        return colour
    return Color(*VGA[colour.ansi + 8 if bold and colour.ansi < 8 else colour.ansi])


class Sheet:
    """What the stylesheets make of a theme: texts, grounds, and pairs that stand in one rule."""

    def __init__(self, theme: ThemeFile) -> None:
        self.variables = theme.for_textual().to_color_system().generate()
        sheet = Stylesheet(variables=self.variables)
        sheet.read_all(STYLES)
        for widget in (Input, Screen):
            sheet.add_source(widget.DEFAULT_CSS, is_default_css=True)
        self.grounds: dict[str, Color] = {}
        self.texts: dict[str, tuple[Color, bool]] = {
            "dim": (Color.parse(theme.foreground).multiply_alpha(DIM_FACTOR), False)
        }
        self.pairs: dict[str, tuple[Color, Color, bool]] = {}
        for rule in sheet.rules:
            if ":ansi" in rule.selectors and rule.is_default_rules:
                continue  # the terminal's own text on its own ground
            self._take(rule.selectors, rule.styles)

    def _take(self, name: str, styles: "object") -> None:
        has = styles.has_rule  # type: ignore[attr-defined]
        bold = has("text_style") and "bold" in str(styles.text_style)  # type: ignore[attr-defined]
        ground = styles.background if has("background") else None  # type: ignore[attr-defined]
        text = styles.color if has("color") else None  # type: ignore[attr-defined]
        if ground is not None and ground.a < 1:
            return  # the veil over a screen that waits behind a panel: nothing is read there
        if text is not None and ground is not None:
            self.pairs[name] = (text, ground, bold)
        elif text is not None:
            self.texts[name] = (text, bold)
        if ground is not None and text is None:
            self.grounds[name] = ground

    def all(self) -> Iterator[tuple[str, Pair]]:
        """Every text on every ground that has no text of its own, and what stands in one rule."""
        for (name, (text, bold)), (under, ground) in itertools.product(
            self.texts.items(), self.grounds.items()
        ):
            yield f"{name} on {under}", self._pair(text, ground, bold=bold)
        for name, (text, ground, bold) in self.pairs.items():
            # ToneFilter takes bold from black text.
            yield name, self._pair(text, ground, bold=bold and text.ansi != 0)

    def _pair(self, text: Color, ground: Color, *, bold: bool) -> Pair:
        return (on_screen(ground + text, bold=bold), on_screen(ground))


@cache
def sheet(name: str) -> Sheet:
    return Sheet(OURS[name])


def colours(name: str) -> dict[str, Color]:
    return {field: on_screen(Color.parse(getattr(OURS[name], field))) for field in COLOURS}


@pytest.mark.parametrize("name", OURS)
def test_every_text_can_be_read_on_every_ground(name: str) -> None:
    needed = VERY_READABLE if name == "high-contrast" else READABLE
    hard = {where: round(contrast(pair), 2) for where, pair in sheet(name).all()}
    assert len(hard) > 50
    assert not {where: ratio for where, ratio in hard.items() if ratio < needed}


def test_the_pairs_are_those_of_the_stylesheets() -> None:
    known = sheet("ward-dark")
    assert "LineList .line-list--cursor" in known.pairs
    assert "Input > .input--selection" in known.pairs
    assert "CaseList .case-list--late" in known.texts
    assert "TitleBar" in known.grounds
    background = Color.parse(OURS["ward-dark"].background)
    foreground = Color.parse(OURS["ward-dark"].foreground)
    text, _ = known.texts["#summary"]
    assert background + text == background.blend(foreground, 0.8, 1.0)


def test_colours_stand_in_stylesheets_only() -> None:
    colour = re.compile(r"""["'](?:[a-z]+ )*(\$[a-z]+|#[0-9a-fA-F]{6}|ansi_[a-z]+)""")
    for file in (PACKAGE / "tui").rglob("*.py"):
        if file.name not in ("theming.py", "qr.py"):  # a QR code is black and white
            assert not colour.findall(file.read_text("utf-8")), file


@pytest.mark.parametrize("name", OURS)
def test_the_scroll_bar_can_be_seen(name: str) -> None:
    variables = sheet(name).variables
    for state in ("", "-hover", "-active"):
        bar = on_screen(Color.parse(variables[f"scrollbar{state}"]))
        assert (
            contrast((bar, on_screen(Color.parse(variables[f"scrollbar-background{state}"]))))
            > SEEN
        )


def lab(light: list[float]) -> tuple[float, float, float]:
    """CIELAB of linear sRGB light (white D65)."""
    red, green, blue = (min(1.0, max(0.0, part)) for part in light)
    x, y, z = (
        part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
        for part in (
            (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
            0.2126 * red + 0.7152 * green + 0.0722 * blue,
            (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.0888,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: Color, other: Color, sight: str) -> float:
    """How far two colours are apart for somebody (ΔE*ab, 1976)."""
    points = [
        lab([sum(a * b for a, b in zip(row, linear(colour), strict=True)) for row in SIGHT[sight]])
        for colour in (one, other)
    ]
    return sum((a - b) ** 2 for a, b in zip(*points, strict=True)) ** 0.5


@pytest.mark.parametrize("sight", SIGHT)
def test_late_wrong_and_saved_are_told_apart_by_colour_blind_eyes(sight: str) -> None:
    ours = colours("colour-blind")
    meanings = ("warning", "error", "success", "foreground")
    for one, other in itertools.combinations(meanings, 2):
        assert distance(ours[one], ours[other], sight) > APART, (one, other)


def test_red_and_green_of_the_dark_theme_are_alike_without_green_receptors() -> None:
    ours = colours("ward-dark")
    assert distance(ours["error"], ours["success"], "deuteranopia") < APART


def test_the_theme_for_the_night_has_hardly_any_blue() -> None:
    for name, colour in colours("night").items():
        assert colour.b <= LITTLE_BLUE, name
        assert colour.b <= colour.r, name
    for _, pair in sheet("night").all():
        assert max(one.b for one in pair) <= LITTLE_BLUE


def test_the_theme_of_16_colours_mixes_none_and_has_grounds_that_every_console_has() -> None:
    theme = sheet("sixteen")
    grounds = [*theme.grounds.values(), *(ground for _, ground, _ in theme.pairs.values())]
    assert {ground.ansi for ground in grounds} <= set(range(8))
    assert all(text.ansi is not None for text, _ in theme.texts.values())


@pytest.mark.parametrize("language", list(Language))
def test_every_theme_says_whom_it_is_for(language: Language) -> None:
    use_language(language)
    assert len({theme.about for theme in OURS.values()}) == len(OURS) >= 6


def test_on_a_text_console_the_theme_of_16_colours_is_shown_unless_another_was_chosen() -> None:
    assert theme_to_show("auto", OURS, {"TERM": "linux"}) == "sixteen"
    assert theme_to_show("auto", OURS, {"TERM": "xterm-256color"}) == "ward-dark"
    assert theme_to_show("night", OURS, {"TERM": "linux"}) == "night"
    assert theme_to_show("gone", OURS, {}) == "ward-dark"


GOOD = (resource_folder("themes") / "ward-dark.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = [\n=", "line 2, column 1"),
        (GOOD.replace("panel =", "pannel ="), "Unknown: pannel."),
        (GOOD.replace("panel =", "pannel ="), "Missing: panel."),
        (GOOD.replace("#e0b168", "orange", 1), "accent = “orange” is no colour"),
        (GOOD.replace('"#e0b168"', "7", 1), "accent = “7” is no colour"),
        (GOOD.replace("#e0b168", "ansi_yellow", 1), "Either every colour"),
        (GOOD.replace("dark = true", 'dark = "yes"'), "dark has to be true or false"),
        (GOOD.replace("ward-dark", "auto"), "“auto” cannot be the name of a theme."),
        (GOOD.replace("ward-dark", " "), "cannot be the name of a theme."),
        (GOOD.replace('about_en = "', 'about_en = 3 # "'), "about_en has to be a text"),
    ],
)
def test_a_file_that_is_no_theme_is_named_with_its_reason(
    text: str, says: str, tmp_path: Path
) -> None:
    use_language(Language.ENGLISH)
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    loaded = load_themes([resource_folder("themes"), tmp_path])
    assert loaded.files.keys() == OURS.keys()
    assert says in loaded.failed["mine.toml"]


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    use_language(Language.ENGLISH)
    (tmp_path / "mine.toml").write_bytes(b'name = "\xff"')
    (tmp_path / "folder.toml").mkdir()
    failed = load_themes([tmp_path]).failed
    assert failed["mine.toml"] == "It is no UTF-8 text."
    assert failed["folder.toml"].startswith("It cannot be read: ")


def test_the_users_own_theme_wins_over_ours_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD.replace("#14181c", "#000000"), "utf-8")
    loaded = load_themes([resource_folder("themes"), tmp_path, tmp_path / "nowhere"])
    assert loaded.themes["ward-dark"].background == "#000000"
    assert not loaded.failed


def test_of_two_files_with_one_name_the_second_is_named(tmp_path: Path) -> None:
    use_language(Language.ENGLISH)
    for file in ("a.toml", "b.toml"):
        (tmp_path / file).write_text(GOOD, "utf-8")
    assert load_themes([tmp_path]).failed == {"b.toml": "The name “ward-dark” is taken by a.toml."}
