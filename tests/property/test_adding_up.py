"""The figures of wards add up to those of everybody."""

from hypothesis import given
from hypothesis import strategies as st

from tests.property.test_recount import DAYS
from tests.strategies import histories
from wardtui.domain.adding_up import whole_of
from wardtui.domain.figures import count, daily_report, together
from wardtui.domain.fold import fold
from wardtui.domain.standing import standing


@given(st.lists(histories, max_size=3), DAYS)
def test_the_whole_is_what_counting_everybody_at_once_gives(wards: list, day) -> None:
    standings = [[standing(one, day) for one in fold(told).cases.values()] for told in wards]
    found = together(count(some, day) for some in standings)
    everybody = count([one for some in standings for one in some], day)
    assert found == everybody
    assert list(found.remaining_by_reason) == list(everybody.remaining_by_reason)
    reports = [daily_report(some, day, f"W{place}", place) for place, some in enumerate(standings)]
    whole = whole_of(reports, day)
    assert (whole.total, whole.sessions_today) == (found, sum(range(len(wards))))
