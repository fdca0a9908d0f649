"""The keys of the page of the exchange: what waits, what was not taken, and the ways out of it."""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place

_SYNC = (Place.SYNC,)

SYNC_ACTIONS: tuple[Action, ...] = (
    Action(
        name="book",
        keys=("j",),
        short=N_("Book"),
        text=N_("Book another session for somebody whose booking was not taken."),
        places=_SYNC,
    ),
    Action(
        name="resend",
        keys=("r",),
        short=N_("Send again"),
        text=N_("Send what was not taken once more, when its cause is gone."),
        places=_SYNC,
    ),
    Action(
        name="edit",
        keys=("e",),
        short=N_("Edit"),
        text=N_("Change what was not taken and send that in its place."),
        places=_SYNC,
    ),
    Action(
        name="discard",
        keys=("x",),
        short=N_("Discard"),
        text=N_("Let go what was not taken; it stays in the history with the reason."),
        places=_SYNC,
    ),
    Action(
        name="take_up",
        keys=("u",),
        short=N_("Undo"),
        text=N_("Take a discard back: the entry needs attention again."),
        places=_SYNC,
    ),
    Action(
        name="open_case",
        keys=("enter",),
        short=N_("Case"),
        text=N_("Open the case, to record it there in another way."),
        places=_SYNC,
    ),
    Action(
        name="sync",
        keys=("s",),
        short=N_("Sync"),
        text=N_("Send what waits and read what is new."),
        places=_SYNC,
    ),
    Action(
        name="metered",
        keys=("m",),
        short=N_("Save data"),
        text=N_("On a line that costs: by itself only once a day, or as usual again."),
        places=_SYNC,
    ),
)
"""Those of the page itself."""

WAYS_TO_SYNC: tuple[Action, ...] = (
    Action(
        name="sync_page",
        keys=("S",),
        short=N_("Sync page"),
        text=N_("What waits to be sent, what was not taken and why, the server, the clock."),
        places=(
            Place.WORKLIST,
            Place.TODAY,
            Place.CASE,
            Place.BOARD,
            Place.ROLL,
            Place.HOUSEHOLD,
            Place.QUALITY,
            Place.SESSIONS,
            Place.HOME_SERVICE,
            Place.DUTY,
            Place.OFFERS,
        ),
        in_bar=False,
    ),
)
"""How other pages lead there; a click on how the exchange stands does too."""
