"""What the errors of sending again and letting go say."""

from wardtui.i18n import N_

TEXTS: dict[str, tuple[str, str]] = {
    "unknown_rejected": (
        N_("Among what was not taken there is no entry {event}."),
        N_("Look the entries up with: wardtui outbox"),
    ),
    "ambiguous_rejected": (
        N_("The ids of {count} entries end with {event}."),
        N_("Give more of the id: wardtui outbox"),
    ),
    "not_discarded": (
        N_("The entry was not discarded."),
        N_("Nothing was changed."),
    ),
    "already_discarded": (
        N_("The entry was discarded before."),
        N_("To look at it again: wardtui outbox reopen EVENT"),
    ),
    "discard_reason_missing": (
        N_("It is not said why."),
        N_("Say it in a few words. Nothing was changed."),
    ),
    "cannot_resend": (
        N_("The server has another entry under the same id and keeps its own."),
        N_("Record it anew if it is missing, then discard this one."),
    ),
    "sync_stopped": (
        N_("The synchronisation was stopped."),
        N_("What was exchanged until then stays; the next one goes on from there."),
    ),
    "stands_instead": (
        N_("Another entry was recorded in its place; with both there would be two."),
        N_("Take that one back first (Undo in the list). Nothing was changed."),
    ),
    "recorded_anew_before": (
        N_("It was recorded anew, and that was taken back; if that came back, both would count."),
        N_("Edit it once more, or bring the other back (Redo in the list)."),
    ),
    "logged_otherwise": (
        N_("The contact to which it adds details was undone or changed since then."),
        N_("Edit it instead of sending it again. Nothing was changed."),
    ),
    "cannot_edit": (
        N_("This kind of entry cannot be edited here."),
        N_("Record it in another way, then discard this one."),
    ),
    "taken_back_since": (
        N_("The entry was changed or taken back after it was recorded."),
        N_("Discard it; what was recorded last is an entry of its own."),
    ),
}
