"""What a vault tells of any day equals a fold of its raw events, however it reads them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import EVENT_IDS, RESIDENTS, events, histories
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import ContactLogged, Entry, EventRetracted
from wardtui.domain.fold import State, fold
from wardtui.domain.heat import attempts, heat_map
from wardtui.domain.ids import ResidentId
from wardtui.domain.same_person import history
from wardtui.domain.standing import Standing, standing
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.services.deriving import refold
from wardtui.services.ports import Unit
from wardtui.services.records import StoredEvent
from wardtui.services.report_hours import report_hours
from wardtui.services.standings import standings_at
from wardtui.store import events as store_events
from wardtui.store.database import open_database
from wardtui.store.names import KEY_BYTES
from wardtui.store.schema import lay_out
from wardtui.store.unit import VaultUnit
from wardtui.wire import read_event, write_event

DAYS = st.integers(0, 60).map(lambda n: date(2026, 11, 1) + timedelta(days=n))
TOLD = histories.map(lambda told: list({one.event.id: one for one in told}.values()))
CALLS = st.lists(
    events(
        st.builds(ContactLogged, channel=st.sampled_from(Channel), outcome=st.sampled_from(Outcome))
        | st.builds(EventRetracted, event=st.sampled_from(EVENT_IDS)),
        st.sampled_from(RESIDENTS),
    ).map(Entry),
    max_size=12,
    unique_by=lambda one: one.event.id,
)
LOOKED_UP, AS_THEY_LIE = 0, 10**9
"""What ``_FEW`` has to be for the store to read events so."""


@contextmanager
def vault_of(told: list[Entry]) -> Iterator[Unit]:
    """A vault that has received these events."""
    with TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "vault.db", bytes(KEY_BYTES))
        unit = VaultUnit(database)
        lay_out(unit)
        with database.transaction():
            unit.events.add(map(stored, told), own=False)
            refold(unit, unit.events.residents())
        yield unit
        database.close()


def stored(entry: Entry) -> StoredEvent:
    raw = write_event(entry.event).decode()
    return StoredEvent(raw=raw, event=read_event(raw), seq=entry.seq, ward=entry.ward)


def logs_of(state: State) -> Mapping[ResidentId, list[Entry]]:
    return {who: sorted(log.values(), key=lambda one: one.order) for who, log in state.logs.items()}


def expected(state: State, day: date) -> Iterator[tuple[str | None, Standing]]:
    logs = logs_of(state)
    for case in state.cases.values():
        members = (case.id, *case.same_as)
        log = history(logs, members)
        then = fold_case(case.id, log, day, members=members, planned=state.sessions)
        if then is not None:
            yield case.ward, standing(then, day)


@pytest.mark.parametrize("few", [LOOKED_UP, AS_THEY_LIE])
def test_how_everybody_stood_at_the_ends_of_two_days(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_events, "_FEW", few)

    @given(TOLD, DAYS, DAYS)
    @settings(suppress_health_check=[HealthCheck.too_slow])
    def check(told: list[Entry], day: date, since: date) -> None:
        told = [stored(one).entry for one in told]
        state = fold(told)
        with vault_of(told) as unit:
            found = standings_at(unit, (day, since), None)
        for standings, on in zip(found, (day, since), strict=True):
            assert Counter(standings) == Counter(expected(state, on))

    check()


@given(CALLS)
def test_at_which_hours_people_were_reached(told: list[Entry]) -> None:
    told = [stored(one).entry for one in told]
    with vault_of(told) as unit:
        assert report_hours(unit) == heat_map(attempts(logs_of(fold(told)).values()))
