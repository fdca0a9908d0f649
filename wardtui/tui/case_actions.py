"""The keys that put the record of one case right, on its page."""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place

CASE_ACTIONS: tuple[Action, ...] = (
    Action(
        name="correct",
        keys=("e",),
        short=N_("Correct"),
        text=N_("Put a field of the record right; no list overwrites it any more."),
        places=(Place.CASE,),
    ),
    Action(
        name="close",
        keys=("x",),
        short=N_("Close"),
        text=N_("Close the case, or open a closed one again."),
        places=(Place.CASE,),
    ),
    Action(
        name="split",
        keys=("t",),
        short=N_("Split"),
        text=N_("Take merges back: one person becomes the records that it was made of."),
        places=(Place.CASE,),
        in_bar=False,
    ),
)
