"""What errors of publishing policies say: thing, reason and remedy."""

from wardtui.i18n import N_

TEXTS: dict[str, tuple[str, str]] = {
    "policy_faulty": (
        N_("The policy file is not right (faults: {count}).\n{faults}"),
        N_("Correct it and look again: wardtui policy check FILE. Nothing was changed."),
    ),
    "unknown_ward": (
        N_("There is no ward with the code {ward}."),
        N_("Look the codes up with: wardtui central policy"),
    ),
    "deadline_over": (
        N_("The deadline {day} is over."),
        N_("Give the last day of the campaign: --deadline 2026-12-31. Nothing was changed."),
    ),
    "policy_unreadable": (
        N_("The policy file {file} cannot be read."),
        N_("Check that it is a text file in UTF-8 and that you may read it. Nothing was changed."),
    ),
}
