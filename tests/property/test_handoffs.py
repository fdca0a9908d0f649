"""Handoffs, for any history: who was taken on was so once, and is never anybody's here again."""

from datetime import timedelta

import msgspec
from hypothesis import find, given
from hypothesis import strategies as st

from tests.builders import AN
from tests.strategies import (
    EVENT_IDS,
    OTHER_WARD,
    RESIDENTS,
    bodies,
    events,
    handoffs,
    numbered,
    residents,
)
from wardtui.domain.body import Body
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import Entry, Event, EventRetracted, ResidentListed
from wardtui.domain.fold import fold
from wardtui.domain.handoff_events import HandoffAccepted, HandoffDeclined, HandoffOffered
from wardtui.domain.handoff_news import in_own_terms, told
from wardtui.domain.handoffs import handoff_of, resident_there
from wardtui.domain.handoffs import handoffs as handoffs_in
from wardtui.domain.ids import EventId
from wardtui.domain.moments import local_day
from wardtui.domain.retraction import live
from wardtui.domain.vocabulary import Status

WHO = RESIDENTS[0]
about_one = events(handoffs | bodies, st.just(WHO))
offers = st.builds(HandoffOffered, name=st.just(AN.name), address=st.just("Số 4"))


def answers_to(offer: EventId) -> st.SearchStrategy[Body]:
    accepted = st.just(HandoffAccepted(offer=offer, resident=resident_there(offer)))
    return accepted | accepted | st.just(HandoffDeclined(offer=offer))


@st.composite
def histories_of_one(draw: st.DrawFn) -> list[Entry]:
    """What is told of one resident, in the server's order.

    Left to chance, hardly an answer would name an offer: mostly there is one, with an answer.
    """
    listing, offer, answer = EVENT_IDS[:3]
    found = {one.id: one for one in draw(st.lists(about_one, max_size=8))}
    told: list[Event] = []
    for identifier, body in (
        (listing, st.builds(ResidentListed, resident=residents)),
        (offer, offers),
        (answer, answers_to(offer)),
    ):
        if draw(st.integers(0, 7)):
            one = draw(events(body, st.just(WHO)))
            told.append(msgspec.structs.replace(one, id=identifier))
    for one in found.values():
        if one.id not in {known.id for known in told}:
            told.insert(draw(st.integers(0, len(told))), one)
    return numbered(told)


@given(histories_of_one())
def test_at_most_one_ward_takes_somebody_on(log: list[Entry]) -> None:
    found = list(handoffs_in(live(log)).values())
    assert sum(one.is_accepted for one in found) <= 1
    now = handoff_of(live(log))
    assert (now is None) == (not found)
    for one in found:
        assert one.to_ward == OTHER_WARD
        assert (one.resident is not None) == one.is_accepted
        if one.is_accepted:
            assert one == now


@given(histories_of_one(), st.lists(about_one, max_size=6))
def test_whatever_is_told_later_nobody_who_was_taken_on_is_anybodys_here_again(
    log: list[Entry], late: list[Event]
) -> None:
    case = fold_case(WHO, log)
    if case is None or case.status is not Status.HANDED_OFF:
        return
    known = {entry.event.id for entry in log}
    more = [
        Entry(one, len(log) + number, one.ward)
        for number, one in enumerate(late, start=1)
        if one.id not in known and not isinstance(one.body, EventRetracted)
    ]
    unique = {entry.event.id: entry for entry in more}
    then = fold_case(WHO, [*log, *unique.values()])
    if any(isinstance(entry.event.body, ResidentListed) for entry in live(log)):
        assert then is not None
        assert (then.status, then.next_action) == (Status.HANDED_OFF, None)
        assert then.handoff == case.handoff
        assert then.level == case.level
        assert then.moves_at is None


@given(histories_of_one())
def test_somebody_is_gone_from_the_day_on_which_they_were_taken_on(log: list[Entry]) -> None:
    handoff, now = handoff_of(live(log)), fold_case(WHO, log)
    if handoff is None or not handoff.is_accepted or now is None:
        return
    day = local_day(handoff.since)
    then = fold_case(WHO, log, until=day)
    assert then is not None
    assert then.status is Status.HANDED_OFF
    if day.year > 1:
        before = fold_case(WHO, log, until=day - timedelta(days=1))
        assert before is not None
        assert before.status is not Status.HANDED_OFF


@given(histories_of_one(), histories_of_one())
def test_folding_on_gives_what_folding_at_once_gives(a: list[Entry], b: list[Entry]) -> None:
    behind = [Entry(one.event, (one.seq or 0) + len(a), one.ward) for one in b]
    assert fold(a).apply(behind).cases == fold([*a, *behind]).cases


@given(histories_of_one())
def test_what_the_other_ward_is_told_names_what_counts_here_once(log: list[Entry]) -> None:
    counted = live(log)
    ids = {entry.event.id for entry in counted}
    for handoff in handoffs_in(counted).values():
        found = told(counted, handoff)
        assert found.keys() <= ids
        assert all(update.source == source for source, update in found.items())
        assert all(
            [update.need is not None, update.phones is not None, update.died].count(True) >= 1
            or isinstance(_body(counted, source), type(update))
            for source, update in found.items()
        )


def _body(counted: list[Entry], identifier: str) -> object:
    return next(entry.event.body for entry in counted if entry.event.id == identifier)


@given(histories_of_one())
def test_news_adds_to_a_history_and_leaves_out_nothing(log: list[Entry]) -> None:
    counted = live(log)
    rest = iter(in_own_terms(counted))
    assert all(any(entry is one for one in rest) for entry in counted)


def test_the_strategy_finds_people_who_were_taken_on() -> None:
    """A property that no example reaches would hold whatever the code did."""
    log = find(
        histories_of_one(),
        lambda log: (case := fold_case(WHO, log)) is not None and case.status is Status.HANDED_OFF,
    )
    assert any(isinstance(entry.event.body, HandoffAccepted) for entry in log)
    assert any(isinstance(entry.event.body, HandoffOffered) for entry in log)
