"""The keys of the daily report and of other figures, and how other pages lead there."""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place
from wardtui.tui.print_actions import PRINT_KEYS

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
    Action(
        name="print",
        keys=PRINT_KEYS,
        short=N_("Save"),
        text=N_("Save the figures as a workbook (XLSX), to be printed or sent."),
        places=(Place.REPORT, Place.PROGRESS, Place.WORKLOAD),
    ),
)
"""Those of the pages that show figures."""

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
