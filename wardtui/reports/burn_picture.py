"""A campaign's curve as a picture for documents."""

from collections.abc import Iterable
from datetime import date

from wardtui.domain.burn_up import BurnUp
from wardtui.i18n import tr
from wardtui.reports.progress import state_text, summary_lines, title_text
from wardtui.reports.svg import line, page, text
from wardtui.services.report_progress import Progressed

_WIDTH, _HEIGHT = 800, 450
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 30, 96, 60
_LINES = 5
"""Of the grid at most, beside the axis."""
DONE, BAND, TARGET, LISTED = "#0b5394", "#9fc5e8", "#b45f06", "#777777"
"""Colours of the curves."""
_GREY = "#dddddd"


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
    paper, title = _Paper(burn), title_text(progressed)
    basis = state_text(progressed.state, burn.day)
    return page(
        title,
        _WIDTH,
        _HEIGHT,
        text(_LEFT, 24, title, size=16),
        text(_LEFT, 44, summary_lines(burn)[0]),
        text(_WIDTH - _RIGHT, 44, summary_lines(burn)[-1], anchor="end", bold=True),
        *_grid(burn, paper),
        *_curves(burn, paper),
        *_legend(burn),
        text(_LEFT, _HEIGHT - 10, basis, colour=LISTED, size=11),
    )


def _grid(burn: BurnUp, paper: _Paper) -> Iterable[str]:
    for count in range(0, paper.top + 1, _step(paper.top)):
        height = paper.y(count)
        yield line(f"{_LEFT},{height:.1f} {_WIDTH - _RIGHT},{height:.1f}", _GREY, 1)
        yield text(_LEFT - 8, height + 4, str(count), anchor="end")
    bottom = _HEIGHT - _BOTTOM + 18
    for day in sorted({burn.campaign.start, burn.campaign.end}):
        yield text(paper.x(day), bottom, f"{day:%d/%m}", anchor="middle")
    if burn.campaign.start < burn.day < burn.campaign.end:
        across = f"{paper.point(burn.day, 0)} {paper.point(burn.day, paper.top)}"
        yield line(across, _GREY, 1, dashes="2 3")
        yield text(paper.x(burn.day), bottom + 14, f"{burn.day:%d/%m}", anchor="middle")


def _step(top: int) -> int:
    """Between two lines of the grid: a round number."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * _LINES >= top:
                return step
        size *= 10


def _curves(burn: BurnUp, paper: _Paper) -> Iterable[str]:
    end, total, band = burn.campaign.end, burn.total, burn.total.forecast
    if band is not None:
        now = paper.point(burn.day, total.done)
        edge = f"{paper.point(end, band.high)} {paper.point(end, band.low)}"
        yield f'<polygon points="{now} {edge}" fill="{BAND}" fill-opacity="0.6"/>'
        yield line(f"{now} {paper.point(end, band.middle)}", DONE, 2, dashes="6 4")
    goal = f"{paper.point(burn.campaign.start, total.target)} {paper.point(end, total.target)}"
    yield line(goal, TARGET, 2, dashes="8 3")
    if burn.days:
        yield line(" ".join(paper.point(one.day, one.eligible) for one in burn.days), LISTED, 1)
        yield line(" ".join(paper.point(one.day, one.done) for one in burn.days), DONE, 3)


def _legend(burn: BurnUp) -> Iterable[str]:
    entries = [(tr("Done"), DONE, 3, ""), (tr("Target"), TARGET, 2, "8 3")]
    entries.append((tr("Eligible"), LISTED, 1, ""))
    if burn.total.forecast is not None:
        entries.append((tr("forecast, 80 of 100 cases"), BAND, 10, ""))
    place = float(_LEFT)
    for name, colour, width, dashes in entries:
        yield line(f"{place:.0f},66 {place + 24:.0f},66", colour, width, dashes=dashes)
        yield text(place + 30, 70, name)
        place += 50 + 8 * len(name)
