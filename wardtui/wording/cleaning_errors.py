"""What errors of data cleaning and of lists say: thing, reason and remedy."""

from wardtui.i18n import N_

TEXTS: dict[str, tuple[str, str]] = {
    "already_so": (
        N_("The record says so already: {field}."),
        N_("Nothing was changed."),
    ),
    "unknown_field": (
        N_("{field} is no field that can be corrected."),
        N_("The fields are: {fields}"),
    ),
    "bad_value": (
        N_("This cannot be taken for {field}: {fault}."),
        N_("Write it again, or '' to empty the field. Nothing was changed."),
    ),
    "bad_reason": (
        N_("The reason cannot be kept: {fault}."),
        N_("Write it again, or leave it out. Nothing was changed."),
    ),
    "already_closed": (
        N_("The case is closed already: {reason}."),
        N_("Open it again with: wardtui reopen"),
    ),
    "not_closed": (N_("The case is not closed."), N_("Nothing was changed.")),
    "already_one": (
        N_("Both are one person already."),
        N_("Take the merge back with: wardtui split"),
    ),
    "not_merged": (
        N_("Nobody was merged into this resident."),
        N_("Nothing was changed."),
    ),
    "merged_by_others": (
        N_("Another officer, or the central server, has merged these records."),
        N_("Ask a leader of the ward to take it back."),
    ),
    "not_suspected": (
        N_("These two are not flagged as possible duplicates."),
        N_("See: wardtui flags --kind possible_duplicate"),
    ),
    "flag_not_set": (
        N_("The resident does not have the flag {flag}."),
        N_("Flags of the resident: {flags}"),
    ),
    "no_proposal": (
        N_("The data suggest nothing for {flag}."),
        N_("Correct the field with: wardtui correct"),
    ),
    "unknown_kind": (
        N_("{kind} is no kind of fault."),
        N_("The kinds are: {kinds}"),
    ),
}
