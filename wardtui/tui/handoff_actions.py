"""The keys of handing people over: what other wards offer, and offering to another ward."""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place

_OFFERS = (Place.OFFERS,)
_LISTS = (Place.WORKLIST, Place.TODAY, Place.BOARD)

HANDOFF_ACTIONS: tuple[Action, ...] = (
    Action(
        name="accept",
        code="take_on",
        keys=("a", "enter"),
        short=N_("Take on"),
        text=N_("Take them on here; first comes the question in which area they live."),
        places=_OFFERS,
    ),
    Action(
        name="decline",
        code="leave_there",
        keys=("x",),
        short=N_("Not taken on"),
        text=N_("Leave them with the ward that offers them, and say why."),
        places=_OFFERS,
    ),
)
"""Those of the page of offers itself."""

WAYS_TO_OTHER_WARDS: tuple[Action, ...] = (
    Action(
        name="offers",
        keys=("e",),
        short=N_("Offers"),
        text=N_("Whom other wards offer to this one: take them on, or not."),
        places=_LISTS,
    ),
    Action(
        name="hand_over",
        keys=("x",),
        short=N_("Hand over"),
        text=N_("Offer somebody to the ward where they live, or take the offer back."),
        places=_LISTS,
    ),
    Action(
        name="hand_over",
        keys=("o",),
        short=N_("Hand over"),
        text=N_("Offer somebody to the ward where they live, or take the offer back."),
        places=(Place.CASE,),
    ),
)
"""How other pages lead there."""
