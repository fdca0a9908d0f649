"""What the errors of handing people over to another ward say."""

from wardtui.i18n import N_

TEXTS: dict[str, tuple[str, str]] = {
    "handoff_not_paired": (
        N_("This device is not paired with a server, so it knows of no other ward."),
        N_("Ask for a code and call: wardtui pair URL CODE. Nothing was changed."),
    ),
    "handoff_own_ward": (
        N_("{ward} is the ward that has the case already."),
        N_("Give the code of the ward where they live. Nothing was changed."),
    ),
    "handoff_address_missing": (
        N_("The other ward has to know where they live."),
        N_("Add --address with the door in that ward. Nothing was changed."),
    ),
    "handoff_not_open": (
        N_("The case {short} cannot be handed over: {status}."),
        N_("Only who still lacks something can be. Nothing was changed."),
    ),
    "already_handed_off": (
        N_("The ward {ward} has taken on the case {short} already."),
        N_("Whatever is recorded here is passed on to it. Nothing was changed."),
    ),
    "already_offered": (
        N_("The case {short} was offered to {ward}, which has not answered."),
        N_("Ring that ward, or call wardtui handoff withdraw {short}. Nothing was changed."),
    ),
    "handoff_not_offered": (
        N_("No offer of the case {short} waits for an answer."),
        N_("See what was said: wardtui show {short}. Nothing was changed."),
    ),
    "not_your_offer": (
        N_("The case {short} was offered by a colleague."),
        N_("Ask them or a leader to withdraw it. Nothing was changed."),
    ),
    "no_such_offer": (
        N_("No other ward offers anybody with the id {resident}."),
        N_("Call wardtui sync, then wardtui handoff list. It may have been withdrawn."),
    ),
    "already_answered": (
        N_("The offer of {short} was answered already, {at}."),
        N_("What waits for an answer: wardtui handoff list. Nothing was changed."),
    ),
    "built_on_elsewhere": (
        N_("This cannot be undone: the other ward has taken them on."),
        N_("Ring that ward: it can offer them back. Nothing was changed."),
    ),
    "built_on_here": (
        N_("This cannot be undone: the case has been worked on here."),
        N_("Undo that work first, or offer them back: wardtui handoff offer. Nothing was changed."),
    ),
}
