"""A QR code drawn with the characters of a terminal, for the camera of a telephone.

ISO/IEC 18004 asks for dark modules on a light ground and four light modules on every side. Both are
drawn here and not left to the theme: a dark theme would turn the code inside out.
"""

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

Modules = list[list[bool]]
"""Row by row, whether a module is dark."""

QUIET_MODULES = 4
"""Light modules around a code, as the standard asks; readers manage with fewer, down to one."""

_INK = Style(color="#000000", bgcolor="#ffffff")
_SOLID = Style(color="#000000", bgcolor="#000000")
_ANSI_INK = Style(color="black", bgcolor="white")
_ANSI_SOLID = Style(color="black", bgcolor="black")
"""Where a theme names the terminal's own colours: both are among the first eight, the only grounds
that every console has. Elsewhere they would be as grey as the terminal's palette has them."""

_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def modules_of(link: str) -> Modules:
    """The modules of the smallest code that holds a link, without the light around them."""
    import segno

    return [[bool(module) for module in row] for row in segno.make_qr(link, error="l").matrix]


def cells(modules: int, quiet: int, *, ascii_only: bool) -> tuple[int, int]:
    """Columns and rows that a code of so many modules a side takes."""
    side = modules + 2 * quiet
    return (2 * side, side) if ascii_only else (side, (side + 1) // 2)


def quiet_zone(modules: int, columns: int, rows: int, *, ascii_only: bool) -> int | None:
    """How many light modules there is room for around a code; none when it does not fit."""
    for quiet in range(QUIET_MODULES, 0, -1):
        width, height = cells(modules, quiet, ascii_only=ascii_only)
        if width <= columns and height <= rows:
            return quiet
    return None


def drawn(modules: Modules, quiet: int, *, ascii_only: bool) -> list[str]:
    """The lines of a code: half blocks, two modules a character; or two characters a module."""
    side = len(modules) + 2 * quiet
    light = [False] * quiet
    empty = [[False] * side for _ in range(quiet)]
    rows = [*empty, *([*light, *row, *light] for row in modules), *empty]
    if ascii_only:
        return ["".join("##" if dark else "  " for dark in row) for row in rows]
    if side % 2:
        rows.append([False] * side)
    return [
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


class QrCode(Widget):
    """The code of a link, or words in its place when there is no room for it."""

    ALLOW_SELECT = False

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:  # noqa: A002
        """Prepare the widget.

        :param ascii_only: for terminals in which a half block is missing or two cells wide
        """
        super().__init__(id=id)
        self._ascii_only = ascii_only
        self._lines: list[str] = []
        self._words = ""
        self._extent = (0, 0)

    @property
    def extent(self) -> tuple[int, int]:
        """Columns and rows of what is shown."""
        return self._extent

    def show(self, link: str, columns: int, rows: int) -> tuple[int, int] | None:
        """Draw a link with as much light around it as there is room for.

        :returns: nothing, or the columns and rows that it would need when it does not fit
        """
        modules = modules_of(link)
        quiet = quiet_zone(len(modules), columns, rows, ascii_only=self._ascii_only)
        if quiet is None:
            return cells(len(modules), 1, ascii_only=self._ascii_only)
        self._lines = drawn(modules, quiet, ascii_only=self._ascii_only)
        self._resize(len(self._lines[0]), len(self._lines))
        return None

    def show_words(self, text: str, columns: int, rows: int) -> None:
        """Words where the code would stand."""
        self._lines = []
        self._words = text
        self._resize(columns, rows)

    def _resize(self, columns: int, rows: int) -> None:
        self.set_class(not self._lines, "-words")
        self._extent = columns, rows
        self.styles.width, self.styles.height = columns, rows
        self.refresh(layout=True)

    def render(self) -> Content:
        """The words; a code is drawn line by line."""
        return Content(self._words)

    def render_line(self, y: int) -> Strip:
        """One line of the code."""
        if not self._lines:
            return super().render_line(y)
        if y >= len(self._lines):
            return Strip.blank(self.size.width)
        ansi = self.app.native_ansi_color
        ink, solid = (_ANSI_INK, _ANSI_SOLID) if ansi else (_INK, _SOLID)
        line = self._lines[y]
        if not self._ascii_only:
            return Strip([Segment(line, ink)], len(line))
        # The sign itself is as dark as its ground, so that a module is solid.
        pairs = (line[i : i + 2] for i in range(0, len(line), 2))
        return Strip([Segment(pair, solid if pair == "##" else ink) for pair in pairs], len(line))
