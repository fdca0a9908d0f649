"""A week of duties as a table: shifts and duties down, days across, with a cursor on one post."""

from collections.abc import Mapping, Sequence
from datetime import date

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from wardtui.domain.duties import POSTS, Duties
from wardtui.domain.ids import OfficerId
from wardtui.domain.session_codes import Shift
from wardtui.i18n.dates import weekday
from wardtui.wording.columns import cells
from wardtui.wording.duties import cell_text, hours_of, short_name

_SHIFT, _DUTY = 11, 10
_LEFT = 1 + _SHIFT + 1 + _DUTY + 1
_NARROWEST = 8
"""Cells of a day, with its gap."""
_WITH_MONTH = 100
"""Cells of the table from which the heading has the month too."""
_WHOLE_NAMES = 22
"""Cells of a day from which names are written out."""

WHOLE_HEIGHT = 1 + len(POSTS) + len(Shift) - 1
"""Lines of the whole table: a heading, the posts, and gaps between the shifts."""

Part = tuple[str, str]


class DutyTable(Widget):
    """Every post of some days. Its screen gives it the keys; a click chooses, a second opens."""

    class Highlighted(Message):
        """The cursor is on another post."""

    class Opened(Message):
        """A post was clicked a second time."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._posts: Sequence[Duties] = ()
        self._names: Mapping[OfficerId, str] = {}
        self._me: OfficerId | None = None
        self._today = date.min
        self._row = self._day = 0

    def show(
        self,
        posts: Sequence[Duties],
        names: Mapping[OfficerId, str],
        me: OfficerId | None,
        today: date,
    ) -> None:
        """Show a roster, day by day; the cursor stays at its place.

        :param me: whose posts are marked
        """
        self._posts, self._names, self._me, self._today = posts, names, me, today
        self.refresh()

    @property
    def _days(self) -> int:
        return len(self._posts) // len(POSTS)

    @property
    def post(self) -> Duties | None:
        """The post under the cursor."""
        return self._at(self._row, self._day) if self._posts else None

    def _at(self, row: int, day: int) -> Duties:
        return self._posts[day * len(POSTS) + row]

    def move(self, rows: int = 0, days: int = 0) -> None:
        """Move the cursor."""
        self.go(self._row + rows, self._day + days)

    def go(self, row: int, day: int) -> None:
        """Put the cursor on a post."""
        self._row = max(0, min(row, len(POSTS) - 1))
        self._day = max(0, min(day, self._days - 1))
        self.refresh()
        self.post_message(self.Highlighted())

    def go_to_day(self, day: date) -> None:
        """Put the cursor on a day that is shown."""
        days = [post.day for post in self._posts[:: len(POSTS)]]
        if day in days:
            self.go(self._row, days.index(day))

    def _shown_days(self) -> tuple[range, int]:
        """Which days there is room for, and how wide each is."""
        room = self.size.width - _LEFT
        count = max(1, min(self._days, room // _NARROWEST))
        first = max(0, min(self._day - count // 2, self._days - count))
        return range(first, first + count), max(2, room // count)

    def _rows(self) -> list[int | None]:
        """What each line shows below the heading: a post, or a gap between shifts."""
        rows: list[int | None] = []
        for row, (shift, _) in enumerate(POSTS):
            if row and POSTS[row - 1][0] is not shift:
                rows.append(None)
            rows.append(row)
        room = self.size.height - 1
        if len(rows) > room:  # first the gaps go, then what is far from the cursor
            rows = list(range(len(POSTS)))
        first = max(0, min(self._row - room // 2, len(rows) - room))
        return rows[first : first + max(1, room)]

    def render(self) -> Content:
        """The table."""
        if not self._posts:
            return Content("")
        days, width = self._shown_days()
        heading: list[Part] = [(" " * _LEFT, "")]
        heading += [(cells(self._heading(day), width), "bold") for day in days]
        lines = [Content.assemble(*heading)]
        for row in self._rows():
            parts = [("", "")] if row is None else self._line(row, days, width)
            lines.append(Content.assemble(*parts))
        return Content("\n").join(lines)

    def _heading(self, day: int) -> str:
        at = self._at(0, day).day
        mark = "‹" if at == self._today else ""
        form = "%d" if self.size.width < _WITH_MONTH else "%d/%m"
        return f"{weekday(at)} {at:{form}}{mark}"

    def _line(self, row: int, days: range, width: int) -> list[Part]:
        shift, duty = POSTS[row]
        left = f" {cells(_shift_text(row, shift), _SHIFT)} {cells(short_name(duty), _DUTY)} "
        parts: list[Part] = [(left, "")]
        for day in days:
            post = self._at(row, day)
            text = cell_text(post, self._names, self._me, whole=width >= _WHOLE_NAMES)
            look = "bold" if post.is_open or self._me in post.officers else ""
            if (row, day) == (self._row, self._day):
                look = "reverse"
            parts += [(cells(text, width - 1), look), (" ", "")]
        return parts

    def on_click(self, event: events.Click) -> None:
        """One click chooses, a second one opens."""
        days, width = self._shown_days()
        rows = self._rows()
        line, column = event.y - 1, (event.x - _LEFT) // width
        if not (0 <= line < len(rows) and 0 <= column < len(days)):
            return
        row = rows[line]
        if row is None:
            return
        if (row, days[column]) == (self._row, self._day) and event.chain > 1:
            self.post_message(self.Opened())
        self.go(row, days[column])


def _shift_text(row: int, shift: Shift) -> str:
    """Its name beside its first duty, its hours beside the second; both where there is but one."""
    number = row - next(i for i, (one, _) in enumerate(POSTS) if one is shift)
    if shift is Shift.NIGHT:
        return f"{short_name(shift)} {hours_of(shift)}"
    return (short_name(shift), hours_of(shift), "")[min(number, 2)]
