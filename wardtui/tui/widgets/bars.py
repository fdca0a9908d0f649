"""The one-line bars of the screens: title with sync state, areas, headings, messages, keys."""

from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from wardtui.domain.moments import local, local_day
from wardtui.domain.worklist_index import AreaCount
from wardtui.i18n import N_, ntr, tr
from wardtui.tui.action import Action, Place
from wardtui.tui.actions import key_bar
from wardtui.tui.session import Exchange
from wardtui.tui.widgets.case_list import heading


class TitleBar(Widget):
    """What this is and whose, and always how the exchange with the server stands."""

    state: reactive[tuple[str, str]] = reactive(("wardtui", ""))
    """Left and right text."""

    def render(self) -> Content:
        """The line."""
        left, right = self.state
        room = max(0, self.size.width - 4 - cell_len(right))
        if cell_len(left) > room:
            left = left[: max(0, room - 1)] + "…"
        gap = max(0, self.size.width - 2 - cell_len(left) - cell_len(right))
        return Content.assemble(" ", (left, "bold"), " " * gap, right, " ")


_TROUBLES = {
    "server_unreachable": N_("no connection"),
    "server_busy": N_("server busy"),
    "device_revoked": N_("device revoked"),
    "token_unknown": N_("pair again"),
    "stale_server": N_("server has old data"),
    "restored_server": N_("server was restored"),
}
"""Codes of errors that end a sync, in two or three words."""

_TROUBLE = N_("sync failed")


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
        trouble = tr(_TROUBLES.get(state.last_error, _TROUBLE))
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
        entries += [
            (area.area, f" {area.area or tr('no area')} {area.open} ") for area in self.areas
        ]
        return entries

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


class HeadingBar(Widget):
    """The names of the list's columns."""

    asking: reactive[bool] = reactive(False)
    """With what has to be asked at the door."""

    def render(self) -> Content:
        """The line."""
        return Content(heading(self.size.width, asking=self.asking))


class KeyBar(Widget):
    """The keys of the screen; each can be clicked."""

    class Chosen(Message):
        """A key was clicked."""

        def __init__(self, action: Action) -> None:
            self.action = action
            super().__init__()

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place

    def render(self) -> Content:
        """The line."""
        parts: list[tuple[str, str]] = []
        for text, _ in key_bar(self._place, self.size.width):
            key, word = text.split("\N{NO-BREAK SPACE}")
            parts += [(f"{key} ", "reverse"), (word, "")]
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        end = 0
        for text, action in key_bar(self._place, self.size.width):
            end += cell_len(text)
            if event.x < end:
                self.post_message(self.Chosen(action))
                return
