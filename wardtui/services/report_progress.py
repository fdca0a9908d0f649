"""How far the campaign has come, with what that is based on."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from wardtui.domain.burn_up import BurnUp, Member, burn_up, member, member_gone
from wardtui.domain.campaign import Campaign
from wardtui.domain.ids import WardCode
from wardtui.domain.moments import end_of_shift, local_day
from wardtui.services.deriving import derive
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.publish_campaign import campaign_here
from wardtui.services.recording import home_ward
from wardtui.services.report_daily import DataState, data_state


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
    goes_on = local_day(now) == day and now < end_of_shift(day)
    full = day - timedelta(days=1) if goes_on else day
    burn = burn_up(members, campaign, day, full)
    return Progressed(ward=ward, burn_up=burn, state=data_state(unit))


def _members(unit: Unit, day: date, campaign: Campaign, ward: WardCode | None) -> Iterator[Member]:
    """Who is in scope at the end of a day, those whom this device has forgotten too."""
    before = {one.id: one for one in unit.forgotten.all() if _is_here(one.ward, ward)}
    for case in unit.cases.all():
        if not _is_here(case.ward, ward):
            continue
        gone = before.get(case.id)
        if gone is not None and local_day(case.listed_at) > day:
            # Listed again later: what is left of the first time tells of the days before.
            continue
        before.pop(case.id, None)
        then = case
        if local_day(case.changed_at) > day:
            derived = derive(unit, person_of(unit, case.id), day)
            if derived is None:
                continue
            then = derived
        found = member(then, day, campaign)
        if found is not None:
            yield found
    for gone in before.values():
        found = member_gone(gone, day, campaign)
        if found is not None:
            yield found


def _is_here(theirs: WardCode | None, ward: WardCode | None) -> bool:
    return ward is None or theirs is None or theirs == ward
