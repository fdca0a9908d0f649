"""What a plain terminal cannot show, replaced line by line before it is written.

Every replacement has the width of what it replaces, so that columns stay where they are.
"""

import unicodedata
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from wardtui.settings import PlainSigns

LEFT_ALONE = frozenset("▀▄█")
"""The half blocks of a QR code: another picture of it could not be scanned. Whoever draws one has
an ASCII picture of its own."""

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("─━┄┅┈┉╌╍╴╶╸╺╼╾▔", "-"),
        **dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻╽╿▏▎▍▌▋▊▉▐▕", "|"),
        **dict.fromkeys("▁▂▃", "_"),
        **dict.fromkeys("▅▆▇░▒▓■▪", "#"),
        "═": "=",
        "╱": "/",
        "╲": "\\",
        **dict.fromkeys("╳×✗✘✕☒☑", "x"),
        **dict.fromkeys("↑▲▴△⇧", "^"),
        **dict.fromkeys("↓▼▾▽✓✔√", "v"),
        **dict.fromkeys("←◀◂◁‹«⌫", "<"),
        **dict.fromkeys("→▶▸▷›»⇒", ">"),
        **dict.fromkeys("⏎↵", "&"),
        **dict.fromkeys("⟳↻◷⏱", "@"),
        **dict.fromkeys("…․", "."),
        **dict.fromkeys("·–—−‐‑‒―¬", "-"),
        **dict.fromkeys("•●★☆", "*"),
        **dict.fromkeys("○◌□☐°¤", "o"),
        **dict.fromkeys("≈±", "~"),
        "‼": "!",
        "≠": "#",
        "≤": "<",
        "≥": ">",
        "÷": "/",
        "␣": "_",
        **dict.fromkeys("‘’‛ʻʼ′´`", "'"),
        **dict.fromkeys("“”„″¨〃", '"'),
        **dict.fromkeys("‚¸", ","),
        "\N{NO-BREAK SPACE}": " ",
        "₫": "d",
        "§": "S",
        "®": "R",
        "©": "C",
        "✅": "v ",
    }
)
_BARRED = str.maketrans("đĐðÐɖƉ", "dDdDdD")
"""Letters that have a bar and no mark: they do not come apart. The last four are wrong ones that
stand for đ in real data (domain.md §4.3)."""


class _Table(dict[int, str]):
    """Sign to what stands for it, worked out when it is first met."""

    def __init__(self, *, letters: bool) -> None:
        super().__init__()
        self._letters = letters

    def __missing__(self, point: int) -> str:
        sign = chr(point)
        self[point] = sign if sign.isascii() else self._ascii(sign)
        return self[point]

    def _ascii(self, sign: str) -> str:
        if sign in LEFT_ALONE:
            return sign
        is_letter = unicodedata.category(sign) in ("Ll", "Lu") or unicodedata.combining(sign)
        if is_letter and not self._letters:
            return sign
        width = cell_len(sign)
        plain = _SIGNS.get(ord(sign)) or _letter(sign) or _frame(sign) or "?"
        return plain.ljust(width, "?")[:width]


class SignFilter(LineFilter):
    """Writes ASCII instead of other signs."""

    def __init__(self, *, letters: bool) -> None:
        """Prepare the table.

        :param letters: whether letters lose their marks too
        """
        super().__init__()
        self._table = _Table(letters=letters)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """A line in plain signs."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(self._plain(segment.text), segment.style)
            for segment in segments
        ]

    def _plain(self, text: str) -> str:
        plain, width = text.translate(self._table), cell_len(text)
        # Signs that are drawn as one, such as a flag, can be narrower than they are one by one.
        return plain if cell_len(plain) == width else set_cell_size(plain, width)


class ToneFilter(LineFilter):
    """Takes out what a console with 16 colours shows as dark grey on its background.

    The Linux console draws half-bright text, and bold black, in colour 8, dark grey, whatever
    stands behind it (drivers/tty/vt/vt.c, ``build_attr``). Where a theme does not name colours of
    the terminal, Textual mixes dim text itself.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """A line without half-bright text and bold black."""
        return [
            segment
            if segment.style is None or not _is_dark_grey(segment.style)
            else Segment(segment.text, segment.style + _FULL, segment.control)
            for segment in segments
        ]


_FULL = Style(dim=False, bold=False)


def plain_filters(signs: PlainSigns, *, ansi: bool) -> Sequence[LineFilter]:
    """What the lines of the screen go through.

    :param signs: as they are on this terminal, so never ``auto``
    :param ansi: whether the theme names colours of the terminal
    """
    return _FILTERS[signs] + (_TONES if ansi else ())


def plain(text: str, signs: PlainSigns) -> str:
    """A text as the screen shows it."""
    for one in _FILTERS[signs]:
        text = "".join(segment.text for segment in one.apply([Segment(text)], Color(0, 0, 0)))
    return text


def _is_dark_grey(style: Style) -> bool:
    return bool(style.dim or (style.bold and style.color and style.color.number == 0))


def _letter(sign: str) -> str:
    """The one ASCII letter or digit under the marks of a sign; empty where there is none."""
    apart = unicodedata.normalize("NFKD", sign.translate(_BARRED))
    bases = [one for one in apart if not unicodedata.combining(one)]
    return bases[0] if len(bases) == 1 and bases[0].isascii() and bases[0].isprintable() else ""


def _frame(sign: str) -> str:
    """The corners and crossings of frames."""
    return "+" if unicodedata.name(sign, "").startswith("BOX DRAWINGS") else ""


_FILTERS: dict[PlainSigns, tuple[LineFilter, ...]] = {
    PlainSigns.OFF: (),
    PlainSigns.FRAMES: (SignFilter(letters=False),),
    PlainSigns.LETTERS: (SignFilter(letters=True),),
}
_TONES = (ToneFilter(),)
