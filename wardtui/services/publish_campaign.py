"""Say for which campaign a ward works, and say which one that is."""

import msgspec

from wardtui.domain.campaign import Campaign, CampaignPublished
from wardtui.domain.campaigns import campaigns
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.events import EventRetracted
from wardtui.domain.moments import local_day
from wardtui.services.assign import AreaNotListed, RoleNotAllowed
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, home_ward, record
from wardtui.services.records import entries


class NoCampaign(Refused):
    """Nobody has said for which campaign the ward works."""

    CODE = "no_campaign"


class CampaignOver(BadInput):
    """The last day of the campaign lies behind."""

    CODE = "campaign_over"


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What publishing a campaign did."""

    campaign: Campaign
    saved: Saved | None
    """Null when the same one counted already: nothing was written."""


def campaign_here(unit: Unit) -> Campaign:
    """The campaign of this device's own ward.

    :raises NoCampaign: when there is none
    """
    found = _known(unit)
    if found is None:
        raise NoCampaign
    return found


def publish_campaign(unit: Unit, campaign: Campaign, tools: Tools) -> Published:
    """Say for which campaign this device's ward works; it takes the place of the one before.

    :raises RoleNotAllowed: when this device's officer does not lead
    :raises CampaignOver: when its last day lies behind
    :raises AreaNotListed: when nobody is listed in an area that it names
    """
    me = unit.state.pairing
    if me is not None and not me.role.leads:
        raise RoleNotAllowed
    if campaign.end < local_day(tools.clock.now()):
        raise CampaignOver(day=f"{campaign.end:%d/%m/%Y}")
    listed = {count.area for count in unit.worklist().areas()}
    named = [*campaign.areas, *(one.area for one in campaign.targets if one.area is not None)]
    for area in named:
        if area not in listed:
            raise AreaNotListed(area=area)
    if _known(unit) == campaign:
        return Published(campaign=campaign, saved=None)
    ward = None if me is None else home_ward(unit)
    drafts = [Draft(resident=None, ward=ward, body=CampaignPublished(campaign=campaign))]
    return Published(campaign=campaign, saved=record(unit, drafts, tools))


def _known(unit: Unit) -> Campaign | None:
    told = entries(unit.events.about_nobody(CampaignPublished.TYPE, EventRetracted.TYPE))
    by_ward = campaigns(told)
    return by_ward.get(home_ward(unit)) or by_ward.get(None)
