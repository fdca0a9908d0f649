"""Every action of the screens, once: its keys, its words, where it works.

Key dispatch, the key bar, the help page and the key table of the documentation are made from this.
Keys are dispatched one after the other, each to its end (see ``wardtui.tui.screens.base``).
"""

from wardtui.i18n import N_, tr
from wardtui.tui.action import Action, Place
from wardtui.tui.case_actions import CASE_ACTIONS
from wardtui.tui.import_actions import IMPORT_ACTIONS
from wardtui.tui.quality_actions import QUALITY_ACTIONS

LOCK_KEYS = ("ctrl+l", "f9")

_LOGGING = (Place.WORKLIST, Place.CASE, Place.QUALITY)
_LIST = (Place.WORKLIST,)
_BY_AREA = (Place.WORKLIST, Place.QUALITY)
_DATA = (Place.WORKLIST, Place.CASE, Place.QUALITY, Place.TWINS)
_EVERYWHERE = tuple(Place)
_BUT_TYPING = tuple(place for place in Place if place is not Place.IMPORT)
"""Where letters are keys."""
_BUT_IMPORT = tuple(place for place in Place if not place.startswith(Place.IMPORT))
_LONG = tuple(place for place in Place if place is not Place.TWINS)
"""Where there is more than one page."""

_WORK: tuple[Action, ...] = (
    Action(
        name="log",
        argument="call",
        keys=("c",),
        shown="c",
        short=N_("Call"),
        text=N_("Log a call; the next key is its outcome."),
        places=_LOGGING,
    ),
    Action(
        name="log",
        argument="visit",
        keys=("v",),
        shown="v",
        short=N_("Visit"),
        text=N_("Log a visit; the next key is its outcome."),
        places=_LOGGING,
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
        places=_DATA,
    ),
    Action(
        name="sync",
        keys=("s",),
        shown="s",
        short=N_("Sync"),
        text=N_("Send what waits and read what is new."),
        places=_DATA,
    ),
    Action(
        name="area",
        argument="1",
        keys=("right",),
        shown="→",
        short=N_("Area"),
        text=N_("Show the next area."),
        places=_BY_AREA,
    ),
    Action(
        name="area",
        argument="-1",
        keys=("left",),
        shown="←",
        short=N_("Area before"),
        text=N_("Show the area before."),
        places=_BY_AREA,
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
        name="quality",
        keys=("d",),
        shown="d",
        short=N_("Data"),
        text=N_("Put data right: what is missing, wrong or there twice."),
        places=_LIST,
    ),
    Action(
        name="import",
        keys=("i",),
        shown="i",
        short=N_("Import"),
        text=N_("Import a ward list from a file, after a look at what it would change."),
        places=_LIST,
    ),
    Action(
        name="lock",
        keys=LOCK_KEYS,
        shown="Ctrl+L",
        short=N_("Lock"),
        text=N_("Lock: close the vault until the passphrase is given again (also F9)."),
        places=_EVERYWHERE,
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
        places=_DATA,
        in_bar=False,
    ),
    Action(
        name="move",
        argument="-1",
        keys=("up",),
        shown="↑",
        short=N_("Up"),
        text=N_("One line up."),
        places=_EVERYWHERE,
        in_bar=False,
    ),
    Action(
        name="move",
        argument="1",
        keys=("down",),
        shown="↓",
        short=N_("Down"),
        text=N_("One line down."),
        places=_EVERYWHERE,
        in_bar=False,
    ),
    Action(
        name="page",
        argument="-1",
        keys=("pageup",),
        shown="PgUp",
        short=N_("Page up"),
        text=N_("One page up."),
        places=_LONG,
        in_bar=False,
    ),
    Action(
        name="page",
        argument="1",
        keys=("pagedown", "space"),
        shown="PgDn",
        short=N_("Page down"),
        text=N_("One page down."),
        places=_LONG,
        in_bar=False,
    ),
    Action(
        name="edge",
        argument="0",
        keys=("home",),
        shown="Home",
        short=N_("Top"),
        text=N_("To the top."),
        places=_EVERYWHERE,
        in_bar=False,
    ),
    Action(
        name="edge",
        argument="1",
        keys=("end",),
        shown="End",
        short=N_("End"),
        text=N_("To the end."),
        places=_EVERYWHERE,
        in_bar=False,
    ),
    Action(
        name="back",
        keys=("escape",),
        shown="Esc",
        short=N_("Back"),
        text=N_("Close this page; in the list, show everybody again."),
        places=_BUT_IMPORT,
        in_bar=False,
    ),
    Action(
        name="language",
        keys=("f2",),
        shown="F2",
        short=N_("English"),
        text=N_("Switch between Vietnamese and English."),
        places=_EVERYWHERE,
        in_bar=False,
    ),
    Action(
        name="help",
        keys=("question_mark", "f1"),
        shown="?",
        short=N_("Help"),
        text=N_("Show every key."),
        places=_BUT_TYPING,
        always=True,
    ),
    Action(
        name="leave",
        keys=("q", "ctrl+q", "ctrl+c"),
        shown="q",
        short=N_("Quit"),
        text=N_("Leave; everything is saved already."),
        places=_BUT_TYPING,
        always=True,
    ),
)

ACTIONS = (*QUALITY_ACTIONS, *IMPORT_ACTIONS, *_WORK[:2], *CASE_ACTIONS, *_WORK[2:])
"""Those of a place of its own come before what works in many."""


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
