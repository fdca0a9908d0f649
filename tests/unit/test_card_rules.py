"""At which ages a card is due, and how a child gets one (``domain.md`` §3)."""

from datetime import date

import pytest

from wardtui.domain.card_rules import AGE_OF, CardBand, band, birthday, next_renewal
from wardtui.domain.session_codes import EligibilityCause

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("birth_date", "expected"),
    [
        ("2020-11-23", CardBand.UNDER_6),
        ("2020-11-22", CardBand.FROM_6),
        ("2012-11-23", CardBand.FROM_6),
        ("2012-11-22", CardBand.FROM_14),
        ("1946-01-01", CardBand.FROM_14),
        ("2027-01-01", CardBand.UNDER_6),
        ("2012-11", CardBand.FROM_6),
        ("2012-10", CardBand.FROM_14),
        ("2012", CardBand.FROM_6),
        ("2011", CardBand.FROM_14),
        ("2012-02-30", None),
        ("2012-13", None),
        ("0000", None),
        (None, None),
    ],
)
def test_how_somebody_gets_a_card_goes_by_the_age_that_they_surely_have(
    birth_date: str | None, expected: CardBand | None
) -> None:
    assert band(birth_date, TODAY) is expected


@pytest.mark.parametrize(
    ("birth_date", "age", "expected"),
    [
        ("2001-05-01", 25, date(2026, 5, 1)),
        ("2012-02-29", 14, date(2026, 3, 1)),
        ("2012-02-29", 40, date(2052, 2, 29)),
        ("2012-02", 14, date(2026, 3, 1)),
        ("2012-04", 14, date(2026, 4, 30)),
        ("2012", 14, date(2026, 12, 31)),
        ("9990-01-01", 14, None),
        ("2011-02-29", 14, None),
    ],
)
def test_a_birthday_is_the_real_one_and_the_last_day_that_it_can_be(
    birth_date: str, age: int, expected: date | None
) -> None:
    assert birthday(birth_date, age) == expected


@pytest.mark.parametrize(
    ("birth_date", "issued_on", "expected"),
    [
        # The two examples of domain.md §3.
        ("2001-05-01", date(2021, 6, 1), ("age_25", date(2026, 5, 1))),
        ("2001-05-01", date(2024, 5, 1), ("age_40", date(2041, 5, 1))),
        ("2001-05-01", date(2024, 4, 30), ("age_25", date(2026, 5, 1))),
        ("2012-12-01", date(2022, 1, 1), ("age_14", date(2026, 12, 1))),
        ("2012-12-01", date(2024, 12, 1), ("age_25", date(2037, 12, 1))),
        ("1970-03-04", date(2024, 1, 1), ("age_60", date(2030, 3, 4))),
        # From 58 on for life.
        ("1970-03-04", date(2028, 3, 3), ("age_60", date(2030, 3, 4))),
        ("1970-03-04", date(2028, 3, 4), None),
        ("2012-02-29", date(2024, 2, 29), ("age_14", date(2026, 3, 1))),
        ("2012-02-29", date(2024, 3, 1), ("age_25", date(2037, 3, 1))),
    ],
)
def test_a_card_is_due_at_the_first_age_whose_two_years_before_began_after_it_was_issued(
    birth_date: str, issued_on: date, expected: tuple[str, date] | None
) -> None:
    found = next_renewal(birth_date, issued_on)
    assert expected == (None if found is None else (found.cause, found.due))


def test_a_card_can_be_renewed_for_good_in_the_two_years_before() -> None:
    found = next_renewal("2001-05-01", date(2021, 6, 1))
    assert found is not None
    assert found.may_renew_from == date(2024, 5, 1)
    assert next_renewal("2001-05-01", found.may_renew_from) == next_renewal(
        "2001-05-01", date(2026, 5, 1)
    )


@pytest.mark.parametrize("birth_date", ["2001", "2001-05"])
def test_of_a_birth_date_in_doubt_nothing_is_due_before_it_surely_is(birth_date: str) -> None:
    # Whenever in that time they were born, the card is too old, or may be young enough.
    sure, doubtful = date(2022, 12, 31), date(2024, 5, 2)
    due = next_renewal(birth_date, sure)
    later = next_renewal(birth_date, doubtful)
    assert due is not None
    assert later is not None
    assert (due.cause, due.due) == (EligibilityCause.AGE_25, birthday(birth_date, 25))
    assert later.cause is EligibilityCause.AGE_40


def test_an_age_that_is_settled_is_passed_over() -> None:
    found = next_renewal("2001-05-01", date(2021, 6, 1), (date(2026, 5, 1),))
    assert found is not None
    assert found.cause is EligibilityCause.AGE_40


def test_every_cause_but_to_become_eligible_is_an_age() -> None:
    assert {*EligibilityCause} - {*AGE_OF} == {EligibilityCause.NEWLY_ELIGIBLE}
    assert list(AGE_OF.values()) == sorted(AGE_OF.values())
