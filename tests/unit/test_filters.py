"""Filters: what their values mean, and that a saved one stays readable."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from wardtui.domain.bands import AgeBand, Residency, age_band, birth_number, residency_of
from wardtui.domain.moments import TimeSlot
from wardtui.domain.resident import Resident
from wardtui.domain.vocabulary import ActionKind, Flag, Need, Status, SupportNeed
from wardtui.domain.worklist_filter import Filter, births_of

TODAY = date(2026, 11, 22)


def bands(birth_date: str | None, today: date | None = TODAY) -> list[AgeBand]:
    return [band for band in AgeBand if birth_number(birth_date) in births_of(band, today)]


@pytest.mark.parametrize(
    ("birth_date", "band"),
    [
        ("2026-11-22", AgeBand.UNDER_6),
        ("2020-11-23", AgeBand.UNDER_6),
        ("2020-11-22", AgeBand.FROM_6_TO_13),
        ("2020-11", AgeBand.FROM_6_TO_13),
        ("2020", AgeBand.FROM_6_TO_13),
        ("2012-11-23", AgeBand.FROM_6_TO_13),
        ("2012-11-22", AgeBand.FROM_14),
        ("2012-11", AgeBand.FROM_14),
        ("2012", AgeBand.FROM_14),
        ("1931-02-03", AgeBand.FROM_14),
        (None, AgeBand.UNKNOWN),
    ],
)
def test_everybody_is_of_one_age_band_by_the_first_day_they_may_be_born_on(
    birth_date: str | None, band: AgeBand
) -> None:
    assert bands(birth_date) == [band] == [age_band(birth_date, TODAY)]


@pytest.mark.parametrize("birth_date", ["2020-11-22", "2020-02-29", "2012-03-01", "2012", "1940"])
@pytest.mark.parametrize("today", [TODAY, date(2026, 2, 28), date(2026, 3, 1), date(2024, 2, 29)])
def test_the_bands_count_years_as_records_do(birth_date: str, today: date) -> None:
    age = Resident(name="Lê An", birth_date=birth_date).age_on(today)
    assert age is not None
    band = AgeBand.UNDER_6 if age < 6 else AgeBand.FROM_6_TO_13 if age < 14 else AgeBand.FROM_14
    assert bands(birth_date, today) == [band] == [age_band(birth_date, today)]


def test_without_a_day_nobodys_age_is_known() -> None:
    assert bands("1985", None) == bands(None, None) == [AgeBand.UNKNOWN]


@pytest.mark.parametrize(
    ("registered", "living", "residency"),
    [
        (True, True, Residency.LIVING_REGISTERED),
        (True, False, Residency.AWAY_REGISTERED),
        (False, True, Residency.LIVING_UNREGISTERED),
        (False, False, Residency.UNKNOWN),
        (None, True, Residency.UNKNOWN),
        (True, None, Residency.UNKNOWN),
    ],
)
def test_residency_is_unknown_until_both_facts_are_known(
    registered: bool | None, living: bool | None, residency: Residency
) -> None:
    assert residency_of(registered, living) is residency


EVERYTHING = Filter(
    area="Tổ 5",
    query="lê an",
    level=2,
    due_before=datetime(2026, 11, 22, tzinfo=UTC),
    open_only=True,
    needs=(Need.ID_CARD, Need.CHILD_CARD),
    statuses=(Status.OPEN,),
    levels=(1, 2),
    flags=(Flag.MISSING_PHONE,),
    support_needs=(SupportNeed.HOME_SERVICE,),
    slot_not_tried=TimeSlot.EVENING,
    ages=(AgeBand.FROM_14,),
    today=TODAY,
    residencies=(Residency.AWAY_REGISTERED,),
    kinds=(ActionKind.CALL,),
    owner="level:1",
    never_tried=True,
)


def test_a_saved_filter_is_the_same_when_it_is_read_again() -> None:
    assert all(
        getattr(EVERYTHING, field) != getattr(Filter(), field) for field in Filter.__struct_fields__
    )
    for wanted in (EVERYTHING, Filter()):
        assert msgspec.json.decode(msgspec.json.encode(wanted), type=Filter) == wanted


@pytest.mark.parametrize(
    ("saved", "wanted"),
    [
        ({}, Filter()),
        ({"area": "Tổ 5", "open_only": True}, Filter(area="Tổ 5", open_only=True)),
        ({"level": 2, "of_a_newer_version": [1]}, Filter(level=2)),
    ],
)
def test_a_filter_of_another_version_can_be_read(saved: dict[str, Any], wanted: Filter) -> None:
    assert msgspec.json.decode(msgspec.json.encode(saved), type=Filter) == wanted
