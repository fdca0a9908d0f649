"""Which campaign a ward works for: the one that was published last and not taken back."""

from collections.abc import Sequence

from wardtui.domain.campaign import Campaign, CampaignPublished
from wardtui.domain.events import Entry
from wardtui.domain.ids import WardCode
from wardtui.domain.retraction import live


def campaigns(entries: Sequence[Entry]) -> dict[WardCode | None, Campaign]:
    """By ward (null before the device was paired) the campaign that counts.

    :param entries: the events about no resident, in order (``Entry.order``)
    """
    return {
        entry.ward: entry.event.body.campaign
        for entry in live(entries)
        if isinstance(entry.event.body, CampaignPublished)
    }
