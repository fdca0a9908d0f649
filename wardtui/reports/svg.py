"""Pieces of SVG pictures for documents, which need no font or file beside them."""

from xml.sax.saxutils import escape

_FONTS = "Arial, DejaVu Sans, sans-serif"


def page(title: str, width: int, height: int, *parts: str) -> str:
    """A whole picture on white.

    :param title: for who cannot see it
    """
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FONTS}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def line(points: str, colour: str, width: int, *, dashes: str = "") -> str:
    """A line through points."""
    broken = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}"{broken}/>'
    )


def box(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A filled rectangle with a thin white edge."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{colour}" stroke="white"/>'
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    colour: str = "black",
    size: int = 13,
    bold: bool = False,
) -> str:
    """A line of text.

    :param anchor: ``start``, ``middle`` or ``end``: which part of it stands at ``x``
    """
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" '
        f'font-size="{size}"{weight}>{escape(words)}</text>'
    )
