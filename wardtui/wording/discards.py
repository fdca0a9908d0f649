"""Why something that the server did not take was let go, in words."""

from collections.abc import Mapping

from wardtui.domain.ids import OfficerId
from wardtui.i18n import N_, tr
from wardtui.services.records import Discard, DiscardReason

REASONS: dict[DiscardReason, str] = {
    DiscardReason.DONE_AGAIN: N_("recorded anew in another way"),
    DiscardReason.NOT_NEEDED: N_("not needed any more"),
    DiscardReason.MISTAKE: N_("recorded by mistake"),
    DiscardReason.NOT_OURS: N_("another officer or ward does it"),
    DiscardReason.OTHER: N_("another reason"),
}


def discard_text(discard: Discard, names: Mapping[OfficerId, str]) -> str:
    """Why, and by whom."""
    text = f"“{discard.note}”" if discard.note else tr(REASONS[discard.reason])
    by = None if discard.by is None else names.get(discard.by)
    return text if by is None else f"{text} ({by})"
