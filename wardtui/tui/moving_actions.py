"""Actions that every page has: moving in it, leaving it, what is said of it."""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place

ROWS = (Place.WORKLIST, Place.TODAY, Place.BOARD, Place.HOME_SERVICE)
"""Where Space is no key for the next page."""
EVERYWHERE = tuple(Place)
_LIST = (Place.WORKLIST,)
_BUT_TYPING = tuple(place for place in Place if place is not Place.IMPORT)
"""Where letters are keys."""
_BUT_IMPORT = tuple(place for place in Place if not place.startswith(Place.IMPORT))
_LONG = tuple(place for place in Place if place not in (Place.TWINS, Place.DUTY))
"""Where there is more than one page."""

MOVING_ACTIONS: tuple[Action, ...] = (
    Action(
        name="move",
        argument="-1",
        code="up",
        keys=("up",),
        short=N_("Up"),
        text=N_("One line up."),
        places=EVERYWHERE,
        in_bar=False,
    ),
    Action(
        name="move",
        argument="1",
        code="down",
        keys=("down",),
        short=N_("Down"),
        text=N_("One line down."),
        places=EVERYWHERE,
        in_bar=False,
    ),
    Action(
        name="page",
        argument="-1",
        code="page_up",
        keys=("pageup",),
        short=N_("Page up"),
        text=N_("One page up."),
        places=_LONG,
        in_bar=False,
    ),
    Action(
        name="page",
        argument="1",
        code="page_down",
        keys=("pagedown",),
        short=N_("Page down"),
        text=N_("One page down."),
        places=ROWS,
        in_bar=False,
    ),
    Action(
        name="page",
        argument="1",
        code="page_down",
        keys=("pagedown", "space"),
        short=N_("Page down"),
        text=N_("One page down."),
        places=tuple(place for place in _LONG if place not in ROWS),
        in_bar=False,
    ),
    Action(
        name="edge",
        argument="0",
        code="top",
        keys=("home",),
        short=N_("Top"),
        text=N_("To the top."),
        places=EVERYWHERE,
        in_bar=False,
    ),
    Action(
        name="edge",
        argument="1",
        code="end",
        keys=("end",),
        short=N_("End"),
        text=N_("To the end."),
        places=EVERYWHERE,
        in_bar=False,
    ),
    Action(
        name="back",
        keys=("escape",),
        short=N_("Back"),
        text=N_("In the list: untick everybody, or show everybody again."),
        places=_LIST,
        in_bar=False,
    ),
    Action(
        name="back",
        keys=("escape",),
        short=N_("Back"),
        text=N_("Close this page."),
        places=tuple(place for place in _BUT_IMPORT if place not in _LIST),
        always=True,
    ),
    Action(
        name="palette",
        keys=("colon", "ctrl+p"),
        short=N_("Commands"),
        text=N_("Find an action by its name."),
        places=_BUT_TYPING,
    ),
    Action(
        name="theme",
        keys=("f3",),
        short=N_("Theme"),
        text=N_("Choose the colours."),
        places=EVERYWHERE,
        in_bar=False,
    ),
    Action(
        name="tour",
        keys=("f4",),
        short=N_("Tour"),
        text=N_("Show the tour of the first evening again."),
        places=_LIST,
        in_bar=False,
    ),
    Action(
        name="language",
        keys=("f2",),
        short=N_("English"),
        text=N_("Switch between Vietnamese and English."),
        places=EVERYWHERE,
        in_bar=False,
    ),
    Action(
        name="help",
        keys=("question_mark", "f1"),
        short=N_("Help"),
        text=N_("Show every key."),
        places=_BUT_TYPING,
        always=True,
    ),
    Action(
        name="leave",
        keys=("q", "ctrl+q", "ctrl+c"),
        short=N_("Quit"),
        text=N_("Leave; everything is saved already."),
        places=_BUT_TYPING,
        always=True,
    ),
)
