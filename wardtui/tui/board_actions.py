"""The keys of the leaders' board and of the workload behind it."""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place

_HERE = (Place.BOARD,)

BOARD_ACTIONS: tuple[Action, ...] = (
    Action(
        name="accept",
        keys=("a",),
        short=N_("Take on"),
        text=N_("Take on what was handed up: the case, or all that are selected."),
        places=_HERE,
    ),
    Action(
        name="give_back",
        keys=("r",),
        short=N_("Return"),
        text=N_("Return to the level below, with what is to be done there."),
        places=_HERE,
    ),
    Action(
        name="settle",
        keys=("d",),
        short=N_("Settle"),
        text=N_("What it was handed up for is settled: it is the area officer's again."),
        places=_HERE,
    ),
    Action(
        name="open_case",
        keys=("enter",),
        short=N_("Case"),
        text=N_("Open the case with its history."),
        places=_HERE,
    ),
    Action(
        name="filter",
        keys=("f",),
        short=N_("Filter"),
        text=N_("Choose what to show: by officer, area, cause; overdue, not taken on, mine."),
        places=_HERE,
    ),
    Action(
        name="workload",
        keys=("w",),
        short=N_("Workload"),
        text=N_("Who holds how much, and how soon they answer."),
        places=_HERE,
    ),
    Action(
        name="level",
        argument="1",
        code="next_level",
        keys=("right",),
        short=N_("Level"),
        text=N_("To the next level."),
        places=_HERE,
    ),
    Action(
        name="level",
        argument="-1",
        code="previous_level",
        keys=("left",),
        short=N_("Level before"),
        text=N_("To the level before."),
        places=_HERE,
        in_bar=False,
    ),
    Action(
        name="compare",
        argument="1",
        code="next_compared",
        keys=("right",),
        short=N_("Areas, hours"),
        text=N_("To the areas compared, the hours in which people are reached, the workload."),
        places=(Place.WORKLOAD,),
    ),
    Action(
        name="compare",
        argument="-1",
        code="previous_compared",
        keys=("left",),
        short=N_("Back"),
        text=N_("The other way round."),
        places=(Place.WORKLOAD,),
        in_bar=False,
    ),
)
