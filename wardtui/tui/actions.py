"""Every action of the screens, once: its keys, its words, where it works.

Key dispatch, the key bar, the help page, the command palette, the user's own keys and the key table
of the documentation are made from this (``wardtui.tui.keymap``).
"""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place
from wardtui.tui.board_actions import BOARD_ACTIONS
from wardtui.tui.case_actions import CASE_ACTIONS
from wardtui.tui.handoff_actions import HANDOFF_ACTIONS, WAYS_TO_OTHER_WARDS
from wardtui.tui.home_actions import HOME_ACTIONS, WAYS_THERE
from wardtui.tui.import_actions import IMPORT_ACTIONS
from wardtui.tui.moving_actions import EVERYWHERE, MOVING_ACTIONS
from wardtui.tui.print_actions import PRINT_ACTIONS
from wardtui.tui.progress_actions import WAYS_TO_PROGRESS
from wardtui.tui.quality_actions import QUALITY_ACTIONS
from wardtui.tui.report_actions import REPORT_ACTIONS, WAYS_TO_REPORT
from wardtui.tui.session_actions import BOOKING_ACTIONS, CALENDAR_ACTIONS, SESSION_ACTIONS
from wardtui.tui.sync_actions import SYNC_ACTIONS, WAYS_TO_SYNC
from wardtui.tui.today_actions import TODAY_ACTIONS

LOCK_KEYS = ("ctrl+l", "f9")

_WORKING = (
    Place.WORKLIST,
    Place.TODAY,
    Place.CASE,
    Place.BOARD,
    Place.ROLL,
    Place.HOUSEHOLD,
)
_LOGGING = (*_WORKING, Place.QUALITY)
_LIST = (Place.WORKLIST,)
_TICKED = (Place.WORKLIST, Place.BOARD, Place.HOME_SERVICE)
"""Where many cases can be selected."""
_BY_AREA = (Place.WORKLIST, Place.QUALITY)
_DATA = (*_LOGGING, Place.TWINS, Place.SESSIONS, Place.HOME_SERVICE, Place.DUTY, Place.OFFERS)

_FIRST: tuple[Action, ...] = (
    Action(
        name="log",
        argument="call",
        keys=("c",),
        short=N_("Call"),
        text=N_("Log a call; the next key is its outcome."),
        places=_LOGGING,
    ),
    Action(
        name="log",
        argument="visit",
        keys=("v",),
        short=N_("Visit"),
        text=N_("Log a visit; the next key is its outcome."),
        places=_LOGGING,
    ),
    Action(
        name="log",
        argument="letter",
        keys=("l",),
        short=N_("Letter"),
        text=N_("Log a letter, for everybody who is selected."),
        places=_WORKING,
    ),
    Action(
        name="log",
        argument="message",
        keys=("m",),
        short=N_("Message"),
        text=N_("Log a message, for everybody who is selected."),
        places=_WORKING,
    ),
    Action(
        name="dial",
        keys=("p",),
        short=N_("Dial"),
        text=N_("The number as a picture: scan it with a phone to call or to send a message."),
        places=_WORKING,
    ),
)

_WORK: tuple[Action, ...] = (
    Action(
        name="next",
        keys=("n",),
        short=N_("Next"),
        text=N_("To whoever is next: a call back whose time has come, else the first that is due."),
        places=_LIST,
    ),
    Action(
        name="today",
        keys=("t",),
        short=N_("Today"),
        text=N_("What this evening holds: call backs, promises, a walk, what came back."),
        places=_LIST,
    ),
    Action(
        name="open_case",
        keys=("enter",),
        short=N_("Case"),
        text=N_("Open the case with its history."),
        places=_LIST,
    ),
    Action(
        name="search",
        keys=("slash",),
        short=N_("Search"),
        text=N_("Search by name, phone, number or address; marks are not needed."),
        places=_LIST,
    ),
    Action(
        name="filter",
        keys=("f",),
        short=N_("Filter"),
        text=N_("Choose whom to show: by need, level, flag, age and more; keep it as a view."),
        places=_LIST,
    ),
    Action(
        name="undo",
        keys=("u",),
        short=N_("Undo"),
        text=N_("Take back what was recorded last on this device."),
        places=_DATA,
    ),
    Action(
        name="select",
        keys=("space",),
        short=N_("Select"),
        text=N_("Select a case, to do something for many at once."),
        places=_TICKED,
    ),
    Action(
        name="select_all",
        keys=("asterisk",),
        short=N_("Select all"),
        text=N_("Select everybody in the list, or nobody."),
        places=_TICKED,
        in_bar=False,
    ),
    Action(
        name="details",
        keys=("tab",),
        short=N_("Details"),
        text=N_("Add to what was logged last: when, why, with whom, what they need, a note."),
        places=_WORKING,
    ),
    Action(
        name="assign",
        keys=("g",),
        short=N_("Assign"),
        text=N_("Give a case, or all that are selected, to an officer."),
        places=(Place.WORKLIST, Place.CASE, Place.BOARD),
    ),
    Action(
        name="sync",
        keys=("s",),
        short=N_("Sync"),
        text=N_("Send what waits and read what is new."),
        places=_DATA,
    ),
    *CALENDAR_ACTIONS,
    Action(
        name="board",
        keys=("b",),
        short=N_("Board"),
        text=N_("What was handed up, level by level: take it on, return it, settle it."),
        places=(Place.WORKLIST, Place.TODAY),
    ),
    Action(
        name="ladder",
        keys=("k",),
        short=N_("Hand up"),
        text=N_("Hand a case up, pause it, or let it go on; also all that are selected."),
        places=_WORKING,
    ),
    Action(
        name="area",
        argument="1",
        code="next_area",
        keys=("right",),
        short=N_("Area"),
        text=N_("Show the next area."),
        places=_BY_AREA,
    ),
    Action(
        name="area",
        argument="-1",
        code="previous_area",
        keys=("left",),
        short=N_("Area before"),
        text=N_("Show the area before."),
        places=_BY_AREA,
        in_bar=False,
    ),
    Action(
        name="sort",
        keys=("o",),
        short=N_("Order"),
        text=N_("Change the order: by when it is due, as you walk, by given name."),
        places=_LIST,
    ),
    Action(
        name="quality",
        keys=("d",),
        short=N_("Data"),
        text=N_("Put data right: what is missing, wrong or there twice."),
        places=_LIST,
    ),
    Action(
        name="import",
        keys=("i",),
        short=N_("Import"),
        text=N_("Import a ward list from a file, after a look at what it would change."),
        places=_LIST,
    ),
    Action(
        name="lock",
        keys=LOCK_KEYS,
        short=N_("Lock"),
        text=N_("Lock: close the vault until the passphrase is given again (also F9)."),
        places=EVERYWHERE,
    ),
    Action(
        name="toggle_done",
        keys=("a",),
        short=N_("All"),
        text=N_("Show finished cases too, or only those to be done."),
        places=_LIST,
        in_bar=False,
    ),
    Action(
        name="redo",
        keys=("U",),
        short=N_("Redo"),
        text=N_("Bring back what was taken back last."),
        places=_DATA,
        in_bar=False,
    ),
)

ACTIONS = (
    *SYNC_ACTIONS,
    *QUALITY_ACTIONS,
    *IMPORT_ACTIONS,
    *BOARD_ACTIONS,
    *REPORT_ACTIONS,
    *HOME_ACTIONS,
    *HANDOFF_ACTIONS,
    *SESSION_ACTIONS,
    *_FIRST,
    *BOOKING_ACTIONS,
    *CASE_ACTIONS,
    *TODAY_ACTIONS,
    *_WORK,
    *MOVING_ACTIONS,
    *PRINT_ACTIONS,
    *WAYS_THERE,
    *WAYS_TO_OTHER_WARDS,
    *WAYS_TO_SYNC,
    *WAYS_TO_PROGRESS,
    *WAYS_TO_REPORT,
)
"""Those of a place of its own come before what works in many."""
