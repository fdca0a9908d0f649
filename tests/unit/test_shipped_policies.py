"""The policies that come with wardtui read well, and nobody falls through them."""

from datetime import date, time, timedelta

import pytest

from wardtui.domain.moments import TimeSlot
from wardtui.domain.policy import PausedWhile, Policy, WithSupportNeeds
from wardtui.domain.policy_check import RemarkKind, check
from wardtui.domain.policy_reader import read_policy, write_policy
from wardtui.domain.vocabulary import Role
from wardtui.resources import resource_folder

NAMES = ("three-level", "two-tier-2025")
IDS = [
    "unreachable",
    "declined",
    "missed_bookings",
    "broken_promises",
    "no_contact",
    "unanswered",
    "deadline",
]


def shipped(name: str) -> Policy:
    file = resource_folder("sample_data") / "policies" / f"{name}.toml"
    return read_policy(file.read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_it_reads_and_is_called_like_its_file(name: str) -> None:
    policy = shipped(name)
    assert policy.name == name
    assert [rule.id for rule in policy.rules] == IDS
    assert read_policy(write_policy(policy)).version == policy.version


@pytest.mark.parametrize("name", NAMES)
def test_only_its_deadline_is_still_to_be_given(name: str) -> None:
    (remark,) = check(shipped(name))
    assert (remark.kind, remark.rule) == (RemarkKind.WITHOUT_DEADLINE, "deadline")


def test_three_levels_are_those_of_the_articles() -> None:
    policy = shipped("three-level")
    assert [one.role for one in policy.levels] == [Role.OFFICER, Role.LEADER, Role.COMMANDER]
    assert [one.answer_working_days for one in policy.levels] == [None, 3, 3]
    rules = {rule.id: rule for rule in policy.rules}
    unreachable = rules[policy.rules[0].id]
    assert (unreachable.failed_attempts, unreachable.distinct_days) == (3, 3)
    assert unreachable.time_slots == (TimeSlot.EVENING, TimeSlot.WEEKEND)
    assert [rule.days_without_contact for rule in policy.rules if rule.id == "no_contact"] == [14]
    assert policy.paused_while == tuple(PausedWhile)


@pytest.mark.parametrize("name", NAMES)
def test_whoever_needs_support_is_served_at_home_and_never_raised_as_a_refusal(name: str) -> None:
    spared = {
        rule.id
        for rule in shipped(name).rules
        if rule.with_support_needs is WithSupportNeeds.HOME_SERVICE
    }
    assert spared == {"declined", "missed_bookings", "broken_promises"}


@pytest.mark.parametrize("name", NAMES)
def test_calls_are_made_by_day_and_not_too_often(name: str) -> None:
    care = shipped(name).contact
    assert (care.calls_from, care.calls_until) == (time(7), time(21))
    assert (care.calls_per_week, care.hours_between_calls, care.days_after_refusal) == (4, 3, 2)


@pytest.mark.parametrize("name", NAMES)
def test_holidays_are_those_of_the_law(name: str) -> None:
    holidays = shipped(name).calendar.holidays
    assert list(holidays) == sorted(holidays)
    for year in (2026, 2027):
        days = {(1, 1), (4, 30), (5, 1), (9, 2)}
        assert {date(year, month, day) for month, day in days} <= set(holidays)
    # New Year's Day of the lunar calendar, and the third month's tenth day (Hùng Kings).
    for lunar_day in (date(2026, 2, 17), date(2027, 2, 6), date(2026, 4, 26), date(2027, 4, 16)):
        assert lunar_day in holidays


@pytest.mark.parametrize("name", NAMES)
def test_a_holiday_at_a_weekend_gives_a_working_day_in_lieu(name: str) -> None:
    calendar = shipped(name).calendar
    for holiday in calendar.holidays:
        if holiday.weekday() < 5:
            continue
        near = (holiday + timedelta(days=off) for off in range(-3, 5))
        assert any(day in calendar.holidays and day.weekday() < 5 for day in near), holiday


def test_the_policies_agree_on_working_time_and_calls() -> None:
    first, second = map(shipped, NAMES)
    assert first.calendar == second.calendar
    assert first.contact == second.contact
