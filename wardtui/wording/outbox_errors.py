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
        N_("Another booking stands in its place; with both there would be two."),
        N_("Take that booking back first. Nothing was changed."),
    ),
}
