"""Every action of the screens, once: its keys, its words, where it works.

Bindings, the key bar, the help page and the key table of the documentation are made from this.
"""

from enum import StrEnum

import msgspec
from textual.binding import Binding

from wardtui.i18n import N_, tr


class Place(StrEnum):
    """Where an action works."""

    WORKLIST = "worklist"
    CASE = "case"
    EVERYWHERE = "everywhere"


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a key does."""

    name: str
    """Name of the Textual action."""
    keys: str
    """Keys as Textual names them, by commas; the first is shown."""
    shown: str
    """The key as the screen shows it."""
    short: str
    """One or two words for the key bar."""
    text: str
    """A sentence for the help page."""
    places: tuple[Place, ...]
    in_bar: bool = True


_BOTH = (Place.WORKLIST, Place.CASE)

ACTIONS: tuple[Action, ...] = (
    Action(
        name="log('call')",
        keys="c",
        shown="c",
        short=N_("Call"),
        text=N_("Log a call; the next key is its outcome."),
        places=_BOTH,
    ),
    Action(
        name="log('visit')",
        keys="v",
        shown="v",
        short=N_("Visit"),
        text=N_("Log a visit; the next key is its outcome."),
        places=_BOTH,
    ),
    Action(
        name="open_case",
        keys="enter",
        shown="⏎",
        short=N_("Case"),
        text=N_("Open the case with its history."),
        places=(Place.WORKLIST,),
    ),
    Action(
        name="search",
        keys="slash",
        shown="/",
        short=N_("Search"),
        text=N_("Search by name, phone, number or address; marks are not needed."),
        places=(Place.WORKLIST,),
    ),
    Action(
        name="area(-1)",
        keys="left",
        shown="←",
        short=N_("Area before"),
        text=N_("Show the area before."),
        places=(Place.WORKLIST,),
        in_bar=False,
    ),
    Action(
        name="area(1)",
        keys="right",
        shown="→",
        short=N_("Area"),
        text=N_("Show the next area."),
        places=(Place.WORKLIST,),
    ),
    Action(
        name="sort",
        keys="o",
        shown="o",
        short=N_("Order"),
        text=N_("Change the order: by when it is due, as you walk, by given name."),
        places=(Place.WORKLIST,),
    ),
    Action(
        name="toggle_done",
        keys="a",
        shown="a",
        short=N_("All"),
        text=N_("Show finished cases too, or only those to be done."),
        places=(Place.WORKLIST,),
        in_bar=False,
    ),
    Action(
        name="undo",
        keys="u",
        shown="u",
        short=N_("Undo"),
        text=N_("Take back what was recorded last on this device."),
        places=_BOTH,
    ),
    Action(
        name="redo",
        keys="U",
        shown="U",
        short=N_("Redo"),
        text=N_("Bring back what was taken back last."),
        places=_BOTH,
        in_bar=False,
    ),
    Action(
        name="sync",
        keys="s",
        shown="s",
        short=N_("Sync"),
        text=N_("Send what waits and read what is new."),
        places=_BOTH,
    ),
    Action(
        name="back",
        keys="escape",
        shown="Esc",
        short=N_("Back"),
        text=N_("Close this page; in the list, show everybody again."),
        places=_BOTH,
        in_bar=False,
    ),
    Action(
        name="app.language",
        keys="f2",
        shown="F2",
        short=N_("English"),
        text=N_("Switch between Vietnamese and English."),
        places=(Place.EVERYWHERE,),
        in_bar=False,
    ),
    Action(
        name="app.help",
        keys="question_mark,f1",
        shown="?",
        short=N_("Help"),
        text=N_("Show every key."),
        places=(Place.EVERYWHERE,),
    ),
    Action(
        name="app.leave",
        keys="q,ctrl+q",
        shown="q",
        short=N_("Quit"),
        text=N_("Leave; everything is saved already."),
        places=(Place.EVERYWHERE,),
    ),
)


def bindings(place: Place) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """The key bindings of a screen."""
    return [
        Binding(action.keys, action.name, action.short, show=False)
        for action in ACTIONS
        if place in action.places
    ]


def key_bar(place: Place) -> list[tuple[str, str, str]]:
    """Key, word and action of a place, the most used first."""
    return [
        (action.shown, tr(action.short), action.name)
        for action in ACTIONS
        if action.in_bar and place in action.places
    ]
