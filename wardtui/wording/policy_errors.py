"""What errors of publishing policies and campaigns say: thing, reason and remedy."""

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
    "no_campaign": (
        N_("No campaign is set for this ward."),
        N_("A leader sets it with: wardtui campaign set --start DAY --end DAY"),
    ),
    "campaign_over": (
        N_("The campaign would have ended on {day}."),
        N_("Give a last day that is to come: --end 2026-12-31. Nothing was changed."),
    ),
    "campaign_ends_first": (
        N_("The campaign would end on {end}, before it starts on {start}."),
        N_("Give the first day with --start and the last with --end. Nothing was changed."),
    ),
    "campaign_too_long": (
        N_("A campaign takes at most {most} days."),
        N_("Give the first day with --start and the last with --end. Nothing was changed."),
    ),
    "bad_target": (
        N_("{text} is no target."),
        N_("Write AREA=80% or AREA=120, for all other areas only 80%. Nothing was changed."),
    ),
    "target_twice": (
        N_("An area has two targets, or a target has no area of the campaign."),
        N_("Give every area at most one --target. Nothing was changed."),
    ),
    "policy_unreadable": (
        N_("The policy file {file} cannot be read."),
        N_("Check that it is a text file in UTF-8 and that you may read it. Nothing was changed."),
    ),
}
