"""The key that leads to the page of the campaign."""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place

WAYS_TO_PROGRESS: tuple[Action, ...] = (
    Action(
        name="progress",
        keys=("T",),
        short=N_("Campaign"),
        text=N_("How far the campaign has come, whether it will make it, what helps most."),
        places=(Place.WORKLIST, Place.TODAY, Place.BOARD),
        in_bar=False,
    ),
)
