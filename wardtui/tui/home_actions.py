"""The keys of a door, of services at people's place and of the duty roster."""

from wardtui.i18n import N_
from wardtui.tui.action import Action, Place

_WORKING = (Place.WORKLIST, Place.TODAY, Place.CASE, Place.BOARD)
_HOME = (Place.HOME_SERVICE,)
_DUTY = (Place.DUTY,)

HOME_ACTIONS: tuple[Action, ...] = (
    Action(
        name="approve",
        keys=("a",),
        short=N_("Approve"),
        text=N_("Approve that the team goes to them: the one, or all that are selected."),
        places=_HOME,
    ),
    Action(
        name="decline",
        keys=("x",),
        short=N_("Decline"),
        text=N_("Decline that the team goes to them, and say why."),
        places=_HOME,
    ),
    Action(
        name="route",
        keys=("j",),
        short=N_("Route"),
        text=N_("Put those who are approved on a route, in walking order with time windows."),
        places=_HOME,
    ),
    Action(
        name="open_case",
        keys=("enter",),
        short=N_("Case"),
        text=N_("Open the case with its history."),
        places=(Place.HOUSEHOLD, Place.HOME_SERVICE),
    ),
    Action(
        name="set_duty",
        keys=("enter",),
        short=N_("Set"),
        text=N_("Put somebody on duty in this shift, or take them off."),
        places=_DUTY,
    ),
    Action(
        name="day",
        argument="1",
        code="next_day",
        keys=("right",),
        short=N_("Day"),
        text=N_("To the next day."),
        places=_DUTY,
        in_bar=False,
    ),
    Action(
        name="day",
        argument="-1",
        code="previous_day",
        keys=("left",),
        short=N_("Day before"),
        text=N_("To the day before."),
        places=_DUTY,
        in_bar=False,
    ),
    Action(
        name="week",
        argument="1",
        code="next_week",
        keys=("pagedown", "space"),
        short=N_("Week"),
        text=N_("To the next week."),
        places=_DUTY,
    ),
    Action(
        name="week",
        argument="-1",
        code="previous_week",
        keys=("pageup",),
        short=N_("Week before"),
        text=N_("To the week before."),
        places=_DUTY,
        in_bar=False,
    ),
)
"""Those of the pages themselves."""

WAYS_THERE: tuple[Action, ...] = (
    Action(
        name="household",
        keys=("h",),
        short=N_("Household"),
        text=N_("Everybody behind the same door, and one visit for them all."),
        places=_WORKING,
    ),
    Action(
        name="home_service",
        keys=("w",),
        short=N_("At home"),
        text=N_("To whom the team is to go: proposed, approved, on a route."),
        places=(Place.WORKLIST,),
    ),
    Action(
        name="home_service",
        keys=("W",),
        short=N_("At home"),
        text=N_("To whom the team is to go: proposed, approved, on a route."),
        places=(Place.BOARD,),
    ),
    Action(
        name="duty",
        keys=("r",),
        short=N_("Duty"),
        text=N_("Who is on duty this week, shift by shift."),
        places=(Place.WORKLIST, Place.HOME_SERVICE),
    ),
)
"""How other pages lead there."""
