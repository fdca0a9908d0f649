"""The one-line bars of the screens: title with sync state, areas, headings, messages, keys."""

from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from wardtui.domain.moments import local, local_day
from wardtui.domain.worklist_index import AreaCount
from wardtui.i18n import ntr, tr
from wardtui.tui.action import Action, Place
from wardtui.tui.keymap import Keymap
from wardtui.tui.opening import Exchange
from wardtui.tui.widgets.case_list import heading
from wardtui.wording.columns import cells
from wardtui.wording.troubles import TROUBLE, TROUBLES


class TitleBar(Widget):
    """What this is and whose, and always how the exchange with the server stands."""

    state: reactive[tuple[str, str]] = reactive(("wardtui", ""))
    """Left and right text."""
    reminder: reactive[str] = reactive("")
    """What was agreed for now; it takes the left text's place."""

    class Asked(Message):
        """How the exchange stands was clicked."""

    def on_click(self, event: events.Click) -> None:
        """Tell the screen of a click on the right text."""
        right = self.state[1]
        if right and event.x >= self.size.width - 1 - cell_len(right):
            self.post_message(self.Asked())

    def render(self) -> Content:
        """The line."""
        left, right = self.state
        left = self.reminder or left
        room = max(0, self.size.width - 4 - cell_len(right))
        if cell_len(left) > room:
            left = left[: max(0, room - 1)] + "…"
        gap = max(0, self.size.width - 2 - cell_len(left) - cell_len(right))
        return Content.assemble(" ", (left, "bold"), " " * gap, right, " ")


def exchange_text(exchange: Exchange, now: datetime, *, running: bool) -> str:
    """The sync state in a few words; a sign and a word each, never a colour alone."""
    parts = []
    if exchange.rejected:
        parts.append("‼ " + ntr("{count} not taken", "{count} not taken", exchange.rejected))
    if exchange.waiting:
        parts.append("↑ " + tr("{count} not sent", count=exchange.waiting))
    state = exchange.state
    since = "" if state.last_success is None else _since(state.last_success, now)
    if exchange.pairing is None:
        parts.append(tr("not paired"))
    elif running:
        parts.append("⟳ " + tr("synchronising…"))
    elif state.last_error is not None:
        trouble = tr(TROUBLES.get(state.last_error, TROUBLE))
        parts.append(" ".join(part for part in ("✗", trouble, since) if part))
    elif since:
        parts.append("✓ " + tr("synchronised {when}", when=since))
    else:
        parts.append(tr("not synchronised yet"))
    return " · ".join(parts)


def _since(moment: datetime, now: datetime) -> str:
    """The time today, the day and the time before."""
    if local_day(moment) == local_day(now):
        return f"{local(moment):%H:%M}"
    return f"{local(moment):%d/%m %H:%M}"


class AreaBar(Widget):
    """The areas with what is left in each; the chosen one always in view."""

    areas: reactive[Sequence[AreaCount]] = reactive(())
    chosen: reactive[str | None] = reactive(None)

    class Chosen(Message):
        """An area was clicked."""

        def __init__(self, area: str | None) -> None:
            self.area = area
            super().__init__()

    def entries(self) -> list[tuple[str | None, str]]:
        """Area and text, the whole ward first."""
        left = sum(area.open for area in self.areas)
        total = sum(area.total for area in self.areas)
        everybody = tr("All")
        entries: list[tuple[str | None, str]] = [(None, f" {everybody} {left}/{total} ")]
        entries += [(area.area, self._entry(area)) for area in self.areas]
        return entries

    def _entry(self, area: AreaCount) -> str:
        """The chosen area shows how far it has come, the others what is left in them."""
        name = area.area or tr("no area")
        if area.area != self.chosen or not area.total:
            return f" {name} {area.open} "
        return f" {name} {area.open}/{area.total} · {100 * area.done // area.total} % "

    def step(self, by: int) -> str | None:
        """The area so many places from the chosen one, in a circle."""
        order = [area for area, _ in self.entries()]
        here = order.index(self.chosen) if self.chosen in order else 0
        return order[(here + by) % len(order)]

    def _visible(self) -> list[tuple[str | None, str]]:
        entries = self.entries()
        here = next((i for i, (area, _) in enumerate(entries) if area == self.chosen), 0)
        first = 0
        while first < here and sum(len(t) for _, t in entries[first : here + 2]) > self.size.width:
            first += 1
        return entries[first:]

    def render(self) -> Content:
        """The line; what does not fit whole is left out, and a sign says that there is more."""
        room = self.size.width - 1
        parts: list[tuple[str, str]] = []
        for area, text in self._visible():
            room -= cell_len(text)
            if room < 0:
                parts.append(("›", ""))
                break
            parts.append((text, "reverse" if area == self.chosen else ""))
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Choose the area that was clicked."""
        end = 0
        for area, text in self._visible():
            end += len(text)
            if event.x < end:
                self.post_message(self.Chosen(area))
                return


class SummaryBar(Widget):
    """What the list shows: how many, in which order, chosen by what. While typing, the search."""

    text: reactive[str] = reactive("")

    def render(self) -> Content:
        """The line."""
        return Content(cells(self.text, self.size.width).rstrip())


class HeadingBar(Widget):
    """The names of the list's columns."""

    asking: reactive[bool] = reactive(False)
    """With what has to be asked at the door."""

    selecting: reactive[bool] = reactive(False)
    """With a gutter for ticks."""

    def render(self) -> Content:
        """The line."""
        width = self.size.width
        return Content(heading(width, asking=self.asking, selecting=self.selecting))


TWO_LINES_FROM = 20
"""Lines of a terminal from which the key bar may take two."""


class KeyBar(Widget):
    """The keys of the screen; each can be clicked."""

    class Chosen(Message):
        """A key was clicked."""

        def __init__(self, action: Action) -> None:
            self.action = action
            super().__init__()

    def __init__(self, place: Place, keymap: Keymap) -> None:
        super().__init__()
        self._place = place
        self._keymap = keymap

    def _lines(self, width: int) -> list[list[tuple[str, Action]]]:
        lines = 2 if self.app.size.height >= TWO_LINES_FROM else 1
        return self._keymap.bar(self._place, width, lines)

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002
        viewport: Size,  # noqa: ARG002
        width: int,
    ) -> int:
        """One line, or two when not every key fits into one."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The lines."""
        lines = []
        for line in self._lines(self.size.width):
            parts: list[tuple[str, str]] = []
            for text, _ in line:
                key, word = text.split("\N{NO-BREAK SPACE}")
                parts += [(f"{key} ", "reverse"), (word, "")]
            lines.append(Content.assemble(*parts))
        return Content("\n").join(lines)

    def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        end = 0
        lines = self._lines(self.size.width)
        for text, action in lines[event.y] if event.y < len(lines) else ():
            end += cell_len(text)
            if event.x < end:
                self.post_message(self.Chosen(action))
                return
