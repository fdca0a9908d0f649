"""What the errors of moving cases between levels, and of policies by name, say."""

from wardtui.i18n import N_

TEXTS: dict[str, tuple[str, str]] = {
    "case_not_open": (
        N_("The case {short} is not open: {status}."),
        N_("Open it again first (wardtui reopen), or leave it out. Nothing was changed."),
    ),
    "case_paused": (
        N_("The case {short} is paused."),
        N_("Let it go on first: wardtui resume {short}. Nothing was changed."),
    ),
    "case_not_paused": (
        N_("The case {short} is not paused."),
        N_("Nothing has to be done for it to go on. Nothing was changed."),
    ),
    "at_the_top": (
        N_("The case {short} stands at the highest level ({level}) already."),
        N_("Whoever holds it there answers: wardtui show {short}. Nothing was changed."),
    ),
    "not_escalated": (
        N_("The case {short} stands at the first level: nobody above has to answer."),
        N_("If a list shows it above as “probably”, sync first. Nothing was changed."),
    ),
    "already_accepted": (
        N_("The case {short} was taken on already, {at}."),
        N_("See by whom: wardtui show {short}. Nothing was changed."),
    ),
    "bad_level": (
        N_("The case {short} cannot be returned to level {level}."),
        N_("Give a level from 1 to {highest}, or none for the level below. Nothing was changed."),
    ),
    "pause_in_past": (
        N_("{time} is over: a pause ends later than now."),
        N_("Give a time that is still to come, like +7d. Nothing was changed."),
    ),
    "pause_too_long": (
        N_("A pause lasts at most {days} days."),
        N_("Give an earlier end; a case can be paused again. Nothing was changed."),
    ),
    "built_on_above": (
        N_("This cannot be undone: somebody else has answered what it raised ({residents})."),
        N_("Tell them: they can return the case or settle it. Nothing was changed."),
    ),
    "unknown_policy": (
        N_("No policy of this name comes with wardtui: {name}."),
        N_("There are: {known}."),
    ),
    "unknown_cause": (
        N_("No rule has the name {cause}."),
        N_("There are: {known}."),
    ),
}
