"""Erasing, in any history: nobody comes back, nothing else changes, every day keeps its counts."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import AN, DEVICE, MONDAY, WARD
from tests.strategies import RESIDENTS, histories
from wardtui.domain.erasure import ErasureReason, ResidentErased
from wardtui.domain.events import Entry, Erased, Event, ResidentListed
from wardtui.domain.figures import count
from wardtui.domain.fold import fold
from wardtui.domain.forgotten import days_of, erased, kept_days
from wardtui.domain.ids import ActionId, EventId, ResidentId, rule_made_id
from wardtui.domain.same_person import history as history_of
from wardtui.domain.same_person import people
from wardtui.domain.vocabulary import Origin
from wardtui.wire import blanked, content_hash, original_hash, read_event, write_event

erased_residents = st.sets(st.sampled_from(RESIDENTS), min_size=1)
ERASED_ON = MONDAY.date() + timedelta(days=90)
"""After all that any history tells."""


def erasure(resident: ResidentId, seq: int, body: ResidentErased | None = None) -> Entry:
    made = rule_made_id(resident, ResidentErased.TYPE)
    event = Event(
        id=EventId(made),
        type=ResidentErased.TYPE,
        action=ActionId(made),
        origin=Origin.RULE,
        ward=WARD,
        resident=resident,
        actor=None,
        device=DEVICE,
        device_seq=seq,
        occurred_at=MONDAY,
        recorded_at=MONDAY,
        clock_offset=0.0,
        v=1,
        body=body or ResidentErased(why=ErasureReason.REQUESTED),
    )
    return Entry(event, seq, WARD)


def all_listed(history: list[Entry]) -> list[Entry]:
    """The history of people of whom each stands on a list from the first."""
    record = ResidentListed(resident=AN)
    made = [erasure(one, 1).event for one in RESIDENTS]
    return [
        Entry(
            msgspec.structs.replace(
                event, id=EventId(str(event.resident)), type=record.TYPE, body=record
            ),
            0,
            WARD,
        )
        for event in made
    ] + history


lived = histories.map(all_listed)


def with_erasures(history: Sequence[Entry], gone: set[ResidentId]) -> list[Entry]:
    return [*history, *(erasure(one, 10_000 + n) for n, one in enumerate(sorted(gone)))]


@given(lived, erased_residents)
def test_nobody_who_was_erased_has_a_case_whatever_comes_before_or_after(
    history: list[Entry], gone: set[ResidentId]
) -> None:
    everything = with_erasures(history, gone)
    cases = fold(everything).cases
    assert all(not {case.id, *case.same_as} <= gone for case in cases.values())
    assert fold(everything[len(history) :]).apply(history).cases == cases


@given(lived, erased_residents)
def test_who_has_nothing_to_do_with_them_stays_as_they_were(
    history: list[Entry], gone: set[ResidentId]
) -> None:
    before, after = fold(history).cases, fold(with_erasures(history, gone)).cases
    others = {one for one, case in before.items() if gone.isdisjoint((one, *case.same_as))}
    assert {one: after.get(one) for one in others} == {one: before[one] for one in others}


@given(lived)
def test_a_blanked_event_is_known_by_what_it_was(history: list[Entry]) -> None:
    for entry in history:
        raw = write_event(entry.event)
        known = read_event(raw)
        blank = blanked(raw)
        read = read_event(blank)
        assert isinstance(read.body, Erased)
        assert msgspec.structs.replace(read, body=known.body) == known
        assert original_hash(read, blank) == content_hash(raw)
        assert blanked(blank) == blank


@given(lived)
def test_blanked_histories_fold_to_nobody(history: list[Entry]) -> None:
    blank = [
        msgspec.structs.replace(one, event=read_event(blanked(write_event(one.event))))
        for one in history
        if one.event.resident is not None
    ]
    assert fold(blank).cases == {}


@given(lived)
def test_every_day_before_the_erasure_keeps_its_counts(history: list[Entry]) -> None:
    logs = {
        one: sorted(log.values(), key=lambda entry: entry.order)
        for one, log in fold(history).logs.items()
    }
    for who, members in people(logs).items():
        days = days_of(who, history_of(logs, members), members)
        body = ResidentErased(why=ErasureReason.RETENTION, days=kept_days(days, ERASED_ON))
        sent = read_event(write_event(erasure(who, 1, body).event)).body
        assert isinstance(sent, ResidentErased)
        left = erased(who, WARD, sent, 1)
        assert (left is None) == (not days)
        for one in days:
            if left is not None and one.day < ERASED_ON:
                assert count([left.standing(one.day)], one.day) == count([one.standing], one.day)
