"""The tour: the keys of a first evening, a few sentences at a time, over the worklist."""

from collections.abc import Iterator
from string import Formatter
from typing import TYPE_CHECKING, ClassVar, cast

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.i18n import N_, tr
from wardtui.tui.action import Action, Place
from wardtui.tui.screens.base import WorkScreen

if TYPE_CHECKING:
    from wardtui.tui.app import WardApp

_ON = ("right", "enter", "space")
_BACK = "left"
_SKIP = "escape"

Name = tuple[str, str | None]
"""Name and argument of an action."""


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of the tour; where one of its actions is missing it is left out."""

    text: str
    actions: dict[str, Name] = {}
    """A name in the text to the action whose key stands there."""


class Stop(msgspec.Struct, frozen=True):
    """What is told at once."""

    title: str
    sentences: tuple[Sentence, ...]


STOPS = (
    Stop(
        N_("Who is next"),
        (
            Sentence(
                N_("The list stands in the order in which people are due: the first is next.")
            ),
            Sentence(
                N_("{up} and {down} move, {case} opens the case."),
                {"up": ("move", "-1"), "down": ("move", "1"), "case": ("open_case", None)},
            ),
            Sentence(N_("{area} shows the next area."), {"area": ("area", "1")}),
        ),
    ),
    Stop(
        N_("Two keys, and it is saved"),
        (
            Sentence(
                N_("{call} for a call, {visit} for a visit: the next key is what came of it."),
                {"call": ("log", "call"), "visit": ("log", "visit")},
            ),
            Sentence(
                N_("{letter} is a letter, {message} a message."),
                {"letter": ("log", "letter"), "message": ("log", "message")},
            ),
            Sentence(N_("It is saved at once, and the next person comes under the cursor.")),
        ),
    ),
    Stop(
        N_("A slip of the finger"),
        (
            Sentence(
                N_("{undo} takes back what was recorded last, {redo} brings it back."),
                {"undo": ("undo", None), "redo": ("redo", None)},
            ),
        ),
    ),
    Stop(
        N_("Finding somebody"),
        (
            Sentence(
                N_("{search} finds by name, phone or address; marks are not needed."),
                {"search": ("search", None)},
            ),
            Sentence(N_("{filter} chooses whom to show."), {"filter": ("filter", None)}),
            Sentence(
                N_("{today} shows what this evening holds, {next} goes to whoever is next."),
                {"today": ("today", None), "next": ("next", None)},
            ),
        ),
    ),
    Stop(
        N_("With a line and without"),
        (
            Sentence(N_("Everything is saved on this laptop; a line is not needed for the work.")),
            Sentence(
                N_("{sync} sends what waits when there is one. How it stands: top right."),
                {"sync": ("sync", None)},
            ),
        ),
    ),
    Stop(
        N_("Every key, and the report"),
        (
            Sentence(N_("{help} shows every key."), {"help": ("help", None)}),
            Sentence(
                N_("{report} opens the report of the day, to be copied or saved as a file."),
                {"report": ("report", None)},
            ),
        ),
    ),
)


class TourScreen(ModalScreen[None]):
    """Goes through the stops; ends by itself behind the last one."""

    CSS_PATH: ClassVar[str] = "../styles/tour.tcss"

    def __init__(self, then: str | None = None) -> None:
        """Prepare the tour.

        :param then: name of an action to do when the tour is over, on the screen that lies below
        """
        super().__init__()
        self._then = then
        self._here = 0

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="tour-panel"):
            yield Static(id="tour-text")
            with Horizontal(id="tour-foot"):
                yield Static(id="tour-on", markup=False)
                yield Static(id="tour-back", markup=False)
                skip = tr("Esc ends the tour") if self._then is None else tr("Esc: to the import")
                yield Static(skip, id="tour-skip", markup=False)

    def on_mount(self) -> None:
        """The first stop."""
        self._show()

    def _action(self, name: str, argument: str | None = None) -> Action | None:
        """What can be done in the worklist, with the key that this user has for it."""
        here = cast("WardApp", self.app).keymap.of_place(Place.WORKLIST)
        return next((one for one in here if (one.name, one.argument) == (name, argument)), None)

    def _show(self) -> None:
        stop = STOPS[self._here]
        count = tr("{step} of {steps}", step=self._here + 1, steps=len(STOPS))
        lines = [Content.assemble((tr(stop.title), "bold"), "  ", (count, "dim"))]
        lines += self._sentences(stop)
        self.query_one("#tour-text", Static).update(Content("\n").join(lines))
        is_last = self._here == len(STOPS) - 1
        on = tr("→ starts the work") if is_last else tr("→ goes on")
        self.query_one("#tour-on", Static).update(on)
        self.query_one("#tour-back", Static).update(tr("← back") if self._here else "")

    def _sentences(self, stop: Stop) -> Iterator[Content]:
        for sentence in stop.sentences:
            found = {name: self._action(*one) for name, one in sentence.actions.items()}
            keys = {name: action.shown for name, action in found.items() if action is not None}
            if len(keys) == len(found):
                yield _with_keys(tr(sentence.text), keys)

    async def take_key(self, event: events.Key) -> bool:
        """Go on, back or out; other keys wait for the work itself."""
        if event.key == _SKIP or (event.key in _ON and self._here == len(STOPS) - 1):
            await self._end()
        elif event.key in _ON:
            self._here += 1
            self._show()
        elif event.key == _BACK and self._here:
            self._here -= 1
            self._show()
        return True

    def on_click(self, event: events.Click) -> None:
        """Do what the text that was clicked says; elsewhere on the panel go on."""
        if event.widget is None or event.widget is self:
            return
        key = {"tour-back": _BACK, "tour-skip": _SKIP}.get(event.widget.id or "", _ON[0])
        self.app.simulate_key(key)

    async def _end(self) -> None:
        self.app.pop_screen()
        below = self.app.screen
        then = self._action(self._then) if self._then else None
        if then is not None and isinstance(below, WorkScreen):
            await below.act(then)


def _with_keys(text: str, keys: dict[str, str]) -> Content:
    parts: list[str | tuple[str, str]] = []
    for said, name, _, _ in Formatter().parse(text):
        parts.append(said)
        if name is not None:
            parts.append((f" {keys[name]} ", "reverse"))
    return Content.assemble("  ", *parts)
