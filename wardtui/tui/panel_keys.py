"""Lines of keys in a panel, each with its words: drawn together, and found under a click."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

PanelKey = tuple[str, str, str]
"""The key, its words, and the name of what it does."""


class PanelKeys:
    """Keys that stand in as few lines as they fit in."""

    def __init__(self, keys: Sequence[PanelKey]) -> None:
        self._keys = keys

    def content(self, width: int) -> Content:
        """The lines, so many cells wide."""
        lines = [
            Content.assemble(*(part for one in line for part in _parts(one)))
            for line in self._lines(width)
        ]
        return Content("\n").join(lines)

    def name_at(self, x: int, y: int, width: int) -> str | None:
        """What was clicked; none beside the keys."""
        lines = self._lines(width)
        end = 0
        for one in lines[y] if 0 <= y < len(lines) else ():
            end += _width(one)
            if x < end:
                return one[2]
        return None

    def _lines(self, width: int) -> list[list[PanelKey]]:
        """A key and its words stay on one line."""
        lines: list[list[PanelKey]] = [[]]
        room = width
        for one in self._keys:
            if lines[-1] and room < _width(one):
                lines.append([])
                room = width
            lines[-1].append(one)
            room -= _width(one)
        return lines


def _parts(one: PanelKey) -> tuple[Content, str]:
    key, text, _ = one
    return Content.styled(f" {key} ", "reverse"), f" {text}  "


def _width(one: PanelKey) -> int:
    return sum(cell_len(str(part)) for part in _parts(one))
