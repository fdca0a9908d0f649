"""The keys of the data-quality inbox and of the page that shows two records side by side."""

from wardtui.i18n import N_
from wardtui.tui.action import DIGITS, Action, Place

_LIST = (Place.QUALITY,)
_TWINS = (Place.TWINS,)

CHOICE_KEYS = DIGITS
"""Under each a value of a fault that leaves a choice."""

_FAULTS: tuple[Action, ...] = (
    Action(
        name="fix",
        keys=("f",),
        short=N_("As proposed"),
        text=N_(
            "Put right what is proposed: zeros that a spreadsheet dropped, what the list says."
        ),
        places=_LIST,
    ),
    Action(
        name="stands",
        keys=("x",),
        short=N_("Stands"),
        text=N_("It was looked into and stands as it is."),
        places=_LIST,
    ),
    Action(
        name="type",
        argument="0",
        code="type_value",
        keys=("e",),
        short=N_("Type"),
        text=N_("Type the right value."),
        places=_LIST,
    ),
    Action(
        name="type",
        argument="1",
        code="type_other_value",
        keys=("E",),
        short=N_("The other one"),
        text=N_("Type the other of two values that do not fit together."),
        places=_LIST,
        in_bar=False,
    ),
    Action(
        name="open",
        keys=("enter",),
        short=N_("Look closer"),
        text=N_("Open the case, or both records of a possible duplicate side by side."),
        places=_LIST,
    ),
    Action(
        name="kind",
        argument="1",
        code="next_kind",
        keys=("tab",),
        short=N_("Kind"),
        text=N_("Show the next kind of fault."),
        places=_LIST,
    ),
    Action(
        name="kind",
        argument="-1",
        code="previous_kind",
        keys=("shift+tab",),
        short=N_("Kind before"),
        text=N_("Show the kind of fault before."),
        places=_LIST,
        in_bar=False,
    ),
    Action(
        name="choose",
        keys=CHOICE_KEYS,
        short=N_("Choose"),
        text=N_("Of values that differ, take the one with this number."),
        places=_LIST,
        in_bar=False,
    ),
)

_SIDE_BY_SIDE: tuple[Action, ...] = (
    Action(
        name="merge",
        keys=("m",),
        short=N_("Merge"),
        text=N_(
            "They are one person: the record on the left stays, with the values that are kept."
        ),
        places=_TWINS,
    ),
    Action(
        name="apart",
        keys=("x",),
        short=N_("Two people"),
        text=N_("They are two different people."),
        places=_TWINS,
    ),
    Action(
        name="side",
        argument="0",
        code="left_side",
        keys=("left",),
        short=N_("Keep left"),
        text=N_("Keep the value on the left."),
        places=_TWINS,
    ),
    Action(
        name="side",
        argument="1",
        code="right_side",
        keys=("right",),
        short=N_("Keep right"),
        text=N_("Keep the value on the right."),
        places=_TWINS,
    ),
    Action(
        name="other_side",
        keys=("space",),
        short=N_("The other value"),
        text=N_("Keep the other value."),
        places=_TWINS,
        in_bar=False,
    ),
    Action(
        name="swap",
        keys=("t",),
        short=N_("Swap"),
        text=N_("Swap the sides: the other record stays."),
        places=_TWINS,
    ),
    Action(
        name="twin",
        argument="1",
        code="next_twin",
        keys=("tab",),
        short=N_("Next pair"),
        text=N_("Show the next one who looks alike, when there are several."),
        places=_TWINS,
    ),
    Action(
        name="twin",
        argument="-1",
        code="previous_twin",
        keys=("shift+tab",),
        short=N_("Pair before"),
        text=N_("Show the one before."),
        places=_TWINS,
        in_bar=False,
    ),
)

QUALITY_ACTIONS = (*_FAULTS, *_SIDE_BY_SIDE)
