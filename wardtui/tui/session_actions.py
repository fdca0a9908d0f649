"""The keys of sessions: the calendar, the page of one of them, and booking from anywhere."""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place

_WORKING = (Place.WORKLIST, Place.TODAY, Place.CASE, Place.BOARD)
_CALENDAR = (Place.SESSIONS,)
_DOOR = (Place.ROLL,)

SESSION_ACTIONS: tuple[Action, ...] = (
    Action(
        name="open_roll",
        keys=("enter",),
        short=N_("People"),
        text=N_("Open the session: who is expected, who waits, who came."),
        places=_CALENDAR,
    ),
    Action(
        name="plan",
        keys=("n",),
        short=N_("New"),
        text=N_("Open a new session into which people can be booked."),
        places=_CALENDAR,
    ),
    Action(
        name="change",
        keys=("e",),
        short=N_("Change"),
        text=N_("Change the session: place, day, hours, seats."),
        places=_CALENDAR,
    ),
    Action(
        name="cancel",
        keys=("x",),
        short=N_("Cancel"),
        text=N_("Cancel the session; it asks first."),
        places=_CALENDAR,
    ),
    Action(
        name="toggle_past",
        keys=("a",),
        short=N_("Past"),
        text=N_("Show past sessions too, or only those from today on."),
        places=_CALENDAR,
    ),
    Action(
        name="came",
        keys=("d",),
        short=N_("Came"),
        text=N_("They came: noted at once, and on to the next."),
        places=_DOOR,
    ),
    Action(
        name="missed",
        keys=("x",),
        short=N_("Missed"),
        text=N_("They did not come: they are to be called the same evening."),
        places=_DOOR,
    ),
    Action(
        name="result",
        code="result_at_the_door",
        keys=("z",),
        short=N_("Result"),
        text=N_("Record what came of the enrolment: a step that was reached, or why it was not."),
        places=_DOOR,
    ),
    Action(
        name="walk_in",
        keys=("a",),
        short=N_("Walk-in"),
        text=N_("Somebody came without a booking: look them up, Enter notes that they came."),
        places=_DOOR,
    ),
    Action(
        name="search",
        keys=("slash",),
        short=N_("Search"),
        text=N_("Find somebody at the door by name or phone; marks are not needed."),
        places=_DOOR,
    ),
    Action(
        name="open_case",
        keys=("enter",),
        short=N_("Case"),
        text=N_("Open the case with its history."),
        places=_DOOR,
    ),
    Action(
        name="change",
        keys=("e",),
        short=N_("Change"),
        text=N_("Change the session: place, day, hours, seats."),
        places=_DOOR,
    ),
)

BOOKING_ACTIONS: tuple[Action, ...] = (
    Action(
        name="book",
        keys=("j",),
        short=N_("Book"),
        text=N_("Book a session, also for all that are selected; the next key is the session."),
        places=(*_WORKING, *_DOOR),
    ),
    Action(
        name="result",
        keys=("z",),
        short=N_("Result"),
        text=N_("Record what came of the enrolment: a step that was reached, or why it was not."),
        places=_WORKING,
        in_bar=False,
    ),
)
"""What can be done wherever cases are worked."""

CALENDAR_ACTIONS: tuple[Action, ...] = (
    Action(
        name="sessions",
        keys=("y",),
        short=N_("Calendar"),
        text=N_("The calendar of sessions: seats, who is expected, new ones."),
        places=_WORKING,
    ),
)
"""The way to the calendar."""
