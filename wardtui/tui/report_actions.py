"""The keys of the daily report, and how other pages lead there."""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place

_HERE = (Place.REPORT,)

REPORT_ACTIONS: tuple[Action, ...] = (
    Action(
        name="day",
        argument="-1",
        code="day_before",
        keys=("left",),
        short=N_("Day before"),
        text=N_("The figures of the day before."),
        places=_HERE,
    ),
    Action(
        name="day",
        argument="1",
        code="day_after",
        keys=("right",),
        short=N_("Day after"),
        text=N_("The figures of the day after; none after today."),
        places=_HERE,
    ),
    Action(
        name="copy",
        keys=("y",),
        short=N_("Copy"),
        text=N_("Copy the whole report as text, to be pasted into a message."),
        places=_HERE,
    ),
)
"""Those of the page itself."""

WAYS_TO_REPORT: tuple[Action, ...] = (
    Action(
        name="report",
        keys=("R",),
        short=N_("Report"),
        text=N_("The daily report: the figures by area, ready to be copied into a message."),
        places=(Place.WORKLIST, Place.TODAY, Place.BOARD),
        in_bar=False,
    ),
)
"""How other pages lead there."""
