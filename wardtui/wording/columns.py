"""Text in columns of cells."""

from rich.cells import set_cell_size

_ONE_CELL = frozenset(
    chr(code)
    for first, last in (
        (0x20, 0x7E),
        (0xA1, 0xAC),
        (0xAE, 0x2FF),
        (0x1E00, 0x1EFF),
        (0x2010, 0x2027),
    )
    for code in range(first, last + 1)
) | {"▏", "↑", "→", "←", "•", "›", "✓"}
"""Letters that are one cell wide, among them every composed Vietnamese one."""


def cells(text: str, width: int) -> str:
    """Text in exactly so many cells; what is cut off leaves an ellipsis."""
    if width <= 0:
        return ""
    if not _ONE_CELL.issuperset(text):
        return set_cell_size(text, width)
    return text[: width - 1] + "…" if len(text) > width else text.ljust(width)
