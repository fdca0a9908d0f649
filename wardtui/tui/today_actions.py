"""The keys of the page of this evening."""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place

_HERE = (Place.TODAY,)

TODAY_ACTIONS: tuple[Action, ...] = (
    Action(
        name="next",
        keys=("n",),
        short=N_("Next"),
        text=N_("To the next whose time has come, else to the next line."),
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
        name="section",
        argument="1",
        code="next_section",
        keys=("right",),
        short=N_("Section"),
        text=N_("To the next section."),
        places=_HERE,
    ),
    Action(
        name="section",
        argument="-1",
        code="previous_section",
        keys=("left",),
        short=N_("Section before"),
        text=N_("To the section before."),
        places=_HERE,
        in_bar=False,
    ),
)
