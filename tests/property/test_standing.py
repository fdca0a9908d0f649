"""How somebody stands is the same asked of the case, of what it rests on, and as it is kept."""

from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.property.test_recount import DAYS, wards
from tests.strategies import histories
from wardtui.domain.case_fold import fold_case
from wardtui.domain.case_told import tell
from wardtui.domain.events import Entry
from wardtui.domain.fold import fold
from wardtui.domain.ids import ResidentId
from wardtui.domain.same_person import history
from wardtui.domain.standing import Stood, standing, stood

FURTHER = st.integers(0, 40).map(lambda n: timedelta(days=n))


@given(histories, st.integers(0, 60).map(lambda n: date(2026, 11, 1) + timedelta(days=n)))
def test_what_entries_tell_of_a_day_stands_as_the_case_of_that_day(
    told: list[Entry], day: date
) -> None:
    state = fold(told)
    logs = {
        who: sorted(log.values(), key=lambda entry: entry.order) for who, log in state.logs.items()
    }
    for case in state.cases.values():
        members = (case.id, *case.same_as)
        log = history(logs, members)
        then = fold_case(case.id, log, day, members=members)
        sooner = tell(case.id, log, day, members=members)
        assert (then is None) == (sooner is None)
        if then is not None and sooner is not None:
            assert standing(sooner, day) == standing(then, day)
            assert stood(sooner, day) == stood(then, day)


@given(wards(), DAYS, FURTHER)
def test_what_is_kept_tells_of_the_last_change_and_of_all_days_after_it(
    ward: dict[ResidentId, list[Entry]], until: date, further: timedelta
) -> None:
    cases = [fold_case(who, log, until) for who, log in ward.items()]
    for case in cases:
        if case is None:
            continue
        kept = msgspec.json.decode(msgspec.json.encode(stood(case)), type=Stood)
        for day in (kept.on, kept.on + further):
            assert kept.standing(day) == standing(case, day)
