"""How far the campaign has come, with what that is based on."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import msgspec

from wardtui.domain.burn_up import BurnUp, Member, burn_up, member, member_gone
from wardtui.domain.campaign import Campaign
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.moments import end_of_shift, local_day
from wardtui.services.ports import Unit
from wardtui.services.publish_campaign import campaign_here
from wardtui.services.recording import home_ward
from wardtui.services.report_daily import DataState, data_state
from wardtui.services.standings import stood_at


class Progressed(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign and its data state."""

    ward: WardCode | None
    burn_up: BurnUp
    state: DataState


def report_progress(unit: Unit, day: date, now: datetime, area: str | None = None) -> Progressed:
    """The campaign of this device's ward at the end of ``day``, by what is known now.

    Until the shift of a day is over, paces and the forecast are counted from the day before.

    :param area: only this area
    :raises NoCampaign: when there is none
    """
    campaign, ward = campaign_here(unit), home_ward(unit)
    members = [
        one for one in _members(unit, day, campaign, ward) if area is None or one.area == area
    ]
    burn = burn_up_at(members, campaign, day, now)
    return Progressed(ward=ward, burn_up=burn, state=data_state(unit))


def burn_up_at(members: Sequence[Member], campaign: Campaign, day: date, now: datetime) -> BurnUp:
    """A campaign at the end of ``day``. A day counts for paces when its shift is over.

    :param members: as of that day
    """
    goes_on = local_day(now) == day and now < end_of_shift(day)
    return burn_up(members, campaign, day, day - timedelta(days=1) if goes_on else day)


def _members(unit: Unit, day: date, campaign: Campaign, ward: WardCode | None) -> Iterator[Member]:
    """Who is in scope at the end of a day, those whom this device has forgotten too."""
    gone = {one.id: one for one in unit.forgotten.all()}
    known: set[ResidentId] = set()
    for one, _, then in stood_at(unit, [day], gone):
        before = gone.get(one.id)
        if not _is_here(one.ward, ward) or (before is not None and one.then.listed_on > day):
            # Listed again later: what is left of the first time tells of the days before.
            continue
        known.add(one.id)
        found = None if then is None else member(then, day, campaign)
        if found is not None:
            yield found
    for before in gone.values():
        if before.id not in known and _is_here(before.ward, ward):
            found = member_gone(before, day, campaign)
            if found is not None:
                yield found


def _is_here(theirs: WardCode | None, ward: WardCode | None) -> bool:
    return ward is None or theirs is None or theirs == ward
