"""Every action of the screens, once: its keys, its words, where it works.

Key dispatch, the key bar, the help page and the key table of the documentation are made from this.
Keys are dispatched one after the other, each to its end (see ``wardtui.tui.screens.base``).
"""

from enum import StrEnum

import msgspec

from wardtui.i18n import N_, tr


class Place(StrEnum):
    """Where an action works."""

    WORKLIST = "worklist"
    CASE = "case"


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a key does."""

    name: str
    """Name of the screen's method, behind ``do_``."""
    argument: str | None = None
    keys: tuple[str, ...]
    """Keys as Textual names them."""
    shown: str
    """The key as the screen shows it."""
    short: str
    """One or two words for the key bar."""
    text: str
    """A sentence for the help page."""
    places: tuple[Place, ...]
    in_bar: bool = True
    always: bool = False
    """Kept in the key bar however little room there is."""


LOCK_KEYS = ("ctrl+l", "f9")

_BOTH = (Place.WORKLIST, Place.CASE)
_LIST = (Place.WORKLIST,)

ACTIONS: tuple[Action, ...] = (
    Action(
        name="log",
        argument="call",
        keys=("c",),
        shown="c",
        short=N_("Call"),
        text=N_("Log a call; the next key is its outcome."),
        places=_BOTH,
    ),
    Action(
        name="log",
        argument="visit",
        keys=("v",),
        shown="v",
        short=N_("Visit"),
        text=N_("Log a visit; the next key is its outcome."),
        places=_BOTH,
    ),
    Action(
        name="open_case",
        keys=("enter",),
        shown="⏎",
        short=N_("Case"),
        text=N_("Open the case with its history."),
        places=_LIST,
    ),
    Action(
        name="search",
        keys=("slash",),
        shown="/",
        short=N_("Search"),
        text=N_("Search by name, phone, number or address; marks are not needed."),
        places=_LIST,
    ),
    Action(
        name="undo",
        keys=("u",),
        shown="u",
        short=N_("Undo"),
        text=N_("Take back what was recorded last on this device."),
        places=_BOTH,
    ),
    Action(
        name="sync",
        keys=("s",),
        shown="s",
        short=N_("Sync"),
        text=N_("Send what waits and read what is new."),
        places=_BOTH,
    ),
    Action(
        name="area",
        argument="1",
        keys=("right",),
        shown="→",
        short=N_("Area"),
        text=N_("Show the next area."),
        places=_LIST,
    ),
    Action(
        name="area",
        argument="-1",
        keys=("left",),
        shown="←",
        short=N_("Area before"),
        text=N_("Show the area before."),
        places=_LIST,
        in_bar=False,
    ),
    Action(
        name="sort",
        keys=("o",),
        shown="o",
        short=N_("Order"),
        text=N_("Change the order: by when it is due, as you walk, by given name."),
        places=_LIST,
    ),
    Action(
        name="lock",
        keys=LOCK_KEYS,
        shown="Ctrl+L",
        short=N_("Lock"),
        text=N_("Lock: close the vault until the passphrase is given again (also F9)."),
        places=_BOTH,
    ),
    Action(
        name="toggle_done",
        keys=("a",),
        shown="a",
        short=N_("All"),
        text=N_("Show finished cases too, or only those to be done."),
        places=_LIST,
        in_bar=False,
    ),
    Action(
        name="redo",
        keys=("U",),
        shown="U",
        short=N_("Redo"),
        text=N_("Bring back what was taken back last."),
        places=_BOTH,
        in_bar=False,
    ),
    Action(
        name="move",
        argument="-1",
        keys=("up",),
        shown="↑",
        short=N_("Up"),
        text=N_("One line up."),
        places=_BOTH,
        in_bar=False,
    ),
    Action(
        name="move",
        argument="1",
        keys=("down",),
        shown="↓",
        short=N_("Down"),
        text=N_("One line down."),
        places=_BOTH,
        in_bar=False,
    ),
    Action(
        name="page",
        argument="-1",
        keys=("pageup",),
        shown="PgUp",
        short=N_("Page up"),
        text=N_("One page up."),
        places=_BOTH,
        in_bar=False,
    ),
    Action(
        name="page",
        argument="1",
        keys=("pagedown", "space"),
        shown="PgDn",
        short=N_("Page down"),
        text=N_("One page down."),
        places=_BOTH,
        in_bar=False,
    ),
    Action(
        name="edge",
        argument="0",
        keys=("home",),
        shown="Home",
        short=N_("Top"),
        text=N_("To the top."),
        places=_BOTH,
        in_bar=False,
    ),
    Action(
        name="edge",
        argument="1",
        keys=("end",),
        shown="End",
        short=N_("End"),
        text=N_("To the end."),
        places=_BOTH,
        in_bar=False,
    ),
    Action(
        name="back",
        keys=("escape",),
        shown="Esc",
        short=N_("Back"),
        text=N_("Close this page; in the list, show everybody again."),
        places=_BOTH,
        in_bar=False,
    ),
    Action(
        name="language",
        keys=("f2",),
        shown="F2",
        short=N_("English"),
        text=N_("Switch between Vietnamese and English."),
        places=_BOTH,
        in_bar=False,
    ),
    Action(
        name="help",
        keys=("question_mark", "f1"),
        shown="?",
        short=N_("Help"),
        text=N_("Show every key."),
        places=_BOTH,
        always=True,
    ),
    Action(
        name="leave",
        keys=("q", "ctrl+q", "ctrl+c"),
        shown="q",
        short=N_("Quit"),
        text=N_("Leave; everything is saved already."),
        places=_BOTH,
        always=True,
    ),
)


def action_for(key: str, place: Place) -> Action | None:
    """The action of a key in a place."""
    return next((one for one in ACTIONS if key in one.keys and place in one.places), None)


def key_bar(place: Place, width: int) -> list[tuple[str, Action]]:
    """What the bar at the foot of a screen shows in so many cells: text and action."""
    entries = [
        (f" {one.shown}\N{NO-BREAK SPACE}{tr(one.short)} ", one)
        for one in ACTIONS
        if one.in_bar and place in one.places
    ]
    room = width - sum(len(text) for text, one in entries if one.always)
    shown = []
    for text, one in entries:
        if not one.always:
            room -= len(text)
        if one.always or room >= 0:
            shown.append((text, one))
    return shown
