"""The figures of a campaign equal a naive recount, and areas add up to the whole."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import campaigns, days, histories
from wardtui.domain.burn_up import Member, Outlook, burn_up, member
from wardtui.domain.campaign import Campaign
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import Entry
from wardtui.domain.figures import daily_report
from wardtui.domain.fold import fold
from wardtui.domain.moments import local_day
from wardtui.domain.standing import standing, stood
from wardtui.domain.vocabulary import Status

DAY = timedelta(days=1)


def cases_on(history: list[Entry], day: date) -> list[Case]:
    """Everybody as they were at the end of a day."""
    logs = fold(history).logs
    folded = (
        fold_case(who, sorted(log.values(), key=lambda entry: entry.order), until=day)
        for who, log in logs.items()
    )
    return [case for case in folded if case is not None and local_day(case.listed_at) <= day]


def in_scope(cases: list[Case], day: date, campaign: Campaign) -> list[Member]:
    found = (member(stood(case, day), day, campaign) for case in cases)
    return [one for one in found if one is not None]


@given(histories, days, campaigns)
def test_a_campaign_is_counted_as_the_cases_tell(
    history: list[Entry], day: date, campaign: Campaign
) -> None:
    cases = cases_on(history, day)
    told = burn_up(in_scope(cases, day, campaign), campaign, day, day)
    scope = [
        case
        for case in cases
        if case.status not in (Status.CLOSED, Status.HANDED_OFF)
        and (not campaign.areas or case.resident.area in campaign.areas)
        and (not campaign.needs or {one.need for one in case.needs} & set(campaign.needs))
    ]
    done = [case for case in scope if not set(case.unmet) & set(campaign.needs or case.unmet)]
    assert (told.total.eligible, told.total.done) == (len(scope), len(done))
    assert sum(told.remaining_by_reason.values()) == told.total.remaining
    for one in told.slots:
        tried = [case.tallies[list(type(one.slot)).index(one.slot)] for case in scope]
        assert one.tried == sum(tally.tried for tally in tried)


@given(histories, days, campaigns)
def test_areas_add_up_to_the_whole(history: list[Entry], day: date, campaign: Campaign) -> None:
    cases = cases_on(history, day)
    told = burn_up(in_scope(cases, day, campaign), campaign, day, day - DAY)
    for field in ("eligible", "done", "target", "remaining"):
        areas = sum(getattr(one.pace, field) for one in told.areas)
        assert areas == getattr(told.total, field)


@given(histories, days, st.integers(0, 40))
def test_a_campaign_for_everything_counts_as_the_daily_report_does(
    history: list[Entry], day: date, length: int
) -> None:
    campaign = Campaign(start=day - 20 * DAY, end=day + length * DAY)
    cases = cases_on(history, day)
    told = burn_up(in_scope(cases, day, campaign), campaign, day, day)
    report = daily_report([standing(case, day) for case in cases], day, None).total
    assert told.total.eligible == told.total.target == report.eligible
    assert told.total.done == report.done_total
    assert told.remaining_by_reason == report.remaining_by_reason
    # The last day of the curve is where it stands now.
    assert (told.days[-1].eligible, told.days[-1].done) == (report.eligible, report.done_total)


members = st.lists(
    st.builds(
        Member,
        area=st.sampled_from([None, "Tổ 1", "Tổ 2"]),
        listed_on=days,
        done_on=st.none() | days,
    ),
    max_size=40,
)


@given(members, campaigns, days)
def test_a_forecast_lies_between_what_is_done_and_what_there_is(
    people: list[Member], campaign: Campaign, day: date
) -> None:
    told = burn_up(
        [one for one in people if one.done_on is None or one.done_on <= day], campaign, day, day
    )
    for pace in (told.total, *(one.pace for one in told.areas)):
        band = pace.forecast
        if band is not None:
            assert pace.done <= band.low <= band.middle <= band.high <= pace.eligible
        if pace.done >= pace.target:
            assert pace.outlook is Outlook.REACHED
        elif day >= campaign.end:
            assert pace.outlook is Outlook.MISSED
        else:
            assert pace.outlook not in (Outlook.REACHED, Outlook.MISSED)
            assert pace.needed is not None
            left = (campaign.end - max(day, campaign.start - DAY)).days
            assert round(pace.done + pace.needed * left) == pace.target
