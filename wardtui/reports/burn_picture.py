"""A campaign's curve as an SVG picture for documents, which needs no font or file beside it."""

from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape

from wardtui.domain.burn_up import BurnUp
from wardtui.i18n import tr
from wardtui.reports.progress import outlook_text, state_text, summary_lines, title_text
from wardtui.services.report_progress import Progressed

_WIDTH, _HEIGHT = 800, 450
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 30, 96, 60
_FONTS = "Arial, DejaVu Sans, sans-serif"
_LINES = 4
"""Of the grid, beside the axis."""
_DONE, _BAND, _TARGET, _LISTED, _GREY = "#0b5394", "#9fc5e8", "#b45f06", "#777777", "#dddddd"


class _Paper:
    """Where days and counts stand on the picture."""

    def __init__(self, burn: BurnUp) -> None:
        self._start = burn.campaign.start
        self._days = max(1, (burn.campaign.end - burn.campaign.start).days)
        self.top = max(burn.total.eligible, burn.total.target, 1)

    def x(self, day: date) -> float:
        """How far from the left."""
        share = (day - self._start).days / self._days
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def y(self, count: float) -> float:
        """How far from the top."""
        return _HEIGHT - _BOTTOM - count / self.top * (_HEIGHT - _TOP - _BOTTOM)

    def point(self, day: date, count: float) -> str:
        """A point of a line."""
        return f"{self.x(day):.1f},{self.y(count):.1f}"


def picture(progressed: Progressed) -> str:
    """The picture: who is listed, who is done, the target, and the forecast with its band."""
    burn = progressed.burn_up
    paper = _Paper(burn)
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FONTS}">',
        f"<title>{escape(title_text(progressed))}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        _text(_LEFT, 24, title_text(progressed), size=16),
        _text(_LEFT, 44, summary_lines(burn)[0]),
        *_grid(burn, paper),
        *_curves(burn, paper),
        *_legend(burn),
        _text(_LEFT, _HEIGHT - 10, state_text(progressed.state, burn.day), colour=_LISTED, size=11),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid(burn: BurnUp, paper: _Paper) -> Iterable[str]:
    for line in range(_LINES + 1):
        count = round(paper.top * line / _LINES)
        height = paper.y(count)
        yield _line(f"{_LEFT},{height:.1f} {_WIDTH - _RIGHT},{height:.1f}", _GREY, 1)
        yield _text(_LEFT - 8, height + 4, str(count), anchor="end")
    bottom = _HEIGHT - _BOTTOM + 18
    for day in sorted({burn.campaign.start, burn.campaign.end}):
        yield _text(paper.x(day), bottom, f"{day:%d/%m}", anchor="middle")
    if burn.campaign.start < burn.day < burn.campaign.end:
        across = f"{paper.point(burn.day, 0)} {paper.point(burn.day, paper.top)}"
        yield _line(across, _GREY, 1, dashes="2 3")
        yield _text(paper.x(burn.day), bottom + 14, f"{burn.day:%d/%m}", anchor="middle")


def _curves(burn: BurnUp, paper: _Paper) -> Iterable[str]:
    end, total, band = burn.campaign.end, burn.total, burn.total.forecast
    if band is not None:
        now = paper.point(burn.day, total.done)
        edge = f"{paper.point(end, band.high)} {paper.point(end, band.low)}"
        yield f'<polygon points="{now} {edge}" fill="{_BAND}" fill-opacity="0.6"/>'
        yield _line(f"{now} {paper.point(end, band.middle)}", _DONE, 2, dashes="6 4")
    goal = f"{paper.point(burn.campaign.start, total.target)} {paper.point(end, total.target)}"
    yield _line(goal, _TARGET, 2, dashes="8 3")
    if burn.days:
        yield _line(" ".join(paper.point(one.day, one.eligible) for one in burn.days), _LISTED, 1)
        yield _line(" ".join(paper.point(one.day, one.done) for one in burn.days), _DONE, 3)


def _legend(burn: BurnUp) -> Iterable[str]:
    entries = [(tr("Done"), _DONE, 3, ""), (tr("Target"), _TARGET, 2, "8 3")]
    entries.append((tr("Eligible"), _LISTED, 1, ""))
    if burn.total.forecast is not None:
        entries.append((tr("forecast, 80 of 100 cases"), _BAND, 10, ""))
    place = float(_LEFT)
    for name, colour, width, dashes in entries:
        yield _line(f"{place:.0f},66 {place + 24:.0f},66", colour, width, dashes=dashes)
        yield _text(place + 30, 70, name)
        place += 50 + 8 * len(name)
    yield _text(_WIDTH - _RIGHT, 70, outlook_text(burn.total.outlook), anchor="end", bold=True)


def _line(points: str, colour: str, width: int, *, dashes: str = "") -> str:
    broken = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}"{broken}/>'
    )


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    colour: str = "black",
    size: int = 13,
    bold: bool = False,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" '
        f'font-size="{size}"{weight}>{escape(text)}</text>'
    )
