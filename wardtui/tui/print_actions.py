"""The key that makes something to print: letters where cases are worked, sheets at a session,
what is kept of a person on their page."""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place

PRINT_KEYS = ("P",)

PRINT_ACTIONS: tuple[Action, ...] = (
    Action(
        name="print",
        keys=PRINT_KEYS,
        short=N_("Print"),
        text=N_("Letters to print: for all who are selected or due, or for this person."),
        places=(Place.WORKLIST, Place.TODAY, Place.BOARD),
    ),
    Action(
        name="print",
        keys=PRINT_KEYS,
        short=N_("Print"),
        text=N_("To print: the session's sheets, or letters for all who are booked."),
        places=(Place.SESSIONS, Place.ROLL),
    ),
    Action(
        name="print",
        keys=PRINT_KEYS,
        short=N_("Print"),
        text=N_("To print: a letter, or a page with everything that is kept about this person."),
        places=(Place.CASE,),
    ),
)
